#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
#
# Tries the committed state on bare systems, before a release: on Debian 12 both commands of the
# README (deploy/test.sh as the first step of .ci/run), on Debian 13 deploy/test.sh.
# Needs root, debootstrap and git. Bare systems are kept in the user's cache folder, the ones that were
# used are removed. Packages come from where this machine's own come from.
#   deploy/check_chroots.sh [bookworm] [trixie]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

cache=${XDG_CACHE_HOME:-$HOME/.cache}/kegdisplay-chroots
# shellcheck disable=SC2016
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | head -n 1)

# bare_system SUITE: leaves $cache/SUITE.tar
bare_system() {
    local suite=$1 root
    [ ! -e "$cache/$suite.tar" ] || return 0
    root=$(mktemp -d "$cache/$suite.XXXXXX")
    debootstrap --variant=minbase "$suite" "$root" "$mirror"
    cp -r /etc/apt/apt.conf.d /etc/apt/auth.conf.d "$root/etc/apt/"
    cp /etc/resolv.conf /etc/hosts "$root/etc/"
    tar -C "$root" -cf "$cache/$suite.tar.part" .
    mv "$cache/$suite.tar.part" "$cache/$suite.tar"
    rm -rf --one-file-system "$root"
}

# try_on SUITE COMMAND: runs it in a clean clone on a copy of the bare system, which it removes.
try_on() (
    suite=$1
    command=$2
    root=$(mktemp -d "$cache/$suite.XXXXXX")
    trap 'rm -rf --one-file-system "$root"' EXIT
    tar -C "$root" -xf "$cache/$suite.tar"
    chmod 755 "$root" # mktemp's is for its owner alone
    git clone --quiet . "$root/srv/kegdisplay"
    # The mounts and whatever is left running go with these namespaces.
    # shellcheck disable=SC2016
    unshare --mount --pid --fork --kill-child=KILL bash -euc '
        mount --bind "$1" "$1"
        mount --rbind /dev "$1/dev"
        mount --rbind /sys "$1/sys"
        mount -t proc proc "$1/proc"
        mount -t tmpfs tmpfs "$1/run"
        exec env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin CI=true LC_ALL=C.UTF-8 \
            chroot "$1" bash -euc "cd /srv/kegdisplay; $2" </dev/null
    ' bash "$root" "$command"
)

# deploy/run.sh goes on until it is told to end; twice, since the second time must work too.
# shellcheck disable=SC2016
run_command='
for time in first second; do
    SECONDS=0
    coproc board { exec ./deploy/run.sh; }
    runner=$board_PID
    while read -r line <&"${board[0]}"; do
        echo "$line"
        case "$line" in *--snapshot-port*) break ;; esac
    done
    echo "The $time run.sh was ready after $SECONDS s"
    test -s build/board.png
    kill -TERM "$runner"
    wait "$runner"
done
'

mkdir -p "$cache"
[ $# -gt 0 ] || set -- bookworm trixie
for suite in "$@"; do
    bare_system "$suite"
    case "$suite" in
    bookworm) try_on "$suite" "$run_command ./.ci/run" ;;
    *) try_on "$suite" ./deploy/test.sh ;;
    esac
    echo "=== $suite: all of it works"
done
