#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
#
# Installs what is missing, builds (preset release, in build/release) and shows the board with the
# demo taps: in a window, or without a display as build/board.png, and then goes on headless.
# Arguments go to the program: deploy/run.sh --kiosk
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. deploy/packages.sh

install_missing build run
jobs=$(job_count)
log=build/release/build.log
mkdir -p "$(dirname "$log")"
echo "Building into build/release with $jobs jobs (log: $log)"
if ! { cmake --preset release && cmake --build --preset release -j "$jobs"; } >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    echo "The build failed; the whole log is in $log" >&2
    exit 1
fi
program=$PWD/build/release/app/kegdisplay
database=$PWD/build/demo.db

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    echo "Opening the board: $program --demo --db-path $database $*"
    exec "$program" --demo --db-path "$database" "$@"
fi

rm -f build/board.png
"$program" --demo --db-path "$database" board build/board.png --size 1920x1080 >/dev/null
echo "No display here. The demo board is in $PWD/build/board.png"

"$program" --headless --demo --db-path "$database" "$@" &
service=$!
trap 'kill "$service" 2>/dev/null; wait "$service"' EXIT
trap 'exit 0' INT TERM

until status=$("$program" --db-path "$database" status --json 2>/dev/null) &&
    [[ $status =~ \"pid\":\ *${service}[^0-9] ]]; do
    if ! kill -0 "$service" 2>/dev/null; then
        trap - EXIT
        wait "$service"
    fi
    sleep 0.1
done
join=$("$program" --db-path "$database" pair --host 127.0.0.1 | head -n 1)
port() { sed -n "s/.*\"$1\": *\([0-9][0-9]*\).*/\1/p" <<<"$status"; }
cat <<TEXT
Running headless on ports $(port notify) (notifications) and $(port snapshot) (snapshots). Ctrl+C ends it.
A client, in another terminal, within 15 minutes:
  $program --db-path $PWD/build/client.db join \\
      $join
  $program --headless --db-path $PWD/build/client.db
TEXT
wait "$service"
