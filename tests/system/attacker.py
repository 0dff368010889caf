# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""A bar with something to steal, and what somebody on its network can do: stand where a primary should
be, or in between."""

import socket
import ssl
import struct
import threading
import unittest
import uuid

from keglab import Host, Instance

import pairing
import protocol_client as protocol
from protocol_client import Connection, Frames, Position

PORTS = (5002, 5003)
PIECE = 65536  # bytes
UNTRUSTED = 6  # kind of a Failure
CONTROL = "wall\n2026-01-01T00:00:00.000Z warning keg.app: forged\r\x1b[2J\x07\x00\u2028"


class AttackTest(unittest.TestCase):
    def setUp(self):
        self.primary = Instance(Host("primary"), "--mode", "primary", "--name", "bar").start()
        self.display = Instance(Host("wall"), "--name", "window").join(self.primary).start()
        self.secrets = {b"SQLite format 3", b"window"}
        self.edits = 0
        self.edit()

    def tearDown(self):
        """Whatever was tried: the paired display is there, and edits arrive."""
        self.edit()
        self.assertEqual(self.primary.query("select count(*) from beers"), [(self.edits,)])
        self.assertEqual(self.display.status()["counters"]["heals"], [])

    def edit(self):
        """Brings another secret to the display."""
        self.edits += 1
        name = f"Secret Stout {self.edits}"
        self.primary.kegdisplay("beer", "add", "--name", name)
        self.display.wait_in_step_with(self.primary)
        head = self.position()
        self.secrets |= {name.encode(), head.db, head.epoch, head.digest, head.digest.hex().encode(),
                         str(uuid.UUID(bytes=head.db)).encode()}

    def position(self):
        return position_of(self.primary)

    def identity(self, host, name="identity"):
        return pairing.Identity(host.path(f"{name}.pem"))

    def connect(self, host, port, identity):
        with host.network():
            return Connection(self.primary.host.address, port, identity)

    def assert_no_secrets(self, received):
        for secret in self.secrets:
            self.assertNotIn(secret, received)

    def assert_nothing_forged(self, text):
        """What others call themselves, as CONTROL, begins no line and moves no cursor."""
        self.assertNotRegex(text, "[\x00-\x09\x0b-\x1f\x7f\u2028\u2029]")
        self.assertEqual([line for line in text.splitlines() if line.startswith("2026-01-01")], [])


def position_of(primary):
    """A primary's head, with what only its displays know."""
    database = primary.status()["database"]
    ((counter, random),) = primary.query("select epoch_counter, epoch_random from replica")
    return Position(uuid.UUID(database["id"]).bytes, struct.pack(">Iq", counter, random),
                    database["sequence"], bytes.fromhex(database["digest"]))


def everything(peer):
    """All that still comes, until the other side has closed or resets the connection."""
    received = b""
    try:
        while piece := peer.recv(PIECE):
            received += piece
    except (ConnectionError, ssl.SSLError):
        pass
    return received


class Listener:
    """Stands on a host's port with a certificate of its own, or without TLS."""

    def __init__(self, host, port, identity=None):
        with host.network():
            self.socket = socket.create_server((host.address, port))
        self.socket.settimeout(protocol.SILENCE)
        self.context = identity.context(ssl.PROTOCOL_TLS_SERVER) if identity else None

    def accept_plain(self):
        peer, _ = self.socket.accept()
        peer.settimeout(protocol.SILENCE)
        return peer

    def accept(self):
        return Frames(self.context.wrap_socket(self.accept_plain(), server_side=True))

    def close(self):
        self.socket.close()


class Relay:
    """Hands bytes on as they are, both ways, and keeps what goes to the primary."""

    def __init__(self, host, port, primary):
        self.to_primary = []  # for each connection
        self.to_display = []
        self._host, self._address = host, (primary.host.address, port)
        self._listener = Listener(host, port)
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                display = self._listener.accept_plain()
            except TimeoutError:
                continue
            except OSError:
                return
            with self._host.network():
                primary = socket.create_connection(self._address, protocol.SILENCE)
            for source, target, kept in ((display, primary, self.to_primary),
                                         (primary, display, self.to_display)):
                kept.append(bytearray())
                threading.Thread(target=self._hand_on, args=(source, target, kept[-1]),
                                 daemon=True).start()

    @staticmethod
    def _hand_on(source, target, kept):
        try:
            while piece := source.recv(PIECE):
                kept += piece
                target.sendall(piece)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            target.close()

    def close(self):
        self._listener.close()
