# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
#
# Which Debian packages KegDisplay needs for what, and how the missing ones get here.
# Sourced by the scripts beside it. Debian 12 and 13; `check` and `lint` name Debian 12's versions.

packages_of() {
    case "$1" in
    build) echo g++ cmake ninja-build ccache pkgconf qt6-base-dev qt6-tools-dev qt6-tools-dev-tools \
        qt6-l10n-tools libsqlite3-dev libsodium-dev libssl-dev libqrencode-dev libboost-dev ;;
    run) echo libqt6sql6-sqlite qt6-qpa-plugins qt6-wayland ;;
    test) echo mold python3 python3-jsonschema curl openssl faketime sqlite3 iproute2 nftables xvfb \
        imagemagick zbar-tools avahi-daemon dbus ;;
    browser)
        echo chromium
        # Node from elsewhere does as well, and Debian's npm cannot stand beside it.
        if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
            echo nodejs npm
        fi
        ;;
    check) echo git clang-format-14 shellcheck ;;
    bench) echo wrk gunicorn python3-flask ;;
    fuzz) echo git clang libclang-rt-dev llvm ;;
    lint) echo git python3 clang clang-14 clang-tidy-14 clazy ;;
    *) echo "packages.sh: no such purpose: $1" >&2 && return 1 ;;
    esac
}

is_installed() {
    dpkg-query --show --showformat='${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed
}

# install_missing PURPOSE...: installs with apt what is not there yet, as root or with sudo.
# Without either it prints the line for somebody who may. Nothing missing: says and does nothing.
install_missing() {
    local purpose package missing=()
    if ! command -v dpkg-query >/dev/null; then
        echo "Not a Debian system: what is needed must be here already (deploy/packages.sh lists it)."
        return 0
    fi
    for purpose in "$@"; do
        for package in $(packages_of "$purpose"); do
            is_installed "$package" || missing+=("$package")
        done
    done
    [ ${#missing[@]} -gt 0 ] || return 0

    local as_root=()
    local install=(apt-get install --yes --no-install-recommends "${missing[@]}")
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            printf 'Packages are missing. As root, run this, then try again:\n  %s\n' "${install[*]}" >&2
            return 1
        fi
        as_root=(sudo)
    fi
    echo "Installing what is missing:" "${as_root[@]}" "${install[@]}"
    "${as_root[@]}" apt-get update --quiet --quiet
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive "${install[@]}" --quiet --quiet
}

# How many compilers fit: one a core, and 1.5 GB of memory each.
job_count() {
    local kib limit jobs cores
    kib=$(awk '/^MemTotal:/ { print $2 }' /proc/meminfo)
    limit=$(cat /sys/fs/cgroup/memory.max 2>/dev/null || echo max)
    if [ "$limit" != max ] && [ $((limit / 1024)) -lt "$kib" ]; then
        kib=$((limit / 1024))
    fi
    jobs=$((kib / 1500000))
    cores=$(nproc)
    [ "$jobs" -le "$cores" ] || jobs=$cores
    [ "$jobs" -ge 1 ] || jobs=1
    echo "$jobs"
}
