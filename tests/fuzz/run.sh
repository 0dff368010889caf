#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
#
# Feeds the parsers of foreign bytes what nobody would send: builds the fuzzers (preset fuzz, in
# build/fuzz), runs each for SECONDS, two at a time, and prints which part of each parser's lines
# they reached. A crash, a hang or a file below 90 % is a failure. What they learn is kept in
# build/fuzz/corpus for the next run; corpus/ beside this script is where they begin.
#   tests/fuzz/run.sh SECONDS [name...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. deploy/packages.sh
. tests/fuzz/common.sh

goal=90
at_once=2
work=build/fuzz

# The files that make up a parser.
parsers_of() {
    case "$1" in
    announcement) echo core/wire/announcement.cpp ;;
    frame_reader) echo core/wire/frame.cpp ;;
    http_request) echo core/web/request_reader.cpp core/web/target.cpp core/web/headers.cpp ;;
    join_string) echo core/identity/join_string.cpp core/identity/join_token.cpp core/base/base32.cpp \
        core/domain/machine_id.cpp ;;
    message_decoder) echo core/wire/messages.cpp core/wire/field_map.cpp ;;
    message_reader) echo core/wire/message_reader.cpp ;;
    service_text) echo core/net/service_text.cpp ;;
    web_form) echo core/web/multipart.cpp core/web/form.cpp ;;
    web_header) echo core/web/accept.cpp core/web/headers.cpp core/web/request.cpp ;;
    web_json) echo core/web/beer_json.cpp core/web/body_fields.cpp core/domain/beer.cpp \
        core/domain/beer_fields.cpp ;;
    *) echo "run.sh: no parser is known that $1 feeds: name it here" >&2 && return 1 ;;
    esac
}

# fuzz NAME SECONDS
fuzz() {
    local name=$1 seconds=$2
    mkdir -p "$work/crashes/$name"
    if LLVM_PROFILE_FILE="$work/$name.profraw" start_fuzzer "$name" -max_total_time="$seconds" \
        -artifact_prefix="$work/crashes/$name/" "$work/corpus/$name" >"$work/$name.log" 2>&1; then
        printf '%-16s %s\n' "$name" "$(tail -n 1 "$work/$name.log")"
    else
        tail -n 40 "$work/$name.log"
        echo "$name: FOUND SOMETHING; the input is in $work/crashes/$name"
        return 1
    fi
}

# coverage NAME: one line for each of its parser's files; fails below the goal.
coverage() {
    local name=$1 files
    files=$(parsers_of "$name") || return 1
    llvm-profdata merge -o "$work/$name.profdata" "$work/$name.profraw"
    llvm-cov report "$work/tests/fuzz/fuzz_$name" -instr-profile="$work/$name.profdata" |
        awk -v goal=$goal -v name="$name" -v files="$files" '
            BEGIN { wanted = split(files, file, " ") }
            { for (i in file) if (("/" $1) ~ ("/" file[i] "$")) {
                lines = $8; reached = 100 * (lines - $9) / lines
                printf "%6.1f %% of %3d lines of %s, by %s\n", reached, lines, file[i], name
                bad += reached < goal
                ++seen
            } }
            END { if (seen != wanted) print name ": a file was not measured"
                  exit bad > 0 || seen != wanted }'
}

if [ "${1:-}" = --one ]; then # for xargs below
    fuzz "$2" "$3"
    exit
fi

seconds=${1:?"how long, in seconds?"}
shift
[ $# -eq 0 ] || names=("$@")
install_missing build fuzz
cmake --preset fuzz >/dev/null
cmake --build --preset fuzz -j "$(job_count)" | tail -n 1
make_seeds "$work/corpus"

echo "Fuzzing for $seconds s each: ${names[*]}"
printf '%s\n' "${names[@]}" | xargs -P "$at_once" -I{} tests/fuzz/run.sh --one {} "$seconds"

echo "Lines reached (at least $goal % of each file):"
failed=0
for name in "${names[@]}"; do
    coverage "$name" || failed=1
done
[ "$failed" -eq 0 ] || echo "Not enough was reached: add seeds to tests/fuzz/corpus"
exit "$failed"
