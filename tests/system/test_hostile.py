#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""A machine on the bar's network that means no good, or speaks another language."""

import sys
import unittest

import keglab
from keglab import Host, Instance, wait_for

# Runs on the hostile machine: argv is the primary's address and a port, then what the script needs.
GARBAGE = """
import os, socket, sys
address, port, wanted = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
sent = connections = 0
while sent < wanted:
    connections += 1
    with socket.create_connection((address, port), 10) as peer:
        try:
            while sent < wanted:
                sent += peer.send(os.urandom(65536))
        except (ConnectionError, TimeoutError):
            pass
print(connections)
"""
SILENCE = """
import socket, sys
with socket.create_connection((sys.argv[1], int(sys.argv[2])), 10) as peer:
    peer.settimeout(60)
    try:
        while peer.recv(65536):
            pass
    except ConnectionError:
        pass
"""
SPEAK = """
import socket, sys
with socket.create_connection((sys.argv[1], int(sys.argv[2])), 10) as peer:
    peer.settimeout(30)
    peer.sendall(bytes.fromhex(sys.argv[3]))
    answer = b""
    try:
        while part := peer.recv(65536):
            answer += part
    except ConnectionError:
        pass
print(answer.hex())
"""

HELLO = 1
FAILURE = 10
SNAPSHOT_REQUEST = 32


def cbor(value):
    """Just what greetings need: maps, texts, byte strings, small and negative integers, flags."""
    def head(kind, number):
        for size, marker in ((1, 24), (2, 25), (4, 26), (8, 27)):
            if number < 24:
                return bytes([kind << 5 | number])
            if number < 1 << (8 * size):
                return bytes([kind << 5 | marker]) + number.to_bytes(size, "big")
        raise ValueError(number)
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    return head(5, len(value)) + b"".join(cbor(k) + cbor(v) for k, v in value.items())


def frame(kind, fields):
    body = cbor(fields)
    return (2 + len(body)).to_bytes(4, "big") + kind.to_bytes(2, "big") + body


def greeting(kind, **changed):
    """A fresh client's first message on either port (docs/PROTOCOL.md)."""
    fields = {"magic": "KegDisplay", "low": 1, "high": 1, "schema": 1, "db": b"",
              "epoch": bytes(12), "seq": 0, "digest": bytes(16), "name": "stranger"}
    fields["snapshot" if kind == HELLO else "offset"] = False if kind == HELLO else 0
    return frame(kind, {**fields, **changed})


class Hostile(unittest.TestCase):
    def setUp(self):
        self.primary = Instance(Host("primary"), "--mode", "primary").start()
        self.client = Instance(Host("client"), "--primary-ip", self.primary.host.address).start()
        self.client.wait_in_step_with(self.primary)
        self.stranger = Host("stranger")
        self.before = self.primary.digest()

    def tearDown(self):
        """Whatever was tried: nothing changed, the client stayed, and edits still arrive."""
        self.assertEqual(self.primary.digest(), self.before)
        self.primary.kegdisplay("beer", "add", "--name", "Afterwards")
        self.client.wait_in_step_with(self.primary)
        counters = self.client.status()["counters"]
        self.assertEqual((counters["reconnects"], counters["heals"]), (0, []))
        for instance in (self.primary, self.client):
            self.assertEqual(instance.terminate(), 0)

    def attack(self, script, port, *arguments):
        return [sys.executable, "-c", script, self.primary.host.address, str(port), *arguments]

    def speak(self, port, message):
        result = self.stranger.run(*self.attack(SPEAK, port, message.hex()), timeout=60)
        self.assertEqual(result.returncode, 0, result.stderr)
        return bytes.fromhex(result.stdout.strip())

    def logged(self, *words):
        return wait_for(lambda: [line for line in self.primary.log_text().splitlines()
                                 if self.stranger.address in line and all(w in line for w in words)],
                        lambda: f"{words} in the log:\n{self.primary.log_tail()}")

    def test_100_megabytes_of_random_bytes_on_either_port(self):
        memory = keglab.memory_kib(self.primary.process.pid)
        lines = 0
        for port in (5002, 5003):
            result = self.stranger.run(*self.attack(GARBAGE, port, "100000000"), timeout=100)
            self.assertEqual(result.returncode, 0, result.stderr)
            connections = int(result.stdout)
            self.assertGreater(connections, 1)  # each was hung up on
            lines += connections
            self.assertLessEqual(len(self.logged("frame")), lines)  # one line an event, no more
        self.assertLess(keglab.memory_kib(self.primary.process.pid) - memory, 32 * 1024)

    def test_silent_peers_are_dropped(self):
        peers = [self.stranger.start(*self.attack(SILENCE, port), log=self.stranger.path("peer.log"))
                 for port in (5002, 5003)]
        for peer in peers:
            self.assertEqual(peer.wait(40), 0)
        self.logged()

    def test_greeting_of_another_protocol_version_gets_a_reason(self):
        for port, kind in ((5002, HELLO), (5003, SNAPSHOT_REQUEST)):
            answer = self.speak(port, greeting(kind, low=900, high=901))
            self.assertEqual(int.from_bytes(answer[4:6], "big"), FAILURE, answer)
            self.assertLess(len(answer), 1000)
            self.logged("protocol 900 to 901")

    def test_other_first_messages_get_no_data(self):
        self.primary.kegdisplay("beer", "add", "--name", "Secret Stout")
        self.before = self.primary.digest()
        whole = greeting(HELLO)
        messages = {
            "another magic": greeting(HELLO, magic="KegDisplax"),
            "another database": greeting(HELLO, db=b"\x11" * 16, seq=5),
            "a huge epoch": greeting(HELLO, db=b"\x11" * 16, epoch=b"\xff" * 12, seq=2**63 - 1),
            "a negative sequence": greeting(HELLO, seq=-1),
            "not a greeting": frame(7, {"db": b"", "epoch": bytes(12), "seq": 0, "digest": bytes(16)}),
            "what only a primary sends": frame(3, {"payload": b""}),
            "an unknown type": frame(999, {}),
            "a zero length": bytes(4),
            "a huge length": b"\xff" * 4 + whole,
            "over the stranger's limit": greeting(HELLO, name="x" * 5000),
            "a body that is no map": (5).to_bytes(4, "big") + HELLO.to_bytes(2, "big") + b"\x83\x01\x02",
            "HTTP": b"GET / HTTP/1.1\r\nHost: bar\r\n\r\n",
        }
        for name, message in messages.items():
            with self.subTest(name=name):
                answer = self.speak(5002, message)
                self.assertNotIn(b"Secret", answer)
                self.assertIn(int.from_bytes(answer[4:6], "big"), (0, FAILURE), answer)
                self.assertNotIn(b"Secret", self.speak(5003, message))


if __name__ == "__main__":
    keglab.main()
