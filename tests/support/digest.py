#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""Recomputes the state digest of a KegDisplay database from docs/PROTOCOL.md alone.

usage: digest.py FILE [TABLE...]    (default: all replicated tables)
"""

import hashlib
import pathlib
import sqlite3
import struct
import sys

REPLICATED_TABLES = ("beers", "taps")


class Text(bytes):
    """Tells a text column's raw bytes from a BLOB's."""


def counted(raw):
    return struct.pack(">I", len(raw)) + raw


def tagged(value):
    if isinstance(value, int):
        return b"\x01" + struct.pack(">q", value)
    if isinstance(value, float):
        return b"\x02" + struct.pack(">d", value)
    return (b"\x03" if isinstance(value, Text) else b"\x04") + counted(value)


def row_bytes(table, key, columns):
    """`columns`: name to value, without the key."""
    out = counted(table.encode()) + struct.pack(">q", key)
    for name in sorted(columns):
        if columns[name] is not None:
            out += counted(name) + tagged(columns[name])
    return out


def row_hash(raw):
    return int.from_bytes(hashlib.blake2b(raw, digest_size=16).digest(), "big")


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def table_digest(connection, table):
    described = connection.execute(f"PRAGMA table_info({quoted(table)})").fetchall()
    key = next(bytes(name) for _, name, _, _, _, primary in described if primary)
    total = 0
    cursor = connection.execute(f"SELECT * FROM {quoted(table)}")
    names = [column[0].encode() for column in cursor.description]
    for row in cursor:
        columns = dict(zip(names, row))
        total += row_hash(row_bytes(table, columns.pop(key), columns))
    return total


def main():
    path, *tables = sys.argv[1:]
    uri = pathlib.Path(path).absolute().as_uri() + "?mode=ro"
    connection = sqlite3.connect(uri, uri=True)
    connection.text_factory = Text
    connection.execute("BEGIN")
    total = sum(table_digest(connection, table) for table in tables or REPLICATED_TABLES)
    print(f"{total % 2**128:032x}")


if __name__ == "__main__":
    main()
