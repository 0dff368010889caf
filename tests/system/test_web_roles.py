#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""Who may do what: every operation of resources/web/openapi.json x everybody, as one table.

usage: test_web_roles.py KEGDISPLAY [test...]
"""

import contextlib
import http.client
import itertools
import json
import os
import ssl
import subprocess
import unittest
import urllib.parse

import keglab
from keglab import Host, Instance

from openapi import Answer, Description

DESCRIPTION = Description()
RANKS = {"anybody": 0, "newcomer": 0, "viewer": 1, "editor": 2, "admin": 3}
ROLES = ("viewer", "editor", "admin")
PASSWORD = "correct horse"
SECONDS = 60
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=limit"
CSV = ("idBeer,Name,ABV,IBU,Color,OriginalGravity,FinalGravity,Description,Brewed,Kegged,Tapped,Notes\n"
       ",Bock,,,,,,,,,,\n")


class Who:
    """Somebody of a role, known by a session or a key; nobody has no role."""

    def __init__(self, role=None, key=None):
        self.role = role
        self.key = key
        self.cookie = None

    def name(self):
        return f"key of {self.role}" if self.key else self.role or "none"

    def headers(self):
        if self.key:
            return {"Authorization": f"Bearer {self.key}"}
        return {"Cookie": self.cookie} if self.cookie else {}


def trusting():
    """TLS with whoever answers."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def multipart(text):
    return (f'--limit\r\nContent-Disposition: form-data; name="file"; filename="beers.csv"\r\n\r\n'
            f"{text}\r\n--limit--\r\n")


class House:
    """A primary on a host of its own, and requests to it which would succeed for who may make them."""

    def __init__(self, *options):
        self.host = Host("bar")
        self.instance = Instance(self.host, "--mode", "primary", *options, KEGDISPLAY_WEB_PORT="0").start()
        status = self.instance.status()
        self.port, self.machine = status["listen"]["web"], status["id"]
        self.keys = {}
        for role in ROLES:
            self.add_account(role, role)
            self.keys[role] = self.add_key(role, role)
        self.sources = itertools.count(2)  # tries to log in are counted by address
        self.sequence = itertools.count()

    def command(self, *words, text=""):
        done = subprocess.run(
            self.host.command(keglab.program, "--db-path", self.instance.db, "--json", *words),
            input=text, env=self.host.environment(), text=True, capture_output=True, timeout=SECONDS,
            check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def add_account(self, name, role):
        self.command("user", "add", name, "--role", role, "--password-stdin", text=PASSWORD + "\n")

    def add_key(self, name, role):
        return self.command("user", "key", "add", name, "--role", role)["key"]

    def everybody(self):
        everybody = [Who(), *(Who(role) for role in ROLES), *(Who(role, self.keys[role]) for role in ROLES)]
        for who in everybody[1:4]:
            self.log_in(who)
        return everybody

    def log_in(self, who):
        answer = self.ask("POST", "/login", Who(), *self.form(who.role), source=self.new_source())
        assert answer.status == 302, answer
        who.cookie = answer.header("Set-Cookie").split(";")[0]

    def new_source(self):
        return f"127.0.1.{next(self.sources)}"

    @staticmethod
    def form(name):
        return FORM, urllib.parse.urlencode({"username": name, "password": PASSWORD})

    def ask(self, method, path, who, media_type=None, body=None, host=None, address="127.0.0.1",
            source=None, secure=False):
        """From that host; the bodies of streams, which do not end, are left unread."""
        headers = {**who.headers(), **({"Content-Type": media_type} if media_type else {})}
        with (host or self.host).network():
            ends = {"timeout": SECONDS, "source_address": (source, 0) if source else None}
            if secure:
                connection = http.client.HTTPSConnection(address, self.port, context=trusting(), **ends)
            else:
                connection = http.client.HTTPConnection(address, self.port, **ends)
            with contextlib.closing(connection):
                connection.request(method, path, body, headers)
                answer = connection.getresponse()
                is_stream = answer.getheader("Content-Type") == "text/event-stream"
                seen = Answer(answer.status, answer.getheaders(), b"" if is_stream else answer.read())
        DESCRIPTION.check_answer(method, path, seen)
        return seen

    # What is asked for, so that it is there.

    def beer(self):
        """A new one's number."""
        return json.loads(self.instance.kegdisplay("beer", "add", "--name", "Pils", "--json"))["idBeer"]

    def tap(self):
        return json.loads(self.instance.kegdisplay("tap", "add", "--json"))["idTap"]

    def display(self):
        self.instance.kegdisplay("approve", self.machine, "--name", "wall")
        return self.machine

    def account(self):
        name = f"account {next(self.sequence)}"
        self.add_account(name, "viewer")
        return urllib.parse.quote(name)

    def key(self):
        name = f"key {next(self.sequence)}"
        self.add_key(name, "viewer")
        return urllib.parse.quote(name)

    def new_name(self):
        return f"new {next(self.sequence)}"

    def token(self):
        link = self.command("user", "setup-link", self.new_name(), "--role", "viewer")["link"]
        return link.partition("#")[2]

    def request(self, operation):
        """Path, media type and body of one that would succeed."""
        method, path = operation.method, operation.path
        if "requestBody" not in operation.content:
            return self.path(path), None, None
        if path == "/login":
            return path, *self.form("viewer")
        if path.startswith("/api/beers/import"):
            return path, MULTIPART, multipart(CSV)
        body = {
            ("POST", "/api/taps"): lambda: {"beer_id": self.beer()},
            ("POST", "/api/taps/count"): lambda: {"count": 3},
            ("PUT", "/api/taps/{number}"): lambda: {"beer_id": None},
            ("POST", "/api/beers"): lambda: {"Name": "Alt", "ABV": 4.8},
            ("PUT", "/api/beers/{id}"): lambda: {"IBU": "30"},
            ("POST", "/api/beers/clear"): lambda: {"confirmation": "CONFIRM"},
            ("POST", "/api/displays/{id}/approve"): lambda: {"name": "wall"},
            ("POST", "/api/displays/{id}/revoke"): dict,
            ("POST", "/api/displays/{id}/rename"): lambda: {"name": "yard"},
            ("POST", "/api/displays/{id}/standby"): lambda: {"may_promote": True},
            ("POST", "/api/pair"): dict,
            ("POST", "/api/users"): lambda: {"name": self.new_name(), "role": "viewer",
                                             "password": PASSWORD},
            ("PUT", "/api/users/{name}"): lambda: {"role": "editor"},
            ("POST", "/api/users/links"): lambda: {"name": self.new_name(), "role": "viewer"},
            ("POST", "/api/keys"): lambda: {"name": self.new_name(), "role": "viewer"},
            ("PUT", "/api/settings/{key}"): lambda: {"value": "http://bar.example/"},
            ("POST", "/api/setup/check"): lambda: {"token": self.token()},
            ("POST", "/api/setup"): lambda: {"token": self.token(), "password": PASSWORD},
            ("POST", "/api/account/password"): lambda: {"current": PASSWORD, "new": PASSWORD},
        }[method, path]()
        DESCRIPTION.check_request(operation, "application/json", body)
        return self.path(path), "application/json", json.dumps(body)

    def path(self, pattern):
        things = {"/api/taps/{number}": self.tap, "/api/beers/{id}": self.beer,
                  "/api/displays/{id}": self.display, "/api/users/{name}": self.account,
                  "/api/keys/{name}": self.key, "/api/settings/{key}": lambda: "menu_url",
                  "/assets/{name}": lambda: "base.css"}
        for beginning, make in things.items():
            if pattern.startswith(beginning):
                return beginning.partition("{")[0] + str(make()) + pattern.removeprefix(beginning)
        return pattern


def expected(operation, who):
    """The status."""
    statuses = [int(status) for status in operation.content["responses"] if status[0] in "23"]
    success = min(statuses)
    if who.role and (operation.method, operation.path) in (("GET", "/"), ("GET", "/login")):
        success = 302  # to the taps
    if RANKS[operation.access()] == 0:
        return success
    if not who.role:
        return 401 if operation.is_api() else 302
    if RANKS[who.role] < RANKS[operation.access()]:
        return 403
    if operation.path == "/api/account/password" and who.key:
        return 403  # it has none
    return success


def tries_password(operation):
    return operation.path in ("/login", "/api/account/password")


def ends_session(operation):
    return operation.path in ("/login", "/logout", "/api/setup", "/api/account/password")


def table(columns, rows):
    widths = [max(len(str(row[column])) for row in [columns, *rows]) for column in range(len(columns))]
    return "\n".join("  ".join(str(cell).ljust(width) for cell, width in zip(row, widths)).rstrip()
                     for row in [columns, *rows])


class Roles(unittest.TestCase):
    maxDiff = None

    def go_through(self, house, everybody, expectation, **ways):
        """Lets everybody try everything. `ways`: of House.ask()."""
        rows, wrong = [], []
        for operation in DESCRIPTION.operations:
            cells = []
            for who in everybody:
                path, media_type, body = house.request(operation)
                source = house.new_source() if tries_password(operation) and not ways else None
                answer = house.ask(operation.method, path, who, media_type, body, source=source, **ways)
                wanted = expectation(operation, who)
                is_right = answer.status == wanted
                cells.append(answer.status if is_right else f"{answer.status} not {wanted}")
                wrong += [] if is_right else [(operation.method, path, who.name(), answer)]
                yield operation, who, path, answer
            rows.append([operation.method, operation.path, operation.access(), *cells])
        print("\n" + table(["method", "path", "access", *(who.name() for who in everybody)], rows))
        self.assertEqual(wrong, [])
        self.assertEqual(len(rows), len(DESCRIPTION.operations))

    def test_every_operation_for_everybody(self):
        house = House()
        for operation, who, _, _ in self.go_through(house, house.everybody(), expected):
            if ends_session(operation) and who.cookie:
                house.log_in(who)
        self.assertEqual(house.instance.terminate(), 0)

    def test_plain_http_from_another_machine(self):
        house = House()
        everybody = house.everybody()
        for operation, _, path, answer in self.go_through(house, everybody, self.expected_in_plain,
                                                          host=Host("guest"), address=house.host.address):
            if answer.status == 302 and operation.access() != "anybody":
                self.assertEqual(answer.header("Location"),
                                 f"https://{house.host.address}:{house.port}{path}")
            self.assertIsNone(answer.header("Set-Cookie"))
        for who in everybody:  # their sessions have not ended
            self.assertEqual(house.ask("GET", "/api/me", who).status, 200 if who.role else 401)

    @staticmethod
    def expected_in_plain(operation, _):
        """Whoever it is, is nobody there."""
        if operation.access() == "anybody":
            return expected(operation, Who())
        return 403 if operation.is_api() or operation.method != "GET" else 302

    def test_plain_http_that_is_wanted(self):
        house = House("--web-insecure")
        guest = Host("guest")
        address = house.host.address
        for operation in DESCRIPTION.operations:
            if operation.method != "GET" or ends_session(operation):
                continue
            for who in (Who(), Who("admin", house.keys["admin"])):
                answer = house.ask("GET", house.path(operation.path), who, host=guest, address=address)
                self.assertEqual(answer.status, expected(operation, who),
                                 (operation.path, who.name(), answer))
        who = Who("editor")
        answer = house.ask("POST", "/login", Who(), *house.form("editor"), host=guest, address=address)
        self.assertNotIn("Secure", answer.header("Set-Cookie"))
        who.cookie = answer.header("Set-Cookie").split(";")[0]
        answer = house.ask("POST", "/api/taps", who, "application/json", "{}", host=guest, address=address)
        self.assertEqual(answer.status, 201)
        link = json.loads(house.ask("POST", "/api/users/links", Who("admin", house.keys["admin"]),
                                    "application/json", '{"role": "viewer"}', host=guest,
                                    address=address).body)["link"]
        self.assertTrue(link.startswith(f"http://{address}:{house.port}/setup#"), link)

    def test_https_from_another_machine(self):
        house = House()
        guest = Host("guest")
        address = house.host.address
        who = Who("editor")
        answer = house.ask("POST", "/login", Who(), *house.form("editor"), host=guest, address=address,
                           secure=True)
        self.assertEqual(answer.status, 302)
        who.cookie = answer.header("Set-Cookie").split(";")[0]
        for operation in DESCRIPTION.operations:
            if operation.method == "GET" and not ends_session(operation):
                answer = house.ask("GET", house.path(operation.path), who, host=guest, address=address,
                                   secure=True)
                self.assertEqual(answer.status, expected(operation, who), operation)
        answer = house.ask("POST", "/api/taps", who, "application/json", "{}", host=guest, address=address,
                           secure=True)
        self.assertEqual(answer.status, 201)

    def test_the_certificate_names_the_machine(self):
        house = House()
        guest = Host("guest")
        pem = house.instance.local("web.pem")
        self.assertEqual(os.stat(pem).st_mode & 0o777, 0o600)
        name = os.uname().nodename
        place = f"{house.host.address}:{house.port}"

        def fetch(url, *options):
            return guest.run("curl", "--silent", "--show-error", "--max-time", str(SECONDS), "--write-out",
                             "%{http_code}", "--output", "/dev/null", *options, url)

        self.assertEqual(fetch(f"https://{place}/healthz", "--insecure").stdout, "200")
        self.assertEqual(fetch(f"https://{place}/healthz", "--cacert", pem).stdout, "200")
        for known, code in ((name, 0), ("elsewhere.example", 60)):
            seen = fetch(f"https://{known}:{house.port}/healthz", "--cacert", pem, "--resolve",
                         f"{known}:{house.port}:{house.host.address}")
            self.assertEqual(seen.returncode, code, seen)
        self.assertEqual(fetch(f"https://{place}/healthz").returncode, 60)  # nobody vouches for it
        for version, code in (("1.1", 35), ("1.2", 0), ("1.3", 0)):
            seen = fetch(f"https://{place}/healthz", "--insecure", "--tls-max", version)
            self.assertEqual(seen.returncode, code, seen)


if __name__ == "__main__":
    keglab.main()
