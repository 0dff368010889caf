#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""The real program as a primary against a client that was written from docs/PROTOCOL.md alone.

usage: test_independent_client.py KEGDISPLAY
"""

import json
import os
import struct
import subprocess
import sys
import unittest

SUPPORT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "support")
sys.path.insert(0, SUPPORT)

import pairing  # noqa: E402
import protocol_client as protocol  # noqa: E402
from protocol_client import Client, Connection  # noqa: E402
from running_primary import PATIENCE, RunningPrimary  # noqa: E402

PROTOCOL, VERSION, SCHEMA, FOREIGN, OLD_EPOCH, _, UNTRUSTED, OVERLOADED = range(8)

PROGRAM = None
ANOTHER = pairing.id_text(bytes(range(32)))

EDITS = {
    "a beer is added": lambda p: p.run("beer", "add", "--name", "Kölsch", "--abv", "4.8"),
    "a tap is added": lambda p: p.run("tap", "add"),
    "a tap pours": lambda p: p.run("tap", "set", "1", "--beer", "1"),
    "a value changes": lambda p: p.run("beer", "set", "1", "--ibu", "22", "--style", "Kölsch"),
    "a value goes": lambda p: p.run("beer", "set", "1", "--ibu", ""),
    "another program inserts": lambda p: p.sql(
        "INSERT INTO beers(idBeer, Name, Description) VALUES(7, 'Stout', 'dark'), (-8, '', NULL)"),
    "a row is replaced": lambda p: p.sql("REPLACE INTO beers(idBeer, Name) VALUES(7, 'Porter')"),
    "a key moves": lambda p: p.sql("UPDATE beers SET idBeer = 9223372036854775807 WHERE idBeer = 7"),
    "values of every type": lambda p: p.sql(
        "UPDATE beers SET ABV = 1e308, IBU = -9223372036854775808, Color = x'00ff', Notes = '',"
        " Description = CAST(x'c3286100' AS TEXT), Brewed = 0.1, Kegged = 'x' WHERE idBeer = -8"),
    "another display is approved": lambda p: p.run("approve", ANOTHER, "--name", "Küche"),
    "it may become the primary": lambda p: p.run("standby", ANOTHER),
    "it is revoked": lambda p: p.run("revoke", ANOTHER),
    "many statements commit at once": lambda p: p.sql(
        "INSERT INTO taps(idTap) VALUES(2), (3), (4)", "DELETE FROM taps WHERE idTap = 3",
        "UPDATE taps SET idBeer = -8 WHERE idTap > 1", "INSERT INTO taps(idTap) VALUES(3)"),
    "another program logs what is not ours": lambda p: p.sql(
        "INSERT INTO change_log(table_name, operation, row_id) VALUES('kegs', NULL, 5),"
        " ('beers', 'X', 'no key'), (x'6265657273', 7, 1)"),
    "a beer on tap is removed": lambda p: p.run("beer", "remove", "1", "--force"),
    "many beers are imported": lambda p: p.run("import", p.write("many.csv", many_beers())),
    "everything goes": lambda p: p.sql("DELETE FROM taps", "DELETE FROM beers"),
}


def many_beers():
    header = ("idBeer,Name,ABV,IBU,Color,OriginalGravity,FinalGravity,Description,"
              "Brewed,Kegged,Tapped,Notes\n")
    return header + "".join(f"{number},Beer {number},5,20,10,1.05,1.01,{'malty ' * 40},,,,\n"
                            for number in range(100, 700))


class PrimaryTest(unittest.TestCase):
    def setUp(self):
        self.primary = RunningPrimary(PROGRAM)
        self.addCleanup(self.stop)
        self.join = self.primary.join_string()
        self.identity = self.make_identity("identity.pem")

    def make_identity(self, name):
        return pairing.Identity(os.path.join(self.primary.folder.name, name))

    def approve(self, identity):
        self.primary.run("approve", pairing.id_text(identity.id), "--name", "independent")

    def stop(self):
        self.assertEqual(self.primary.stop(), 0, "".join(self.primary.log))

    def client(self, position=protocol.Position()):
        client = Client(self.join._replace(token=b""), self.identity)
        client.position = position
        self.addCleanup(client.close)
        return client

    def joined(self):
        self.approve(self.identity)
        client = self.client()
        self.assertEqual(client.connect(), protocol.FRESH)
        return client

    def follow(self, client):
        """Lets the client come to the head, which must be what the program computes."""
        wanted = self.primary.run("digest")
        client.follow(wanted["sequence"])
        self.assertEqual(client.summary(), wanted)

    def notify(self):
        connection = Connection("127.0.0.1", self.primary.notify_port, self.identity)
        self.addCleanup(connection.close)
        return connection

    def snapshot(self):
        connection = Connection("127.0.0.1", self.primary.snapshot_port, self.identity)
        self.addCleanup(connection.close)
        return connection

    def assert_refused(self, connection, kind):
        with self.assertRaises(protocol.Refusal) as refusal:
            while True:
                connection.receive()
        self.assertEqual(refusal.exception.kind, kind, refusal.exception)
        with self.assertRaises((protocol.Closed, ConnectionResetError)):
            connection.receive()


class Following(PrimaryTest):
    def test_every_edit_ends_with_the_programs_digest(self):
        client = self.joined()
        for name, edit in EDITS.items():
            with self.subTest(name):
                edit(self.primary)
                self.follow(client)
        self.assertEqual(client.seen[protocol.WELCOME], 2)  # to take a snapshot, and after it
        self.assertGreaterEqual(client.seen[protocol.CHANGES], len(EDITS) - 2)
        self.assertGreaterEqual(client.seen[protocol.DELTA_PART], 2)
        counters = self.primary.run("status")["counters"]
        self.assertEqual((counters["snapshots"], counters["heals"]), (1, []))

    def test_the_command_line_prints_where_it_is(self):
        for edit in EDITS.values():
            edit(self.primary)
        wanted = self.primary.run("digest")
        wanted["sequence"] += 1  # the display that joins
        words = [str(self.join), self.identity.path, "--until", str(wanted["sequence"])]
        printed = subprocess.run([sys.executable, os.path.join(SUPPORT, "protocol_client.py"), *words],
                                 stdout=subprocess.PIPE, timeout=PATIENCE, check=True).stdout
        self.assertEqual(json.loads(printed), self.primary.run("digest"))

    def test_an_older_position_resumes_by_one_delta(self):
        client = self.joined()
        client.disconnect()
        for edit in EDITS.values():
            edit(self.primary)
        client.seen.clear()
        self.assertEqual(client.connect(), protocol.RESUME)
        self.follow(client)
        deltas = client.seen[protocol.CHANGES] + client.seen[protocol.DELTA_BEGIN]
        self.assertEqual((client.seen[protocol.WELCOME], deltas), (1, 1))

    def test_a_killed_primary_is_resumed_from(self):
        client = self.joined()
        EDITS["a beer is added"](self.primary)
        self.follow(client)
        self.primary.kill()
        EDITS["a tap is added"](self.primary)
        self.primary.start()
        self.join = self.primary.join_string()
        returned = self.client(client.position)
        returned.tables = client.tables
        self.assertEqual(returned.connect(), protocol.RESUME)
        self.follow(returned)

    def test_a_heartbeat_names_the_head(self):
        client = self.joined()
        while not client.seen[protocol.HEARTBEAT]:
            client.step()
        self.assertEqual(client.head, client.position)
        EDITS["a beer is added"](self.primary)
        self.follow(client)


class Pairing(PrimaryTest):
    def stranger(self, token=b""):
        client = Client(self.join._replace(token=token), self.identity)
        self.addCleanup(client.close)
        return client

    def waiting(self):
        """It has been told that it is pending, and both sides know the words."""
        client = self.stranger()
        client.open()
        client.send_hello()
        kind, body = client.receive()
        self.assertEqual(kind, protocol.PENDING)
        client.reveal(body)
        return client

    def assert_untrusted(self):
        """On both ports, for whoever has this identity and no token."""
        for connect in (lambda: self.stranger().connect(), lambda: self.stranger_at_5003().receive()):
            with self.assertRaises(protocol.Refusal) as refusal:
                connect()
            self.assertEqual(refusal.exception.kind, UNTRUSTED)

    def stranger_at_5003(self):
        connection = self.snapshot()
        connection.send(protocol.SNAPSHOT_REQUEST, **self.stranger().greeting(), offset=0)
        return connection

    def test_a_join_string_lets_one_client_in_once(self):
        client = self.stranger(self.join.token)
        self.assertEqual(client.connect(), protocol.FRESH)
        self.follow(client)
        client.disconnect()
        self.assertEqual(client.connect(), protocol.RESUME)
        self.identity = self.make_identity("another.pem")
        for token in (self.join.token, bytes(16)):
            with self.assertRaises(protocol.Refusal) as refusal:
                self.stranger(token).connect()
            self.assertEqual(refusal.exception.kind, UNTRUSTED)

    def test_both_sides_show_the_same_words_until_it_is_approved_in_place(self):
        client = self.waiting()
        self.assertEqual(self.primary.words_of(client.name), client.words)
        self.approve(self.identity)
        self.assertEqual(client.await_welcome(), protocol.FRESH)
        self.assertIsNone(client.words)
        self.follow(client)

    def test_every_pending_has_the_same_nonce(self):
        client = self.waiting()
        kind, body = client.receive()
        self.assertEqual(kind, protocol.PENDING)
        client.reveal(body)  # which compares the words

    def test_a_nonce_to_which_nobody_was_committed(self):
        client = self.stranger()
        client.open()
        client.send_hello()
        client.receive()
        client.connection.send(protocol.REVEAL, nonce=bytes(32))
        self.assert_refused(client.connection, PROTOCOL)

    def test_a_hello_without_a_commitment(self):
        connection = self.notify()
        connection.send(protocol.HELLO, **self.stranger().greeting(), snapshot=False, token=b"",
                        commitment=b"")
        self.assert_refused(connection, PROTOCOL)

    def test_nobody_but_a_pending_client_gets_a_frame_of_the_primarys(self):
        self.waiting()
        with self.assertRaises(protocol.Refusal) as refusal:
            self.stranger_at_5003().receive()
        self.assertEqual(refusal.exception.kind, UNTRUSTED)

    def test_a_revoked_client_is_cut_off_until_it_is_approved_again(self):
        client = self.joined()
        self.primary.run("revoke", pairing.id_text(self.identity.id))
        with self.assertRaises(protocol.Refusal) as refusal:
            client.follow(2**62)
        self.assertEqual(refusal.exception.kind, UNTRUSTED)
        self.assert_untrusted()
        self.approve(self.identity)
        self.assertEqual(client.connect(), protocol.RESUME)
        self.follow(client)

    def test_another_machine_at_the_primarys_address(self):
        self.join = self.join._replace(id=bytes(range(32)))
        with self.assertRaises(protocol.ProtocolError):
            self.stranger(self.join.token).connect()


class Snapshots(PrimaryTest):
    """Every reason for one."""

    def setUp(self):
        super().setUp()
        for edit in list(EDITS.values())[:5]:
            edit(self.primary)

    def test_asked_for_beyond_the_image_that_there_is(self):
        client = self.joined()
        EDITS["a value changes"](self.primary)
        self.follow(client)
        client.disconnect()
        client.open()
        self.assertEqual(client.say_hello(wants_snapshot=True), protocol.ASKED)
        self.follow(client)

    def test_same_sequence_with_another_digest(self):
        client = self.joined()
        wrong = self.client(client.position._replace(digest=bytes(16)))
        self.assertEqual(wrong.connect(), protocol.DIGEST)
        self.follow(wrong)

    def test_below_the_floor_of_the_log(self):
        client = self.joined()
        client.disconnect()
        EDITS["another program inserts"](self.primary)
        self.primary.sql("DELETE FROM change_log WHERE id < (SELECT max(id) FROM change_log)")
        self.assertEqual(client.connect(), protocol.FLOOR)
        self.follow(client)

    def test_of_an_epoch_that_is_not_known(self):
        client = self.joined()
        other = self.client(client.position._replace(epoch=bytes(12)))
        self.assertEqual(other.connect(), protocol.EPOCH)
        self.follow(other)

    def test_ahead_of_the_primary_starts_an_epoch_that_others_follow(self):
        client = self.joined()
        client.follow(client.head.seq)
        ahead = self.client(client.position._replace(seq=client.position.seq + 1))
        self.assertEqual(ahead.connect(), protocol.AHEAD)
        self.follow(ahead)
        self.assertEqual(ahead.position.epoch_counter(), 2)
        while client.position.epoch_counter() < 2:
            client.step()
        self.follow(client)
        self.assertEqual(client.seen[protocol.WELCOME], 2)

        again = self.client(ahead.position._replace(seq=ahead.position.seq + 1))
        with self.assertRaises(protocol.Refusal) as refusal:
            again.connect()
        self.assertEqual(refusal.exception.kind, OVERLOADED)


class Refusals(PrimaryTest):
    def setUp(self):
        super().setUp()
        EDITS["a beer is added"](self.primary)
        self.accepted = self.joined()
        self.position = self.accepted.position

    def resumed(self):
        client = self.client(self.position)
        client.tables = self.accepted.tables
        self.assertEqual(client.connect(), protocol.RESUME)
        return client

    def hello(self, **changes):
        return {**self.request(), "program": "", "snapshot": False, "token": b"", "commitment": bytes(32), **changes}

    def request(self, **changes):
        return {"magic": "KegDisplay", "low": 1, "high": 1, "schema": protocol.SCHEMA,
                **self.position.fields(), "name": "stranger", "offset": 0, **changes}

    def test_a_hello_that_does_not_fit(self):
        missing = self.hello()
        del missing["digest"]
        later = struct.pack(">I", 2) + self.position.epoch[4:]
        for name, kind, fields in (
                ("magic", VERSION, self.hello(magic="KegDisplai")),
                ("newer protocol", VERSION, self.hello(low=2, high=3)),
                ("older protocol", VERSION, self.hello(low=0, high=0)),
                ("schema", SCHEMA, self.hello(schema=protocol.SCHEMA - 1)),
                ("database", FOREIGN, self.hello(db=bytes(range(16)))),
                ("epoch", OLD_EPOCH, self.hello(epoch=later)),
                ("missing key", PROTOCOL, missing),
                ("short epoch", PROTOCOL, self.hello(epoch=bytes(11))),
                ("short digest", PROTOCOL, self.hello(digest=bytes(15))),
                ("text for a number", PROTOCOL, self.hello(low="1")),
                ("number out of range", PROTOCOL, self.hello(seq=2**63)),
        ):
            with self.subTest(name):
                connection = self.notify()
                connection.send(protocol.HELLO, **fields)
                self.assert_refused(connection, kind)
                self.assert_unmoved()

    def test_a_request_for_a_snapshot_that_does_not_fit(self):
        for name, kind, fields in (
                ("magic", VERSION, self.request(magic="")),
                ("newer protocol", VERSION, self.request(low=2, high=2)),
                ("schema", SCHEMA, self.request(schema=protocol.SCHEMA - 1)),
                ("database", FOREIGN, self.request(db=bytes(range(16)))),
                ("number for a text", PROTOCOL, self.request(name=1)),
        ):
            with self.subTest(name):
                connection = self.snapshot()
                connection.send(protocol.SNAPSHOT_REQUEST, **fields)
                self.assert_refused(connection, kind)

    def test_what_is_no_frame(self):
        for name, sent in (
                ("length 0", bytes(4)),
                ("length 1", b"\0\0\0\1"),
                ("over the limit of strangers", struct.pack(">I", 4097)),
                ("huge", b"\xff" * 4),
                ("web browser", b"GET "),
                ("unknown type", protocol.frame(13, b"\xa0")),
                ("empty body", protocol.frame(protocol.HELLO, b"")),
                ("no CBOR", protocol.frame(protocol.HELLO, b"\xff")),
                ("an array", protocol.frame(protocol.HELLO, b"\x80")),
                ("the first message is no greeting", protocol.frame(
                    protocol.ACK, protocol.encode(self.position.fields()))),
        ):
            for port in (self.notify, self.snapshot):
                with self.subTest(name, port=port.__name__):
                    connection = port()
                    connection.socket.sendall(sent)
                    self.assert_refused(connection, PROTOCOL)
        self.assert_unmoved()

    def test_longer_frames_and_unknown_keys_are_taken_once_accepted(self):
        client = self.resumed()
        client.connection.send(protocol.HEARTBEAT, **client.position.fields(),
                               future={"much": bytes(100000), "more": 2**64 - 1})
        EDITS["a value changes"](self.primary)
        self.follow(client)
        client.connection.socket.sendall(struct.pack(">I", 1048577))
        self.assert_refused(client.connection, PROTOCOL)

    def test_an_acknowledgement_of_what_was_not_sent(self):
        for position in (self.position, self.position._replace(seq=self.position.seq + 1)):
            with self.subTest(position=position):
                client = self.resumed()
                client.connection.send(protocol.ACK, **position.fields())
                self.assert_refused(client.connection, PROTOCOL)

    def test_a_second_hello_that_nobody_waits_for(self):
        client = self.resumed()
        client.connection.send(protocol.HELLO, **self.hello())
        self.assert_refused(client.connection, PROTOCOL)

    def test_a_client_has_no_message_that_writes(self):
        to = self.position._replace(seq=self.position.seq + 1, digest=bytes(16))
        entry = protocol.encode([0, to.seq, b"beers", b"DELETE", 1, None])
        payload = struct.pack(">I", len(entry)) + entry
        step = {"from_epoch": to.epoch, "from_seq": self.position.seq, **to.fields()}
        check = protocol.check_of(self.position, to, payload)
        before = self.primary.bytes_on_disk()
        for kind, fields in (
                (protocol.WELCOME, {"protocol": 1, **to.fields(), "name": "me", "reason": 0}),
                (protocol.CHANGES, {**step, "payload": payload, "check": check}),
                (protocol.DELTA_BEGIN, {**step, "size": len(payload)}),
                (protocol.DELTA_PART, {"bytes": payload}),
                (protocol.DELTA_END, {"check": check}),
                (protocol.PENDING, {"nonce": bytes(32), "name": "me"}),
                (protocol.REVEAL, {"nonce": bytes(32)}),
                (protocol.SNAPSHOT_REQUEST, self.request()),
                (protocol.SNAPSHOT_QUEUED, {"place": 1}),
                (protocol.SNAPSHOT_HEADER, {"size": 4, **to.fields(),
                                             "schema": protocol.SCHEMA}),
                (protocol.SNAPSHOT_CHUNK, {"bytes": b"SQLi"}),
                (protocol.SNAPSHOT_TRAILER, {"sha256": bytes(32)}),
        ):
            with self.subTest(kind=kind):
                client = self.resumed()
                client.connection.send(kind, **fields)
                self.assert_refused(client.connection, PROTOCOL)
                transfer = self.snapshot()
                transfer.send(protocol.SNAPSHOT_REQUEST, **self.request())
                transfer.send(kind, **fields)
                self.assert_refused(transfer, PROTOCOL)
        self.assertEqual(self.primary.bytes_on_disk(), before)
        self.assert_unmoved()

    def assert_unmoved(self):
        wanted = {"epoch": 1, "sequence": self.position.seq, "digest": self.position.digest.hex()}
        self.assertEqual(self.primary.run("digest"), wanted)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()
