# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""The web interface asked by curl; each answer must be one that openapi.json describes."""

import json
import os
import queue
import subprocess
import tempfile
import threading

from openapi import Answer, Description

PATIENCE = 60  # seconds, for a busy machine
DESCRIPTION = Description()


class Curl:
    """Somebody with a cookie jar of their own, or an API key, or neither."""

    def __init__(self, base, key=None, address=None):
        """`base` like http://127.0.0.1:8080; `address`: ours, on loopback."""
        self.base = base
        self.folder = tempfile.TemporaryDirectory()
        self.jar = os.path.join(self.folder.name, "jar")
        self.options = ["--silent", "--show-error", "--insecure"]
        has_key = key is not None
        self.options += ["--header", f"Authorization: Bearer {key}"] if has_key else ["--cookie", self.jar]
        self.options += ["--interface", address] if address else []

    def command(self, method, path, *options):
        if method == "HEAD":
            options = ["--head", *options]
        elif method != "GET" or "--form" in options:
            options = ["--request", method, *options]
        return ["curl", *self.options, *options, self.base + path]

    def ask(self, method, path, *options, json_body=None, **headers):
        """`headers` are If_Match for If-Match."""
        options = [*options, "--max-time", str(PATIENCE), "--cookie-jar", self.jar]
        if json_body is not None:
            text = json_body if isinstance(json_body, str) else json.dumps(json_body)
            options += ["--header", "Content-Type: application/json", "--data-binary", text]
        for name, value in headers.items():
            options += ["--header", f"{name.replace('_', '-')}: {value}"]
        body = os.path.join(self.folder.name, "body")
        with open(body, "wb"):
            pass
        done = subprocess.run(self.command(method, path, "--dump-header", "-", "--output", body, *options),
                              capture_output=True, check=False)
        assert done.returncode == 0, f"{method} {path}: curl {done.returncode}: {done.stderr.decode()}"
        with open(body, "rb") as file:
            content = b"" if method == "HEAD" else file.read()
        answer = read_answer(done.stdout, content)
        DESCRIPTION.check_answer(method, path, answer)
        return answer

    def get(self, path, *options, **headers):
        return self.ask("GET", path, *options, **headers)

    def post(self, path, body=None, **headers):
        return self.ask("POST", path, json_body=body, **headers)

    def put(self, path, body=None, **headers):
        return self.ask("PUT", path, json_body=body, **headers)

    def delete(self, path, **headers):
        return self.ask("DELETE", path, **headers)

    def send_form(self, path, *fields, **headers):
        """A form as browsers send it: `fields` like "match=id" and "file=@beers.csv"."""
        return self.ask("POST", path, *(word for field in fields for word in ("--form", field)), **headers)

    def log_in(self, name, password, **headers):
        return self.ask("POST", "/login", "--data-urlencode", f"username={name}",
                        "--data-urlencode", f"password={password}", **headers)

    def session(self):
        """The id in the cookie jar; None: there is none."""
        with open(self.jar, encoding="utf-8") as file:
            cookies = [line.rstrip("\n").split("\t") for line in file if "\tkeg_session\t" in line]
        return cookies[0][6] if cookies else None

    def events(self, path):
        return Events(self.command("GET", path, "--no-buffer"))


def read_answer(header, body):
    """`header` as curl dumps it, with those of preliminary answers before."""
    lines = header.decode().split("\r\n\r\n")[-2].split("\r\n")
    return Answer(int(lines[0].split()[1]),
                  [tuple(line.split(": ", 1)) for line in lines[1:]], body)


class Events:
    """A stream of server-sent events."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.queue = queue.Queue()
        self.reader = threading.Thread(target=self.read)
        self.reader.start()

    def read(self):
        event = {}
        for line in self.process.stdout:
            name, _, value = line.rstrip("\n").partition(": ")
            if name:
                event[name] = value
            elif "event" in event:
                self.queue.put(event)
                event = {}
            else:
                event = {}  # "retry", a comment
        self.queue.put(None)

    def next(self):
        """Waits for it. None: the stream has ended."""
        return self.queue.get(timeout=PATIENCE)

    def sequence(self):
        """Of the next event of /api/events."""
        event = self.next()
        sequence = json.loads(event["data"])["sequence"]
        assert event == {"event": "change", "id": str(sequence),
                         "data": f'{{"sequence":{sequence}}}'}, event
        return sequence

    def sequences_until(self, sequence):
        """Of the next events, to the one that has this sequence."""
        seen = [self.sequence()]
        while seen[-1] < sequence:
            seen.append(self.sequence())
        return seen

    def close(self):
        self.process.terminate()
        self.process.wait(PATIENCE)
        self.reader.join(PATIENCE)
        self.process.stdout.close()
