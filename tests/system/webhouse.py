# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""What the tests of the web interface begin with: a primary of their own, and people who work there."""

import os
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))

from curl import PATIENCE, Curl  # noqa: E402
from running_primary import RunningPrimary  # noqa: E402

ROLES = ("viewer", "editor", "admin")
PASSWORD = "correct horse"

program = None  # path of kegdisplay, set by main()


def main():
    """Runs the unittest classes of the calling script: SCRIPT PROGRAM [test...]"""
    global program
    program = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=2, warnings="ignore")


class WebTest(unittest.TestCase):
    """Each test has a fresh primary with an account and an API key of each role."""

    maxDiff = None

    def setUp(self):
        self.primary = RunningPrimary(program)
        self.addCleanup(self.stop)
        self.keys = {}
        for role in ROLES:
            self.primary.run("user", "add", role, "--role", role, "--password-stdin", text=PASSWORD + "\n")
            self.keys[role] = self.primary.run("user", "key", "add", role, "--role", role)["key"]

    def stop(self):
        self.assertEqual(self.primary.stop(), 0, "".join(self.primary.log))

    def base(self, scheme="http"):
        return f"{scheme}://127.0.0.1:{self.primary.web_port}"

    def visitor(self, scheme="http", **options):
        """Somebody whom nobody knows."""
        curl = Curl(self.base(scheme), **options)
        self.addCleanup(curl.folder.cleanup)
        return curl

    def program_of(self, role):
        return self.visitor(key=self.keys[role])

    def staff(self, role, scheme="http", **options):
        """Somebody who has logged in."""
        curl = self.visitor(scheme, **options)
        self.assertEqual(curl.log_in(role, PASSWORD).status, 302)
        return curl

    def assert_status(self, answer, status):
        self.assertEqual(answer.status, status, answer)
        return answer

    def assert_refused(self, answer, status, *words, field=None):
        """An error that says all these words."""
        self.assert_status(answer, status)
        error = answer.json()
        for word in words:
            self.assertIn(word, error["error"])
        if field:
            self.assertEqual(error["field"], field)


class StaffTest(WebTest):
    """An editor and an admin have logged in; there are a beer and two taps."""

    def setUp(self):
        super().setUp()
        self.ann, self.bob = self.staff("editor"), self.staff("admin")
        self.primary.run("beer", "add", "--name", "Pils", "--abv", "5")
        self.primary.run("tap", "count", "2")
        self.wait_until_told(self.primary.run("digest")["sequence"])

    def wait_until_told(self, sequence):
        """Until the web interface has heard of that commit, which commands do not wait for."""
        events = self.ann.events("/api/events")
        events.sequences_until(sequence)
        events.close()

    def sqlite3(self, *statements):
        """Another program; SQLite 3.40 may damage the file when two programs write their logs back."""
        subprocess.run(["sqlite3", "-cmd", ".timeout 60000", "-cmd", "PRAGMA wal_autocheckpoint=0",
                        self.primary.database, *statements], stdout=subprocess.DEVNULL, timeout=PATIENCE,
                       check=True)

    def etag(self, path):
        return self.assert_status(self.ann.get(path), 200).header("ETag")

    def events(self, curl, path="/api/events"):
        events = curl.events(path)
        self.addCleanup(events.close)
        return events
