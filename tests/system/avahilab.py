# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""A system bus and an Avahi of its own on each machine of the laboratory."""

import os
import signal

import keglab
from keglab import wait_for

BUS = """<busconfig>
<type>system</type>
<listen>{address}</listen>
<auth>EXTERNAL</auth>
<policy context="default">
<allow user="*"/><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/>
</policy>
</busconfig>
"""
# No process limit, which would count the user's other processes.
AVAHI = """[server]
host-name={name}
[publish]
publish-hinfo=no
[rlimits]
"""


class SystemBus:
    """A dbus-daemon on a host. A program there finds it by `environment`."""

    def __init__(self, host):
        keglab.require("dbus-daemon")
        self.host = host
        self.environment = {"DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={host.path('bus')}"}
        with open(host.path("bus.conf"), "w", encoding="ascii") as file:
            file.write(BUS.format(address=self.environment["DBUS_SYSTEM_BUS_ADDRESS"]))
        self._process = None

    def start(self):
        self._process = self.host.start("dbus-daemon", f"--config-file={self.host.path('bus.conf')}",
                                        "--nofork", "--nopidfile", log=self.host.path("bus.log"))
        wait_for(lambda: os.path.exists(self.host.path("bus")), "the bus")
        return self

    def hang(self):
        self._process.send_signal(signal.SIGSTOP)


class Avahi:
    """avahi-daemon on a host that has a bus."""

    def __init__(self, bus):
        keglab.require("avahi-daemon")
        self._bus = bus
        self._process = None
        host = bus.host
        os.mkdir(host.path("run"))
        with open(host.path("avahi.conf"), "w", encoding="ascii") as file:
            file.write(AVAHI.format(name=host.name))

    def start(self):
        """Starts it and waits until it serves."""
        host = self._bus.host
        # Its folder in /run cannot be chosen: each has its own there.
        script = ('mkdir -p /run/avahi-daemon && mount --bind "$1" /run/avahi-daemon && '
                  'exec avahi-daemon --no-chroot --no-drop-root -f "$2"')
        self._process = host.start("unshare", "--mount", "sh", "-c", script, "sh", host.path("run"),
                                   host.path("avahi.conf"), log=host.path("avahi.log"),
                                   **self._bus.environment)
        wait_for(self._is_up, lambda: f"Avahi on {host.name}:\n{self._log()}")
        return self

    def _is_up(self):
        assert self._process.poll() is None, f"Avahi ended:\n{self._log()}"
        result = self._bus.host.run(
            "dbus-send", f"--bus={self._bus.environment['DBUS_SYSTEM_BUS_ADDRESS']}", "--print-reply",
            "--dest=org.freedesktop.Avahi", "/", "org.freedesktop.Avahi.Server.GetState")
        return "int32 2" in result.stdout

    def _log(self):
        with open(self._bus.host.path("avahi.log"), encoding="utf-8", errors="replace") as file:
            return file.read()

    def kill(self):
        """Ends it without a word to the network."""
        process, self._process = self._process, None
        process.kill()
        process.wait()
        pid = os.path.join(self._bus.host.path("run"), "pid")
        if os.path.exists(pid):
            os.unlink(pid)
