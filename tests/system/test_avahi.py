#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""Finding primaries by DNS-SD where Avahi runs, and no harm where it does not."""

import time

import keglab
from avahilab import Avahi, SystemBus
from discoverylab import Machine, Network, Tool, announce, find
from keglab import wait_for


class WithAvahi(Network):
    def setUp(self):
        self.bar, self.wall = Machine("bar"), Machine("wall")
        self.buses = [SystemBus(host).start() for host in (self.bar, self.wall)]
        self.avahis = [Avahi(bus).start() for bus in self.buses]

    def publish(self, name, *arguments, machine=None):
        return Tool(self.bar, "announce", "--by", "avahi", "--name", name, "--machine",
                    machine or name, *arguments, **self.buses[0].environment)

    def browse(self):
        return find(self.wall, "--by", "avahi", **self.buses[1].environment)

    def test_published_primary_is_found(self):
        early = self.browse()
        self.publish("bar", "--notify-port", "6002", "--snapshot-port", "6003")
        for display in (early, self.browse()):
            display.wait_found("bar", self.bar.address)
            found = display.events("found")[0]
            self.assertEqual((found["notify"], found["snapshot"]), (6002, 6003))

    def test_two_of_one_name_are_both_found(self):
        self.publish("bar", machine="a")
        self.publish("bar", machine="b")
        display = self.browse()
        wait_for(lambda: len({primary["id"] for primary in display.listed()}) == 2,
                 lambda: f"two primaries: {display.text()}")

    def test_restarted_avahi_is_followed(self):
        primary = self.publish("bar")
        display = self.browse()
        display.wait_found("bar", self.bar.address)
        self.avahis[0].kill()
        self.avahis[0].start()
        wait_for(lambda: primary.text().count("publishes") == 2, primary.text)
        self.avahis[1].kill()
        self.avahis[1].start()
        before = sum(display.heard("bar").values())
        wait_for(lambda: sum(display.heard("bar").values()) > before, display.text)

    def test_avahi_that_starts_later_is_used(self):
        self.avahis[0].kill()
        self.publish("bar")
        display = self.browse()
        time.sleep(1)
        self.assertEqual(display.heard("bar"), {})
        self.avahis[0].start()
        display.wait_found("bar", self.bar.address)

    def test_bound_to_one_address_is_published_there_alone(self):
        self.publish("secret", "--bind", "127.0.0.1")
        self.publish("bar", "--bind", self.bar.address)
        display = self.browse()
        display.wait_found("bar", self.bar.address)
        time.sleep(1)
        self.assertEqual(display.heard("secret"), {})


class WithoutAvahi(Network):
    """Datagrams work, whatever the bus does, and the end is not held up."""

    def assert_datagrams_work(self, lines, **environment):
        bar, wall = self.bar, Machine("wall")
        primary = announce(bar, "bar", "--by", "avahi,datagrams", "--for", "4", **environment)
        display = find(wall)
        began = time.monotonic()
        display.wait_found("bar", bar.address)
        self.assertEqual(primary.process.wait(keglab.DEADLINE), 0)
        self.assertLess(time.monotonic() - began, 20)
        self.assertEqual(primary.text().count("no Avahi"), lines, primary.text())

    def setUp(self):
        self.bar = Machine("bar")

    def test_no_bus(self):
        self.assert_datagrams_work(1, DBUS_SYSTEM_BUS_ADDRESS=f"unix:path={self.bar.path('none')}")

    def test_bus_of_another_kind(self):
        self.assert_datagrams_work(1, DBUS_SYSTEM_BUS_ADDRESS="tcp:host=127.0.0.1,port=1")

    def test_bus_without_avahi(self):
        self.assert_datagrams_work(1, **SystemBus(self.bar).start().environment)

    def test_bus_that_hangs_from_the_beginning(self):
        bus = SystemBus(self.bar).start()
        bus.hang()
        self.assert_datagrams_work(0, **bus.environment)

    def test_bus_that_hangs_later(self):
        bus = SystemBus(self.bar).start()
        Avahi(bus).start()
        primary = announce(self.bar, "bar", "--by", "avahi,datagrams", "--for", "4",
                           **bus.environment)
        wait_for(lambda: "publishes" in primary.text(), primary.text)
        bus.hang()
        find(Machine("wall")).wait_found("bar", self.bar.address)
        self.assertEqual(primary.process.wait(keglab.DEADLINE), 0)


if __name__ == "__main__":
    keglab.main()
