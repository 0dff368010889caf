# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
#
# What run.sh and planted.sh share; they source it at the root of a tree.

# shellcheck disable=SC2034
names=(announcement frame_reader http_request join_string message_decoder message_reader service_text \
    web_form web_header web_json)

# start_fuzzer NAME OPTION... FOLDER...: folders are seeds; in the first one it keeps what it learns.
start_fuzzer() {
    local name=$1
    shift
    "build/fuzz/tests/fuzz/fuzz_$name" -timeout=10 -rss_limit_mb=1024 -max_len=8192 \
        -use_value_profile=1 "$@" "tests/fuzz/corpus/$name"
}

# make_seeds FOLDER: makes FOLDER/NAME for each fuzzer, with messages of each kind as the code has them.
make_seeds() {
    mkdir -p "${names[@]/#/$1/}"
    LLVM_PROFILE_FILE=/dev/null build/fuzz/tests/fuzz/make_seeds "$1"
}
