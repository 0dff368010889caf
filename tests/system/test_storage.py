#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""Disks that are full or read-only, and files that are not what they should be."""

import os
import sqlite3
import unittest

import keglab
from keglab import FullDisk, Host, Instance, wait_for


class Storage(unittest.TestCase):
    def assert_refused(self, result, code, *words):
        self.assertEqual(result.returncode, code, result.stderr)
        self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)
        for word in words:
            self.assertIn(word, result.stderr)

    def database_on(self, disk, host):
        path = os.path.join(disk.path, "beer.db")
        made = host.kegdisplay("--db-path", path, "beer", "add", "--name", "Porter")
        self.assertEqual(made.returncode, 0, made.stderr)
        return path

    def start_refused(self, host, path, code, *words):
        self.assert_refused(host.kegdisplay("--headless", "--db-path", path), code, *words)

    def test_command_on_a_full_disk_changes_nothing(self):
        host = Host("full")
        disk = FullDisk(host.path("disk"), "1m")
        path = self.database_on(disk, host)
        before = host.kegdisplay("--db-path", path, "digest", "--json").stdout
        disk.fill()
        refused = host.kegdisplay("--db-path", path, "beer", "add", "--name", "No room",
                                  "--notes", "n" * 9000)
        self.assert_refused(refused, 1, "full")
        disk.free()
        self.assertEqual(host.kegdisplay("--db-path", path, "digest", "--json").stdout, before)

    def test_fresh_database_on_a_full_disk(self):
        host = Host("full")
        disk = FullDisk(host.path("disk"), "1m")
        disk.fill()
        path = os.path.join(disk.path, "beer.db")
        self.start_refused(host, path, 1, "full")
        self.assert_refused(host.kegdisplay("--db-path", path, "beer", "add", "--name", "x"), 1, "full")

    def test_client_on_a_full_disk_keeps_its_copy_and_catches_up_later(self):
        primary = Instance(Host("primary"), "--mode", "primary").start()
        primary.kegdisplay("beer", "add", "--name", "First")
        host = Host("client")
        disk = FullDisk(host.path("disk"), "1m")
        client = Instance(host, db="disk/beer.db").join(primary)
        client.log = host.path("client.log")
        client.start()
        client.wait_in_step_with(primary)
        disk.fill()
        for number in range(20):
            primary.kegdisplay("beer", "add", "--name", f"More {number}", "--notes", "n" * 9000)
        wait_for(lambda: "full" in client.log_text(), client.log_tail)
        self.assertIsNone(client.process.poll())
        disk.free()
        client.wait_in_step_with(primary)
        self.assertEqual(client.digest(), primary.digest())

    def test_primary_on_a_full_disk_serves_what_was_committed_and_goes_on_later(self):
        host = Host("primary")
        disk = FullDisk(host.path("disk"), "2m")
        primary = Instance(host, "--mode", "primary", db="disk/beer.db")
        primary.log = host.path("primary.log")
        primary.start()
        client, late = (Instance(Host(name)).join(primary).start() for name in ("client", "late"))
        for copy in (client, late):
            copy.wait_in_step_with(primary)
        late.terminate()

        editor = sqlite3.connect(primary.db, isolation_level=None, timeout=10)
        accepted = []

        def edit(number):
            """Whether the disk took it."""
            try:
                editor.execute("insert into beers(idBeer, Name, Notes) values(?, ?, ?)",
                               (number, f"Beer {number}", "n" * 9000))
            except sqlite3.OperationalError as error:
                self.assertIn("full", str(error))
                return False
            accepted.append(number)
            return True

        self.assertTrue(all(edit(number) for number in range(1, 11)))
        disk.fill()
        self.assertFalse(all(edit(number) for number in range(11, 100)))
        client.wait_in_step_with(primary)
        self.assert_refused(host.kegdisplay("--db-path", primary.db, "beer", "add", "--name", "Own",
                                            "--notes", "n" * 9000), 1, "full")
        late.start()
        wait_for(lambda: "beer.db is full: free some space" in primary.log_text(), primary.log_tail)
        self.assertIsNone(primary.process.poll())

        disk.free()
        self.assertTrue(all(edit(number) for number in range(100, 150)))
        for copy in (client, late):
            copy.wait_in_step_with(primary)
            self.assertEqual(copy.digest(), primary.digest())
            self.assertEqual([row[0] for row in copy.query("select idBeer from beers order by 1")],
                             accepted)
        self.assertEqual(client.status()["counters"]["heals"], [])
        self.assertEqual(editor.execute("pragma integrity_check").fetchall(), [("ok",)])
        wait_for(lambda: "there is room again" in primary.log_text(), primary.log_tail)

    def test_read_only_folder(self):
        host = Host("readonly")
        disk = FullDisk(host.path("disk"), "8m")
        path = self.database_on(disk, host)
        disk.make_read_only()
        self.start_refused(host, path, 4)
        self.start_refused(host, os.path.join(disk.path, "new.db"), 4)
        self.assert_refused(host.kegdisplay("--db-path", path, "beer", "add", "--name", "x"), 4)
        self.assert_refused(host.kegdisplay("--db-path", path, "beer", "list"), 4)

    def test_reading_commands_never_create_a_file(self):
        host = Host("none")
        for words in (["status"], ["digest"], ["beer", "list"], ["beer", "show", "1"], ["tap", "list"],
                      ["export", "x.csv"], ["board", "x.png"]):
            with self.subTest(words=words):
                self.assert_refused(host.kegdisplay("--db-path", host.path("none.db"), *words), 3,
                                    "none.db")
        self.assertEqual(host.run("ls", "-A").stdout, "")

    def test_newer_version_is_left_alone(self):
        host = Host("newer")
        path = host.path("beer.db")
        host.kegdisplay("--db-path", path, "beer", "add", "--name", "Porter")
        with sqlite3.connect(path) as connection:
            connection.execute("pragma user_version = 9999")
        connection.close()
        with open(path, "rb") as file:
            before = file.read()
        self.start_refused(host, path, 4, "newer")
        self.assert_refused(host.kegdisplay("--db-path", path, "beer", "add", "--name", "x"), 4,
                            "newer")
        self.assert_refused(host.kegdisplay("--db-path", path, "beer", "list"), 4, "newer")
        with open(path, "rb") as file:
            self.assertEqual(file.read(), before)

    def test_truncated_and_damaged_files(self):
        host = Host("damaged")
        whole = host.path("whole.db")
        for number in range(60):
            host.kegdisplay("--db-path", whole, "beer", "add", "--name", f"Beer {number}", "--notes",
                            "n" * 2000)
        with open(whole, "rb") as file:
            content = file.read()
        self.assertGreater(len(content), 100_000)
        damages = {"truncated": content[:len(content) // 2 + 100], "text": b"idBeer,Name\n1,x\n",
                   "header": b"\xff" * 100 + content[100:],
                   "pages": content[:8192] + os.urandom(len(content) - 8192)}
        for name, damaged in damages.items():
            with self.subTest(name=name):
                path = host.path(f"{name}.db")
                with open(path, "wb") as file:
                    file.write(damaged)
                self.start_refused(host, path, 1, f"{name}.db")
                self.assert_refused(host.kegdisplay("--db-path", path, "beer", "add", "--name", "x"), 1)
                with open(path, "rb") as file:
                    self.assertEqual(file.read(), damaged)


if __name__ == "__main__":
    keglab.main()
