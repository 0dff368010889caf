#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""Many connections that want nothing but to be in the way: paired displays do not notice them.

Prints how long edits took to arrive, and what the primary took of memory; the strict bounds on time
are those of tests/benchmarks."""

import contextlib
import itertools
import os
import re
import resource
import socket
import sqlite3
import ssl
import statistics
import threading
import time
import unittest

import keglab
from keglab import Host, Instance, wait_for

import pairing

HALF_OPEN = 2000
EDITS = 100
PER_NETWORK = 1200  # strangers; docs/PROTOCOL.md
ALL_INSIDE = 160
GROWTH = 32 * 1024  # KiB; of the primary's memory at most
PIECE = 65536  # bytes
PORTS = (5002, 5003)
CLIENT_HELLO = bytes.fromhex("160301 3fff 01003ffb 0303")  # its beginning, of 16 KiB


def is_open(peer):
    """Whether the other end, which has nothing to say, has not closed it."""
    peer.setblocking(False)
    try:
        return peer.recv(1) != b""
    except BlockingIOError:
        return True
    except ConnectionError:
        return False


class Flood(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))

    def setUp(self):
        self.primary = Instance(Host("primary"), "--mode", "primary").start()
        self.display = Instance(Host("wall")).join(self.primary).start()
        self.primary.kegdisplay("beer", "add", "--name", "0")
        self.display.wait_in_step_with(self.primary)
        self.ended = threading.Event()
        self.threads = []
        self.addCleanup(self.end)

    def end(self):
        self.ended.set()
        for thread in self.threads:
            thread.join()

    def repeat(self, attack, threads=4):
        """Lets attack(port) happen again and again from another machine, on both ports."""
        host = Host("attacker")

        def run(port):
            with host.network():
                while not self.ended.is_set():
                    with contextlib.suppress(OSError):  # an SSLError is one
                        attack(port)
        for number in range(threads):
            self.threads.append(threading.Thread(target=run, args=(PORTS[number % 2],)))
            self.threads[-1].start()

    def connect(self, port):
        return socket.create_connection((self.primary.host.address, port), 10)

    def arrivals(self):
        """Milliseconds from the commit of each edit until it could be read on the display."""
        writer = sqlite3.connect(self.primary.db, timeout=10, isolation_level=None)
        writer.execute("pragma wal_autocheckpoint=0")
        reader = sqlite3.connect(f"file:{self.display.db}?mode=ro", uri=True, isolation_level=None)
        taken = []
        for number in range(1, EDITS + 1):
            writer.execute("update beers set Name = ?", (str(number),))
            start = time.monotonic()
            while reader.execute("select Name from beers").fetchone() != (str(number),):
                self.assertLess(time.monotonic() - start, keglab.DEADLINE, f"edit {number} did not arrive")
                time.sleep(0.0005)
            taken.append(1000 * (time.monotonic() - start))
            time.sleep(0.01)
        writer.close()
        reader.close()
        return sorted(taken)

    def assert_undisturbed(self, begin):
        """Edits arrive while an attack goes on, over the connection that there was."""
        quiet = self.arrivals()
        before = keglab.memory_kib(self.primary.process.pid)
        begin()
        attacked = self.arrivals()
        self.end()
        grown = keglab.memory_kib(self.primary.process.pid) - before
        for name, taken in (("quiet", quiet), ("attacked", attacked)):
            print(f"{name:8} p50 {statistics.median(taken):6.2f} ms  p99 {taken[-2]:6.2f} ms")
        print(f"memory   +{grown} KiB")
        self.display.wait_in_step_with(self.primary)
        counters = self.display.status()["counters"]
        self.assertEqual((counters["reconnects"], counters["heals"]), (0, []))
        self.assertLess(grown, GROWTH)

    def hold(self, count, port):
        """So many connections, opened by two machines because there is a limit for each."""
        held = []
        for host in (Host("first"), Host("second")):
            with host.network():
                held += [self.connect(port) for _ in range(count // 2)]
        self.addCleanup(lambda: [peer.close() for peer in held])
        return held

    def gatherer_of_crowds(self):
        """A machine with twenty addresses of one IPv6 network that opens connections from each."""
        host, there = Host("attacker"), self.primary.host.take_ipv6()
        addresses = itertools.cycle([host.take_ipv6(number) for number in range(1, 21)])

        def gather(stack, size, beginning=b""):
            with host.network():
                crowd = [stack.enter_context(
                    socket.create_connection((there, 5002), 10, (next(addresses), 0)))
                    for _ in range(size)]
            for peer in crowd:
                peer.sendall(beginning)
            return crowd
        return gather

    def test_addresses_of_one_ipv6_network_count_as_one(self):
        refusal = re.compile(r"port 5002 fd77::[0-9a-f]+:[0-9]+ refused: too many connections")
        gather = self.gatherer_of_crowds()
        with contextlib.ExitStack() as stack:
            gather(stack, PER_NETWORK + 20)
            wait_for(lambda: refusal.search(self.primary.log_text()),
                     lambda: f"a refusal:\n{self.primary.log_tail()}")

    def test_addresses_of_one_ipv6_network_leave_others_room_to_shake_hands(self):
        gather = self.gatherer_of_crowds()
        context = pairing.Identity(self.primary.host.path("stranger.pem")).context()

        def stranger_overtakes():
            """Whether it shakes hands before the time of any of them is up."""
            with contextlib.ExitStack() as stack:
                crowd = gather(stack, ALL_INSIDE, CLIENT_HELLO)
                with self.display.host.network(), context.wrap_socket(self.connect(5002)):
                    return all(is_open(peer) for peer in crowd)
        wait_for(stranger_overtakes, "a stranger to shake hands")

    def test_half_open_connections(self):
        self.assert_undisturbed(lambda: self.hold(HALF_OPEN, 5002))
        self.assertNotIn("too many connections", self.primary.log_text())
        with self.display.host.network():
            self.connect(5002).close()

    def test_handshakes_byte_by_byte(self):
        held = []
        hello = iter(CLIENT_HELLO)

        def drip(_):
            byte = bytes([next(hello, 0)])
            for peer in held:
                with contextlib.suppress(OSError):
                    peer.send(byte)
            time.sleep(0.05)

        def begin():
            held.extend(self.hold(200, 5002))
            self.repeat(drip, threads=1)
        self.assert_undisturbed(begin)

    def test_garbage(self):
        def throw(port):
            with self.connect(port) as peer:
                while True:
                    peer.sendall(os.urandom(PIECE))
        self.assert_undisturbed(lambda: self.repeat(throw))

    def test_garbage_that_looks_like_a_handshake(self):
        def throw(port):
            with self.connect(port) as peer:
                peer.sendall(CLIENT_HELLO + os.urandom(PIECE))
                peer.recv(PIECE)
        self.assert_undisturbed(lambda: self.repeat(throw))

    def test_handshakes_of_strangers_that_then_talk_nonsense(self):
        identity = pairing.Identity(self.primary.host.path("stranger.pem"))

        def shake_hands(port):
            with identity.context().wrap_socket(self.connect(port)) as peer:
                peer.sendall(os.urandom(PIECE))
        self.assert_undisturbed(lambda: self.repeat(shake_hands))

    def test_handshakes_without_a_certificate(self):
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE

        def shake_hands(port):
            with context.wrap_socket(self.connect(port)) as peer:
                peer.recv(1)
        self.assert_undisturbed(lambda: self.repeat(shake_hands))


if __name__ == "__main__":
    keglab.main()
