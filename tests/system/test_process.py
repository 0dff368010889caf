#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""How the program starts, what it refuses to start with, and how it ends."""

import json
import re
import signal
import sqlite3
import unittest

import keglab
from keglab import Host, Instance, wait_for

GUI_PLUGIN = re.compile(r"/(platforms|imageformats|iconengines|platformthemes|xcbglintegrations|"
                        r"wayland-[\w-]+|styles|egldeviceintegrations)/")


class Process(unittest.TestCase):
    def assert_refused(self, result, code, *words):
        """One line on standard error, with the promised exit code, that says all these words."""
        self.assertEqual(result.returncode, code, result.stderr)
        self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)
        self.assertTrue(result.stderr.startswith("kegdisplay: "), result.stderr)
        for word in words:
            self.assertIn(word, result.stderr)

    def test_headless_loads_no_gui_plugin(self):
        primary = Instance(Host("primary"), "--mode", "primary").start()
        client = Instance(Host("client")).join(primary).start()
        client.wait_in_step_with(primary)
        for instance in (primary, client):
            with open(f"/proc/{instance.process.pid}/maps", encoding="utf-8") as file:
                maps = file.read()
            self.assertIn("libqsqlite", maps)
            self.assertEqual([line for line in maps.splitlines() if GUI_PLUGIN.search(line)], [])

    def test_ends_on_signals_within_two_seconds_and_loses_nothing(self):
        primary = Instance(Host("primary"), "--mode", "primary").start()
        client = Instance(Host("client")).join(primary).start()
        client.wait_in_step_with(primary)
        for number in (signal.SIGTERM, signal.SIGINT):
            primary.kegdisplay("beer", "add", "--name", f"Before signal {number}")
            before = primary.digest()
            self.assertEqual(primary.terminate(number), 0)
            self.assertEqual(client.terminate(number), 0)
            self.assertFalse(primary.status()["running"])
            self.assertEqual(primary.digest(), before)
            primary.start()
            client.start()
            client.wait_in_step_with(primary)

    def test_hangup_does_not_end_an_instance_without_a_log_file(self):
        primary = Instance(Host("primary"), "--mode", "primary").start()
        primary.process.send_signal(signal.SIGHUP)
        primary.kegdisplay("beer", "add", "--name", "After the hangup")
        self.assertEqual(primary.status()["pid"], primary.process.pid)
        self.assertEqual(primary.terminate(), 0)

    def test_client_whose_primary_never_answers_ends_too(self):
        host = Host("client")
        for address in (host.address, "10.77.0.250", "nobody.invalid"):
            client = Instance(host, "--primary-ip", address, db=f"{address}.db").start()
            self.assertIn(client.status()["upstream"]["state"], ("connecting", "offline"))
            self.assertEqual(client.terminate(), 0)

    def test_client_whose_name_server_never_answers_ends_too(self):
        host = Host("client")
        host.swallow("10.77.0.250")
        with keglab.name_server("10.77.0.250"):
            client = Instance(host, "--primary-ip", "primary.bar.example").start()
            wait_for(lambda: "Thread (pooled)" in keglab.threads(client.process.pid),
                     "the thread that looks up names")
            self.assertEqual(client.status()["upstream"]["state"], "connecting")
            self.assertEqual(client.terminate(), 0)

    def test_primary_that_waits_for_another_writer_ends_too(self):
        primary = Instance(Host("primary"), "--mode", "primary").start()
        writer = sqlite3.connect(primary.db, timeout=10, isolation_level=None)
        trigger = primary.query("select name from sqlite_schema where type = 'trigger'")[0][0]
        writer.executescript(f'begin immediate; drop trigger "{trigger}"; commit; begin immediate')
        # It wants to mend that, and may not yet.
        wait_for(lambda: keglab.threads(primary.process.pid)["store"] == "hrtimer_nanosleep",
                 primary.log_tail)
        self.assertEqual(primary.terminate(), 0)
        writer.rollback()
        writer.close()
        primary.start()
        self.assertIn((trigger,), primary.query("select name from sqlite_schema"))

    def test_unknown_host_is_named_and_the_copy_stays(self):
        client = Instance(Host("client"), "--primary-ip", "nobody.invalid").start()
        wait_for(lambda: "nobody.invalid" in client.log_text(), client.log_tail)
        self.assertEqual(client.query("select count(*) from beers"), [(0,)])

    def test_second_instance_on_a_database_names_the_first(self):
        first = Instance(Host("primary"), "--mode", "primary").start()
        second = first.host.kegdisplay("--headless", "--db-path", first.db, "--notify-port", "0",
                                       "--snapshot-port", "0")
        self.assert_refused(second, 1, str(first.process.pid))
        self.assertTrue(first.status()["running"])

    def test_port_in_use_is_named(self):
        host = Host("primary")
        Instance(host, "--mode", "primary").start()
        for port, option in (("5002", "--snapshot-port"), ("5003", "--notify-port")):
            second = host.kegdisplay("--headless", "--db-path", host.path("other.db"), option, "0")
            self.assert_refused(second, 1, port)

    def test_ports_of_our_choice_and_any_free_ones(self):
        host = Host("primary")
        chosen = Instance(host, "--notify-port", "6002", "--snapshot-port", "6003").start()
        self.assertEqual(chosen.status()["listen"]["notify"], 6002)
        free = Instance(host, "--notify-port", "0", "--snapshot-port", "0", db="free.db").start()
        listen = free.status()["listen"]
        self.assertNotIn(0, (listen["notify"], listen["snapshot"]))
        client = Instance(Host("client"), "--primary-ip", host.address, "--notify-port",
                          str(listen["notify"]), "--snapshot-port", str(listen["snapshot"])).start()
        free.approve(client)
        client.wait_in_step_with(free)
        joined = Instance(Host("joined")).join(free).start()
        joined.wait_in_step_with(free)

    def test_client_of_port_0_is_refused(self):
        host = Host("client")
        for option in ("--notify-port", "--snapshot-port"):
            refused = host.kegdisplay("--headless", "--primary-ip", "127.0.0.1", "--db-path",
                                      host.path("beer.db"), option, "0")
            self.assert_refused(refused, 2, option)
        self.assertEqual(host.run("ls", "-A").stdout, "")

    def test_bind_listens_on_that_address_only(self):
        host = Host("primary")
        Instance(host, "--mode", "primary", "--bind", "127.0.0.1").start()
        script = "import socket, sys; socket.create_connection((sys.argv[1], 5002), 5)"
        self.assertEqual(host.run("python3", "-c", script, "127.0.0.1").returncode, 0)
        self.assertNotEqual(host.run("python3", "-c", script, host.address).returncode, 0)

    def test_mode_primary_on_a_clients_copy_is_refused(self):
        primary = Instance(Host("primary"), "--mode", "primary").start()
        client = Instance(Host("client")).join(primary).start()
        client.wait_in_step_with(primary)
        client.terminate()
        before = client.digest()
        refused = client.host.kegdisplay("--headless", "--mode", "primary", "--db-path", client.db)
        self.assert_refused(refused, 4, "promote")
        self.assertEqual(client.digest(), before)

    def test_role_is_remembered_by_the_file(self):
        primary = Instance(Host("primary"), "--mode", "primary").start()
        client = Instance(Host("client")).join(primary).start()
        client.wait_in_step_with(primary)
        client.terminate()
        again = Instance(client.host, "--primary-ip", primary.host.address).start()
        self.assertEqual(again.status()["mode"], "client")
        again.wait_in_step_with(primary)

    def test_no_display_is_said_in_one_line(self):
        host = Host("dark")
        for option in ([], ["--kiosk"]):
            for display in ({}, {"DISPLAY": "127.0.0.1:9"}, {"WAYLAND_DISPLAY": "wayland-9"}):
                refused = host.kegdisplay(*option, "--db-path", host.path("beer.db"), **display)
                self.assert_refused(refused, 1, "display")

    def test_words_that_are_wrong(self):
        host = Host("usage")
        for words in (["--headles"], ["--mode", "boss"], ["--notify-port", "70000"],
                      ["--notify-port", "5002", "--notify-port", "5003"], ["--mode"], ["bier"],
                      ["beer", "sett", "1"], ["--kiosk", "--headless"], ["beer", "set", "1", "--nam",
                                                                      "x"]):
            with self.subTest(words=words):
                self.assert_refused(host.kegdisplay("--db-path", host.path("x.db"), *words), 2)
        self.assertEqual(host.run("ls", "-A").stdout, "")

    def test_status_without_an_instance_reads_the_file(self):
        primary = Instance(Host("primary"), "--mode", "primary").start()
        primary.kegdisplay("beer", "add", "--name", "Porter")
        running = primary.status()
        self.assertEqual(running["pid"], primary.process.pid)
        primary.terminate()
        ended = primary.status()
        self.assertFalse(ended["running"])
        self.assertEqual(ended["database"]["digest"], running["database"]["digest"])
        self.assertEqual(json.loads(primary.kegdisplay("beer", "list", "--json"))[0]["Name"], "Porter")

    def test_log_file_tells_one_line_an_event(self):
        host = Host("primary")
        primary = Instance(host, "--mode", "primary", "--log-file", host.path("keg.log")).start()
        client = Instance(Host("client"), "--name", "wall").join(primary).start()
        client.wait_in_step_with(primary)
        client.kill()

        def told():
            with open(host.path("keg.log"), encoding="utf-8") as file:
                lines = [line for line in file if client.host.address in line]
            return len(lines) >= 2 and lines
        for line in wait_for(told, "the client's coming and going in the log"):
            self.assertIn("keg.", line)


if __name__ == "__main__":
    keglab.main()
