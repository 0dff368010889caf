# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""The web interface of a primary in the laboratory, and who asks there, honestly or not."""

import contextlib
import functools
import json
import os
import select
import signal
import socket
import sqlite3
import ssl
import statistics
import sys
from typing import NamedTuple

import keglab
from keglab import wait_for

from attacker import everything

PORT = 8080
PIECE = 65536  # bytes
LIMIT = 90  # s; for one answer, on a machine that does much else
FORM = "multipart/form-data; boundary=part"


class Answer(NamedTuple):
    status: int
    lines: list  # (name in small letters, value)
    body: bytes

    def values(self, name):
        return [value for key, value in self.lines if key == name]

    def value(self, name):
        return (self.values(name) or [""])[0]

    def json(self):
        return json.loads(self.body)

    def error(self):
        """What a program is told: a text that is not empty."""
        text = self.json()["error"]
        assert isinstance(text, str) and text, self
        return text


def answers_in(received, asked=b"GET"):
    """All whole answers in what was received, the last one maybe cut off by the end."""
    found = []
    while received:
        header, separator, rest = received.partition(b"\r\n\r\n")
        assert separator and header.startswith(b"HTTP/1.1 "), received[:200]
        first, *lines = header.decode("latin-1").split("\r\n")
        pairs = [line.split(": ", 1) for line in lines]
        assert all(len(pair) == 2 for pair in pairs), lines
        answer = Answer(int(first.split(" ")[1]), [(name.lower(), value) for name, value in pairs],
                        b"")
        if answer.status == 100:
            received = rest
            continue
        length = answer.value("content-length")
        size = 0 if asked == b"HEAD" or answer.status == 304 else int(length or len(rest))
        found.append(answer._replace(body=rest[:size]))
        received = rest[size:]
    return found


def request(method, path, body=b"", *lines):
    """A whole one; `lines` stand in its header."""
    if isinstance(body, (dict, list)):
        body = json.dumps(body).encode()
    header = [f"{method} {path} HTTP/1.1", "Host: bar", *lines]
    if body or method in ("POST", "PUT"):
        header.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*header, "", ""]).encode("latin-1", "surrogateescape") + body


def form(content, name="beers.csv", match="none"):
    """The body of an import."""
    return (b'--part\r\nContent-Disposition: form-data; name="file"; filename="' + name.encode()
            + b'"\r\n\r\n' + content
            + b'\r\n--part\r\nContent-Disposition: form-data; name="match"\r\n\r\n'
            + match.encode() + b"\r\n--part--\r\n")


class Site:
    """Where a primary's pages are, over one of the schemes."""

    def __init__(self, primary, scheme):
        self.scheme = scheme
        self.address = primary.host.address
        self.url = f"{scheme}://{self.address}:{PORT}"
        self._context = ssl.create_default_context()
        self._context.check_hostname = False
        self._context.verify_mode = ssl.CERT_NONE

    def connect_plain(self, host, source="", buffer=0):
        """source: one of the host's addresses; buffer: bytes that it keeps unread, at most."""
        with host.network():
            peer = socket.socket()
        if buffer:
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        peer.settimeout(LIMIT)
        peer.bind((source or host.address, 0))
        peer.connect((self.address, PORT))
        return peer

    def connect(self, host, source="", buffer=0):
        peer = self.connect_plain(host, source, buffer)
        return self._context.wrap_socket(peer) if self.scheme == "https" else peer

    def say(self, data, host, source=""):
        """Sends all that, and no more: the bytes that come back until the connection ends."""
        with self.connect(host, source) as peer:
            with contextlib.suppress(OSError):  # it answered, and left, before it had all
                peer.sendall(data)
                socket.socket.shutdown(peer, socket.SHUT_WR)  # below TLS
            return everything(peer)

    def ask(self, data, host, source=""):
        """The answer to one request that is answered."""
        received = self.say(data, host, source)
        answers = answers_in(received, data.partition(b" ")[0])
        assert len(answers) == 1, (data[:300], received[:1000])
        return answers[0]

    def flood(self, pieces, host):
        """Sends them as long as somebody takes them: (answers, bytes that were sent)."""
        received = bytearray()
        sent = 0
        with self.connect(host) as peer:
            with contextlib.suppress(ConnectionError, ssl.SSLError):
                for piece in pieces:
                    while is_readable(peer):
                        news = peer.recv(PIECE)
                        if not news:
                            raise ConnectionError
                        received += news
                    peer.sendall(piece)
                    sent += len(piece)
            received += everything(peer)
        return answers_in(bytes(received)), sent


def is_readable(peer):
    return bool(select.select([peer], [], [], 0)[0])


class Honest:
    """Somebody who looks at the menu and changes a beer once a second (web_honest.py)."""

    def __init__(self, name, host, site, key, display):
        self.name = name
        self._log = host.path(f"{name}.{site.scheme}.log")
        self._read = 0
        self._process = host.start(sys.executable, "-B", honest_script(), site.url, key, name,
                                   display.db, log=self._log)

    def rounds(self):
        """All since the last call."""
        with open(self._log, encoding="utf-8") as file:
            whole = file.read().split("\n")[:-1]
        news, self._read = whole[self._read:], len(whole)
        return [json.loads(line) for line in news]

    def _whole(self):
        with open(self._log, encoding="utf-8") as file:
            return file.read().count("\n")

    def wait_for_rounds(self, count):
        """Until as many more were answered; the first of them may have begun before."""
        end = self._whole() + count
        wait_for(lambda: self._whole() >= end or self._process.poll() is not None,
                 lambda: f"{self.name} to be served {count} times", LIMIT)
        if self._process.poll() is not None:
            with open(self._log, encoding="utf-8") as file:
                raise AssertionError(f"{self.name} was not served:\n{file.read()[-3000:]}")

    def next_rounds(self, count=2):
        """Waits for so many more; all since the last call."""
        self.wait_for_rounds(count)
        return self.rounds()

    def stop(self):
        self._process.send_signal(signal.SIGTERM)
        self._process.wait()


def honest_script():
    return __file__.replace("weblab.py", "web_honest.py")


def summary(rounds):
    """What some rounds were like, in milliseconds."""
    def of(what):
        values = [one[what] for one in rounds]
        return f"{what} {statistics.median(values):.0f}/{max(values):.0f}"
    return f"{of('get')} {of('put')} {of('lag')} ms, again {sum(one['again'] for one in rounds)}"


def descriptors(instance):
    return len(os.listdir(f"/proc/{instance.process.pid}/fd"))


def forget_peak(instance):
    """From now on VmHWM is the most memory that it had since now."""
    with open(f"/proc/{instance.process.pid}/clear_refs", "w", encoding="ascii") as file:
        file.write("5")


@functools.cache
def keeps_what_is_freed():
    """Whether the program has AddressSanitizer, with which memory says nothing: it keeps what is freed
    from being used again."""
    with open(keglab.program, "rb") as file:
        return b"__asan_init" in file.read()


def peak_kib(instance):
    return keglab.memory_kib(instance.process.pid)


def writer(instance):
    """A connection of another program to its database."""
    return sqlite3.connect(instance.db, timeout=10)
