#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
#
# Reads our own code with clang-tidy 14 and clazy; any finding is a failure. Needs Debian 12's versions.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. deploy/packages.sh

install_missing build run test lint
jobs=$(job_count)

echo "=== clang-tidy"
cmake --preset tidy >/dev/null
cmake --build --preset tidy -j "$jobs" # what moc and rcc make must be there
run-clang-tidy-14 -quiet -p build/tidy -j "$jobs" "^$PWD/(app|core|gui|tests)/.*\.cpp$" 2>/dev/null |
    sed '/^clang-tidy-14 /d; /^$/d'

echo "=== clazy"
cmake --preset clazy >/dev/null
cmake --build --preset clazy --clean-first -j "$jobs"
