#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""A kiosk on a screen: what the primary edits is seen there, and so is that the primary is gone."""

import json
import os
import unittest

import keglab
from keglab import Host, Instance, wait_for
from screen import Screen

WIDTH, HEIGHT = 1280, 720
TAPS = 6


class Kiosk(unittest.TestCase):
    def setUp(self):
        for tool in ("Xvfb", "import"):
            keglab.require(tool)
        self.primary = Instance(Host("primary"), "--mode", "primary").start()
        for number in range(1, TAPS + 1):
            self.primary.kegdisplay("beer", "add", "--name", f"Beer number {number}", "--color",
                                    str(5 * number), "--abv", "5")
            self.primary.kegdisplay("tap", "add")
            self.primary.kegdisplay("tap", "set", str(number), "--beer", str(number))
        self.host = Host("kiosk")
        self.screen = Screen(self.host, WIDTH, HEIGHT)
        self.addCleanup(self.screen.stop)
        self.kiosk = Instance(self.host, "--kiosk", display=self.screen.display)
        self.kiosk.extra["PATH"] = f"{self.without_session_bus()}:{os.environ['PATH']}"
        self.kiosk.join(self.primary).start()
        self.kiosk.wait_in_step_with(self.primary)
        self.wait_for_text("Beer number")

    def without_session_bus(self):
        """A folder of tools: what would start a bus for a kiosk, where nobody logs in, hangs."""
        tools = self.host.path("tools")
        os.mkdir(tools)
        self.launched = self.host.path("launched")
        launcher = os.path.join(tools, "dbus-launch")
        with open(launcher, "w", encoding="utf-8") as script:
            script.write(f"#!/bin/sh\n: > '{self.launched}'\nexec sleep infinity\n")
        os.chmod(launcher, 0o755)
        return tools

    def layout(self):
        """Every text on the board with its rectangle, as the program itself lists them."""
        file = self.kiosk.host.path("layout.json")
        self.kiosk.kegdisplay("board", self.kiosk.host.path("board.png"), "--size",
                              f"{WIDTH}x{HEIGHT}", "--layout-json", file, "--force")
        with open(file, encoding="utf-8") as layout:
            return json.load(layout)

    def wait_for_text(self, text):
        wait_for(lambda: text in json.dumps(self.layout()), f"{text} on the board")

    def wait_for_still_picture(self):
        """The screen once two pictures in a row are the same."""
        def still():
            first, second = self.screen.picture(), self.screen.picture()
            return first.difference(second) is None and first.colors() > 20 and first
        return wait_for(still, "the screen to be still")

    def test_edit_on_the_primary_repaints_that_card_only(self):
        before = self.wait_for_still_picture()
        self.primary.kegdisplay("beer", "set", "5", "--name", "Something Else")
        wait_for(lambda: self.screen.picture().difference(before), "the screen to change")
        after = self.wait_for_still_picture()
        left, top, right, bottom = after.difference(before)
        # Six taps stand in three columns and two rows; the fifth is the middle of the lower row.
        self.assertGreater(left, WIDTH * 0.3)
        self.assertLess(right, WIDTH * 0.7)
        self.assertGreater(top, HEIGHT * 0.45)
        self.assertGreater(right - left, 20)
        self.assertGreater(bottom - top, 10)

    def test_kiosk_starts_no_session_bus(self):
        self.assertFalse(os.path.exists(self.launched))

    def test_kiosk_covers_the_screen_and_ends_on_sigterm(self):
        picture = self.wait_for_still_picture()
        corners = {picture.row(y, x, x + 1) for x in (0, WIDTH - 1) for y in (0, HEIGHT - 1)}
        self.assertNotIn(b"\0\0\0", corners)
        self.assertEqual(self.kiosk.terminate(), 0)
        self.assertEqual(self.screen.picture().colors(), 1)

    def test_primary_killed_shows_the_mark_and_keeps_the_board(self):
        before = self.wait_for_still_picture()
        self.primary.kill()
        wait_for(lambda: self.screen.picture().difference(before), "the mark to appear")
        marked = self.wait_for_still_picture()
        left, top, right, bottom = marked.difference(before)
        self.assertLess((right - left) * (bottom - top), WIDTH * HEIGHT * 0.1)

        self.primary.start()
        self.kiosk.wait_in_step_with(self.primary)
        wait_for(lambda: self.screen.picture().difference(before) is None, "the mark to vanish")


if __name__ == "__main__":
    keglab.main()
