#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
#
# Breaks the code on purpose and wants a test to notice: each patch beside this script takes one rule
# out and names, in a line "Tests: room/class ...", the tests that guard it. Works in a copy.
#   tests/mutants/run.sh [name...]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/../.."
. deploy/packages.sh

if [ $# -eq 0 ]; then
    for patch in "$here"/*.patch; do
        set -- "$@" "$(basename "$patch" .patch)"
    done
fi
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git ls-files -z | xargs -0 cp --parents --target-directory="$copy"
cd "$copy"
cmake --preset dev >/dev/null

guards_of() {
    sed -n 's/^Tests: //p' "$here/$1.patch"
}

# build TEST...: room/class is made by the target tst_room_class.
build() {
    local targets=("${@/#/tst_}")
    cmake --build --preset dev -j "$(job_count)" --target "${targets[@]//\//_}" >build.log 2>&1 ||
        { tail -n 30 build.log && return 1; }
}

passes() {
    ctest --test-dir build/dev --no-tests=error -R "^$1\$" >test.log 2>&1
}

read -ra guards <<<"$(for name in "$@"; do guards_of "$name"; done | tr '\n' ' ')"
build "${guards[@]}"
for guard in "${guards[@]}"; do
    passes "$guard" || { echo "$guard fails on the code as it is" && exit 1; }
done

survived=0
for name in "$@"; do
    read -ra guards <<<"$(guards_of "$name")"
    git apply "$here/$name.patch" || { echo "$name: no longer applies" && exit 1; }
    build "${guards[@]}" || { echo "$name: does not build" && exit 1; }
    caught=
    for guard in "${guards[@]}"; do
        passes "$guard" || { caught=$guard && break; }
    done
    if [ -n "$caught" ]; then
        echo "$name: caught by $caught"
    else
        echo "$name: SURVIVED ${guards[*]}"
        survived=1
    fi
    git apply --reverse "$here/$name.patch"
done
exit "$survived"
