# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""Who a machine is and how two of them meet, from docs/PROTOCOL.md alone."""

import base64
import hashlib
import os
import re
import ssl
import subprocess
from typing import NamedTuple

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
PAGE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "docs", "PROTOCOL.md")
NONCE_SIZE = 32


class Identity:
    """A key and its self-signed certificate, in one file, which is made if there is none."""

    def __init__(self, path, **environment):
        """environment: variables for the command that makes it."""
        self.path = path
        if not os.path.exists(path):
            subprocess.run(
                ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                 "-noenc", "-subj", "/CN=KegDisplay", "-keyout", path + ".key", "-out", path + ".crt"],
                env={**os.environ, **environment}, check=True, capture_output=True)
            with open(path, "w", encoding="ascii", opener=private) as both:
                for part in (path + ".key", path + ".crt"):
                    with open(part, encoding="ascii") as file:
                        both.write(file.read())
                    os.unlink(part)

    @property
    def id(self):
        with open(self.path, encoding="ascii") as file:
            pem = file.read()
        return id_of(ssl.PEM_cert_to_DER_cert(pem[pem.index("-----BEGIN CERTIFICATE"):]))

    def context(self, purpose=ssl.PROTOCOL_TLS_CLIENT):
        """TLS 1.3 with this certificate; whom it meets is for the caller to compare."""
        context = ssl.SSLContext(purpose)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.load_cert_chain(self.path)
        return context


def private(path, flags):
    return os.open(path, flags, 0o600)


def id_of(certificate):
    """certificate: DER"""
    return hashlib.sha256(certificate).digest()


# Ids and tokens as text.


def check_character(characters):
    total = 0
    for index, character in enumerate(reversed(characters)):
        value = ALPHABET.index(character) * (2 if index % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]


def base32(raw):
    return base64.b32encode(raw).decode().rstrip("=")


def from_base32(text):
    return base64.b32decode(text + "=" * (-len(text) % 8))


def id_text(raw):
    data = base32(raw)
    parts = [data[at:at + 13] for at in range(0, len(data), 13)]
    text = "".join(part + check_character(part) for part in parts)
    return "-".join(text[at:at + 7] for at in range(0, len(text), 7))


def token_text(raw):
    return base32(raw) + check_character(base32(raw))


class JoinString(NamedTuple):
    host: str
    notify_port: int
    snapshot_port: int
    id: bytes
    token: bytes

    @classmethod
    def parse(cls, text):
        found = re.fullmatch(r"kegdisplay-join:1:(\[.+\]|[^:]+):(\d+):(\d+):(\w{56}):(\w{27})", text)
        host, notify, snapshot, name, token = found.groups()
        data = "".join(name[at:at + 13] for at in range(0, 56, 14))
        parsed = cls(host.strip("[]"), int(notify), int(snapshot), from_base32(data),
                     from_base32(token[:-1]))
        assert str(parsed) == text, "a check character is wrong"
        return parsed

    def __str__(self):
        host = f"[{self.host}]" if ":" in self.host else self.host
        return (f"kegdisplay-join:1:{host}:{self.notify_port}:{self.snapshot_port}:"
                f"{id_text(self.id).replace('-', '')}:{token_text(self.token)}")


# The words that two people compare.


def word_list():
    with open(PAGE, encoding="utf-8") as page:
        section = page.read().split("### Approval", 1)[1].split("\n## ", 1)[0]
    return " ".join(re.findall(r"^ {4}((?:[a-z]+ +){7}[a-z]+)$", section, re.MULTILINE)).split()


def commitment_to(nonce):
    return hashlib.sha256(b"KegDisplay nonce commitment 1\0" + nonce).digest()


def words(client, primary, client_nonce, primary_nonce):
    raw = hashlib.sha256(
        b"KegDisplay pairing words 1\0" + client + primary + client_nonce + primary_nonce).digest()
    known = word_list()
    return " ".join(known[byte] for byte in raw[:3])
