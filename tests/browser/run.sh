#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
#
# Drives Chromium through the pages of a program that really runs:
#   tests/browser/run.sh build/dev/app/kegdisplay            all tests
#   tests/browser/run.sh build/dev/app/kegdisplay keyboard   test_keyboard.mjs
#   tests/browser/run.sh build/dev/app/kegdisplay pictures   new pictures for docs/web
# What it needs from npm goes to build/browser. Skipped (77) without Chromium or Node.
set -euo pipefail

program=$(realpath "${1:?"run.sh PROGRAM [TEST]"}")
tests=${2:-all}
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
modules=$(realpath "$here/../..")/build/browser

for tool in chromium node npm; do
    if ! command -v "$tool" >/dev/null; then
        printf '%s\n' "SKIPPED: no $tool here; deploy/test.sh installs it." >&2
        exit 77
    fi
done

install_modules() {
    local wanted
    wanted=$(cat "$here/package.json" "$here/package-lock.json")
    if [ "$(cat "$modules/installed" 2>/dev/null)" = "$wanted" ]; then
        return
    fi
    cp "$here/package.json" "$here/package-lock.json" "$modules/"
    npm ci --prefix "$modules" --ignore-scripts --no-audit --no-fund --loglevel=error
    printf '%s\n' "$wanted" >"$modules/installed"
}

mkdir -p "$modules"
(flock 9 && install_modules) 9>"$modules/lock"

folder=$(mktemp -d --tmpdir kegdisplay-browser.XXXXXX)
trap 'rm -rf "$folder"' EXIT
export KEGDISPLAY_PROGRAM=$program KEG_BROWSER_MODULES=$modules KEG_BROWSER_FOLDER=$folder
export LC_ALL=C.UTF-8 TZ=UTC

# What a script starts ends with it, also when it is killed.
play() {
    "${surroundings[@]}" setpriv --pdeathsig TERM node --test-reporter=spec \
        --test-reporter-destination=stdout "$1"
}

surroundings=()
case "$tests" in
all)
    failed=()
    for file in "$here"/test_*.mjs; do
        echo "=== $(basename "$file" .mjs)"
        play "$file" || failed+=("$(basename "$file" .mjs)")
    done
    echo "=== failed: ${failed[*]:-none}"
    [ ${#failed[@]} -eq 0 ]
    ;;
pictures)
    # A network of its own, with an address and ports that mean nobody in particular.
    export KEG_BROWSER_PORT=8080
    # shellcheck disable=SC2016 # expanded by the inner shell
    surroundings=(unshare --net --map-root-user bash -c 'ip link set lo up
        ip link add bar0 type bridge
        ip addr add 192.0.2.10/24 dev bar0
        ip link set bar0 up
        exec "$@"' pictures)
    play "$here/pictures.mjs"
    ;;
*) play "$here/test_$tests.mjs" ;;
esac
