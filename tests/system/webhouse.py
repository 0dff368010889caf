# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""What the tests of the web interface begin with: a primary of their own, and people who work there."""

import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))

from curl import Curl  # noqa: E402
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
