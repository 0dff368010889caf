#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""Finding primaries by datagrams, on real networks, also with somebody hostile on them."""

import subprocess
import sys
import time

import keglab
from discoverylab import SETTLED, Machine, Network, Tool, announce, find, python
from keglab import wait_for

# Runs on the hostile machine, with its addresses and then whatever the script needs as arguments.
FORGE = """
import os, random, socket, sys, time
from cbor import encode
everybody, seconds, wanted, *own = sys.argv[1:]
sockets = []
for address in own:
    one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    one.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    one.bind((address, 0))
    sockets.append(one)
def announce(machine, port):
    return encode({"magic": "KegDisplay", "version": 1, "kind": 1, "id": machine, "name": "bait",
                   "notify": port, "snapshot": 5003, "db": b""})
end = time.monotonic() + float(seconds)
sent = 0
while time.monotonic() < end:
    one = random.choice(sockets)
    for _ in range(50):
        lie = random.choice((announce(os.urandom(32), 5002), os.urandom(random.randrange(600)),
                             announce(wanted.encode() * 32, random.randrange(1, 65536))))
        try:
            one.sendto(lie, (everybody, 5002))
            sent += 1
        except OSError:
            pass
    time.sleep(0.002)
print(sent)
"""
REPLAY = """
import socket, sys, time
heard = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
heard.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
heard.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
heard.bind(("", 5002))
print("ready", flush=True)
datagram = heard.recv(1024)
for _ in range(int(sys.argv[2])):
    heard.sendto(datagram, (sys.argv[1], 5002))
    time.sleep(0.001)
print("done", flush=True)
time.sleep(1000)
"""
ASK = """
import socket, sys
from cbor import encode
socket_ = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
socket_.settimeout(0.5)
socket_.bind((sys.argv[1], 0))
question = encode({"magic": "KegDisplay", "version": 1, "kind": 2, "pad": bytes(256)})
socket_.sendto(question, (sys.argv[2], 5002))
try:
    print(len(socket_.recv(1024)), len(question))
except TimeoutError:
    print("silence")
"""
CONNECT = """
import socket, sys
socket.create_connection((sys.argv[1], int(sys.argv[2])), 5).close()
"""


def switch_off_ipv6(host):
    host.run("sysctl", "-q", "-w", "net.ipv6.conf.all.disable_ipv6=1")


def ip(host, *arguments):
    result = host.run("ip", *arguments)
    assert result.returncode == 0, result.stderr


class Datagrams(Network):
    def test_ipv4_alone_listening_and_asking(self):
        bar, wall, yard = Machine("bar"), Machine("wall"), Machine("yard")
        for host in (bar, wall, yard):
            switch_off_ipv6(host)
        listening = find(wall, "--silent")
        time.sleep(SETTLED)
        announce(bar, "bar", "--notify-port", "6002", "--snapshot-port", "6003")
        listening.wait_found("bar", bar.address)
        asking = find(yard)
        asking.wait_found("bar", bar.address)
        self.assertEqual(set(asking.heard("bar")), {bar.address})
        found = asking.events("found")[0]
        self.assertEqual((found["notify"], found["snapshot"]), (6002, 6003))

    def test_ipv6_alone_listening_and_asking(self):
        bar, wall, yard = Machine("bar"), Machine("wall"), Machine("yard")
        for host in (bar, wall, yard):
            ip(host, "addr", "flush", "dev", "eth0", "scope", "global")
        time.sleep(SETTLED)
        listening = find(wall, "--silent")
        time.sleep(0.5)
        announce(bar, "bar")
        listening.wait_found("bar")
        asking = find(yard)
        asking.wait_found("bar")
        (address,) = asking.heard("bar")
        self.assertRegex(address, r"^fe80::.*%eth0$")
        bar.start(sys.executable, "-m", "http.server", "--bind", "::", "5002",
                  log=bar.path("listener.log"))
        wait_for(lambda: yard.run(*python(CONNECT, address, "5002")).returncode == 0,
                 f"a connection to {address}")

    def test_several_primaries_also_on_one_machine(self):
        bars = [Machine("bar") for _ in range(3)]
        for number, bar in enumerate(bars):
            announce(bar, f"bar{number}")
        announce(bars[0], "cellar", "--notify-port", "6002")
        displays = [find(bars[0]), find(Machine("wall")), find(Machine("yard"), "--wanted", "cellar")]
        for display in displays:
            for number, bar in enumerate(bars):
                display.wait_found(f"bar{number}", bar.address)
            display.wait_found("cellar", bars[0].address)

    def test_primary_changes_its_address(self):
        bar, display = Machine("bar"), find(Machine("wall"), "--silent", "--wanted", "bar")
        announce(bar, "bar")
        display.wait_found("bar", bar.address)
        time.sleep(SETTLED)
        began = time.monotonic()
        ip(bar, "addr", "del", f"{bar.address}/24", "dev", "eth0")
        ip(bar, "addr", "add", "10.77.0.240/24", "brd", "+", "dev", "eth0")
        display.wait_found("bar", "10.77.0.240")
        self.assertLess(time.monotonic() - began, 20)  # and not only at the next half minute

    def test_network_comes_later(self):
        bar, wall = Machine("bar"), Machine("wall")
        for host in (bar, wall):
            ip(host, "link", "set", "eth0", "down")
        announce(bar, "bar")
        display = find(wall)
        time.sleep(0.5)
        for host in (bar, wall):
            ip(host, "link", "set", "eth0", "up")
        display.wait_found("bar", bar.address)

    def test_bound_to_one_network_is_not_heard_on_another(self):
        bar, wall, cellar = Machine("bar"), Machine("wall"), Machine("cellar")
        subprocess.run(["ip", "-n", bar.name, "link", "add", "eth1", "type", "veth", "peer", "name",
                        "eth1", "netns", cellar.name], check=True)
        for host, address in ((bar, "10.78.0.1/24"), (cellar, "10.78.0.2/24")):
            ip(host, "addr", "add", address, "brd", "+", "dev", "eth1")
            ip(host, "link", "set", "eth1", "up")
        ip(cellar, "link", "set", "eth0", "down")
        announce(bar, "bar", "--bind", bar.address)
        announce(bar, "everywhere")
        for display in (find(wall), find(cellar)):
            display.wait_found("everywhere")
        near, far = find(wall), find(cellar)
        near.wait_found("bar", bar.address)
        far.wait_found("everywhere", "10.78.0.1")
        time.sleep(SETTLED)
        self.assertEqual(set(near.heard("bar")), {bar.address})
        self.assertEqual(far.heard("bar"), {})

    def test_only_neighbours_are_answered_and_with_no_more_than_they_brought(self):
        bar, stranger = Machine("bar"), Machine("stranger")
        announce(bar, "bar")

        def ask(own):
            return stranger.run(*python(ASK, own, bar.address)).stdout.split()
        answer = wait_for(lambda: len(got := ask(stranger.address)) == 2 and got, "an answer")
        self.assertLessEqual(int(answer[0]), int(answer[1]))
        ip(stranger, "addr", "add", "10.99.0.1/32", "dev", "eth0")
        ip(bar, "route", "add", "10.99.0.1", "dev", "eth0")
        self.assertEqual(ask("10.99.0.1"), ["silence"])

    def test_only_neighbours_are_believed(self):
        wall, stranger = Machine("wall"), Machine("stranger")
        ip(stranger, "addr", "add", "10.99.0.1/32", "dev", "eth0")
        display = find(wall, "--silent")
        time.sleep(SETTLED)
        for own in ("10.99.0.1", stranger.address):
            result = stranger.run(*python(FORGE, wall.address, "0.5", "b", own))
            self.assertGreater(int(result.stdout), 100, result.stderr)
        display.wait_found("bait", stranger.address)
        self.assertEqual(set(display.heard("bait")), {stranger.address})

    def test_flood_of_lies_hides_nobody_who_is_wanted(self):
        bar, stranger = Machine("bar"), Machine("stranger")
        own = [f"10.77.0.{number}" for number in range(101, 221)]
        for address in own:
            ip(stranger, "addr", "add", f"{address}/24", "brd", "+", "dev", "eth0")
        display = find(Machine("wall"), "--wanted", "b")  # as the forged ones are
        quiet = find(Machine("yard"), "--silent", "--wanted", "b")
        time.sleep(1)
        before = {tool: keglab.memory_kib(tool.process.pid) for tool in (display, quiet)}
        flood = stranger.start(*python(FORGE, "10.77.0.255", "12", "b", *own),
                               log=stranger.path("flood.log"))
        time.sleep(4)
        primary = Tool(bar, "announce", "--name", "bar", "--machine", "b")
        for tool in (display, quiet):
            tool.wait_found("bar", bar.address)
        self.assertEqual(flood.wait(), 0)
        with open(stranger.path("flood.log"), encoding="ascii") as file:
            self.assertGreater(int(file.read()), 20_000)
        self.assertIsNone(primary.process.poll())
        for tool, memory in before.items():
            self.assertIsNone(tool.process.poll())
            self.assertLess(keglab.memory_kib(tool.process.pid) - memory, 64 * 1024)
        self.assertLessEqual(len(display.listed()), 64 + 8)
        lies = sum(display.heard("bait").values())
        self.assertLess(lies, 64 + 8 + 20 * (64 + 8))  # each place once a second

    def test_replayed_announcement_is_one_more_place_to_try(self):
        bar, stranger = Machine("bar"), Machine("stranger")
        log = stranger.path("replay.log")
        stranger.start(*python(REPLAY, "10.77.0.255", "2000"), log=log)
        wait_for(lambda: "ready" in open(log, encoding="ascii").read(), "the recorder")
        display = find(Machine("wall"), "--silent", "--wanted", "bar")
        time.sleep(1)
        began = time.monotonic()
        announce(bar, "bar")
        wait_for(lambda: "done" in open(log, encoding="ascii").read(), "the replay")
        display.wait_found("bar", bar.address, stranger.address)
        seconds = time.monotonic() - began
        self.assertLessEqual(display.heard("bar")[stranger.address], seconds + 1)
        self.assertIn(bar.address, [primary["host"] for primary in display.listed()])


if __name__ == "__main__":
    keglab.main()
