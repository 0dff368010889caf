#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""Attackers that stand where the primary should be, or between it and a display: no display takes a
byte from them or tells them one, and who is between two machines sees neither."""

import os
import re
import socket
import ssl

import keglab
from attacker import CONTROL, PORTS, UNTRUSTED, AttackTest, Listener, Relay, everything
from keglab import Host, Instance, wait_for

import pairing
import protocol_client as protocol
from cbor import encode
from protocol_client import Client, Position, frame


class FakePrimaries(AttackTest):
    def setUp(self):
        super().setUp()
        self.fake = Host("fake")
        self.string = pairing.JoinString.parse(self.primary.join_string())

    def listener(self, host, port=5002, identity=None):
        listener = Listener(host, port, identity)
        self.addCleanup(listener.close)
        return listener

    def restart(self):
        for instance in (self.primary, self.display):
            if instance.process:
                instance.terminate()
            instance.start()
        self.display.wait_in_step_with(self.primary)

    def assert_refused_loudly(self, display):
        """Its log keeps that; its status does not, once it has found the right one by itself."""
        refusal = "another machine answers at the primary's address: "
        refusal += pairing.id_text(self.identity(self.fake).id)
        wait_for(lambda: [line for line in display.log_text().splitlines()
                          if " warning " in line and " refused " in line and refusal in line],
                 display.log_tail)

    def test_at_the_right_address_of_a_paired_display(self):
        """It gets the display's certificate and not one byte more."""
        self.primary.terminate()
        listener = self.listener(self.primary.host, identity=self.identity(self.fake))
        listener.context.verify_mode = ssl.CERT_OPTIONAL  # else none is asked for
        listener.context.load_verify_locations(self.display.local("identity.pem"))
        with listener.accept() as peer:
            certificate = peer.socket.getpeercert(binary_form=True)
            self.assertEqual(pairing.id_text(pairing.id_of(certificate)), self.display.status()["id"])
            self.assertEqual(everything(peer.socket), b"")
        self.assert_refused_loudly(self.display)
        listener.close()
        self.restart()

    def test_at_the_address_of_a_join_string(self):
        """Its token stays where it is, and is still good for the right primary."""
        listener = self.listener(self.fake, identity=self.identity(self.fake))
        joined = Instance(Host("joined"))
        joined.kegdisplay("join", str(self.string._replace(host=self.fake.address)))
        joined.launch()
        with listener.accept() as peer:
            self.assertEqual(everything(peer.socket), b"")
        self.assert_refused_loudly(joined)
        joined.kegdisplay("join", str(self.string))
        joined.wait_in_step_with(self.primary)

    def test_without_tls_or_with_an_older_one(self):
        self.primary.terminate()
        listener = self.listener(self.primary.host, identity=self.identity(self.fake))
        listener.context.minimum_version = ssl.TLSVersion.TLSv1_2
        listener.context.maximum_version = ssl.TLSVersion.TLSv1_2
        with self.assertRaises((ssl.SSLError, ConnectionError)):
            listener.accept()
        with listener.accept_plain() as peer:
            self.assertEqual(peer.recv(1), b"\x16")  # a handshake of TLS
            peer.sendall(frame(protocol.WELCOME, encode(
                {"protocol": 1, **self.position_before().fields(), "name": "bar", "reason": 1})))
            self.assert_no_secrets(everything(peer))
        self.display.wait_for_link("offline")
        listener.close()
        self.restart()

    def position_before(self):
        return Position(bytes(16), bytes(11) + b"\1", 1, bytes(16))

    def test_names_and_reasons_are_on_one_line_everywhere(self):
        listener = self.listener(self.fake, identity=self.identity(self.fake))
        told = Instance(Host("told"), "--primary-ip", self.fake.address).start()
        with listener.accept() as peer:
            self.assertEqual(peer.receive()[0], protocol.HELLO)
            peer.send(protocol.PENDING, nonce=bytes(32), name=CONTROL)
            self.assertEqual(peer.receive()[0], protocol.REVEAL)
            peer.send(protocol.FAILURE, kind=UNTRUSTED, text=CONTROL)
            told.wait_for_link("refused", "forged")
        for text in (told.kegdisplay("status"), told.log_text()):
            self.assert_nothing_forged(text)


class InTheMiddle(AttackTest):
    def setUp(self):
        super().setUp()
        self.middle = Host("middle")

    def test_relayed_bytes_tell_nothing_and_cannot_be_replayed(self):
        relays = [Relay(self.middle, port, self.primary) for port in PORTS]
        for relay in relays:
            self.addCleanup(relay.close)
        string = pairing.JoinString.parse(self.primary.join_string())
        joined = Instance(Host("joined"), "--name", "yard")
        joined.kegdisplay("join", str(string._replace(host=self.middle.address)))
        joined.start().wait_in_step_with(self.primary)
        self.edit()
        joined.wait_in_step_with(self.primary)
        self.secrets |= {b"yard", b"KegDisplay", string.token, joined.status()["id"].encode()}
        for relay in relays:
            for relayed in relay.to_primary + relay.to_display:
                self.assertGreater(len(relayed), 100)
                self.assert_no_secrets(bytes(relayed))
        before = self.primary.displays()
        for port, relay in zip(PORTS, relays):
            with self.middle.network():
                peer = socket.create_connection((self.primary.host.address, port), protocol.SILENCE)
            with peer:
                peer.sendall(bytes(relay.to_primary[0]))
                self.assert_no_secrets(everything(peer))
        wait_for(lambda: len(re.findall(f"{self.middle.address} no TLS", self.primary.log_text())) == 2,
                 self.primary.log_tail)
        self.assertEqual(self.primary.displays().keys(), before.keys())
        self.assertEqual(joined.status()["counters"]["reconnects"], 0)

    def test_a_displays_own_hello_is_worth_nothing_with_another_certificate(self):
        """Frames that a display once sent, token, commitment and all."""
        host = Host("frames")
        client = Client(pairing.JoinString.parse(self.primary.join_string()), self.identity(host))
        token = client.token
        with host.network():
            client.connect()
        hello = {**client.greeting(), "program": "", "snapshot": False, "token": token,
                 "commitment": pairing.commitment_to(client.nonce)}
        client.disconnect()
        connection = self.connect(self.middle, 5002, self.identity(self.middle))
        connection.send(protocol.HELLO, **hello)
        with self.assertRaises(protocol.Refusal) as refusal:
            connection.receive()
        self.assertEqual(refusal.exception.kind, UNTRUSTED)
        self.assert_no_secrets(str(refusal.exception).encode())

    def approve_between(self, relays_nonces):
        """Stands between a display and the primary while words are compared. Returns both words."""
        listener = Listener(self.middle, 5002, self.identity(self.middle))
        self.addCleanup(listener.close)
        told = Instance(Host("told"), "--primary-ip", self.middle.address).start()
        towards_primary = self.connect(self.middle, 5002, self.identity(self.middle))
        own = os.urandom(pairing.NONCE_SIZE)
        with listener.accept() as towards_display, towards_primary:
            kind, hello = towards_display.receive()
            self.assertEqual(kind, protocol.HELLO)
            if not relays_nonces:
                hello["commitment"] = pairing.commitment_to(own)
            towards_primary.send(kind, **hello)
            kind, pending = towards_primary.receive()
            self.assertEqual(kind, protocol.PENDING)
            if not relays_nonces:
                pending["nonce"] = own
            towards_display.send(kind, **pending)
            kind, reveal = towards_display.receive()
            self.assertEqual(kind, protocol.REVEAL)
            towards_primary.send(kind, nonce=reveal["nonce"] if relays_nonces else own)
            told.wait_for_link("pending")
            name = pairing.id_text(self.identity(self.middle).id)
            words = wait_for(lambda: self.primary.displays()[name]["words"], self.primary.log_tail)
            self.assertNotIn(told.status()["id"], self.primary.displays())
            return told.link()["words"], words

    def test_the_words_differ_while_it_hands_on_their_nonces(self):
        here, there = self.approve_between(relays_nonces=True)
        self.assertEqual((len(here.split()), len(there.split())), (3, 3))
        self.assertNotEqual(here, there)

    def test_the_words_differ_with_nonces_of_its_own(self):
        here, there = self.approve_between(relays_nonces=False)
        self.assertNotEqual(here, there)


if __name__ == "__main__":
    keglab.main()
