# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""The real program as a primary, in a temporary folder of its own."""

import json
import os
import pathlib
import sqlite3
import subprocess
import tempfile
import threading
import time

from pairing import JoinString

PATIENCE = 60  # seconds, for a busy machine


class RunningPrimary:
    def __init__(self, program):
        self.program = program
        self.folder = tempfile.TemporaryDirectory()
        self.database = os.path.join(self.folder.name, "p.db")
        config = pathlib.Path(self.folder.name, "empty.conf")
        config.touch()
        self.environment = {"PATH": os.environ["PATH"], "HOME": self.folder.name,
                            "LC_ALL": "C.UTF-8", "KEGDISPLAY_CONFIG": str(config),
                            "KEGDISPLAY_WEB_PORT": "0"}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"):
            if name in os.environ:
                self.environment[name] = os.environ[name]
        self.log = []
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [self.program, "--headless", "--mode", "primary", "--db-path", self.database,
             "--bind", "127.0.0.1", "--notify-port", "0", "--snapshot-port", "0"],
            env=self.environment, stderr=subprocess.PIPE, text=True)
        started = threading.Event()
        self.reader = threading.Thread(target=self.read_log, args=(started,))
        self.reader.start()
        if not started.wait(PATIENCE):
            raise RuntimeError("the primary did not start:\n" + "".join(self.log))
        listen = self.run("status")["listen"]
        self.notify_port, self.snapshot_port = listen["notify"], listen["snapshot"]
        self.web_port = listen["web"]

    def read_log(self, started):
        for line in self.process.stderr:
            self.log.append(line)
            if "the web interface is on port" in line:
                started.set()

    def stop(self):
        """Ends it as a user would; returns the exit code."""
        self.process.terminate()
        code = self.wait()
        self.folder.cleanup()
        return code

    def kill(self):
        self.process.kill()
        self.wait()

    def wait(self):
        code = self.process.wait(PATIENCE)
        self.reader.join(PATIENCE)
        self.process.stderr.close()
        return code

    def restart(self):
        self.process.terminate()
        self.wait()
        self.start()

    def run(self, *words, text=""):
        """What a command prints with --json; `text` is its standard input."""
        done = subprocess.run([self.program, "--db-path", self.database, "--json", *words],
                              input=text.encode(), env=self.environment, capture_output=True,
                              timeout=PATIENCE, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{words}: {done.stderr.decode()}")
        return json.loads(done.stdout)

    def join_string(self):
        return JoinString.parse(self.run("pair", "--host", "127.0.0.1")["join"])

    def words_of(self, name):
        """That it shows for a display which waits to be approved; waits for them."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for display in self.run("displays"):
                if display["name"] == name and display["words"]:
                    return display["words"]
            time.sleep(0.02)
        raise RuntimeError(f"no words for {name}:\n" + "".join(self.log))

    def sql(self, *statements):
        """Another program's transaction."""
        connection = sqlite3.connect(self.database, timeout=PATIENCE, isolation_level=None)
        # SQLite 3.40 may damage the file when two programs write their logs back at once.
        connection.execute("PRAGMA wal_autocheckpoint=0")
        connection.execute("BEGIN IMMEDIATE")
        for statement in statements:
            connection.execute(statement)
        connection.execute("COMMIT")
        connection.close()

    def write(self, name, text):
        path = pathlib.Path(self.folder.name, name)
        path.write_text(text, encoding="utf-8")
        return str(path)

    def bytes_on_disk(self):
        """The database and its write-ahead log."""
        return [pathlib.Path(self.database + ending).read_bytes() for ending in ("", "-wal")]
