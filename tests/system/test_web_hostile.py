#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""A machine on the bar's network that asks the web interface for what nobody should, over HTTP and over
HTTPS, from many addresses: it is answered rightly, costs no memory, and two honest clients, one of them
at the attacker's own address, are served meanwhile, and so is a display.

Prints what each attack was answered, the primary's peak memory, and how long honest clients waited
(median/longest). 3,000 mutated requests for each scheme; KEG_WEB_MUTATIONS=20000 sends them all,
KEG_WEB_SEED repeats them."""

import collections
import concurrent.futures
import contextlib
import itertools
import json
import os
import random
import resource
import ssl
import time
import unittest

import keglab
from attacker import everything
from keglab import Host, Instance, wait_for

import web_bombs as bombs
import weblab
from weblab import FORM, LIMIT, Honest, Site, answers_in, form, request

MUTATIONS = int(os.environ.get("KEG_WEB_MUTATIONS", "3000"))
SEED = os.environ.get("KEG_WEB_SEED") or str(random.SystemRandom().randrange(1 << 32))
THREADS = 4
ADDRESSES = 60  # of the attacker, and one more, where somebody honest sits, too
POOLS = 2  # threads with a descriptor, that rest for a second before they end
HALF = 3000
STREAMS = 1000
LOG_INS = 400
GROWTH = 48 * 1024  # KiB; promised, of the primary's peak memory
ANSWERS = {200, 201, 302, 304, 400, 401, 403, 404, 405, 408, 412, 413, 417, 429, 431, 501, 503}
JSON = "application/json"
LOG_IN = "Content-Type: application/x-www-form-urlencoded"
HELLO = bytes.fromhex("160301 0200 010001fc 0303")  # the beginning of one of TLS


def together(attack, items, threads=THREADS):
    """attack(item) for each, several at once; all results."""
    with concurrent.futures.ThreadPoolExecutor(threads) as pool:
        return list(pool.map(attack, items))


class Attacks:
    """All of them, one after the other, against one primary."""

    @classmethod
    def setUpClass(cls):
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        cls.primary = Instance(Host("primary"), "--mode", "primary", "--name", bombs.TEXTS[0],
                               "--web-insecure").start()
        cls.display = Instance(Host("wall"), "--no-web").join(cls.primary).start()
        cls.primary.kegdisplay("tap", "count", "12")
        cls.fill()
        cls.display.wait_in_step_with(cls.primary)
        cls.attacker = Host("attacker")
        cls.sources = [f"10.77.0.{number}" for number in range(100, 100 + ADDRESSES)]
        for address in cls.sources:
            cls.attacker.take_address(address)
        cls.staff, cls.stranger = Host("staff"), Host("stranger")
        cls.site = Site(cls.primary, cls.scheme)
        cls.key = json.loads(cls.primary.kegdisplay("user", "key", "add", "robot", "--role", "admin",
                                                    "--json"))["key"]
        cls.may = f"Authorization: Bearer {cls.key}"
        cls.quiet_descriptors = weblab.descriptors(cls.primary)
        cls.quiet_peak = weblab.peak_kib(cls.primary)
        cls.honest = [Honest(name, host, cls.site, cls.key, cls.display)
                      for name, host in (("guest", Host("guest")), ("neighbour", cls.attacker))]
        for one in cls.honest:
            one.next_rounds()
        print(f"\n{cls.scheme}: {cls.memory()}, {cls.quiet_descriptors} descriptors")

    @classmethod
    def fill(cls):
        """A list of beers that is larger than what sockets keep."""
        connection = weblab.writer(cls.primary)
        connection.executemany("insert into beers(Name, Description) values (?, ?)",
                               ((f"Ale {number}", 1800 * "d") for number in range(500)))
        connection.commit()
        connection.close()

    @classmethod
    def memory(cls):
        kinds = {kind: keglab.memory_kib(cls.primary.process.pid, kind)
                 for kind in ("VmHWM", "RssAnon", "RssFile")}
        return f"{kinds['VmHWM']} KiB of memory at most, now {kinds['RssAnon']} of its own and " \
               f"{kinds['RssFile']} of files"

    @classmethod
    def tearDownClass(cls):
        """It ends in time, whoever is still there."""
        for one in cls.honest:
            one.stop()
        cls.wait_for_descriptors(0)
        print(f"{cls.scheme}, at the end: {cls.memory()}")
        held = [cls.site.connect(cls.attacker, source) for source in cls.sources]
        for peer in held:
            peer.sendall(request("GET", "/api/events", b"", cls.may))
        assert cls.primary.terminate() == 0
        assert cls.display.terminate() == 0
        for peer in held:
            peer.close()

    def setUp(self):
        self.begun = time.monotonic()
        weblab.forget_peak(self.primary)
        for one in self.honest:
            one.rounds()

    def tearDown(self):
        """Whatever was tried: honest clients and the display are served, and nothing is left of it."""
        rounds = [one.next_rounds() for one in self.honest]
        peak = weblab.peak_kib(self.primary)
        self.wait_for_descriptors(len(self.honest) + POOLS)
        self.display.wait_in_step_with(self.primary)
        print(f"  {time.monotonic() - self.begun:.0f} s, peak {peak - self.quiet_peak:+} KiB; own address: {weblab.summary(rounds[0])}; the "
              f"attacker's: {weblab.summary(rounds[1])}")
        if not weblab.keeps_what_is_freed():
            self.assertLess(peak - self.quiet_peak, GROWTH)
        counters = self.display.status()["counters"]
        self.assertEqual((counters["reconnects"], counters["heals"]), (0, []))

    @classmethod
    def wait_for_descriptors(cls, more):
        """Until it has not more than so many more than in quiet."""
        wait_for(lambda: weblab.descriptors(cls.primary) <= cls.quiet_descriptors + more,
                 lambda: f"descriptors to be closed: {weblab.descriptors(cls.primary)} are open", LIMIT)

    def ask(self, method, path, body=b"", *lines, source="", host=None):
        return self.site.ask(request(method, path, body, *lines), host or self.attacker, source)

    def ask_as_admin(self, method, path, body=b"", *lines):
        return self.ask(method, path, body, self.may, *lines)

    def assert_says_what_to_do(self, answer):
        """For programs a text, and never that we failed."""
        self.assertIn(answer.status, ANSWERS, answer)
        self.assertEqual(answer.values("x-injected"), [], answer)
        if answer.status >= 400 and answer.value("content-type") == JSON and answer.body:
            answer.error()

    def assert_refused(self, answer, statuses=(400,)):
        self.assert_says_what_to_do(answer)
        self.assertIn(answer.status, statuses, answer)
        answer.error()

    def report(self, seen):
        """seen: any statuses"""
        counts = collections.Counter(seen)
        print("  " + ", ".join(f"{key}: {counts[key]}" for key in sorted(counts, key=str)))

    # Requests that are wrong

    def test_mutated_requests(self):
        seen = []
        whole = bombs.requests(self.key)
        print(f"  {MUTATIONS} requests, KEG_WEB_SEED={SEED}")

        def throw(thread):
            chance = bombs.seeded(SEED, thread)
            for _ in range(MUTATIONS // THREADS):
                data = bombs.mutated(chance.choice(whole), whole, chance)
                received = self.site.say(data, self.attacker, chance.choice(["", *self.sources]))
                try:
                    for answer in answers_in(received):
                        self.assert_says_what_to_do(answer)
                        seen.append(answer.status)
                except (AssertionError, ValueError, KeyError, TypeError) as error:
                    raise AssertionError(f"{data!r}\n{received[:2000]!r}") from error
                if not received:
                    seen.append("closed")
        together(throw, range(THREADS))
        self.report(seen)

    def test_ambiguous_requests(self):
        seen = []
        for name, data, statuses in bombs.AMBIGUOUS:
            with self.subTest(name):
                (answer,) = answers_in(self.site.say(data, self.attacker))
                seen.append(answer.status)
                self.assert_refused(answer, statuses)
                if answer.status not in (405, 501):
                    self.assertEqual(answer.value("connection"), "close")
        self.report(seen)

    def test_other_places(self):
        seen = []
        for path in bombs.PLACES:
            for line in (self.may, "X: nobody"):
                with self.subTest(path[:100]):
                    answer = self.ask("GET", path, b"", line)
                    seen.append(answer.status)
                    self.assert_refused(answer, (400, 404))
                    for secret in (b"root:", b"SQLite format 3", b"--well:", b"{{"):
                        self.assertNotIn(secret, answer.body)
        self.report(seen)

    def test_lines_in_values(self):
        seen = []
        for path in bombs.INJECTIONS:
            with self.subTest(path):
                answer = self.ask_as_admin("GET", path)
                seen.append(answer.status)
                self.assert_says_what_to_do(answer)
        for name in ("a\r\nX-Injected: 1", "a\n\nHTTP/1.1 200 OK\r\n\r\n", "\u2028a\u0085b"):
            with self.subTest(name):
                made = self.ask_as_admin("POST", "/api/beers", {"Name": name, "Description": name})
                seen.append(made.status)
                self.assert_says_what_to_do(made)
                if made.status != 201:
                    continue
                beer = self.ask_as_admin("GET", f"/api/beers/{made.json()['beer_id']}")
                self.assertEqual(beer.json()["Description"], name)
                self.assert_says_what_to_do(self.ask_as_admin("GET", "/api/beers/backup"))
        for host in ('b"a<r>', "bar\x7f", "b\u00e4r", "bar:99999999", "[::", "@", 5000 * "a"):
            with self.subTest(host[:20]):
                data = bombs.raw("POST /api/users/links HTTP/1.1", f"Host: {host}", self.may,
                                 "Content-Length: 17", body=b'{"role":"viewer"}')
                answer = self.site.ask(data, self.attacker)
                seen.append(answer.status)
                self.assert_says_what_to_do(answer)
                if answer.status == 201:
                    answer.json()
        self.report(seen)

    def test_wrong_types(self):
        seen = []
        cookie = f"Cookie: {self.log_in()}"
        self.assertEqual(bombs.undescribed(), [])
        for method, path, right in bombs.ROUTES:
            def ask(body, method=method, path=path):
                who = cookie if path == bombs.OWN_PASSWORD else self.may  # which a program has not
                answer = self.ask(method, path, body, who, f"Content-Type: {JSON}")
                seen.append(answer.status)
                self.assert_says_what_to_do(answer)
                return answer
            for body in bombs.NO_OBJECTS:
                with self.subTest(path, body=body):
                    self.assert_refused(ask(body))
            for field, value in itertools.product(right, bombs.WRONG):
                with self.subTest(path, field=field, value=value[:20]):
                    others = {key: other for key, other in right.items() if key != field}
                    body = json.dumps(others).encode()[:-1] + (b", " if others else b"") \
                        + b'"' + field.encode() + b'": ' + value + b"}"
                    answer = ask(body)
                    if value in bombs.NEVER_RIGHT:
                        self.assert_refused(answer, (400, 404))
        self.report(seen)

    def test_documents(self):
        seen = []

        def ask(case):
            (name, body), path = case
            for size in (len(body), 256 * 1024):
                answer = self.ask_as_admin("POST", path, body[:size])
                seen.append(answer.status)
                self.assertIn(answer.status, (400, 413), name)
                answer.error()
        together(ask, itertools.product(bombs.DOCUMENTS, ("/api/taps/count", "/api/beers")))
        self.report(seen)

    # Much at once

    def test_large_bodies(self):
        """500 MB to who reads little, to who reads much, to nobody, without the right to."""
        for path, lines, status in (("/login", (), 413), ("/api/setup", (), 413),
                                    ("/api/beers", (self.may,), 413),
                                    ("/api/beers/import", (self.may,), 413),
                                    ("/api/beers/import", (), 401), ("/nowhere", (), 404)):
            for kind in ("declared", "chunked"):
                with self.subTest(path, kind=kind):
                    answers, sent = self.site.flood(bombs.large_body(path, kind, *lines),
                                                    self.attacker)
                    print(f"  {path}, {kind}: {[one.status for one in answers]} after "
                          f"{sent >> 20} MiB")
                    self.assertLess(sent, 500_000_000)
                    self.assertEqual(len(answers), 1)
                    self.assert_refused(answers[0], (status,))

    def test_large_headers(self):
        for kind in ("one line", "many lines"):
            with self.subTest(kind):
                answers, sent = self.site.flood(bombs.large_header(kind), self.attacker)
                print(f"  {kind}: {[one.status for one in answers]} after {sent >> 20} MiB")
                self.assertLess(sent, 200_000_000)
                self.assert_refused(answers[0], (431,))

    def from_everywhere(self, count):
        """Addresses of the attacker: every third the one where somebody honest sits."""
        cycle = itertools.cycle(self.sources)
        return ["" if number % 3 == 0 else next(cycle) for number in range(count)]

    def gather(self, stack, sources, begin, **options):
        """begin(peer, number) for connections from each of them: those that there are."""
        peers = []

        def connect(case):
            number, source = case
            try:
                peer = stack.enter_context(begin(number, source, **options))
                peers.append(peer)
            except (OSError, ssl.SSLError):
                pass  # it was pushed out at once
        together(connect, enumerate(sources))
        return peers

    def test_half_requests(self):
        halves = (b"GET /api/menu HTTP/1.1\r\nHost: bar\r\nX-A",
                  b"POST /login HTTP/1.1\r\nHost: bar\r\nContent-Length: 100\r\n\r\nusername",
                  HELLO)

        def begin(number, source):
            half = halves[number % 3]
            connect = self.site.connect_plain if half == HELLO else self.site.connect
            peer = connect(self.attacker, source)
            peer.sendall(half)
            return peer

        def end(peer):
            with contextlib.suppress(OSError, ssl.SSLError):
                return [answer.status for answer in answers_in(everything(peer))] or ["closed"]
            return ["closed"]
        with contextlib.ExitStack() as stack:
            peers = self.gather(stack, self.from_everywhere(HALF), begin)
            self.assertGreater(len(peers), HALF // 2)
            seen = [status for peer in peers for status in end(peer)]
        self.assertEqual(set(seen), {408, "closed"})
        self.report(seen)

    def test_large_bodies_that_never_end(self):
        size = 8 * bombs.MIB
        header = bombs.raw("POST /api/beers/import HTTP/1.1", "Host: bar", self.may,
                           f"Content-Type: {FORM}", f"Content-Length: {size}")

        def begin(_, source):
            peer = self.site.connect(self.attacker, source)
            with contextlib.suppress(OSError, ssl.SSLError):
                peer.sendall(header + (size - 1) * b"x")
            return peer
        with contextlib.ExitStack() as stack:
            peers = self.gather(stack, self.from_everywhere(40), begin)
            self.rounds_of_honest(3)
            print(f"  {len(peers)} bodies of 8 MiB but a byte")

    def rounds_of_honest(self, count):
        """While something goes on."""
        for one in self.honest:
            one.wait_for_rounds(count)

    def test_event_streams_that_nobody_reads(self):
        def begin(number, source):
            path = ("/api/events", "/api/menu/events")[number % 2]
            peer = self.site.connect(self.attacker, source, buffer=1)
            peer.sendall(request("GET", path, b"", self.may))
            return peer
        with contextlib.ExitStack() as stack:
            peers = self.gather(stack, self.from_everywhere(STREAMS), begin)
            self.rounds_of_honest(4)
            print(f"  {len(peers)} streams were opened; {weblab.descriptors(self.primary)} descriptors")

    def test_slow_readers_of_the_whole_backup(self):
        def begin(number, source):
            path = ("/api/backup", "/api/beers", "/api/beers/backup")[number % 3]
            peer = self.site.connect(self.attacker, source, buffer=1)
            peer.sendall(request("GET", path, b"", self.may))
            return peer
        with contextlib.ExitStack() as stack:
            peers = self.gather(stack, self.from_everywhere(400), begin)
            self.rounds_of_honest(4)
            seen = together(self.first_status, peers)
        self.report(seen)
        self.assertTrue(set(seen) <= {"200", "503", "closed"}, seen)

    @staticmethod
    def first_status(peer):
        with contextlib.suppress(OSError, ssl.SSLError):
            return peer.recv(12)[9:].decode() or "closed"
        return "closed"

    def test_floods_of_log_ins(self):
        body = b"username=anna&password=not%20the%20right%20one"

        def ask(source):
            answer = self.ask("POST", "/login", body, LOG_IN, source=source)
            self.assertIn(answer.status, (401, 429, 503), answer)
            if answer.status == 429:
                self.assertTrue(answer.value("retry-after"))
            return answer.status
        self.log_in(host=self.staff)
        self.report(together(ask, LOG_INS // 2 * [""], 16))
        self.report(together(ask, self.from_everywhere(LOG_INS // 2), 16))
        self.assertIn(self.ask("POST", "/login", body, LOG_IN, host=self.stranger).status, (401, 429))
        begun = time.monotonic()
        self.log_in(host=self.staff)  # whoever was here before is not locked out
        print(f"  somebody who had logged in before: again after "
              f"{1000 * (time.monotonic() - begun):.0f} ms")

    # Files

    def test_forms(self):
        seen = []

        def ask(case):
            name, kind, body = case
            answer = self.ask_as_admin("POST", "/api/beers/import/preview", body,
                                       f"Content-Type: {kind}")
            seen.append(answer.status)
            self.assert_says_what_to_do(answer)
            self.assertIn(answer.status, (400, 413), name)
        for case in bombs.FORMS:
            with self.subTest(case[0]):
                ask(case)
        self.report(seen)

    def test_files(self):
        """One after the other, then together, where memory for all ends and some are to come again."""
        seen = []

        def preview(content):
            return self.site.say(request("POST", "/api/beers/import/preview", form(content), self.may,
                                         f"Content-Type: {FORM}"), self.attacker)
        for name, content, is_read in bombs.FILES:
            with self.subTest(name):
                weblab.forget_peak(self.primary)
                (answer,) = answers_in(preview(content))
                print(f"  {name}: {answer.status}, peak "
                      f"{weblab.peak_kib(self.primary) - self.quiet_peak:+} KiB")
                self.assert_says_what_to_do(answer)
                self.assertEqual(answer.status, 200 if is_read else 400)
        for received in together(preview, [content for _, content, _ in bombs.FILES]):
            (answer,) = answers_in(received)
            self.assert_says_what_to_do(answer)
            seen.append(answer.status)
        self.assertLessEqual(set(seen), {200, 400, 503})
        self.report(seen)

    # Other sites and other people

    def log_in(self, *lines, host=None):
        name, password = "anna", "a password of hers"
        self.ask_as_admin("POST", "/api/users", {"name": name, "role": "editor", "password": password})

        def is_let_in():
            self.answer = self.ask("POST", "/login", f"username={name}&password={password}".encode(),
                                   LOG_IN, *lines, host=host)
            return self.answer.status == 302
        wait_for(is_let_in, lambda: f"to be let in: {self.answer}", LIMIT)
        return cookie_of(self.answer)

    def test_other_sites(self):
        cookie = f"Cookie: {self.log_in()}"
        own = f"{self.site.scheme}://bar"
        seen = []
        for line in ("Origin: https://evil.example", "Origin: null", "Origin: http://bar.evil.example",
                     f"Origin: {own}.evil.example", f"Origin: {own}:1", f"Origin: {own}/",
                     "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site", "Sec-Fetch-Site: x",
                     f"Sec-Fetch-Site: cross-site\r\nOrigin: {own}"):
            for method, path, body in (("POST", "/api/taps/count", {"count": 3}),
                                       ("DELETE", "/api/taps/1", b""), ("PUT", "/api/taps/1", {}),
                                       ("POST", "/login", b"username=a&password=b")):
                with self.subTest(line, path=path):
                    answer = self.ask(method, path, body, cookie, line)
                    seen.append(answer.status)
                    self.assert_refused(answer, (403,))
        for line in (f"Origin: {own}", "Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: none"):
            answer = self.ask("PUT", "/api/taps/1", {"beer_id": None}, cookie, line)
            seen.append(answer.status)
            self.assertEqual(answer.status, 200, line)
        self.report(seen)

    def test_sessions_of_others(self):
        given = "keg_session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        first = self.log_in(f"Cookie: {given}")
        second = self.log_in(f"Cookie: {first}")
        self.assertEqual(len({given, first, second}), 3)
        states = {cookie: self.ask("GET", "/api/me", b"", f"Cookie: {cookie}").status
                  for cookie in (given, first, second)}
        self.assertEqual(states, {given: 401, first: 401, second: 200})
        self.ask("GET", "/logout", b"", f"Cookie: {second}")
        self.assertEqual(self.ask("GET", "/api/me", b"", f"Cookie: {second}").status, 401)
        print(f"  {list(states.values())}, 401 after the log-out")

    # Texts

    def test_texts_stay_texts(self):
        self.assertEqual(self.ask_as_admin("POST", "/api/taps/count", {"count": 12}).status, 200)
        for number, text in enumerate(bombs.TEXTS):
            with self.subTest(text):
                self.assert_stays_text(number % 12 + 1, text)

    def assert_stays_text(self, tap, text):
        fields = {name: text for name in ("Name", "Description", "Notes", "style", "brewery")}
        made = self.ask_as_admin("POST", "/api/beers", fields)
        self.assertEqual(made.status, 201, made)
        beer = made.json()["beer_id"]
        self.assertEqual(self.ask_as_admin("PUT", f"/api/taps/{tap}", {"beer_id": beer}).status, 200)
        stored = self.ask_as_admin("GET", f"/api/beers/{beer}").json()
        self.assertEqual({name: stored[name] for name in fields}, fields)
        menu = self.ask("GET", "/api/menu").json()
        self.assertEqual(menu["name"], bombs.TEXTS[0])
        poured = next(one for one in menu["taps"] if one["tap"] == tap)
        self.assertEqual({poured[name] for name in ("name", "description", "style", "brewery")}, {text})
        for path in ("/menu", "/login?again=1", "/taps", "/beers"):
            page = self.ask_as_admin("GET", path)
            self.assertEqual((page.status, page.value("content-type")),
                             (200, "text/html; charset=utf-8"))
            self.assertNotIn(b"alert(1)</script>", page.body)
        self.assertIn(text, self.texts_on_board())

    def texts_on_board(self):
        layout = self.primary.host.path("layout.json")
        self.primary.kegdisplay("board", self.primary.host.path("board.png"), "--layout-json", layout,
                                "--force")
        with open(layout, encoding="utf-8") as file:
            return [item.get("text") for item in json.load(file)]


def cookie_of(answer):
    (line,) = answer.values("set-cookie")
    for word in ("HttpOnly", "SameSite=Strict", "Path=/"):
        assert word in line, line
    return line.partition(";")[0]


class Http(Attacks, unittest.TestCase):
    scheme = "http"


class Https(Attacks, unittest.TestCase):
    scheme = "https"


if __name__ == "__main__":
    keglab.main()
