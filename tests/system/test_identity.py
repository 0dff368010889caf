#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""What makes a machine this machine: nobody else reads it, nothing replaces it, no clock matters."""

import glob
import os
import socket
import stat
import unittest

import keglab
from keglab import Host, Instance

import pairing

NOBODY = 65534
CONNECT = "import socket, sys; socket.socket(socket.AF_UNIX).connect(sys.argv[1])"


def clock_at(year):
    """Variables by which a process believes that it is that year; its other clocks stay right."""
    (library,) = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
    return {"LD_PRELOAD": library, "FAKETIME": f"@{year}-01-01 00:00:10",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"}


class Clocks(unittest.TestCase):
    def setUp(self):
        keglab.require("faketime")

    def assert_follows(self, display, primary):
        primary.kegdisplay("beer", "add", "--name", "Porter")
        display.wait_in_step_with(primary)

    def test_wrong_on_either_side_from_the_first_start(self):
        for primarys, displays in ((1970, None), (None, 1970), (2100, None), (None, 2100),
                                   (1970, 2100)):
            with self.subTest(primary=primarys, display=displays):
                primary = Instance(Host("primary"), "--mode", "primary",
                                   **(clock_at(primarys) if primarys else {})).start()
                extra = clock_at(displays) if displays else {}
                joined = Instance(Host("joined"), **extra).join(primary).start()
                self.assert_follows(joined, primary)
                told = Instance(Host("told"), "--primary-ip", primary.host.address, **extra).start()
                told.wait_for_link("pending")
                primary.approve(told)
                self.assert_follows(told, primary)
                if year := displays or primarys:
                    wrong = joined if displays else primary
                    self.assertIn(f"\n{year}-01-01T00:00", "\n" + wrong.log_text())
                for instance in (primary, joined, told):
                    instance.terminate()

    def test_certificates_that_are_over_or_have_not_begun(self):
        for primarys, displays in ((1990, 2090), (2090, 1990)):
            with self.subTest(primary=primarys, display=displays):
                primary = Instance(Host("primary"), "--mode", "primary")
                display = Instance(Host("wall"))
                ids = []
                for instance, year in ((primary, primarys), (display, displays)):
                    os.mkdir(instance.local(""), 0o700)
                    identity = pairing.Identity(instance.local("identity.pem"), **clock_at(year))
                    ids.append(pairing.id_text(identity.id))
                primary.start()
                display.join(primary).start()
                self.assert_follows(display, primary)
                self.assertEqual([primary.status()["id"], display.status()["id"]], ids)

    def test_that_jumps_between_two_starts(self):
        primary = Instance(Host("primary"), "--mode", "primary").start()
        display = Instance(Host("wall")).join(primary).start()
        self.assert_follows(display, primary)
        for year in (1970, 2100):
            ids = [instance.status()["id"] for instance in (primary, display)]
            for instance in (primary, display):
                instance.terminate()
                instance.extra = clock_at(year)
                instance.start()
            self.assert_follows(display, primary)
            self.assertEqual([instance.status()["id"] for instance in (primary, display)], ids)


class Files(unittest.TestCase):
    def setUp(self):
        self.instance = Instance(Host("machine"), "--mode", "primary").start()
        self.identity = self.instance.local("identity.pem")

    def read(self):
        with open(self.identity, "rb") as file:
            return file.read()

    def assert_start_refused(self, code, *words):
        """One line says what is wrong and how to get out, and the file stays what it was."""
        before = self.read()
        refused = self.instance.run("--headless")
        self.assertEqual(refused.returncode, code, refused.stderr)
        self.assertEqual(len(refused.stderr.splitlines()), 1, refused.stderr)
        for word in (self.identity, *words):
            self.assertIn(word, refused.stderr)
        self.assertEqual(self.read(), before)

    def test_a_key_that_others_may_read_is_refused(self):
        name = self.instance.status()["id"]
        self.instance.terminate()
        for mode in (0o644, 0o640, 0o604, 0o620, 0o666):
            os.chmod(self.identity, mode)
            self.assert_start_refused(4, "chmod 600")
            self.assertEqual(stat.S_IMODE(os.stat(self.identity).st_mode), mode)
        os.chmod(self.identity, 0o600)
        self.assertEqual(self.instance.start().status()["id"], name)

    def test_a_damaged_one_is_refused_and_left_as_it_is(self):
        self.instance.terminate()
        whole = self.read()
        damages = (b"", b"\0" * len(whole), whole[:len(whole) // 2], whole.replace(b"KEY", b"CAT"),
                   whole[:100] + bytes([whole[100] ^ 1]) + whole[101:])
        for damaged in damages:
            with open(self.identity, "wb") as file:
                file.write(damaged)
            self.assert_start_refused(1, "damaged", "remove it")
        with open(self.identity, "wb") as file:
            file.write(whole)
        self.instance.start()

    def test_damaged_trust_is_refused_and_left_as_it_is(self):
        display = Instance(Host("wall")).join(self.instance).start()
        display.wait_in_step_with(self.instance)
        display.terminate()
        path = display.local("primary.json")
        with open(path, "w", encoding="utf-8") as file:
            file.write("{}")
        refused = display.run("--headless")
        self.assertEqual(refused.returncode, 1, refused.stderr)
        self.assertIn(path, refused.stderr)
        with open(path, encoding="utf-8") as file:
            self.assertEqual(file.read(), "{}")

    def test_nothing_of_a_machines_own_is_for_others(self):
        display = Instance(Host("wall")).join(self.instance).start()
        display.wait_in_step_with(self.instance)
        self.instance.join_string()
        for path, mode in ((self.instance.local(""), 0o700), (display.local(""), 0o700),
                           (self.identity, 0o600), (self.instance.local("join-tokens.json"), 0o600),
                           (display.local("identity.pem"), 0o600),
                           (display.local("primary.json"), 0o600)):
            self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), mode, path)

    def test_another_user_does_not_reach_the_control_socket(self):
        host = self.instance.host
        control = self.instance.local("control")
        with socket.socket(socket.AF_UNIX) as own:
            own.connect(control)
        for folder in (keglab.FOLDER, host.folder):
            os.chmod(folder, 0o755)
        as_nobody = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
        if host.run(*as_nobody, "true").returncode != 0:
            self.skipTest("no other user may be become here")
        refused = host.run(*as_nobody, "python3", "-c", CONNECT, control)
        self.assertIn("PermissionError", refused.stderr)
        for words in (["status"], ["pair"], ["displays"]):
            refused = host.run(*as_nobody, keglab.program, "--db-path", self.instance.db, *words)
            self.assertNotEqual(refused.returncode, 0, words)
            self.assertNotIn("kegdisplay-join", refused.stdout)


if __name__ == "__main__":
    keglab.main()
