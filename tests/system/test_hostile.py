#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""A machine on the bar's network that means no good, or speaks another language. The worst case: it
was approved once, so that all it says is listened to (test_attacks.py has those who were not)."""

import contextlib
import itertools
import os
import resource
import socket
import unittest

import keglab
from attacker import PIECE, PORTS, everything, position_of
from keglab import Host, Instance, wait_for

import pairing
import protocol_client as protocol
from cbor import decode, encode
from protocol_client import Connection, Position, frame

LIMIT = 60  # s; for whoever is attacked
UNREACHABLE = 5  # exit code

# Kinds of Failure, see docs/PROTOCOL.md.
PROTOCOL, VERSION, SCHEMA, FOREIGN, OLD_EPOCH = range(5)


def greeting(kind, position=Position(), **changed):
    """A client's first message on either port (docs/PROTOCOL.md)."""
    fields = {"magic": "KegDisplay", "low": 1, "high": 1, "schema": protocol.SCHEMA,
              **position.fields(), "name": "stranger"}
    if kind == protocol.HELLO:
        fields.update(program="", snapshot=False, token=b"", commitment=bytes(32))
    else:
        fields.update(offset=0)
    return frame(kind, encode({**fields, **changed}))


class Hostile(unittest.TestCase):
    def setUp(self):
        self.primary = Instance(Host("primary"), "--mode", "primary").start()
        self.client = Instance(Host("client")).join(self.primary).start()
        self.client.wait_in_step_with(self.primary)
        self.stranger = Host("stranger")
        self.identity = pairing.Identity(self.stranger.path("identity.pem"))
        self.primary.kegdisplay("approve", pairing.id_text(self.identity.id))
        self.client.wait_in_step_with(self.primary)
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

    def plain(self, port):
        with self.stranger.network():
            return socket.create_connection((self.primary.host.address, port), LIMIT)

    def connect(self, port):
        with self.stranger.network():
            return Connection(self.primary.host.address, port, self.identity)

    def encrypted(self, port):
        return self.connect(port).socket

    def speak(self, port, message):
        """All that is answered until the connection ends."""
        with self.encrypted(port) as peer:
            peer.sendall(message)
            return everything(peer)

    def logged(self, *words):
        return wait_for(lambda: [line for line in self.primary.log_text().splitlines()
                                 if self.stranger.address in line and all(w in line for w in words)],
                        lambda: f"{words} in the log:\n{self.primary.log_tail()}")

    def send_garbage(self, connect, port, count):
        """Returns how many connections it took to send so many bytes."""
        sent = connections = 0
        while sent < count:
            connections += 1
            with connect(port) as peer:
                try:
                    while sent < count:
                        sent += peer.send(os.urandom(PIECE))
                except OSError:  # hung up on
                    sent += PIECE
        return connections

    def test_100_megabytes_of_random_bytes_on_either_port(self):
        memory = keglab.memory_kib(self.primary.process.pid)
        for connect, reason, count in ((self.plain, "turned away", 50_000_000),
                                       (self.encrypted, "frame", 50_000_000)):
            lines = 0
            for port in (5002, 5003):
                connections = self.send_garbage(connect, port, count)
                self.assertGreater(connections, 1)  # each was hung up on
                lines += connections
                self.assertLessEqual(len(self.logged(reason)), lines)  # one line an event, no more
        self.assertLess(keglab.memory_kib(self.primary.process.pid) - memory, 32 * 1024)

    def test_silent_peers_are_dropped(self):
        for peer in [connect(port) for connect in (self.plain, self.encrypted)
                     for port in (5002, 5003)]:
            with peer:
                try:
                    self.assertEqual(peer.recv(PIECE), b"")
                except ConnectionError:
                    pass
        self.logged("no Hello")
        self.logged("handshake")

    def crowd(self, size):
        """Tries to be let in so often, as a display that wants a snapshot; returns all who were."""
        crowd = []
        for _ in range(size):
            try:
                peer = self.connect(5002)
                peer.socket.sendall(greeting(protocol.HELLO))
                kind, _ = peer.receive()
            except (OSError, protocol.Closed):
                continue
            self.assertEqual(kind, protocol.WELCOME)
            crowd.append(peer)
            self.addCleanup(peer.close)
        return crowd

    def connect_when_let_in(self, port):
        def connect():
            try:
                return self.connect(port)
            except OSError:
                return None
        return wait_for(connect, "a place in the crowd")

    def test_crowd_leaves_the_database_its_descriptors(self):
        for instance in (self.primary, self.client):
            self.assertEqual(instance.terminate(), 0)
        self.primary = Instance(self.primary.host, descriptors=160).start()
        self.client.start()
        self.client.wait_in_step_with(self.primary)
        crowd = self.crowd(400)
        self.logged("refused: too many connections")
        self.primary.kegdisplay("beer", "add", "--name", "In the crowd")
        self.client.wait_in_step_with(self.primary)
        self.before = self.primary.digest()
        crowd.pop().close()
        with self.connect_when_let_in(5003) as transfer:  # of an image that has to be made
            transfer.socket.sendall(greeting(protocol.SNAPSHOT_REQUEST))
            while transfer.receive()[0] != protocol.SNAPSHOT_TRAILER:
                pass

    @contextlib.contextmanager
    def few_descriptors(self, spare):
        """Meanwhile the primary may have so many more than it has, or less."""
        pid = self.primary.process.pid
        taken = set(map(int, os.listdir(f"/proc/{pid}/fd")))
        limit = next(number for number in itertools.count() if number not in taken) + spare
        before = resource.prlimit(pid, resource.RLIMIT_NOFILE)
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (limit, before[1]))
        try:
            yield
        finally:
            resource.prlimit(pid, resource.RLIMIT_NOFILE, before)

    def assert_late_display_is_let_in(self):
        late = Instance(Host("late")).join(self.primary).start()
        late.wait_in_step_with(self.primary)
        self.before = self.primary.digest()  # it is on the list now

    def test_without_descriptors_it_neither_spins_nor_stays_so(self):
        pid = self.primary.process.pid
        with self.few_descriptors(20):
            crowd = [self.encrypted(5002) for _ in range(3)] + [self.plain(5002) for _ in range(60)]
            self.logged("refused: too many connections")
            used = keglab.processor_seconds(pid)
            self.logged("no Hello within 10 s")  # so long they are there
            self.assertLess(keglab.processor_seconds(pid) - used, 1)
            for peer in crowd:
                with peer:
                    everything(peer)  # until it is hung up on
            self.assert_late_display_is_let_in()

    def rests(self, *names):
        """Waits until the primary says of each that it cannot accept connections there."""
        for name in names:
            wait_for(lambda: f"{name} cannot accept connections: Too many open files"
                     in self.primary.log_text(),
                     lambda: f"{name} to rest:\n{self.primary.log_tail()}")

    def test_without_any_descriptor_ports_and_control_socket_rest_until_there_are_some(self):
        pid = self.primary.process.pid
        silent = self.encrypted(5002)
        with self.few_descriptors(-8):  # nor when it closes one of the last
            crowd = [self.plain(port) for port in PORTS for _ in range(10)]
            used = keglab.processor_seconds(pid)
            self.assertEqual(self.primary.run("status").returncode, UNREACHABLE)
            self.rests("port 5002", "port 5003", self.primary.local("control"))
            self.primary.kegdisplay("beer", "add", "--name", "Meanwhile")
            wait_for(lambda: self.client.query("select 1 from beers where Name = 'Meanwhile'"),
                     "the edit to arrive")
            self.logged("no Hello within 10 s")  # some seconds later
            self.assertLess(keglab.processor_seconds(pid) - used, 1)
        for peer in (silent, *crowd):
            peer.close()
        self.assert_late_display_is_let_in()

    def assert_refused(self, port, message, kind):
        """Nothing but a Failure of that kind comes, and the log has its text."""
        answer = self.speak(port, message)
        self.assertEqual(int.from_bytes(answer[:4], "big"), len(answer) - 4, answer)
        self.assertEqual(int.from_bytes(answer[4:6], "big"), protocol.FAILURE, answer)
        failure = decode(answer[6:])
        self.assertEqual((sorted(failure), failure["kind"]), (["kind", "text"], kind), failure)
        self.logged(failure["text"])

    def test_greetings_that_do_not_fit(self):
        head = position_of(self.primary)
        for name, kind, changed in (
                ("another magic", VERSION, {"magic": "KegDisplax"}),
                ("another protocol", VERSION, {"low": 900, "high": 901}),
                ("older tables", SCHEMA, {"schema": protocol.SCHEMA - 1}),
                ("another database", FOREIGN, {"db": b"\x11" * 16}),
                ("a huge epoch", OLD_EPOCH, {"epoch": b"\xff" * 12, "seq": 2**63 - 1}),
                ("a negative sequence", PROTOCOL, {"seq": -1}),
                ("a digest that is too short", PROTOCOL, {"digest": bytes(15)}),
                ("bytes for a text", PROTOCOL, {"name": b"stranger"}),
                ("a text for a number", PROTOCOL, {"schema": str(protocol.SCHEMA)}),
                ("over the stranger's limit", PROTOCOL, {"name": "x" * 5000}),
        ):
            with self.subTest(name):
                self.assert_refused(5002, greeting(protocol.HELLO, head, **changed), kind)
                if kind != OLD_EPOCH:  # a snapshot is for whoever has lost his way
                    request = greeting(protocol.SNAPSHOT_REQUEST, head, **changed)
                    self.assert_refused(5003, request, kind)

    def test_first_messages_that_are_no_greeting(self):
        head = position_of(self.primary)
        for name, message in (
                ("what only a client in step says", frame(protocol.HEARTBEAT, encode(head.fields()))),
                ("what only a stranger says", frame(protocol.REVEAL, encode({"nonce": bytes(32)}))),
                ("what only a primary sends", frame(protocol.DELTA_PART, encode({"bytes": b"x"}))),
                ("an unknown type", frame(999, encode({}))),
                ("a zero length", bytes(4)),
                ("a huge length", b"\xff" * 4),
                ("a body that is no map", frame(protocol.HELLO, b"\x83\x01\x02")),
                ("HTTP", b"GET / HTTP/1.1\r\nHost: bar\r\n\r\n"),
        ):
            for port, kind in zip(PORTS, (protocol.HELLO, protocol.SNAPSHOT_REQUEST)):
                with self.subTest(name, port=port):
                    self.assert_refused(port, message + greeting(kind, head), PROTOCOL)

    def test_greetings_on_the_wrong_port(self):
        head = position_of(self.primary)
        self.assert_refused(5002, greeting(protocol.SNAPSHOT_REQUEST, head), PROTOCOL)
        self.assert_refused(5003, greeting(protocol.HELLO, head), PROTOCOL)


if __name__ == "__main__":
    keglab.main()
