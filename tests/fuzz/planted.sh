#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
#
# Whether the fuzzers find anything: each patch in planted/ puts a bug into a parser and names, in a
# line "Fuzzer: name", who must find it within a minute. The seeds alone must not. Works in a copy.
#   tests/fuzz/planted.sh [name...]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/../.."
. deploy/packages.sh
. tests/fuzz/common.sh

if [ $# -eq 0 ]; then
    for patch in "$here"/planted/*.patch; do
        set -- "$@" "$(basename "$patch" .patch)"
    done
fi
install_missing build fuzz
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git ls-files -z | xargs -0 cp --parents --target-directory="$copy"
cd "$copy"
cmake --preset fuzz >/dev/null

build() {
    cmake --build --preset fuzz -j "$(job_count)" --target "$@" >build.log 2>&1 ||
        { tail -n 30 build.log && return 1; }
}

# Seeds come from the code as it is.
build make_seeds
make_seeds seeds

# survives NAME OPTION...: whether that fuzzer finds nothing.
survives() {
    local name=$1
    shift
    LLVM_PROFILE_FILE=/dev/null start_fuzzer "$name" -artifact_prefix=./ "$@" "seeds/$name" \
        >fuzz.log 2>&1
}

missed=0
for name in "$@"; do
    fuzzer=$(sed -n 's/^Fuzzer: //p' "$here/planted/$name.patch")
    git apply "$here/planted/$name.patch" || { echo "$name: no longer applies" && exit 1; }
    build "fuzz_$fuzzer"
    survives "$fuzzer" -runs=0 || { tail -n 20 fuzz.log && echo "$name: a seed finds it" && exit 1; }
    started=$SECONDS
    if survives "$fuzzer" -max_total_time=60; then
        echo "$name: MISSED by $fuzzer"
        missed=1
    else
        echo "$name: found by $fuzzer after $((SECONDS - started)) s"
    fi
    git apply --reverse "$here/planted/$name.patch"
done
exit "$missed"
