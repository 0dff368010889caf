#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""Checks that every translation has every text of the sources, translated, and no others.

    check_translations.py LUPDATE ROOT

prints one line per fault and exits with 1 if there are any. What mends them:
    lupdate -I . app core gui -ts translations/kegdisplay_LL.ts -locations none -no-obsolete
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml


def messages(path):
    """(context, text) -> the translation, None where it is not finished."""
    found = {}
    for context in xml.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            finished = translation.get("type") is None and "".join(translation.itertext()).strip()
            key = (context.findtext("name"), message.findtext("source"))
            found[key] = translation if finished else None
    return found


def faults_of(lupdate, root, path):
    with tempfile.TemporaryDirectory() as folder:
        fresh = pathlib.Path(folder) / path.name
        shutil.copy(path, fresh)
        subprocess.run([lupdate, "-silent", "-I", ".", "app", "core", "gui", "-ts", fresh,
                        "-locations", "none", "-no-obsolete"], cwd=root, check=True)
        now = messages(fresh)
    kept = messages(path)
    for key, translation in now.items():
        if translation is None:
            yield f"{path.name}: {key[0]}: not translated: {key[1]}"
    for key in kept.keys() - now.keys():
        yield f"{path.name}: {key[0]}: no longer in the sources: {key[1]}"


def main(lupdate, root):
    root = pathlib.Path(root)
    files = sorted((root / "translations").glob("*.ts"))
    faults = [fault for path in files for fault in faults_of(lupdate, root, path)]
    print("\n".join(faults) or f"{len(files)} translation(s) complete")
    return 1 if faults or not files else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__.strip())
    sys.exit(main(*sys.argv[1:]))
