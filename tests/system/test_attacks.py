#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""Attackers that speak TLS and the protocol properly, and read whatever they are sent: nobody whom the
primary has not approved gets a byte of the database."""

import os
import socket
import sqlite3
import ssl
import struct
import threading

import keglab
from attacker import CONTROL, PORTS, UNTRUSTED, AttackTest, everything
from keglab import Host, wait_for

import pairing
import protocol_client as protocol
from cbor import decode, encode
from protocol_client import Client, Position, frame

PROTOCOL = 0


def frames(received):
    """[(type, body)] of all that came; whole frames, and nothing else."""
    found = []
    while received:
        length, kind = struct.unpack(">IH", received[:6])
        assert len(received) >= 4 + length, "half a frame"
        found.append((kind, decode(received[6:4 + length])))
        received = received[4 + length:]
    return found


class Strangers(AttackTest):
    """Without having been approved."""

    def greetings(self):
        """Hellos as a display would say them, at worst one that knows where the primary is."""
        head = self.position()
        later = head._replace(epoch=struct.pack(">I", 9) + head.epoch[4:])
        self.nonce = os.urandom(pairing.NONCE_SIZE)
        common = {"magic": "KegDisplay", "low": 1, "high": 1, "schema": protocol.SCHEMA}
        for position in (Position(), head, head._replace(seq=head.seq - 1), later,
                         head._replace(seq=head.seq + 9), head._replace(db=bytes(16))):
            yield protocol.HELLO, {**common, **position.fields(), "name": "window",
                                   "program": "", "snapshot": position == head, "token": b"",
                                   "commitment": pairing.commitment_to(self.nonce)}
        for position in (Position(), head):
            yield protocol.SNAPSHOT_REQUEST, {**common, **position.fields(), "name": "window",
                                              "offset": 0}

    def others(self):
        """Everything that one side may say to the other, but greetings."""
        head, to = self.position().fields(), {"from_epoch": self.position().epoch, "from_seq": 0}
        payload = {"payload": b"", "check": bytes(32)}
        return [
            (protocol.WELCOME, {"protocol": 1, **head, "name": "bar", "reason": 0}),
            (protocol.CHANGES, {**to, **head, **payload}),
            (protocol.DELTA_BEGIN, {**to, **head, "size": 9}),
            (protocol.DELTA_PART, {"bytes": b"x"}),
            (protocol.DELTA_END, {"check": bytes(32)}),
            (protocol.ACK, head),
            (protocol.HEARTBEAT, head),
            (protocol.PENDING, {"nonce": bytes(32), "name": "bar"}),
            (protocol.REVEAL, {"nonce": self.nonce}),
            (protocol.SNAPSHOT_QUEUED, {"place": 0}),
            (protocol.SNAPSHOT_HEADER, {"size": 9, **head, "schema": protocol.SCHEMA}),
            (protocol.SNAPSHOT_CHUNK, {"bytes": b"x"}),
            (protocol.SNAPSHOT_TRAILER, {"sha256": bytes(32)}),
        ]

    def listen_in(self, connection, *messages):
        """Says all that, hears an edit pass by, and provokes a farewell. Returns what was sent to it."""
        with connection:
            try:
                for kind, fields in messages:
                    connection.send(kind, **fields)
                self.edit()
                connection.socket.sendall(frame(999, encode({})))
            except OSError:
                pass  # hung up on
            return connection.buffer + everything(connection.socket)

    def assert_told_nothing(self, received):
        self.assert_no_secrets(received)
        for kind, body in frames(received):
            if kind == protocol.PENDING:
                self.assertEqual((sorted(body), body["name"]), (["name", "nonce"], "bar"))
            else:
                self.assertEqual(kind, protocol.FAILURE)
                self.assertIn(body["kind"], (PROTOCOL, UNTRUSTED))
        return [kind for kind, _ in frames(received)]

    def try_everything(self, host, identity):
        """Returns what it was answered to its Hellos."""
        answers = []
        for number, greeting in enumerate(self.greetings()):
            for port in PORTS:
                with self.subTest(greeting=number, port=port):
                    connection = self.connect(host, port, identity)
                    received = self.listen_in(connection, greeting)
                    kinds = self.assert_told_nothing(received)
                    if (port, greeting[0]) == (5002, protocol.HELLO):
                        answers.append(kinds[0])
                    if (port, greeting[0]) == (5003, protocol.SNAPSHOT_REQUEST):
                        self.assertEqual(frames(received)[0][1]["kind"], UNTRUSTED)
        hello, *_, request = self.greetings()
        for message in self.others():
            for port, greeting in zip(PORTS, (hello, request)):
                for messages in ([message], [greeting, message]):
                    with self.subTest(message=message[0], port=port, greeted=len(messages) > 1):
                        connection = self.connect(host, port, identity)
                        self.assert_told_nothing(self.listen_in(connection, *messages))
        return answers

    def test_foreign(self):
        host = Host("foreign")
        answers = self.try_everything(host, self.identity(host))
        self.assertEqual(answers, [protocol.PENDING] * len(answers))

    def test_pending(self):
        """While another connection of it waits to be approved, with words and all."""
        host = Host("pending")
        identity = self.identity(host)
        join = pairing.JoinString(self.primary.host.address, *PORTS, None, b"")
        client = Client(join, identity)
        with host.network():
            client.open()
        client.send_hello()
        kind, pending = client.receive()
        self.assertEqual(kind, protocol.PENDING)
        client.reveal(pending)
        wait_for(lambda: client.words in self.primary.kegdisplay("displays"), self.primary.log_tail)
        answers = self.try_everything(host, identity)
        self.assertEqual(answers, [protocol.PENDING] * len(answers))
        self.assert_told_nothing(self.listen_in(client.connection))

    def test_revoked(self):
        host = Host("revoked")
        identity = self.identity(host)
        for command in ("approve", "revoke"):
            self.primary.kegdisplay(command, pairing.id_text(identity.id))
        answers = self.try_everything(host, identity)
        self.assertEqual(answers, [protocol.FAILURE] * len(answers))

    def test_revoked_while_it_listens_gets_no_later_edit(self):
        """Nor one that is committed right after, before the primary has looked."""
        host = Host("listener")
        client = Client(pairing.JoinString.parse(self.primary.join_string()), self.identity(host))
        with host.network():
            client.connect()
        fingerprint = pairing.id_text(client.identity.id)
        refusals = []

        def follow():
            try:
                client.follow(2**62)
            except protocol.Refusal as refusal:
                refusals.append(refusal.kind)
        thread = threading.Thread(target=follow, daemon=True)
        thread.start()
        wait_for(lambda: self.primary.displays()[fingerprint]["state"] == "live",
                 self.primary.log_tail)
        connection = sqlite3.connect(self.primary.db, timeout=10, isolation_level=None)
        connection.execute("pragma wal_autocheckpoint=0")
        connection.execute("update displays set approved = 0 where fingerprint = ?", (fingerprint,))
        connection.execute("insert into beers(Name) values('After')")
        connection.close()
        self.edits += 1
        thread.join(keglab.DEADLINE)
        self.assertEqual(refusals, [UNTRUSTED])
        names = [row[b"Name"] for row in client.tables["beers"].values()]
        self.assertNotIn(b"After", names)

    def test_names_are_on_one_line_everywhere(self):
        host = Host("named")
        connection = self.connect(host, 5002, self.identity(host))
        hello = next(self.greetings())[1]
        connection.send(protocol.HELLO, **{**hello, "name": CONTROL})
        self.assertEqual(connection.receive()[0], protocol.PENDING)
        connection.send(protocol.REVEAL, nonce=self.nonce)
        name = pairing.id_text(self.identity(host).id)
        wait_for(lambda: self.primary.displays()[name]["words"], self.primary.log_tail)
        self.primary.kegdisplay("approve", name)
        for text in (self.primary.kegdisplay("displays"), self.primary.kegdisplay("status"),
                     self.primary.log_text(), self.display.log_text()):
            self.assert_nothing_forged(text)
        self.assertIn("wall 2026-01-01", self.primary.kegdisplay("displays"))

    def test_a_name_forges_no_words(self):
        """Words stand where they are looked for, with nothing in front of them that others chose."""
        forged = "wall2  pending  ant bee cat  -  10.77.0.3" + 100 * " " + "x"
        host = Host("forger")
        connection = self.connect(host, 5002, self.identity(host))
        hello = next(self.greetings())[1]
        connection.send(protocol.HELLO, **{**hello, "name": forged})
        self.assertEqual(connection.receive()[0], protocol.PENDING)
        connection.send(protocol.REVEAL, nonce=self.nonce)
        name = pairing.id_text(self.identity(host).id)
        words = wait_for(lambda: self.primary.displays()[name]["words"], self.primary.log_tail)
        shown = "wall2 pending ant bee cat - 10.…"
        titles, *rows = self.primary.kegdisplay("displays").splitlines()
        (row,) = [row for row in rows if row.startswith(name[:7])]
        self.assertEqual(row.index(words), titles.index("Words"))
        self.assertEqual(row[titles.index("Name"):], shown)
        (row,) = [row for row in self.primary.kegdisplay("status").splitlines() if "wall2" in row]
        self.assertTrue(row.startswith(host.address), row)
        self.assertTrue(row.endswith(f"  {shown}"), row)
        self.assertIn(f"{host.address} waits to be approved as {name} and shows: {words}, "
                      f"called \"{shown}\"\n", self.primary.log_text())
        self.assertRegex(self.primary.kegdisplay("approve", name),
                         f'^{name[:7]} is approved; its screen shows: {words}, called "wall2')


class WithoutCertificates(AttackTest):
    """Who does not begin as a display would is not even answered with a frame."""

    def plain(self, host, port):
        with host.network():
            return socket.create_connection((self.primary.host.address, port), protocol.SILENCE)

    def hello(self, port):
        kind = protocol.HELLO if port == 5002 else protocol.SNAPSHOT_REQUEST
        return frame(kind, encode({"magic": "KegDisplay", "low": 1, "high": 1}))

    def test_plain_text(self):
        host = Host("plain")
        for port in PORTS:
            for said in (self.hello(port), b"GET / HTTP/1.1\r\n\r\n", b"\0", b"\x80\x2e\x01\x03\x01",
                         b"\x16", b"\x16\x03\x01\x40\x00" + os.urandom(65000)):
                with self.subTest(port=port, said=said[:8]), self.plain(host, port) as peer:
                    try:
                        peer.sendall(said)
                        peer.shutdown(socket.SHUT_WR)
                    except OSError:
                        pass
                    received = everything(peer)
                    self.assertLessEqual(len(received), 7)  # an alert of TLS
                    self.assert_no_secrets(received)

    def test_older_tls(self):
        host = Host("older")
        for port in PORTS:
            with self.subTest(port=port), self.plain(host, port) as peer:
                context = self.identity(host).context()
                context.minimum_version = ssl.TLSVersion.TLSv1_2
                context.maximum_version = ssl.TLSVersion.TLSv1_2
                with self.assertRaises((ssl.SSLError, ConnectionError)):
                    context.wrap_socket(peer)

    def test_no_certificate(self):
        host = Host("nameless")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        for port in PORTS:
            with self.subTest(port=port), context.wrap_socket(self.plain(host, port)) as peer:
                # For the client the handshake is over before the primary has seen its end of it.
                try:
                    peer.sendall(self.hello(port))
                except (ConnectionError, ssl.SSLError):
                    pass
                self.assertEqual(everything(peer), b"")
        wait_for(lambda: f"{host.address} no TLS handshake" in self.primary.log_text(),
                 self.primary.log_tail)


if __name__ == "__main__":
    keglab.main()
