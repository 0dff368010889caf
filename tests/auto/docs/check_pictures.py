#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""Checks that each picture which the documents show is there, is described, and loads quickly, and
that each one in docs/web is shown: check_pictures.py ROOT"""

import pathlib
import re
import sys

LARGEST = 150 * 1024  # bytes, of one in docs/web
MARKDOWN = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<path>[^)\s]+)\)")
HTML = re.compile(r'<img src="(?P<path>[^"]*)" alt="(?P<alt>[^"]*)" height="\d+">')


def shown(document):
    """(path, description) of each picture of the document."""
    text = document.read_text(encoding="utf-8")
    found = [*MARKDOWN.finditer(text), *HTML.finditer(text)]
    if len(found) != text.count("![") + text.count("<img"):
        yield None, "a picture that is not written like the others"
    for match in found:
        yield document.parent / match["path"], match["alt"]


def faults(root):
    pictures = set()
    for document in [root / "README.md", *sorted((root / "docs").glob("*.md"))]:
        for path, description in shown(document):
            if path is None:
                yield f"{document.name}: {description}"
            elif not path.is_file():
                yield f"{document.name}: there is no {path.name}"
            elif not description.strip():
                yield f"{document.name}: {path.name} is not described"
            else:
                pictures.add(path.resolve())
    for path in sorted((root / "docs" / "web").iterdir()):
        if path.resolve() not in pictures:
            yield f"docs/web/{path.name} is shown nowhere"
        if path.stat().st_size > LARGEST:
            yield f"docs/web/{path.name} has more than {LARGEST} bytes"


if __name__ == "__main__":
    found = list(faults(pathlib.Path(sys.argv[1]).resolve()))
    print("\n".join(found) or "Every picture is there, and shown.")
    sys.exit(bool(found))
