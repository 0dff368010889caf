#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
#
# Installs what is missing, builds (preset dev, in build/dev) and runs every test.
# Arguments go to ctest: deploy/test.sh -R store
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. deploy/packages.sh

install_missing build run test browser
jobs=$(job_count)
echo "Building into build/dev with $jobs jobs"
cmake --preset dev
cmake --build --preset dev -j "$jobs"
# Half of the time a test waits: for a time limit, another process, the disk.
ctest --preset dev -j "$((2 * jobs))" "$@"
