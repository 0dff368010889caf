#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""Another program that writes: commits COUNT rows, one by one, to the table t of FILE.

usage: writer.py FILE COUNT
"""

import sqlite3
import sys


def main():
    path, count = sys.argv[1:]
    connection = sqlite3.connect(path, timeout=60, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    # SQLite 3.40 may damage the file when two programs write their logs back at once.
    connection.execute("PRAGMA wal_autocheckpoint=0")
    for _ in range(int(count)):
        connection.execute("INSERT INTO t(value) VALUES(randomblob(3000))")


if __name__ == "__main__":
    main()
