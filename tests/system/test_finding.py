#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""Displays that are told no address find their primary, and only by people's word follow it."""

import os
import time
import unittest

import keglab
from discoverylab import python, text_of
from avahilab import Avahi, SystemBus
from keglab import Host, Instance, wait_for

# Announces, each time with another port, a primary that it is not, and takes whoever comes.
BAIT = """
import base64, selectors, socket, sys, time
from cbor import encode
text = sys.argv[2].replace("-", "")
data = "".join(text[i:i + 13] for i in range(0, 56, 14))
machine = base64.b32decode(data + "=" * (-len(data) % 8))
announcing = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
announcing.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
listening, connections = selectors.DefaultSelector(), []
print("ready", flush=True)
for port in range(6000, 7000):
    one = socket.create_server(("", port))
    listening.register(one, selectors.EVENT_READ)
    announcing.sendto(encode({"magic": "KegDisplay", "version": 1, "kind": 1, "id": machine,
                              "name": "bait", "notify": port, "snapshot": 5003, "db": b""}),
                      (sys.argv[1], 5002))
    end = time.monotonic() + 1
    while (left := end - time.monotonic()) > 0:
        for key, _ in listening.select(left):
            connections.append(key.fileobj.accept())
            print("came", flush=True)
"""
BACK_LIMIT = 35  # s; after the primary's address has changed


class Network(unittest.TestCase):
    """A test whose machines fall silent when it ends."""

    def on(self, host, *options):
        instance = Instance(host, "--name", host.name, *options)
        self.addCleanup(lambda: instance.process and instance.kill())
        return instance

    def primary(self, *options, name="bar"):
        primary = self.on(Host(name), "--mode", "primary", *options).start()
        primary.kegdisplay("beer", "add", "--name", f"Beer of {primary.host.name}")
        return primary

    def display(self, *options, name="wall"):
        return self.on(Host(name), "--mode", "client", *options)


class Finding(Network):
    def assert_waits_for(self, primary, display):
        """It has found that one, shows words, and has nothing until people have compared them."""
        display.wait_for_link("pending")
        link = display.link()
        self.assertEqual(link["name"], primary.host.name)
        self.assertEqual(len(link["words"].split()), 3)
        self.assertEqual(display.status()["database"]["beers"], 0)
        listed = wait_for(lambda: primary.displays().get(display.status()["id"]), "it on the list")
        self.assertEqual(listed["words"], link["words"])

    def test_fresh_display_by_datagrams(self):
        primary, display = self.primary(), self.display().start()
        self.assert_waits_for(primary, display)
        primary.approve(display)
        display.wait_in_step_with(primary)

    def test_fresh_display_by_avahi_alone(self):
        for tool in ("nft", "dbus-daemon", "avahi-daemon"):
            keglab.require(tool)
        bar, wall = Host("bar"), Host("wall")
        buses = [SystemBus(host).start() for host in (bar, wall)]
        for bus in buses:
            Avahi(bus).start()
        drop = "add table inet t; add chain inet t c { type filter hook input priority 0; }; " \
               "add rule inet t c udp dport 5002 drop; add rule inet t c udp sport 5002 drop"
        self.assertEqual(wall.run("nft", drop).returncode, 0)
        primary, display = self.on(bar, "--mode", "primary"), self.on(wall, "--mode", "client")
        for instance, bus in ((primary, buses[0]), (display, buses[1])):
            instance.extra.update(bus.environment)
            instance.start()
        self.assert_waits_for(primary, display)
        primary.approve(display)
        display.wait_in_step_with(primary)

    def test_open_primary_is_followed_only_if_people_name_it(self):
        """Whoever is in the network could call himself one."""
        primary, display = self.primary("--open"), self.display().start()
        reason = display.wait_for_link("refused", "without being asked")
        self.assertIn(primary.host.name, reason)
        self.assertEqual(display.status()["database"]["beers"], 0)
        display.terminate()
        display.options += ["--primary-ip", primary.host.address]
        display.start().wait_in_step_with(primary)

    def test_several_are_listed_for_people_to_choose(self):
        primaries = [self.primary(name=name) for name in ("bar", "cellar")]
        display = self.display().start()
        def found():
            return {one["name"]: one["address"] for one in display.link()["found"]}
        wait_for(lambda: len(found()) == 2, lambda: f"both of them: {display.status()}")
        self.assertEqual(found(), {primary.host.name: primary.host.address for primary in primaries})
        display.wait_for_link("offline", "several primaries")
        self.assertEqual(display.status()["database"]["beers"], 0)
        text = display.kegdisplay("status")
        for primary in primaries:
            self.assertIn(f"found         {primary.host.address}, {primary.status()['id']}, "
                          f"called \"{primary.host.name}\"", text)
        display.join(primaries[1]).wait_in_step_with(primaries[1])
        self.assertEqual(display.link()["found"], [])

    def test_primary_changes_its_address(self):
        primary = self.primary()
        displays = [self.display(name=f"wall{number}").join(primary).start() for number in range(3)]
        stranger = self.primary(name="stranger")  # whom nobody of them follows
        for display in displays:
            display.wait_in_step_with(primary)
        former = primary.host.address
        primary.host.move_to("10.77.0.230")
        began = time.monotonic()
        primary.kegdisplay("beer", "set", "1", "--name", "After the move")
        for display in displays:
            wait_for(lambda: display.query("select Name from beers") == [("After the move",)],
                     lambda: f"{display.host.name} to follow: {display.link()}\n{display.log_tail()}",
                     BACK_LIMIT - (time.monotonic() - began))
        print(f"{len(displays)} displays live again {time.monotonic() - began:.1f} s after "
              f"{former} became 10.77.0.230", flush=True)
        self.assertEqual(stranger.displays(), {})


    def test_false_announcements_keep_nobody_from_the_primary(self):
        """Somebody says every second that it is with him, where he accepts and says nothing."""
        primary = self.primary()
        display = self.display().join(primary).start()
        display.wait_in_step_with(primary)
        stranger = Host("stranger")
        log = stranger.path("bait.log")
        bait = stranger.start(*python(BAIT, "10.77.0.255", primary.status()["id"]), log=log)
        self.addCleanup(bait.kill)
        wait_for(lambda: "ready" in text_of(log), "the bait")
        primary.terminate()
        display.wait_for_link("offline")
        wait_for(lambda: "came" in text_of(log), "the display to be led astray")
        primary.start()
        wait_for(lambda: display.link()["state"] == "live", display.log_tail, 2 * BACK_LIMIT)


class Addresses(Network):
    def test_join_outlives_an_old_address_in_the_options(self):
        """Somebody joined it anew, but its start still names where the former primary was."""
        primary, other = self.primary(), self.primary(name="other")
        display = self.display("--primary-ip", other.host.address)
        display.join(primary).start().wait_in_step_with(primary)
        display.terminate()
        display.start()
        # Refused only for a moment: it finds the right one.
        wait_for(lambda: "correct --primary-ip" in text_of(display.log), "the old address to be refused")
        wait_for(lambda: display.link()["state"] == "live", lambda: display.log_tail(), 2 * 35)
        display.wait_in_step_with(primary)

    def test_pair_names_the_address_that_the_primary_listens_on(self):
        host = Host("bar")
        host.take_address("10.77.0.231")
        for bound, named in (("10.77.0.231", "10.77.0.231"), (host.address, host.address),
                             ("0.0.0.0", host.address)):
            with self.subTest(bound=bound):
                primary = self.on(host, "--mode", "primary", "--bind", bound).start()
                self.assertIn(f":{named}:", primary.join_string())
                primary.terminate()
                before_its_start = host.kegdisplay("--db-path", primary.db, "--bind", bound, "pair")
                self.assertIn(f":{named}:", before_its_start.stdout, before_its_start.stderr)
        self.assertIn("also at 10.77.0.231", primary.kegdisplay("pair"))


class Joining(Network):
    """What `join` says is what came of it."""

    def setUp(self):
        self.bar, self.wall = self.primary(), self.display()

    def join(self, string):
        return self.wall.run("join", string)

    def test_before_the_start(self):
        said = self.join(self.bar.join_string())
        self.assertEqual((said.returncode, said.stderr), (0, ""))
        self.assertIn("when it is started", said.stdout)

    def test_while_it_runs(self):
        self.wall.start()
        said = self.join(self.bar.join_string())
        self.assertEqual((said.returncode, said.stderr), (0, ""))
        self.assertIn("this display follows the primary", said.stdout)
        self.wall.wait_in_step_with(self.bar)

    def test_with_a_used_string(self):
        string = self.bar.join_string()
        self.display(name="first").start().kegdisplay("join", string)
        self.wall.start()
        said = self.join(string)
        self.assertEqual((said.returncode, said.stdout), (4, ""))
        self.assertIn("used", said.stderr)

    def test_while_the_primary_is_away(self):
        string = self.bar.join_string()
        self.bar.terminate()
        self.wall.start()
        said = self.join(string)
        self.assertEqual((said.returncode, said.stderr), (0, ""))
        self.assertIn("does not answer yet", said.stdout)
        self.bar.start()
        self.wall.wait_in_step_with(self.bar)

    def test_refused_changes_nothing(self):
        """The display goes on as before, and takes the right string at once."""
        used = self.bar.join_string()
        Instance(Host("first"), "--mode", "client").start().kegdisplay("join", used)
        other = self.primary(name="cellar")
        self.wall.options += ["--primary-ip", other.host.address]
        self.wall.start().wait_for_link("pending")
        self.assertEqual(self.join(used).returncode, 4)
        self.wall.wait_for_link("pending")
        self.assertFalse(os.path.exists(self.wall.local("primary.json")))
        said = self.join(other.join_string())
        self.assertEqual((said.returncode, said.stderr), (0, ""))
        self.wall.wait_in_step_with(other)

    def test_string_is_used_up_by_a_display_that_did_not_need_it(self):
        self.wall.join(self.bar).start().wait_in_step_with(self.bar)
        string = self.bar.join_string()
        self.assertEqual(self.join(string).returncode, 0)
        self.wall.wait_in_step_with(self.bar)
        late = self.display(name="late").start()
        self.assertEqual(late.run("join", string).returncode, 4)

    def test_of_itself(self):
        string, before = self.bar.join_string(), self.bar.digest()
        self.bar.terminate()
        said = self.bar.run("join", string, "--replace")
        self.assertEqual((said.returncode, said.stdout), (4, ""))
        self.assertIn("of this machine itself", said.stderr)
        self.assertEqual(self.bar.digest(), before)

    def test_list_of_displays_is_data(self):
        """A primary without beers, but with displays: nothing of it is lost without a copy."""
        empty = self.on(Host("empty"), "--mode", "primary").start()
        display = self.display(name="shelf").join(empty).start()
        display.wait_in_step_with(empty)
        empty.terminate()
        said = empty.run("join", self.bar.join_string())
        self.assertEqual((said.returncode, said.stdout), (4, ""))
        self.assertIn("--replace", said.stderr)
        self.assertEqual(empty.query("select count(*) from displays"), [(1,)])

    def test_on_a_primary_that_runs(self):
        other = self.primary(name="cellar")
        said = other.run("join", self.bar.join_string(), "--replace")
        self.assertEqual((said.returncode, said.stdout), (4, ""))
        self.assertIn("the database of a primary that runs on this machine", said.stderr)
        self.assertEqual(other.status()["mode"], "primary")


if __name__ == "__main__":
    keglab.main()
