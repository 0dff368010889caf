# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""A laboratory for real processes: machines of their own on a network of their own.

A test begins with `keglab.main()`, which starts it again inside fresh namespaces: its own network,
process ids and mounts. Whatever it starts, mounts or writes below `FOLDER` goes with them, also when
the test is killed. Where namespaces are not permitted it says so and exits with 77 (skipped).

    bar = Host("bar")
    primary = Instance(bar, "--mode", "primary").start()
    wall = Instance(Host("wall"), "--mode", "client", "--primary-ip", bar.address).start()
    wall.wait_in_step_with(primary)
"""

import contextlib
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

SKIPPED = 77
FOLDER = "/run/lab"  # on a memory file system of this test's own
DEADLINE = 30  # s; how long any condition is waited for: generous, it only bounds a failure
POLL = 0.02  # s
STOP_LIMIT = 2  # s; promised for SIGTERM and SIGINT

program = None  # path of kegdisplay, set by main()
_hosts = 0


def main():
    """Runs the unittest classes of the calling script in the laboratory: SCRIPT PROGRAM [test...]"""
    global program
    if os.environ.get("KEGLAB") != "inside":
        _enter()
    program = os.path.abspath(sys.argv.pop(1))
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", "/run"], check=True)
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

    def __init__(self, host, *options, db="beer.db", display=None, descriptors=None):
        """descriptors: how many files and connections it may have open"""
        self.host = host
        self.db = host.path(db)
        self.log = self.db + ".log"
        self.options = [*options] if display else ["--headless", *options]
        self.extra = {"DISPLAY": display} if display else {}
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
        result = self.host.kegdisplay("--db-path", self.db, *arguments)
        if result.returncode != 0:
            raise AssertionError(f"{' '.join(arguments)}: exit {result.returncode}: {result.stderr}")
        return result.stdout

    def sqlite3_shell(self, sql):
        """The sqlite3 shell on this machine's file: (returncode, stdout, stderr)."""
        return self.host.run("sqlite3", "-cmd", ".timeout 10000", self.db, sql)

    def status_or_none(self):
        result = self.host.kegdisplay("--db-path", self.db, "status", "--json")
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


class Screen:
    """An X server without a monitor, on a host."""

    def __init__(self, host, width, height):
        self.host = host
        self.display = "127.0.0.1:0"
        self.size = (width, height)
        self._process = host.start(
            "Xvfb", ":0", "-screen", "0", f"{width}x{height}x24", "-ac", "-noreset", "-nolock",
            "-listen", "tcp", "-nolisten", "unix", "-nolisten", "local", log=host.path("xvfb.log"))
        wait_for(self._is_up, "Xvfb to answer")

    def _is_up(self):
        assert self._process.poll() is None, "Xvfb has ended"
        return self.host.run("import", "-display", self.display, "-window", "root", "png:/dev/null",
                             ).returncode == 0

    def picture(self):
        """What is on the screen now."""
        file = self.host.path("screen.rgb")
        result = self.host.run("import", "-display", self.display, "-window", "root", "-depth", "8",
                               f"rgb:{file}")
        assert result.returncode == 0, result.stderr
        with open(file, "rb") as pixels:
            return Picture(*self.size, pixels.read())

    def stop(self):
        self._process.terminate()
        self._process.wait()


class Picture:
    """Pixels, three bytes each."""

    def __init__(self, width, height, pixels):
        assert len(pixels) == 3 * width * height, (width, height, len(pixels))
        self.width = width
        self.height = height
        self._pixels = pixels

    def row(self, y, left, right):
        start = 3 * (y * self.width + left)
        return self._pixels[start:start + 3 * (right - left)]

    def colors(self):
        return len({self._pixels[i:i + 3] for i in range(0, len(self._pixels), 3)})

    def difference(self, other):
        """The smallest rectangle (left, top, right, bottom) around all pixels that differ, or None."""
        if self._pixels == other._pixels:
            return None
        rows = [y for y in range(self.height)
                if self.row(y, 0, self.width) != other.row(y, 0, self.width)]
        columns = set()
        for y in rows:
            mine, theirs = self.row(y, 0, self.width), other.row(y, 0, self.width)
            columns.update(i // 3 for i in range(0, len(mine)) if mine[i] != theirs[i])
        return min(columns), rows[0], max(columns) + 1, rows[-1] + 1


def require(tool):
    """A test that needs a tool fails without it: deploy/test.sh installs them all."""
    assert shutil.which(tool), f"{tool} is missing: run deploy/test.sh"
