# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""Machines that announce primaries or look for some.

The program is not kegdisplay but keg_discovery (tests/support/discovery), which does nothing else.
"""

import json
import os
import sys
import unittest

import keglab
from keglab import Host, wait_for

SUPPORT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support")
SETTLED = 2.5  # s; longer than IPv6 takes to check an address and a program to notice


def python(script, *arguments):
    return ["env", f"PYTHONPATH={SUPPORT}", sys.executable, "-B", "-c", script, *arguments]


def text_of(file):
    with open(file, encoding="utf-8") as text:
        return text.read()


class Machine(Host):
    """A host whose processes end with the test, so that nobody is heard in the next one."""

    processes = []

    def start(self, *arguments, **extra):
        process = super().start(*arguments, **extra)
        self.processes.append(process)
        return process


class Network(unittest.TestCase):
    """Tests whose machines fall silent when they end."""

    def tearDown(self):
        for process in Machine.processes:
            process.kill()
            process.wait()
        Machine.processes.clear()


class Tool:
    """A running keg_discovery."""

    count = 0

    def __init__(self, host, *arguments, **extra):
        Tool.count += 1
        self.host = host
        self.log = host.path(f"tool{Tool.count}.log")
        self.process = host.start(keglab.program, *arguments, log=self.log,
                                  QT_LOGGING_RULES="keg.net.debug=true", **extra)

    def text(self):
        with open(self.log, encoding="utf-8") as file:
            return file.read()

    def events(self, kind):
        written = self.text().rpartition("\n")[0].splitlines()  # the last one may be half a line
        lines = [json.loads(line) for line in written if line.startswith("{")]
        return [line[kind] for line in lines if kind in line]

    def heard(self, name):
        """Where a primary of that name was found, and how often."""
        hosts = [primary["host"] for primary in self.events("found") if primary["name"] == name]
        return {host: hosts.count(host) for host in hosts}

    def listed(self):
        lists = self.events("list")
        return lists[-1] if lists else []

    def wait_found(self, name, *hosts):
        """Waits until it has found that one, at all of these addresses."""
        wait_for(lambda: self.heard(name) and set(hosts) <= set(self.heard(name)),
                 lambda: f"{name} at {hosts}, not only {self.heard(name)}:\n{self.text()}")


def announce(host, name, *arguments, **extra):
    return Tool(host, "announce", "--name", name, "--machine", name, *arguments, **extra)


def find(host, *arguments, **extra):
    return Tool(host, "find", *arguments, **extra)
