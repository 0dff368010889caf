#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""Checks what the compiler does not: who includes whom, and how every file of ours begins.

    check_layering.py ROOT QT_INCLUDE_DIR

prints one line per violation and exits with 1 if there are any. The rules are docs/ARCHITECTURE.md's.
"""

import os
import re
import sys

# The rooms of core, and which others each may include.
CORE = {
    "base": set(),
    "domain": {"base"},
    "store": {"base", "domain"},
    "wire": {"base", "domain"},
    "identity": {"base", "domain"},
    "interchange": {"base", "domain"},
    "sync": {"base", "domain", "wire"},
    "net": {"base", "domain", "wire", "identity"},
}
CORE["service"] = set(CORE)
CORE["web"] = {"base", "domain", "identity", "interchange", "service"}

ALLOWED = {f"core/{room}": {f"core/{other}" for other in others} for room, others in CORE.items()}
ALLOWED["gui"] = {"core/base", "core/domain", "core/service"}
ALLOWED["app"] = {"gui"} | {f"core/{room}" for room in CORE}

# Foreign headers, each with the only rooms that may see it. A name ends in "/" for all of a module.
ONLY_IN = {
    "QtSql/": {"core/store"},
    "sqlite3.h": {"core/store"},
    "sodium.h": {"core/store", "core/identity"},
    "openssl/": {"core/identity"},
    "openssl/err.h": {"core/identity", "core/web"},
    "openssl/pem.h": {"core/identity", "core/web"},
    "openssl/ssl.h": {"core/web"},
    "qrencode.h": {"core/interchange"},
    "boost/": {"core/web"},
    "QtDBus/": {"core/net"},
    "QtNetwork/": {"core/net"},
    "QtNetwork/QSslCertificate": {"core/net", "core/identity"},
    "QtNetwork/QSslKey": {"core/net", "core/identity"},
    "sys/socket.h": {"core/net"},
    "QtGui/": {"gui", "app"},
    "QtWidgets/": {"gui", "app"},
    "QtTest/": set(),
}

SPDX = ["SPDX-FileCopyrightText: 2026 the KegDisplay authors", "SPDX-License-Identifier: MIT"]
OURS = (".cpp", ".h", ".py", ".sh", ".js", ".sql", ".cmake", "CMakeLists.txt", ".ci/run")
TEXTS = OURS + (".md", ".json", ".conf", ".service", ".desktop", ".qrc", ".ts", ".csv")
MACHINE_PATH = re.compile(r"(?<![\w.:/-])/(?:home|root|work|Users)/\w")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
GENERATED = re.compile(r"(^|/)(moc_|ui_)|\.moc$")


def tracked_files(root):
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders
                            if name not in (".git", "__pycache__")
                            and (folder, name) != (root, "build"))
        for name in sorted(files):
            yield os.path.relpath(os.path.join(folder, name), root)


def room_of(path):
    """core/store/database.h -> core/store, gui/board/card.h -> gui, tests/... -> None."""
    parts = path.split("/")
    if parts[0] == "core":
        return "/".join(parts[:2])
    return parts[0] if parts[0] in ("gui", "app") else None


def qualified(header, qt_folder):
    """QSqlQuery -> QtSql/QSqlQuery, so that a rule for a module meets every way to write it."""
    if "/" not in header and header[0] in "qQ":
        for module in sorted(os.listdir(qt_folder)):
            if module == header:
                return f"{module}/"
            if os.path.exists(os.path.join(qt_folder, module, header)):
                return f"{module}/{header}"
    return header


def rule_for(header):
    """The longest rule that speaks of this header, or None."""
    rules = [rule for rule in ONLY_IN
             if header == rule or (rule.endswith("/") and header.startswith(rule))]
    return max(rules, key=len, default=None)


def check_own_include(root, room, header):
    if not os.path.exists(os.path.join(root, header)):
        return f'includes "{header}", which is not a path from the root of the project'
    target = room_of(header)
    if target is not None and target != room and target not in ALLOWED.get(room, set()):
        return f"may not include {header}: {room} does not see {target}"
    return None


def check_foreign_include(room, header):
    rule = rule_for(header)
    if rule is not None and room not in ONLY_IN[rule]:
        allowed = ", ".join(sorted(ONLY_IN[rule])) or "tests"
        return f"may not include <{header}>: that belongs to {allowed}"
    return None


def include_problems(root, path, text, qt_folder):
    room = room_of(path)
    if room is not None and room not in ALLOWED:
        yield f"lies in {room}, a room that no rule speaks of"
    for quote, header in INCLUDE.findall(text):
        if GENERATED.search(header):
            continue
        if room is None:
            problem = None
        elif quote == '"':
            problem = check_own_include(root, room, header)
        else:
            problem = check_foreign_include(room, qualified(header, qt_folder))
        if problem:
            yield problem


def beginning_problems(path, text):
    lines = text.splitlines()
    if lines and lines[0].startswith("#!"):
        lines = lines[1:]
    elif lines and lines[0].startswith("# shellcheck"):
        lines = lines[1:]
    for line, wanted in zip(lines[:2] + ["", ""], SPDX):
        if wanted not in line:
            yield f"does not begin with the line {wanted}"
    if path.endswith(".h") and not re.search(r"^#pragma once$", text, re.MULTILINE):
        yield "has no #pragma once"


def problems_of(root, path, qt_folder):
    if not path.endswith(TEXTS):
        return
    with open(os.path.join(root, path), encoding="utf-8") as file:
        text = file.read()
    if path.endswith(OURS):
        yield from beginning_problems(path, text)
    if path.endswith((".cpp", ".h")):
        yield from include_problems(root, path, text, qt_folder)
    for number, line in enumerate(text.splitlines(), 1):
        if MACHINE_PATH.search(line):
            yield f"line {number} names a path of one machine: {line.strip()}"


def check(root, qt_folder):
    return [f"{path}: {problem}" for path in tracked_files(root)
            for problem in problems_of(root, path, qt_folder)]


def main():
    root, qt_folder = sys.argv[1:]
    if not os.path.exists(os.path.join(qt_folder, "QtCore", "QObject")):
        sys.exit(f"{qt_folder} does not hold Qt's headers")
    problems = check(root, qt_folder)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
