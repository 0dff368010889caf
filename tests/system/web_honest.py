#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""web_honest.py URL KEY NAME DATABASE: once a second looks at the guests' menu, changes a beer of that
name, and waits until a display has the change in its database; says in a line of JSON how long each
took (ms) and how often it had to ask again because the connection was ended. Ends with SIGTERM, or with
a text if it is answered otherwise than an honest client may expect."""

import http.client
import json
import signal
import sqlite3
import ssl
import sys
import threading
import time
import urllib.parse

LIMIT = 60  # s; for one round
POLL = 0.001  # s


class Client:
    def __init__(self, url, key):
        self._url = urllib.parse.urlsplit(url)
        self._headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        self._connection = None
        self.again = 0

    def _connect(self):
        if self._url.scheme == "http":
            return http.client.HTTPConnection(self._url.hostname, self._url.port, timeout=LIMIT)
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return http.client.HTTPSConnection(self._url.hostname, self._url.port, timeout=LIMIT,
                                           context=context)

    def ask(self, method, path, body=None):
        """(status, JSON); asks again, as browsers do, if the connection ended without an answer."""
        end = time.monotonic() + LIMIT
        while True:
            try:
                if self._connection is None:
                    self._connection = self._connect()
                self._connection.request(method, path, body and json.dumps(body), self._headers)
                answer = self._connection.getresponse()
                return answer.status, json.loads(answer.read())
            except (http.client.HTTPException, OSError) as error:
                self._connection.close()
                self._connection = None
                self.again += 1
                if time.monotonic() > end:
                    raise SystemExit(f"{method} {path}: {error!r}") from error


class Guest:
    def __init__(self, client, name, database):
        self._client, self._name, self._database = client, name, database
        self._beer = None

    def look(self):
        status, menu = self._client.ask("GET", "/api/menu")
        if status != 200 or "taps" not in menu:
            raise SystemExit(f"the menu: {status} {menu}")

    def change(self, note):
        """Makes the beer anew if somebody has deleted it."""
        while True:
            if self._beer is None:
                status, answer = self._client.ask("POST", "/api/beers", {"Name": self._name})
                if status != 201:
                    raise SystemExit(f"a new beer: {status} {answer}")
                self._beer = answer["beer_id"]
            status, answer = self._client.ask("PUT", f"/api/beers/{self._beer}",
                                              {"Name": self._name, "Notes": note})
            if status == 200:
                return
            if status != 404:
                raise SystemExit(f"a change: {status} {answer}")
            self._beer = None

    def await_change(self, note):
        end = time.monotonic() + LIMIT
        while not self._arrived(note):
            if time.monotonic() > end:
                raise SystemExit(f"{note} did not arrive on the display")
            time.sleep(POLL)

    def _arrived(self, note):
        connection = sqlite3.connect(f"file:{self._database}?mode=ro", uri=True, timeout=10)
        try:
            return connection.execute("select 1 from beers where Notes = ?", (note,)).fetchone()
        finally:
            connection.close()


def main():
    url, key, name, database = sys.argv[1:]
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    client = Client(url, key)
    guest = Guest(client, name, database)
    number = 0
    while not ended.is_set():
        number += 1
        note = f"{name} {number}"
        times = [time.monotonic()]
        for step in (guest.look, lambda: guest.change(note), lambda: guest.await_change(note)):
            step()
            times.append(time.monotonic())
        taken = [1000 * (after - before) for before, after in zip(times, times[1:])]
        print(json.dumps({**dict(zip(("get", "put", "lag"), taken)), "again": client.again}),
              flush=True)
        client.again = 0
        ended.wait(max(0, times[0] + 1 - time.monotonic()))


if __name__ == "__main__":
    main()
