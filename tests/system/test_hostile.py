#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""A machine on the bar's network that means no good, or speaks another language."""

import os
import struct
import subprocess
import sys
import unittest
import uuid

import keglab
from keglab import Host, Instance, wait_for

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
import protocol_client
from protocol_client import HELLO, SNAPSHOT_REQUEST, Position

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
CROWD = """
import socket, sys
peers = [socket.create_connection((sys.argv[1], int(sys.argv[2])), 10)
         for count in range(int(sys.argv[3]))]
print("all here", flush=True)
sys.stdin.read()
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

# Kinds of Failure, see docs/PROTOCOL.md.
PROTOCOL, VERSION, SCHEMA, FOREIGN, OLD_EPOCH = range(5)


def position_of(instance):
    """Where a database is, as greetings say it."""
    state = instance.query("select database_id, epoch_counter, epoch_random from replica")[0]
    head = instance.digest()
    return Position(uuid.UUID(state[0]).bytes, struct.pack(">Iq", *state[1:]), head["sequence"],
                    bytes.fromhex(head["digest"]))


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

    def greeting(self, kind, **changed):
        """The first message of a client whose copy is in step, on either port."""
        fields = {"magic": "KegDisplay", "low": 1, "high": 1,
                  "schema": self.primary.query("pragma user_version")[0][0],
                  **position_of(self.primary).fields(), "name": "stranger",
                  **({"snapshot": False} if kind == HELLO else {"offset": 0})}
        return protocol_client.frame(kind, protocol_client.encode({**fields, **changed}))

    def assert_refused(self, port, message, kind):
        """Nothing but a Failure of that kind comes, and the log has its text."""
        answer = self.speak(port, message)
        self.assertEqual(int.from_bytes(answer[:4], "big"), len(answer) - 4, answer)
        self.assertEqual(int.from_bytes(answer[4:6], "big"), protocol_client.FAILURE, answer)
        failure = protocol_client.decode(answer[6:])
        self.assertEqual(failure["kind"], kind, failure)
        self.logged(failure["text"])

    def crowd(self, size):
        """So many connections that say nothing; returns their process."""
        crowd = subprocess.Popen(self.stranger.command(*self.attack(CROWD, 5002, str(size))),
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.assertEqual(crowd.stdout.readline(), b"all here\n")
        return crowd

    def test_crowd_leaves_the_database_its_descriptors(self):
        self.primary.terminate()
        self.primary = Instance(self.primary.host, descriptors=160).start()
        self.client.terminate()
        self.client.start()
        self.client.wait_in_step_with(self.primary)
        crowd = self.crowd(400)
        self.logged("refused: too many connections")
        self.primary.kegdisplay("beer", "add", "--name", "In the crowd")
        self.client.wait_in_step_with(self.primary)
        self.before = self.primary.digest()
        crowd.communicate()

    def test_without_descriptors_it_neither_spins_nor_stays_so(self):
        pid = self.primary.process.pid
        limit = len(os.listdir(f"/proc/{pid}/fd")) + 20
        subprocess.run(["prlimit", "--pid", str(pid), f"--nofile={limit}:{limit}"], check=True)
        crowd = self.crowd(60)
        used = keglab.processor_seconds(pid)
        self.logged("no Hello within 10 s")  # so long they are there
        self.assertLess(keglab.processor_seconds(pid) - used, 1)
        crowd.communicate()
        late = Instance(Host("late"), "--primary-ip", self.primary.host.address).start()
        late.wait_in_step_with(self.primary)

    def test_greetings_that_do_not_fit(self):
        beyond = b"\xff" * 12
        for name, kind, changed in (
                ("another magic", VERSION, {"magic": "KegDisplax"}),
                ("another protocol", VERSION, {"low": 900, "high": 901}),
                ("older tables", SCHEMA, {"schema": 1}),
                ("another database", FOREIGN, {"db": b"\x11" * 16}),
                ("a huge epoch", OLD_EPOCH, {"epoch": beyond, "seq": 2**63 - 1}),
                ("a negative sequence", PROTOCOL, {"seq": -1}),
                ("over the stranger's limit", PROTOCOL, {"name": "x" * 5000}),
        ):
            with self.subTest(name):
                self.assert_refused(5002, self.greeting(HELLO, **changed), kind)
                if kind != OLD_EPOCH:  # a snapshot is for whoever has lost his way
                    self.assert_refused(5003, self.greeting(SNAPSHOT_REQUEST, **changed), kind)

    def test_first_messages_that_are_no_greeting(self):
        frame = protocol_client.frame
        position = protocol_client.encode(position_of(self.primary).fields())
        whole = {5002: self.greeting(HELLO), 5003: self.greeting(SNAPSHOT_REQUEST)}
        for name, message in (
                ("what only a client in step says", frame(protocol_client.HEARTBEAT, position)),
                ("what only a primary sends", frame(protocol_client.DELTA_PART,
                                                    protocol_client.encode({"bytes": b"x"}))),
                ("an unknown type", frame(999, b"\xa0")),
                ("a zero length", bytes(4)),
                ("a huge length", b"\xff" * 4),
                ("a body that is no map", frame(HELLO, b"\x83\x01\x02")),
                ("HTTP", b"GET / HTTP/1.1\r\nHost: bar\r\n\r\n"),
        ):
            for port in (5002, 5003):
                with self.subTest(name, port=port):
                    self.assert_refused(port, message + whole[port], PROTOCOL)

    def test_greetings_on_the_wrong_port(self):
        self.assert_refused(5002, self.greeting(SNAPSHOT_REQUEST), PROTOCOL)
        self.assert_refused(5003, self.greeting(HELLO), PROTOCOL)


if __name__ == "__main__":
    keglab.main()
