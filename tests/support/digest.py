#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""Recomputes the state digest of a KegDisplay database from docs/PROTOCOL.md alone.

usage: digest.py FILE
"""

import hashlib
import pathlib
import sqlite3
import struct
import sys

# table: key, columns
REPLICATED = {
    "beers": (
        "idBeer",
        "ABV Brewed Color Description FinalGravity IBU Kegged Name Notes OriginalGravity Tapped"
        " brewery style",
    ),
    "displays": ("id", "approved fingerprint may_promote name role"),
    "settings": ("id", "key value"),
    "taps": ("idTap", "idBeer"),
}


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


def table_digest(connection, table):
    key, names = REPLICATED[table]
    present = {row[1].lower() for row in connection.execute(f"PRAGMA table_info({table})")}
    if not present:  # a file of an older schema
        return 0
    columns = [name.encode() for name in names.split() if name.lower().encode() in present]
    listed = b", ".join([key.encode(), *columns]).decode()
    total = 0
    for key, *values in connection.execute(f"SELECT {listed} FROM {table}"):
        total += row_hash(row_bytes(table, key, dict(zip(columns, values))))
    return total


def main():
    (path,) = sys.argv[1:]
    uri = pathlib.Path(path).absolute().as_uri() + "?mode=ro"
    connection = sqlite3.connect(uri, uri=True)
    connection.text_factory = Text
    connection.execute("BEGIN")
    total = sum(table_digest(connection, table) for table in REPLICATED)
    print(f"{total % 2**128:032x}")


if __name__ == "__main__":
    main()
