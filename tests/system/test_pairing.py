#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""How people put displays on a bar's list, and take them off it again."""

import contextlib
import json
import os
import time
import unittest

import keglab
from keglab import Host, Instance, wait_for

import pairing
import protocol_client as protocol

REVOCATION = 1  # s; promised: by then a revoked display is cut off
VALIDITY = 15 * 60 * 1000  # ms; of a join string
OUTSTANDING = 64  # join strings
GUESSES = 20  # from one address in ten minutes


def bar():
    """A primary with a beer."""
    primary = Instance(Host("primary"), "--mode", "primary", "--name", "bar").start()
    primary.kegdisplay("beer", "add", "--name", "Porter")
    return primary


class PairingTest(unittest.TestCase):
    def assert_paired(self, display, primary):
        display.wait_in_step_with(primary)
        listed = primary.displays()[display.status()["id"]]
        self.assertEqual((listed["state"], listed["approved"]), ("live", True))
        self.assertEqual(display.query("select Name from beers"), [("Porter",)])

    def assert_has_nothing(self, display):
        self.assertEqual(display.query("select count(*) from beers"), [(0,)])
        self.assertIsNone(display.status()["database"]["id"])


def other_character(character):
    """Another one that could stand there as well."""
    if character.isdigit():
        return "3" if character == "2" else "2"
    return "B" if character == "A" else "A"


class JoinStrings(PairingTest):
    def setUp(self):
        self.primary = bar()

    def string(self):
        return pairing.JoinString.parse(self.primary.join_string())

    def assert_joins(self, string):
        display = Instance(Host("wall"))
        display.kegdisplay("join", str(string))
        self.assert_paired(display.start(), self.primary)
        return display

    def assert_refused(self, string, reason):
        """Whoever comes with that string gets nothing and is on no list."""
        display = Instance(Host("refused"))
        display.kegdisplay("join", str(string))
        display.start().wait_for_link("refused", reason)
        self.assert_has_nothing(display)
        self.assertNotIn(display.status()["id"], self.primary.displays())
        return display

    def edit_tokens(self, edit):
        with open(self.primary.local("join-tokens.json"), "r+", encoding="utf-8") as file:
            kept = json.load(file)
            edit(kept)
            file.seek(0)
            file.truncate()
            json.dump(kept, file)

    def test_one_command_on_each_before_the_first_start(self):
        self.assert_joins(self.string())

    def test_made_before_the_primary_runs(self):
        self.assertEqual(self.primary.terminate(), 0)
        display = Instance(Host("wall")).join(self.primary).start()
        display.wait_for_link("offline")
        self.primary.start()
        self.assert_paired(display, self.primary)

    def test_while_the_display_runs(self):
        for options in (["--primary-ip", self.primary.host.address], ["--mode", "client"],
                        ["--primary-ip", "10.77.0.250"]):
            with self.subTest(options=options):
                display = Instance(Host("wall"), *options).start()
                process = display.status()["pid"]
                self.assert_paired(display.join(self.primary), self.primary)
                self.assertEqual(display.status()["pid"], process)

    def test_ipv6(self):
        address, wall = self.primary.host.take_ipv6(), Host("wall")
        wall.take_ipv6()
        for host in (address, f"[{address}]"):
            with self.subTest(host=host):
                string = self.primary.join_string("--host", host)
                self.assertIn(f":[{address}]:", string)
                joined = Instance(wall, db=f"joined{len(host)}.db")
                joined.kegdisplay("join", string)
                self.assert_paired(joined.start(), self.primary)
                told = Instance(wall, "--primary-ip", host, db=f"told{len(host)}.db").start()
                told.wait_for_link("pending")
                self.primary.approve(told)
                self.assert_paired(told, self.primary)

    def test_twice(self):
        string = self.string()
        first = self.assert_joins(string)
        second = self.assert_refused(string, "used")
        first.kegdisplay("join", str(string))  # it is on the list: no matter
        self.assert_paired(first, self.primary)
        self.assert_paired(second.join(self.primary), self.primary)

    def test_late(self):
        """By the clock since boot: the file says up to when by that clock."""
        def age(kept, by):
            kept["tokens"][-1]["until"] -= by
        late, in_time = self.string(), None
        self.edit_tokens(lambda kept: age(kept, VALIDITY))
        self.assert_refused(late, "too old")
        in_time = self.string()
        self.edit_tokens(lambda kept: age(kept, VALIDITY - 1000 * keglab.DEADLINE))
        self.assert_joins(in_time)

    def test_after_another_boot(self):
        string = self.string()
        self.edit_tokens(lambda kept: kept.update(boot="00000000-0000-0000-0000-000000000000"))
        self.assert_refused(string, "too old")

    def test_mistyped_in_any_place(self):
        string, host = str(self.string()), Host("typo")
        address = f"{self.primary.host.address}:5002:5003"
        changeable = range(string.index(address), string.index(address) + len(address))
        for place, character in enumerate(string):
            if place in changeable and character != ":":
                continue  # it would be another address, at which this primary is not
            typo = string[:place] + other_character(character) + string[place + 1:]
            refused = host.kegdisplay("--db-path", host.path("beer.db"), "join", typo)
            self.assertIn(refused.returncode, (2, 4), typo)
            self.assertEqual(len(refused.stderr.splitlines()), 1, refused.stderr)
        self.assertEqual(host.run("ls", "-A").stdout, "")

    def test_altered_with_check_characters_that_fit(self):
        string = self.string()
        self.assert_refused(string._replace(token=bytes(16)), "wrong")
        self.assert_refused(string._replace(id=bytes(range(32))), "another machine answers")
        self.assert_joins(string)

    def test_guessed(self):
        """After some guesses nobody gets in from that address, with the right one neither."""
        right, attacker = self.string(), Host("attacker")

        def try_token(token):
            identity = pairing.Identity(attacker.path(f"{token.hex()}.pem"))
            client = protocol.Client(right._replace(token=token), identity)
            self.addCleanup(client.close)
            with attacker.network(), self.assertRaises(protocol.Refusal) as refusal:
                client.connect()
            return str(refusal.exception)
        for _ in range(GUESSES):
            self.assertIn("wrong, used or too old", try_token(os.urandom(16)))
        for token in (os.urandom(16), right.token):
            self.assertIn("too many tries", try_token(token))
        self.assert_joins(right)

    def test_no_more_of_them_than_anybody_needs(self):
        for _ in range(OUTSTANDING):
            self.string()
        refused = self.primary.run("pair")
        self.assertEqual(refused.returncode, 1, refused.stderr)
        self.assertIn(str(OUTSTANDING), refused.stderr)


class Approval(PairingTest):
    def setUp(self):
        self.primary = bar()
        self.display = Instance(Host("wall"), "--primary-ip", self.primary.host.address).start()
        self.display.wait_for_link("pending")
        self.id = self.display.status()["id"]

    def listed(self):
        return self.primary.displays()[self.id]

    def words(self):
        """Those that the primary shows."""
        return wait_for(lambda: self.id in self.primary.displays() and self.listed()["words"],
                        self.primary.log_tail)

    def connection(self):
        """The display's own port on 5002."""
        return self.display.host.run("ss", "-Htno", "state", "established", "dport", "=",
                                     ":5002").stdout.split()[2]

    def test_both_show_the_same_words_until_it_is_approved_in_place(self):
        words = self.words()
        self.assertEqual(len(words.split()), 3)
        self.assertEqual(self.display.link()["words"], words)
        self.assertIn(words, self.display.kegdisplay("status"))
        self.assertIn(words, self.primary.kegdisplay("displays"))
        self.assertIn(words, self.primary.log_text())
        self.assert_has_nothing(self.display)
        self.assertEqual((self.listed()["state"], self.listed()["approved"]), ("pending", False))
        before = self.connection()
        said_by_its_screen = self.id[:15]
        self.primary.kegdisplay("approve", said_by_its_screen, "--name", "Window")
        self.assert_paired(self.display, self.primary)
        self.assertEqual(self.connection(), before)
        self.assertEqual((self.listed()["name"], self.listed()["words"]), ("Window", None))
        self.assertIsNone(self.display.link()["words"])
        self.assertEqual(self.display.status()["counters"]["reconnects"], 0)

    def test_new_words_for_each_connection(self):
        before = self.words()
        self.display.terminate()
        self.display.start().wait_for_link("pending")
        wait_for(lambda: self.words() == self.display.link()["words"], self.primary.log_tail)
        self.assertNotEqual(self.words(), before)

    def test_revoked_is_cut_off_within_a_second_and_does_not_come_back(self):
        self.primary.approve(self.display)
        self.assert_paired(self.display, self.primary)
        self.primary.kegdisplay("revoke", self.id)
        start = time.monotonic()
        self.display.wait_for_link("refused", "revoked")
        self.assertLess(time.monotonic() - start, REVOCATION)
        self.assertEqual((self.listed()["state"], self.listed()["approved"]), ("revoked", False))

        self.primary.kegdisplay("beer", "add", "--name", "Secret")
        for instance in (self.display, self.primary):
            instance.terminate()
            instance.start()
            self.display.wait_for_link("refused", "revoked")
            self.assertEqual(self.display.query("select Name from beers"), [("Porter",)])

        self.primary.approve(self.display)
        self.display.terminate()
        self.display.start().wait_in_step_with(self.primary)

    def test_who_waits_is_sent_away_by_revoking_and_stays_out(self):
        self.words()
        name = self.listed()["name"]
        self.primary.kegdisplay("revoke", self.id)
        start = time.monotonic()
        self.display.wait_for_link("refused", "revoked")
        self.assertLess(time.monotonic() - start, REVOCATION)
        rows = "select fingerprint, name, approved from displays"
        self.assertEqual(self.primary.query(rows), [(self.id, name, 0)])
        for instance in (self.display, self.primary):
            instance.terminate()
            instance.start()
            self.display.wait_for_link("refused", "revoked")
        self.assert_has_nothing(self.display)
        self.assertEqual((self.listed()["state"], self.listed()["approved"]), ("revoked", False))

        self.primary.approve(self.display)
        self.display.terminate()
        self.assert_paired(self.display.start(), self.primary)

    def test_revoked_comes_back_by_a_join_string(self):
        self.primary.approve(self.display)
        self.assert_paired(self.display, self.primary)
        self.primary.kegdisplay("revoke", self.id)
        self.display.wait_for_link("refused", "revoked")
        self.assert_paired(self.display.join(self.primary), self.primary)
        self.primary.kegdisplay("revoke", self.id)  # what it joined with is worth nothing any more
        self.display.wait_for_link("refused", "revoked")

    def test_the_list_is_on_every_display_and_outlives_the_primary(self):
        self.primary.kegdisplay("approve", self.id, "--name", "Window")
        self.primary.kegdisplay("standby", self.id)
        self.assert_paired(self.display, self.primary)
        rows = "select fingerprint, name, approved, may_promote from displays"
        self.assertEqual(self.display.query(rows), [(self.id, "Window", 1, 1)])
        self.primary.kegdisplay("standby", self.id, "--off")
        self.display.wait_in_step_with(self.primary)
        self.assertEqual(self.display.query(rows), [(self.id, "Window", 1, 0)])
        self.primary.kill()
        self.assertEqual((self.listed()["state"], self.listed()["approved"]), ("offline", True))
        self.primary.start()
        self.assert_paired(self.display, self.primary)

    def test_whom_nobody_has_seen(self):
        for command in ("approve", "revoke", "standby"):
            refused = self.primary.run(command, "AAAAAAA")
            self.assertEqual(refused.returncode, 3, refused.stderr)
        for name in (self.id[:3], self.id[:-1] + other_character(self.id[-1])):
            self.assertNotEqual(self.primary.run("approve", name).returncode, 0, name)
        self.assertEqual(self.listed()["state"], "pending")
        unseen = pairing.id_text(os.urandom(32))
        refused = self.primary.run("revoke", unseen)
        self.assertEqual(refused.returncode, 3, refused.stderr)
        self.assertNotIn(unseen, self.primary.displays())
        on_a_copy = self.display.run("approve", self.id)
        self.assertEqual(on_a_copy.returncode, 4, on_a_copy.stderr)


class Open(PairingTest):
    def test_everybody_gets_a_copy_and_is_on_the_list(self):
        primary = Instance(Host("primary"), "--mode", "primary", "--open").start()
        primary.kegdisplay("beer", "add", "--name", "Porter")
        warnings = [line for line in primary.log_text().splitlines() if "--open" in line]
        self.assertEqual(len(warnings), 1, primary.log_text())
        self.assertIn(" warning ", warnings[0])
        display = Instance(Host("wall"), "--primary-ip", primary.host.address).start()
        self.assert_paired(display, primary)
        with open(display.local("primary.json"), encoding="utf-8") as file:
            self.assertEqual(json.load(file)["id"], primary.status()["id"])

        primary.options.remove("--open")
        primary.terminate()
        primary.start()
        self.assert_paired(display, primary)  # it was put on the list
        stranger = Instance(Host("yard"), "--primary-ip", primary.host.address).start()
        stranger.wait_for_link("pending")
        self.assert_has_nothing(stranger)

    def test_revoked_stays_revoked(self):
        primary = Instance(Host("primary"), "--mode", "primary", "--open").start()
        display = Instance(Host("wall"), "--primary-ip", primary.host.address).start()
        display.wait_in_step_with(primary)
        primary.kegdisplay("revoke", display.status()["id"])
        display.wait_for_link("refused", "revoked")
        display.terminate()
        display.start().wait_for_link("refused", "revoked")


class AnotherPrimary(PairingTest):
    """Whoever belongs to one primary goes to another only if people say so."""

    def setUp(self):
        self.first, self.second = bar(), bar()
        self.first.kegdisplay("beer", "set", "1", "--name", "Bitter")
        self.display = Instance(Host("wall")).join(self.first).start()
        self.display.wait_in_step_with(self.first)

    def copies(self):
        return sorted(name for name in os.listdir(self.display.host.folder)
                      if name.startswith("beer.db.2"))

    def assert_join_refused(self, display, *words):
        before = display.digest()
        refused = display.run("join", self.second.join_string())
        self.assertNotEqual(refused.returncode, 0)
        self.assertEqual(len(refused.stderr.splitlines()), 1, refused.stderr)
        for word in words:
            self.assertIn(word, refused.stderr)
        self.assertEqual(display.digest(), before)

    def test_join_in_place_of_a_copy_keeps_a_dated_one(self):
        self.assert_join_refused(self.display, str(self.display.process.pid))
        self.display.terminate()
        self.assert_join_refused(self.display, "--replace")
        self.assertEqual(self.copies(), [])
        self.display.join(self.second, "--replace").start()
        self.assert_paired(self.display, self.second)
        (copy,) = self.copies()
        kept = Instance(self.display.host, db=copy)
        self.assertEqual(kept.query("select Name from beers"), [("Bitter",)])

    def test_join_of_the_same_machine_with_another_database(self):
        self.first.terminate()
        for suffix in ("", "-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(self.first.db + suffix)
        self.first.start()
        self.first.kegdisplay("beer", "add", "--name", "Porter")
        self.display.wait_for_link("pending")
        self.first.approve(self.display)
        self.display.wait_for_link("refused", "another database")
        self.display.terminate()
        self.display.join(self.first, "--replace").start()
        self.assert_paired(self.display, self.first)
        self.assertEqual(len(self.copies()), 1)

    def test_join_in_place_of_a_primarys_database_keeps_a_dated_one(self):
        self.first.terminate()
        self.assert_join_refused(self.first, "--replace")
        self.first.join(self.second, "--replace")
        self.first.options = ["--headless"]
        self.assert_paired(self.first.start(), self.second)

    def test_a_primary_whose_key_changed_is_refused_loudly(self):
        self.first.terminate()
        os.unlink(self.first.local("identity.pem"))
        self.first.start()
        self.first.kegdisplay("beer", "set", "1", "--name", "Not for you")
        reason = self.display.wait_for_link("refused", "another machine answers")
        self.assertIn(self.first.status()["id"], reason)
        self.assertTrue([line for line in self.display.log_text().splitlines()
                         if " warning " in line and reason in line], self.display.log_tail())
        self.assertEqual(self.display.query("select Name from beers"), [("Bitter",)])
        self.assertEqual(self.first.displays()[self.display.status()["id"]]["state"], "offline")


if __name__ == "__main__":
    keglab.main()
