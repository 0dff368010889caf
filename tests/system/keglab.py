# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""A laboratory for real processes: machines of their own on a network of their own.

A test begins with `keglab.main()`, which starts it again inside fresh namespaces: its own network,
process ids and mounts. Whatever it starts, mounts or writes below `FOLDER` goes with them, also when
the test is killed. Where namespaces are not permitted it says so and exits with 77 (skipped).

    bar = Host("bar")
    primary = Instance(bar, "--mode", "primary").start()
    wall = Instance(Host("wall")).join(primary).start()
    wall.wait_in_step_with(primary)
"""

import contextlib
import ctypes
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import unittest

SUPPORT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support")
sys.path.insert(0, SUPPORT)

SKIPPED = 77
FOLDER = "/run/lab"  # on a memory file system of this test's own
DEADLINE = 30  # s; how long any condition is waited for: generous, it only bounds a failure
POLL = 0.02  # s
CLONE_NEWNET = 0x40000000  # sched.h
STOP_LIMIT = 2  # s; promised for SIGTERM and SIGINT

program = None  # path of kegdisplay, set by main()
_hosts = 0


def main():
    """Runs the unittest classes of the calling script in the laboratory: SCRIPT PROGRAM [test...]"""
    global program
    if os.environ.get("KEGLAB") != "inside":
        _enter()
    program = os.path.abspath(sys.argv.pop(1))
    for path in ("/run", "/dev/shm"):
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", path], check=True)
    os.mkdir(FOLDER)
    _ip("link", "set", "lo", "up")
    _ip("link", "add", "bar0", "type", "bridge")
    _ip("link", "set", "bar0", "up")
    unittest.main(verbosity=2, warnings="ignore")


def _enter():
    """Becomes this very script in fresh namespaces; needs root or unprivileged user namespaces."""
    flags = ["--net", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child=KILL"]
    if os.getuid() != 0:
        flags += ["--user", "--map-root-user"]
    probe = subprocess.run(["unshare", *flags, "mount", "-t", "tmpfs", "tmpfs", "/run"],
                           capture_output=True, text=True)
    if probe.returncode != 0:
        print("=" * 80)
        print("SKIPPED: this needs namespaces of its own, and they are not permitted here:")
        print(probe.stderr.strip())
        print("=" * 80)
        sys.exit(SKIPPED)
    sys.stdout.flush()
    os.environ["KEGLAB"] = "inside"
    os.execvp("unshare", ["unshare", *flags, sys.executable, "-B", *sys.argv])


def _ip(*arguments):
    subprocess.run(["ip", *arguments], check=True)


def _enter_network(namespace):
    if ctypes.CDLL(None, use_errno=True).setns(namespace.fileno(), CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")


def wait_for(condition, what, deadline=DEADLINE):
    """Polls until condition() is true and returns its value. Raises AssertionError at the deadline."""
    end = time.monotonic() + deadline
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"waited {deadline} s in vain: {what() if callable(what) else what}")
        time.sleep(POLL)


def memory_kib(pid, field="VmHWM"):
    """VmHWM: the most memory that the process ever had; VmRSS: what it has now."""
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        for line in file:
            if line.startswith(field + ":"):
                return int(line.split()[1])
    raise AssertionError(f"process {pid} has no {field}")


def threads(pid):
    """A process's threads: what each is called and in which function of the kernel it waits."""
    def read(task, what):
        with open(f"/proc/{pid}/task/{task}/{what}", encoding="utf-8") as file:
            return file.read().strip()
    return {read(task, "comm"): read(task, "wchan") for task in os.listdir(f"/proc/{pid}/task")}


def processor_seconds(pid):
    """What a process has used of the processors so far."""
    with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def name_server(address):
    """The one that every machine of the laboratory asks meanwhile."""
    file = os.path.realpath("/etc/resolv.conf")
    ours = os.path.join(FOLDER, "resolv.conf")
    with open(ours, "w", encoding="ascii") as text:
        text.write(f"nameserver {address}\n")
    if not os.path.exists(file):  # it was below /run
        os.makedirs(os.path.dirname(file), exist_ok=True)
        shutil.copy(ours, file)
    subprocess.run(["mount", "--bind", ours, file], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", file], check=True)


class Host:
    """A machine: a network namespace with an address on the common bridge."""

    def __init__(self, name):
        global _hosts
        _hosts += 1
        self.name = f"{name}{_hosts}"
        self.address = f"10.77.0.{_hosts}"
        self._link = f"port{_hosts}"
        self.folder = os.path.join(FOLDER, self.name)
        os.mkdir(self.folder)
        _ip("netns", "add", self.name)
        _ip("link", "add", self._link, "type", "veth", "peer", "name", "eth0", "netns", self.name)
        _ip("link", "set", self._link, "master", "bar0", "up")
        _ip("-n", self.name, "link", "set", "lo", "up")
        _ip("-n", self.name, "link", "set", "eth0", "up")
        _ip("-n", self.name, "addr", "add", f"{self.address}/24", "dev", "eth0")

    def take_ipv6(self, number=1):
        """Gives it an IPv6 address, too, or one more, and returns that."""
        address = f"fd77::{number:x}:{self.address.rsplit('.', 1)[1]}"
        _ip("-n", self.name, "addr", "add", f"{address}/64", "dev", "eth0", "nodad")
        return address

    def take_address(self, address):
        """Gives it another IPv4 address, too."""
        _ip("-n", self.name, "addr", "add", f"{address}/24", "brd", "+", "dev", "eth0")

    def move_to(self, address):
        """It has another address from now on, and the former one no more."""
        _ip("-n", self.name, "addr", "del", f"{self.address}/24", "dev", "eth0")
        self.take_address(address)
        self.address = address

    def cut(self):
        """Pulls the plug: packets vanish, nobody is told."""
        _ip("link", "set", self._link, "nomaster")

    def mend(self):
        _ip("link", "set", self._link, "master", "bar0")

    def swallow(self, address):
        """What this machine sends to that address of the network vanishes, and nobody is told."""
        _ip("-n", self.name, "neigh", "add", address, "lladdr", "02:00:00:00:00:99", "dev", "eth0",
            "nud", "permanent")

    def path(self, name):
        return os.path.join(self.folder, name)

    def command(self, *arguments):
        return ["nsenter", f"--net=/run/netns/{self.name}", *arguments]

    @contextlib.contextmanager
    def network(self):
        """Sockets that this thread opens inside are this machine's."""
        with open("/proc/thread-self/ns/net") as own, open(f"/run/netns/{self.name}") as other:
            _enter_network(other)
            try:
                yield
            finally:
                _enter_network(own)

    def environment(self, **extra):
        kept = {key: value for key, value in os.environ.items()
                if key in ("PATH", "ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS")}
        return {**kept, "HOME": self.folder, "LC_ALL": "C.UTF-8", "TZ": "UTC", **extra}

    def run(self, *arguments, timeout=DEADLINE, **extra):
        """A command on this machine, to its end: (returncode, stdout, stderr)."""
        return subprocess.run(self.command(*arguments), env=self.environment(**extra), text=True,
                              capture_output=True, stdin=subprocess.DEVNULL, timeout=timeout,
                              cwd=self.folder, check=False)

    def kegdisplay(self, *arguments, **extra):
        return self.run(program, *arguments, **extra)

    def start(self, *arguments, log, **extra):
        """A process that goes on; what it prints goes to the file `log`."""
        with open(log, "ab") as output:
            return subprocess.Popen(self.command(*arguments), env=self.environment(**extra),
                                    stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                                    cwd=self.folder)


class Instance:
    """A running kegdisplay with its database, on a host. Options as on the command line."""

    def __init__(self, host, *options, db="beer.db", display=None, descriptors=None, **extra):
        """descriptors: how many files and connections it may have open; extra: variables of its
        environment, and of its commands'."""
        self.host = host
        self.db = host.path(db)
        self.log = self.db + ".log"
        self.options = [*options] if display else ["--headless", *options]
        self.extra = {**extra, "DISPLAY": display} if display else extra
        self.limits = ["prlimit", f"--nofile={descriptors}:{descriptors}"] if descriptors else []
        self.process = None

    def start(self):
        """Starts it and waits until it answers."""
        self.launch()
        wait_for(self._is_up, lambda: f"{self.host.name} to answer\n{self.log_tail()}")
        return self

    def launch(self):
        assert self.process is None, "already started"
        self.process = self.host.start(*self.limits, program, *self.options, "--db-path", self.db,
                                       log=self.log, **self.extra)
        return self

    def join(self, primary, *options):
        """Pairs it with a primary as people do, before its start or while it runs."""
        self.kegdisplay("join", primary.join_string(), *options)
        return self

    def join_string(self, *options):
        return json.loads(self.kegdisplay("pair", "--json", *options))["join"]

    def local(self, name):
        """A file of this machine alone."""
        return os.path.join(f"{self.db}.local", name)

    def approve(self, display):
        """Lets a display that runs have a copy."""
        self.kegdisplay("approve", display.status()["id"])

    def _is_up(self):
        if self.process.poll() is not None:
            raise AssertionError(f"{self.host.name} ended with {self.process.returncode}\n"
                                 f"{self.log_tail()}")
        status = self.status_or_none()
        return status is not None and status["running"] and status["pid"] == self.process.pid

    def terminate(self, number=signal.SIGTERM):
        """Asks it to end; returns its exit code. It has two seconds."""
        process, self.process = self.process, None
        process.send_signal(number)
        try:
            return process.wait(STOP_LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError(f"{self.host.name} still ran {STOP_LIMIT} s after signal {number}\n"
                                 f"{self.log_tail()}") from None

    def kill(self):
        """kill -9"""
        process, self.process = self.process, None
        process.kill()
        process.wait()

    def kegdisplay(self, *arguments):
        """A command on this instance's database; must succeed; returns its standard output."""
        result = self.run(*arguments)
        if result.returncode != 0:
            raise AssertionError(f"{' '.join(arguments)}: exit {result.returncode}: {result.stderr}")
        return result.stdout

    def run(self, *arguments):
        """The same, whatever comes of it: (returncode, stdout, stderr)."""
        return self.host.kegdisplay("--db-path", self.db, *arguments, **self.extra)

    def sqlite3_shell(self, sql):
        """The sqlite3 shell on this machine's file: (returncode, stdout, stderr)."""
        return self.host.run("sqlite3", "-cmd", ".timeout 10000", self.db, sql)

    def status_or_none(self):
        result = self.run("status", "--json")
        assert result.returncode != 2, result.stderr
        return json.loads(result.stdout) if result.returncode == 0 else None

    def status(self):
        return json.loads(self.kegdisplay("status", "--json"))

    def digest(self):
        """epoch, sequence and digest, computed afresh from the file."""
        return json.loads(self.kegdisplay("digest", "--json"))

    def query(self, sql):
        """Rows, through a reading connection of our own."""
        connection = sqlite3.connect(f"file:{self.db}?mode=ro", uri=True, timeout=10)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def link(self):
        """A client's connection to its primary, as its status has it."""
        return self.status()["upstream"]

    def wait_for_link(self, state, reason=""):
        """Until a client says so of its connection; returns the whole reason."""
        def is_so():
            link = self.link()
            return link["state"] == state and reason in link["reason"] and link
        return wait_for(is_so, lambda: f"{self.host.name} to be {state} ({reason}): {self.link()}\n"
                                       f"{self.log_tail()}")["reason"]

    def displays(self):
        """A primary's list, by id."""
        return {display["id"]: display for display in json.loads(self.kegdisplay("displays", "--json"))}

    def wait_in_step_with(self, primary):
        """Until the client says that it is live at the primary's sequence, and the digests agree."""
        def is_in_step():
            head, here = primary.status_or_none(), self.status_or_none()
            if not head or not here:
                return False
            self._seen = (head["database"], here["database"], here["upstream"])
            return (here["upstream"]["state"] == "live"
                    and head["database"]["sequence"] == here["database"]["sequence"]
                    and head["database"]["digest"] == here["database"]["digest"])
        self._seen = None
        wait_for(is_in_step, lambda: f"{self.host.name} to be in step: {self._seen}\n"
                                     f"primary:\n{primary.log_tail()}\nclient:\n{self.log_tail()}")

    def log_text(self):
        with open(self.log, encoding="utf-8", errors="replace") as file:
            return file.read()

    def log_tail(self, lines=25):
        return "\n".join(self.log_text().splitlines()[-lines:])


class Reader(threading.Thread):
    """Reads a database over and over through a connection of its own, and keeps what is wrong."""

    def __init__(self, db, check):
        """check(connection) is called inside a read transaction; returns a text if all is not well."""
        super().__init__(daemon=True)
        self._db = db
        self._check = check
        self._ended = threading.Event()
        self.rounds = 0
        self.problems = []

    def run(self):
        connection = sqlite3.connect(f"file:{self._db}?mode=ro", uri=True, timeout=10,
                                     isolation_level=None)
        while not self._ended.is_set():
            connection.execute("begin")
            problem = self._check(connection)
            connection.execute("commit")
            self.rounds += 1
            if problem and problem not in self.problems:
                self.problems.append(problem)
        connection.close()

    def finish(self):
        self._ended.set()
        self.join()
        return self.problems


class FullDisk:
    """A tiny file system of its own."""

    def __init__(self, path, size):
        self.path = path
        self._ballast = os.path.join(path, "ballast")
        os.makedirs(path)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", path], check=True)

    def fill(self):
        with open(self._ballast, "ab", buffering=0) as file:
            while True:
                try:
                    file.write(b"\0" * 4096)
                except OSError:
                    return

    def free(self):
        os.unlink(self._ballast)

    def make_read_only(self):
        subprocess.run(["mount", "-o", "remount,bind,ro", self.path], check=True)


def require(tool):
    """A test that needs a tool fails without it: deploy/test.sh installs them all."""
    assert shutil.which(tool), f"{tool} is missing: run deploy/test.sh"
