#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""A client of the replication protocol, written from docs/PROTOCOL.md alone.

usage: protocol_client.py JOIN_STRING IDENTITY --until SEQUENCE

Joins as a fresh client, follows until it has that sequence and prints where it is then. IDENTITY is
the file of its key and certificate, which is made if there is none.
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
import pairing
from cbor import ProtocolError, decode, demand, encode

(HELLO, WELCOME, CHANGES, DELTA_BEGIN, DELTA_PART, DELTA_END, ACK, HEARTBEAT, BYE, FAILURE, PENDING,
 REVEAL) = range(1, 13)
SNAPSHOT_REQUEST, SNAPSHOT_QUEUED, SNAPSHOT_HEADER, SNAPSHOT_CHUNK, SNAPSHOT_TRAILER = range(32, 37)

RESUME, FRESH, ASKED, EPOCH, FLOOR, AHEAD, DIGEST = range(7)

SCHEMA = 5
FRAME_LIMIT = 1048576
ITEM_LIMIT = 268435456
SILENCE = 15  # seconds


class Refusal(Exception):
    """The primary sent a Failure."""

    def __init__(self, body):
        super().__init__(f"failure {body['kind']}: {body['text']}")
        self.kind = body["kind"]


class Closed(Exception):
    """The primary closed the connection."""


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


class Frames:
    """What travels inside a connection, at either end of it."""

    def __init__(self, encrypted):
        self.socket = encrypted
        self.buffer = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def send(self, kind, /, **fields):
        self.socket.sendall(frame(kind, encode(fields)))

    def has_data(self):
        is_here = self.buffer or self.socket.pending()
        return bool(is_here or select.select([self.socket], [], [], 0)[0])

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


class Connection(Frames):
    """To a primary. `primary`: the id that must answer; None: any."""

    def __init__(self, host, port, identity, primary=None):
        plain = socket.create_connection((host, port), timeout=SILENCE)
        super().__init__(identity.context().wrap_socket(plain))
        self.server = pairing.id_of(self.socket.getpeercert(binary_form=True))
        if primary not in (None, self.server):
            self.close()
            raise ProtocolError("another machine answers")


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
    """Holds a copy and follows a primary with it, to which a join string leads."""

    def __init__(self, join, identity, name="independent"):
        self.join = join
        self.identity = identity
        self.token = join.token
        self.nonce = None  # of this connection
        self.words = None  # while it waits to be approved
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
        self.open()
        return self.say_hello()

    def open(self):
        self.close()
        self.nonce, self.words = os.urandom(pairing.NONCE_SIZE), None
        self.connection = Connection(self.join.host, self.join.notify_port, self.identity,
                                     self.join.id)

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
        self.send_hello(wants_snapshot)
        return self.await_welcome()

    def send_hello(self, wants_snapshot=False):
        self.connection.send(HELLO, **self.greeting(), program="independent",
                             snapshot=wants_snapshot, token=self.token,
                             commitment=pairing.commitment_to(self.nonce))

    def await_welcome(self):
        kind, body = self.receive()
        while kind in (HEARTBEAT, PENDING):  # a heartbeat may have crossed the Hello
            if kind == PENDING:
                self.reveal(body)
            kind, body = self.receive()
        demand(kind == WELCOME and body["protocol"] == 1, f"message {kind} instead of a Welcome")
        return self.welcome(body)

    def reveal(self, pending):
        words = pairing.words(self.identity.id, self.connection.server, self.nonce, pending["nonce"])
        demand(self.words in (None, words), "the primary's nonce has changed")
        self.words = words
        self.connection.send(REVEAL, nonce=self.nonce)

    def welcome(self, body):
        self.token, self.words = b"", None
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
        with Connection(self.join.host, self.join.snapshot_port, self.identity,
                        self.connection.server) as transfer:
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
    parser.add_argument("join", type=pairing.JoinString.parse)
    parser.add_argument("identity", type=pairing.Identity)
    parser.add_argument("--until", type=int, required=True, metavar="SEQUENCE")
    options = parser.parse_args()
    client = Client(options.join, options.identity)
    client.connect()
    client.follow(options.until)
    client.disconnect()
    print(json.dumps(client.summary()))


if __name__ == "__main__":
    main()
