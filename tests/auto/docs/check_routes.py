#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""Checks that the table of routes in docs/WEB.md says what resources/web/openapi.json says.

    check_routes.py ROOT [--write]

prints the lines that differ and exits with 1 if there are any. With --write it puts the table there.
"""

import difflib
import json
import os
import re
import sys

HEADER = ("| method | path | who | what |", "|---|---|---|---|")
SECTION = re.compile(r"(?<=^## Routes\n)(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def table(description):
    lines = [f"| {method.upper()} | `{path}` | {operation['x-access']} | {operation['summary']} |"
             for path, methods in description["paths"].items() for method, operation in methods.items()]
    return [*HEADER, *lines]


def main():
    root, *options = sys.argv[1:]
    with open(os.path.join(root, "resources", "web", "openapi.json"), encoding="utf-8") as file:
        wanted = table(json.load(file))
    path = os.path.join(root, "docs", "WEB.md")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    section = SECTION.search(text)
    if not section:
        print("docs/WEB.md has no section Routes")
        return 1
    written = [line for line in section.group().splitlines() if line.startswith("|")]
    if options == ["--write"]:
        prose = section.group().partition("|")[0].rstrip("\n")
        body = prose + "\n\n" + "\n".join(wanted) + "\n\n"
        with open(path, "w", encoding="utf-8") as file:
            file.write((text[:section.start()] + body + text[section.end():]).rstrip("\n") + "\n")
        return 0
    difference = list(difflib.unified_diff(written, wanted, "docs/WEB.md", "openapi.json", lineterm="",
                                           n=0))
    print("\n".join(difference))
    return 1 if difference else 0


if __name__ == "__main__":
    sys.exit(main())
