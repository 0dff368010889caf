#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""A primary and two clients, each a process on a machine of its own: what one edits, all have."""

import json
import os
import random
import sqlite3
import subprocess
import sys
import unittest

import keglab
from keglab import Host, Instance, Reader, wait_for

DIGEST = os.path.join(os.path.dirname(__file__), "..", "support", "digest.py")
BEERS = 30  # rows that one transaction touches at once
HEADER = ("idBeer,Name,ABV,IBU,Color,OriginalGravity,FinalGravity,Description,Brewed,Kegged,Tapped,"
          "Notes")


def bar():
    """A primary and two clients, in step."""
    primary = Instance(Host("primary"), "--mode", "primary", "--name", "bar").start()
    clients = [Instance(Host(name), "--mode", "client", "--name", name).join(primary).start()
               for name in ("wall", "yard")]
    for client in clients:
        client.wait_in_step_with(primary)
    return primary, clients


def independent_digest(instance):
    """Recomputed by a program that shares no code with ours."""
    return subprocess.run([sys.executable, DIGEST, instance.db], check=True, capture_output=True,
                          text=True).stdout.strip()


class Replication(unittest.TestCase):
    def assert_all_equal(self, primary, clients):
        for client in clients:
            client.wait_in_step_with(primary)
        wanted = primary.digest()
        self.assertEqual(wanted["digest"], independent_digest(primary))
        for client in clients:
            self.assertEqual(wanted, client.digest())
            self.assertEqual(wanted["digest"], independent_digest(client))
        # A client may have been told of a key's last change only; of that it was told.
        last_changes = "select table_name, row_id, max(id) from change_log group by 1, 2 order by 3"
        for content in ("select * from beers order by 1", "select * from taps order by 1",
                        last_changes):
            for client in clients:
                self.assertEqual(primary.query(content), client.query(content))

    def assert_never_healed(self, instances, snapshots):
        for instance, wanted in zip(instances, snapshots):
            counters = instance.status()["counters"]
            self.assertEqual(counters["heals"], [], instance.log_tail())
            self.assertEqual(counters["snapshots"], wanted, instance.log_tail())

    def test_edits_of_every_kind_arrive_as_deltas(self):
        primary, clients = bar()
        with open(primary.host.path("beers.csv"), "w", encoding="utf-8") as file:
            file.write(HEADER + "\n")
            for number in range(1, BEERS + 1):
                file.write(f'{number},"Bière №{number}, dry",5.{number},30,7.5,1.050,1.010,'
                           f'"says ""prost""",2004-01-17 0:00:00,NULL,,NULL\n')
        primary.kegdisplay("import", "beers.csv")
        self.assert_all_equal(primary, clients)
        self.assertEqual(clients[0].query("select count(*) from beers"), [(BEERS,)])

        added = json.loads(primary.kegdisplay("beer", "add", "--name", "Dubbel", "--abv", "7",
                                              "--json"))["idBeer"]
        primary.kegdisplay("beer", "set", str(added), "--color", "20")
        primary.kegdisplay("tap", "add")
        tap = primary.query("select max(idTap) from taps")[0][0]
        primary.kegdisplay("tap", "set", str(tap), "--beer", str(added))
        self.assert_all_equal(primary, clients)
        self.assertEqual(clients[1].query(f"select Name, Color from beers where idBeer = {added}"),
                         [("Dubbel", 20.0)])
        self.assertEqual(clients[1].query(f"select idBeer from taps where idTap = {tap}"),
                         [(added,)])

        shell = primary.sqlite3_shell(
            "update beers set ABV = 6.66 where idBeer = 1; delete from beers where idBeer = 2;"
            "replace into beers(idBeer, Name) values(3, 'Replaced');"
            "insert or ignore into beers(idBeer, Name) values(900, x'00ff'), (3, 'no');"
            "update beers set idBeer = 901 where idBeer = 4;")
        self.assertEqual(shell.returncode, 0, shell.stderr)
        self.assert_all_equal(primary, clients)
        self.assertEqual(clients[0].query("select ABV from beers where idBeer = 1"), [(6.66,)])

        # One snapshot at most, when it joined; not one of these edits needed another.
        for client in clients:
            counters = client.status()["counters"]
            self.assertLessEqual(counters["snapshots"], 1)
            self.assertGreater(counters["deltas"], 0)
            self.assertEqual(counters["heals"], [])
        names = {display["name"]: display["state"] for display in primary.status()["displays"]}
        self.assertEqual(names, {"wall": "live", "yard": "live"})

    def test_clients_copy_refuses_every_other_writer(self):
        primary, clients = bar()
        primary.kegdisplay("beer", "add", "--name", "Porter")
        primary.kegdisplay("tap", "add")
        self.assert_all_equal(primary, clients)
        for sql in ("delete from beers", "update taps set idBeer = 1",
                    "insert into beers(Name) values('Mine')",
                    "insert into change_log(table_name, operation, row_id) values('beers','X',1)"):
            refused = clients[0].sqlite3_shell(sql)
            self.assertNotEqual(refused.returncode, 0, sql)
            self.assertIn("bar", refused.stderr, sql)
        for words in (["beer", "add", "--name", "Mine"], ["tap", "add"], ["beer", "remove", "1"]):
            refused = clients[0].host.kegdisplay("--db-path", clients[0].db, *words)
            self.assertEqual(refused.returncode, 4, words)
            self.assertIn("bar", refused.stderr)
        self.assert_all_equal(primary, clients)

    def test_cut_network_is_caught_up_with(self):
        primary, clients = bar()
        clients[0].host.cut()
        for number in range(20):
            primary.kegdisplay("beer", "add", "--name", f"While away {number}")
        clients[1].wait_in_step_with(primary)
        self.assertEqual(clients[0].query("select count(*) from beers"), [(0,)])
        clients[0].host.mend()
        self.assert_all_equal(primary, clients)

    def test_kill_of_each_in_turn_shows_no_reader_half_a_transaction(self):
        primary, clients = bar()
        rows = ",".join(f"({number}, 'Beer {number}', 0)" for number in range(1, BEERS + 1))
        self.assertEqual(primary.sqlite3_shell(
            f"insert into beers(idBeer, Name, IBU) values {rows};"
            f"insert into taps(idTap, idBeer) values (1, 1)").returncode, 0)
        for client in clients:
            client.wait_in_step_with(primary)

        readers = [Reader(client.db, self.whole_states_only()) for client in clients]
        for reader in readers:
            reader.start()
        dice = random.Random(20)
        generation = 0
        for victim in (clients[0], primary, clients[1], primary, clients[0]):
            for _ in range(8):
                generation += 1
                self.edit_everything(primary, generation, dice)
                for client in clients:
                    wait_for(lambda: self.generations_on(client) == [(generation,)],
                             lambda: f"generation {generation}: {self.generations_on(client)}")
            victim.kill()
            # Whoever is left goes on; the file of a dead primary can still be edited.
            for _ in range(4):
                generation += 1
                self.edit_everything(primary, generation, dice)
            victim.start()
            for client in clients:
                client.wait_in_step_with(primary)
        self.assert_all_equal(primary, clients)
        self.assertEqual(self.generations_on(clients[0]), [(generation,)])
        for reader in readers:
            self.assertEqual(reader.finish(), [])
            self.assertGreater(reader.rounds, 100)
        # What a client had before the kill it still has: it resumes and needs no second snapshot.
        self.assert_never_healed([primary, *clients], [0, 0, 0])

    def generations_on(self, instance):
        return instance.query("select distinct IBU from beers")

    def edit_everything(self, primary, generation, dice):
        """One transaction of another program: all beers get the generation, one of them moves."""
        connection = sqlite3.connect(primary.db, timeout=10, isolation_level=None)
        connection.execute("begin immediate")
        ids = [row[0] for row in connection.execute("select idBeer from beers")]
        moved = dice.choice(ids)
        connection.execute("update beers set IBU = ?", (generation,))
        connection.execute("update beers set idBeer = ? where idBeer = ?", (max(ids) + 1, moved))
        connection.execute("update taps set idBeer = ?", (max(ids) + 1,))
        connection.execute("commit")
        connection.close()

    def whole_states_only(self):
        """A check for Reader: one generation, never an older one, all beers, the tap's beer there."""
        newest = 0

        def check(connection):
            nonlocal newest
            generations = [int(row[0]) for row in connection.execute("select distinct IBU from beers")]
            count = connection.execute("select count(*) from beers").fetchone()[0]
            poured = connection.execute(
                "select count(*) from taps join beers using(idBeer)").fetchone()[0]
            if len(generations) != 1 or count != BEERS or poured != 1:
                return f"generations {generations}, {count} beers, {poured} poured"
            if generations[0] < newest:
                return f"generation {generations[0]} after {newest}"
            newest = generations[0]
            return None
        return check

    def test_fresh_client_of_a_filled_primary_takes_one_snapshot(self):
        primary = Instance(Host("primary"), "--mode", "primary").start()
        for number in range(5):
            primary.kegdisplay("beer", "add", "--name", f"Beer {number}")
        client = Instance(Host("wall")).join(primary).start()
        self.assert_all_equal(primary, [client])
        self.assert_never_healed([client], [1])
        primary.kegdisplay("beer", "add", "--name", "Another")
        self.assert_all_equal(primary, [client])
        self.assert_never_healed([client], [1])

    def test_joiner_with_data_of_its_own_changes_nothing_on_the_primary(self):
        primary = Instance(Host("primary"), "--mode", "primary").start()
        primary.kegdisplay("beer", "add", "--name", "Precious")
        other = Instance(Host("other"), "--mode", "primary").start()
        other.kegdisplay("beer", "add", "--name", "Foreign")
        foreign = Instance(Host("foreign")).join(other).start()
        foreign.wait_in_step_with(other)
        other.terminate()
        foreign.terminate()
        before, theirs = primary.digest(), foreign.digest()
        to_ours = ["--mode", "client", "--primary-ip", primary.host.address]

        refused = other.host.kegdisplay("--headless", *to_ours, "--db-path", other.db)
        self.assertEqual(refused.returncode, 4, refused.stderr)

        stranger = Instance(foreign.host, *to_ours).start()
        stranger.wait_for_link("refused", "another machine answers")
        stranger.terminate()
        os.unlink(foreign.local("primary.json"))  # it forgets whom it trusts, but not whose copy it has
        primary.kegdisplay("approve", stranger.status()["id"])
        before = primary.digest()
        stranger.start()
        stranger.wait_for_link("refused", "another database")
        self.assertEqual(primary.digest(), before)
        self.assertEqual(stranger.digest(), theirs)
        self.assertEqual(other.digest(), theirs)


if __name__ == "__main__":
    keglab.main()
