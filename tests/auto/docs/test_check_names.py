#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""Plants wrong names in a document and expects check_names.py to find each of them."""

import os
import tempfile
import unittest

import check_names

CODE = """
class Keg;
class Keg final : public Vessel
{
public:
    void tap();
};

struct Beer
{
    int color = 0;
};

int pour(int ml);
"""


class CheckNames(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        for path, text in (("core/keg.h", CODE), ("core/other.h", "int drink(int ml);\n")):
            full = os.path.join(folder.name, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w", encoding="utf-8") as file:
                file.write(text)
        self.tree = check_names.Tree(folder.name)

    def problems(self, text):
        return list(check_names.problems_of(text, self.tree))

    def test_right_names_are_no_problem(self):
        for text in ("`core/keg.h`", "`core`", "`Keg::tap`", "`Keg::tap()`", "`Beer::color`", "`Keg`",
                     "`pour()`", "`core/keg.h` `pour()`", "`QWidget::update`", "`--any --words`",
                     "`lower_case`", "```\n`Nonsense`\n```"):
            self.assertEqual(self.problems(text), [], text)

    def test_wrong_names_are_found(self):
        for text in ("`core/gone.h`", "`gone.h`", "`tests/gone/`", "`Keg::untap`", "`Barrel::tap`",
                     "`Keg::color`", "`Keg::pour`", "`spill()`", "`core/keg.h`\n`drink()`", "`Barrel`",
                     "`Vessel::tap`", "fine `pour()` and `spill()`"):
            self.assertEqual(len(self.problems(text)), 1, text)

    def test_the_line_is_named(self):
        self.assertEqual(self.problems("one\n```\ntwo\n```\n`Barrel`"),
                         ["5: `Barrel`: nothing in the code is called so"])


if __name__ == "__main__":
    unittest.main()
