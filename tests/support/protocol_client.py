#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""A client of the replication protocol, written from docs/PROTOCOL.md alone.

usage: protocol_client.py HOST NOTIFY_PORT SNAPSHOT_PORT --until SEQUENCE

Joins as a fresh client, follows until it has that sequence and prints where it is then.
"""

import argparse
import collections
import hashlib
import json
import os
import pathlib
import select
import socket
import sqlite3
import struct
import tempfile
from typing import NamedTuple

import digest

HELLO, WELCOME, CHANGES, DELTA_BEGIN, DELTA_PART, DELTA_END, ACK, HEARTBEAT, BYE, FAILURE = range(1, 11)
SNAPSHOT_REQUEST, SNAPSHOT_QUEUED, SNAPSHOT_HEADER, SNAPSHOT_CHUNK, SNAPSHOT_TRAILER = range(32, 37)

RESUME, FRESH, ASKED, EPOCH, FLOOR, AHEAD, DIGEST = range(7)

SCHEMA = 4
FRAME_LIMIT = 1048576
ITEM_LIMIT = 268435456
SILENCE = 15  # seconds


class ProtocolError(Exception):
    """What came is not what the document allows."""


class Refusal(Exception):
    """The primary sent a Failure."""

    def __init__(self, body):
        super().__init__(f"failure {body['kind']}: {body['text']}")
        self.kind = body["kind"]


class Closed(Exception):
    """The primary closed the connection."""


def demand(condition, what):
    if not condition:
        raise ProtocolError(what)


# CBOR, as far as the protocol needs it.


def head(major, number):
    if number < 24:
        return bytes([major << 5 | number])
    for code, size in ((24, ">B"), (25, ">H"), (26, ">I"), (27, ">Q")):
        if number < 1 << 8 * struct.calcsize(size):
            return bytes([major << 5 | code]) + struct.pack(size, number)
    raise ValueError(number)


def encode(value):
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, dict):
        return head(5, len(value)) + b"".join(encode(key) + encode(value[key]) for key in value)
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(map(encode, value))
    return b"\xf6"


class CborReader:
    """Reads CBOR values from bytes, one after the other."""

    BREAK = object()
    SIMPLE = {20: False, 21: True, 22: None, 31: BREAK}

    def __init__(self, data):
        self.data = data
        self.at = 0

    def take(self, length):
        demand(self.at + length <= len(self.data), "CBOR ends too early")
        self.at += length
        return self.data[self.at - length:self.at]

    def number(self, low):
        if low < 24:
            return low
        demand(low < 28, "a CBOR length that does not exist")
        return int.from_bytes(self.take(1 << low - 24), "big")

    def until_break(self):
        while (value := self.value()) is not self.BREAK:
            yield value

    def several(self, low, each=1):
        if low == 31:
            return list(self.until_break())
        return [self.value() for _ in range(self.number(low) * each)]

    def value(self):
        first = self.take(1)[0]
        major, low = first >> 5, first & 31
        if major == 0:
            return self.number(low)
        if major == 1:
            return -1 - self.number(low)
        if major in (2, 3):
            raw = b"".join(self.chunks(major)) if low == 31 else self.take(self.number(low))
            return raw if major == 2 else raw.decode()
        if major == 4:
            return self.several(low)
        if major == 5:
            flat = self.several(low, 2)
            return dict(zip(flat[::2], flat[1::2]))
        demand(major == 7, "CBOR tags are not used")
        if low == 27:
            return struct.unpack(">d", self.take(8))[0]
        demand(low in self.SIMPLE, "a CBOR value that is not used")
        return self.SIMPLE[low]

    def chunks(self, major):
        for chunk in self.until_break():
            yield chunk if major == 2 else chunk.encode()


def decode(data):
    reader = CborReader(data)
    value = reader.value()
    demand(reader.at == len(data), "bytes after the CBOR value")
    return value


# Positions, frames, rows.


class Position(NamedTuple):
    db: bytes = b""
    epoch: bytes = bytes(12)
    seq: int = 0
    digest: bytes = bytes(16)

    @classmethod
    def of(cls, body):
        return cls(body["db"], body["epoch"], body["seq"], body["digest"])

    def fields(self):
        return self._asdict()

    def epoch_counter(self):
        return int.from_bytes(self.epoch[:4], "big")


def frame(kind, body):
    return struct.pack(">IH", len(body) + 2, kind) + body


class Connection:
    """Frames over TCP."""

    def __init__(self, host, port):
        self.socket = socket.create_connection((host, port), timeout=SILENCE)
        self.buffer = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def send(self, kind, **fields):
        self.socket.sendall(frame(kind, encode(fields)))

    def has_data(self):
        return bool(self.buffer) or bool(select.select([self.socket], [], [], 0)[0])

    def take(self, length):
        while len(self.buffer) < length:
            piece = self.socket.recv(65536)
            if not piece:
                raise Closed
            self.buffer += piece
        taken, self.buffer = self.buffer[:length], self.buffer[length:]
        return taken

    def receive(self):
        """The next message; a Failure is raised."""
        (length,) = struct.unpack(">I", self.take(4))
        demand(2 <= length <= FRAME_LIMIT, f"a frame of {length} bytes")
        (kind,) = struct.unpack(">H", self.take(2))
        body = decode(self.take(length - 2))
        if kind == FAILURE:
            raise Refusal(body)
        return kind, body


def as_cell(item):
    """A cell of a payload as digest.py has it: Text for TEXT, bytes for BLOB."""
    if isinstance(item, bytes):
        return digest.Text(item)
    return item[0] if isinstance(item, list) else item


def items(payload):
    at = 0
    while at < len(payload):
        (length,) = struct.unpack_from(">I", payload, at)
        demand(length <= ITEM_LIMIT and at + 4 + length <= len(payload), "an item is too long")
        yield decode(payload[at + 4:at + 4 + length])
        at += 4 + length


def digest_of(tables):
    total = sum(digest.row_hash(digest.row_bytes(table, key, row))
                for table, rows in tables.items() for key, row in rows.items())
    return (total % 2**128).to_bytes(16, "big")


def check_of(start, to, payload):
    raw = start.epoch + struct.pack(">q", start.seq)
    raw += to.db + to.epoch + struct.pack(">q", to.seq) + to.digest
    return hashlib.sha256(raw + payload).digest()


def changed(tables, payload, start, to):
    """The tables as they are after a delta; the old ones stay what they are."""
    tables = {table: dict(rows) for table, rows in tables.items()}
    named, newest, table, columns = set(), start.seq, None, []
    for kind, *rest in items(payload):
        if kind == 0:
            newest, *cells = rest
            name, _, key, _ = map(as_cell, cells)
            demand(start.seq < newest <= to.seq, "a log entry from elsewhere")
            if isinstance(name, digest.Text) and name.decode() in tables and isinstance(key, int):
                named.add((name.decode(), key))
                tables[name.decode()].pop(key, None)
        elif kind == 1:
            table, columns = rest[0].decode(), rest[1]
        else:
            demand(kind == 2, f"an item of kind {kind}")
            key, *cells = rest
            demand((table, key) in named and len(cells) == len(columns), "a row that nobody named")
            tables[table][key] = dict(zip(columns, map(as_cell, cells)))
    demand(newest == to.seq or start.seq == to.seq, "the newest log entry is missing")
    return tables


def read_image(path):
    """The tables and the position of a snapshot."""
    connection = sqlite3.connect(pathlib.Path(path).as_uri() + "?mode=ro", uri=True)
    connection.text_factory = digest.Text
    demand(connection.execute("PRAGMA integrity_check").fetchall() == [(b"ok",)], "a damaged image")
    tables = {}
    for table, (key, names) in digest.REPLICATED.items():
        columns = names.split()
        found = connection.execute(f"SELECT {', '.join([key, *columns])} FROM {table}")
        tables[table] = {row[0]: dict(zip((name.encode() for name in columns), row[1:]))
                         for row in found}
    ((db, counter, random),) = connection.execute(
        "SELECT database_id, epoch_counter, epoch_random FROM replica")
    ((seq,),) = connection.execute("SELECT coalesce(max(id), 0) FROM change_log")
    connection.close()
    return tables, Position(bytes.fromhex(db.decode().replace("-", "")),
                            struct.pack(">Iq", counter, random), seq, digest_of(tables))


class Client:
    """Holds a copy and follows a primary with it."""

    def __init__(self, host, notify_port, snapshot_port, name="independent"):
        self.addresses = (host, notify_port), (host, snapshot_port)
        self.name = name
        self.tables = {table: {} for table in digest.REPLICATED}
        self.position = Position()
        self.head = Position()
        self.connection = None
        self.seen = collections.Counter()  # types of messages on the notification port

    def greeting(self):
        return {"magic": "KegDisplay", "low": 1, "high": 1, "schema": SCHEMA,
                **self.position.fields(), "name": self.name}

    def connect(self):
        """Returns the reason of the Welcome; a snapshot that it asks for is taken."""
        self.connection = Connection(*self.addresses[0])
        return self.say_hello()

    def disconnect(self):
        self.connection.send(BYE, reason="leaving")
        self.close()

    def close(self):
        if self.connection:
            self.connection.close()
            self.connection = None

    def summary(self):
        """As `kegdisplay digest --json` prints it."""
        return {"epoch": self.position.epoch_counter(), "sequence": self.position.seq,
                "digest": self.position.digest.hex()}

    def say_hello(self, wants_snapshot=False):
        self.connection.send(HELLO, **self.greeting(), snapshot=wants_snapshot)
        kind, body = self.receive()
        while kind == HEARTBEAT:  # it crossed the Hello
            kind, body = self.receive()
        demand(kind == WELCOME and body["protocol"] == 1, f"message {kind} instead of a Welcome")
        return self.welcome(body)

    def welcome(self, body):
        self.head = Position.of(body)
        demand(self.position.db in (b"", self.head.db), "the primary has another database")
        demand(self.head.epoch >= self.position.epoch, "the primary's history is older")
        if body["reason"] != RESUME:
            self.take_snapshot()
            demand(self.say_hello() == RESUME, "a snapshot after the snapshot")
        return body["reason"]

    def receive(self):
        kind, body = self.connection.receive()
        self.seen[kind] += 1
        return kind, body

    def follow(self, until):
        """Takes what comes until the copy has that sequence."""
        while self.position.seq < until:
            self.step()

    def step(self):
        """Takes the next message."""
        kind, body = self.receive()
        if kind == HEARTBEAT:
            self.answer(body)
        elif kind == WELCOME:
            self.welcome(body)
        elif kind == CHANGES:
            self.take_delta(body, body["payload"], body["check"])
        elif kind == DELTA_BEGIN:
            self.take_delta(body, *self.receive_parts(body["size"]))
        else:
            demand(kind == BYE, f"message {kind} has no place here")
            raise Closed

    def answer(self, heartbeat):
        self.head = Position.of(heartbeat)
        self.connection.send(HEARTBEAT, **self.position.fields())
        if self.head[:3] == self.position[:3]:
            demand(self.head == self.position, "the copy is wrong")

    def receive_parts(self, size):
        payload = b""
        while True:
            kind, body = self.receive()
            if kind == HEARTBEAT:
                self.answer(body)
            elif kind == DELTA_PART:
                payload += body["bytes"]
            else:
                demand(kind == DELTA_END and len(payload) == size, "a broken delta")
                return payload, body["check"]

    def take_delta(self, body, payload, check):
        start = Position(epoch=body["from_epoch"], seq=body["from_seq"])
        to = Position.of(body)
        demand(start[1:3] == self.position[1:3], "a delta from elsewhere")
        demand(check == check_of(start, to, payload), "a delta's check is wrong")
        tables = changed(self.tables, payload, start, to)
        demand(digest_of(tables) == to.digest, "the digest differs")
        self.tables, self.position = tables, to
        self.connection.send(ACK, **to.fields())

    def take_snapshot(self):
        tables, position = self.fetch_image()
        is_older = position[1:3] < self.position[1:3]
        demand(self.position.db in (b"", position.db) and not is_older, "an older snapshot")
        self.tables, self.position = tables, position

    def fetch_image(self):
        with Connection(*self.addresses[1]) as transfer:
            transfer.send(SNAPSHOT_REQUEST, **self.greeting(), offset=0)
            kind, header = transfer.receive()
            while kind == SNAPSHOT_QUEUED:
                self.answer_heartbeats()
                kind, header = transfer.receive()
            demand(kind == SNAPSHOT_HEADER and header["schema"] <= SCHEMA, "no header")
            with tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, "image")
                self.receive_image(transfer, header["size"], path)
                tables, position = read_image(path)
        demand(position == Position.of(header), "the image is not what was announced")
        return tables, position

    def receive_image(self, transfer, size, path):
        sha256 = hashlib.sha256()
        with open(path, "wb") as file:
            kind, body = transfer.receive()
            while kind == SNAPSHOT_CHUNK:
                sha256.update(body["bytes"])
                file.write(body["bytes"])
                self.answer_heartbeats()
                kind, body = transfer.receive()
            demand(kind == SNAPSHOT_TRAILER and file.tell() == size, "a broken image")
        demand(body["sha256"] == sha256.digest(), "the image's SHA-256 is wrong")

    def answer_heartbeats(self):
        while self.connection and self.connection.has_data():
            kind, body = self.receive()
            demand(kind == HEARTBEAT, f"message {kind} during a snapshot")
            self.answer(body)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("host")
    parser.add_argument("notify_port", type=int)
    parser.add_argument("snapshot_port", type=int)
    parser.add_argument("--until", type=int, required=True, metavar="SEQUENCE")
    options = parser.parse_args()
    client = Client(options.host, options.notify_port, options.snapshot_port)
    client.connect()
    client.follow(options.until)
    client.disconnect()
    print(json.dumps(client.summary()))


if __name__ == "__main__":
    main()
