#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""Checks that what documents name is still there.

    check_names.py ROOT DOCUMENT...

looks at every word in `backticks`: a path must exist, in `Class::member` the class must be declared and
have that member, `function()` must be one, in the file named just before it if there is one, and a
`ClassName` must occur in the code. Prints one line per violation and exits with 1 if there are any.
"""

import os
import re
import sys

CODE_FOLDERS = ("app", "core", "gui", "tests")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
QUOTED = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"[\w.-]+(/[\w.-]+)+/?|[\w-]+\.(h|cpp|md|py|sh|sql|json)")
MEMBER = re.compile(r"([A-Z]\w*)::(~?\w+)")
FUNCTION = re.compile(r"(\w+)\(\)")
TYPE = re.compile(r"[A-Z][a-z0-9]\w*")
OF_QT = re.compile(r"Q[A-Z]\w*")


class Tree:
    """The code below a folder."""

    def __init__(self, root):
        self.root = root
        self.texts = {}
        for folder in CODE_FOLDERS:
            for path, _, names in os.walk(os.path.join(root, folder)):
                for name in names:
                    if name.endswith((".h", ".cpp")):
                        self.read(os.path.join(path, name))

    def read(self, path):
        with open(path, encoding="utf-8") as file:
            self.texts[os.path.relpath(path, self.root)] = file.read()

    def exists(self, path):
        return os.path.exists(os.path.join(self.root, path))

    def has(self, pattern, only_in=None):
        expression = re.compile(pattern)
        texts = [self.texts.get(only_in, "")] if only_in else self.texts.values()
        return any(expression.search(text) for text in texts)

    def has_member(self, owner, member):
        declared = re.compile(rf"\b(?:class|struct|enum class) {owner}\b(?!;).*?^}}",
                              re.MULTILINE | re.DOTALL)
        return any(re.search(rf"\b{member}\b", body) for text in self.texts.values()
                   for body in declared.findall(text))


def problem_of(word, before, tree):
    """What is wrong with a word; `before` is the path that stands just before it, if any."""
    if PATH.fullmatch(word):
        return None if tree.exists(word) else "there is no such file or folder"
    if match := MEMBER.fullmatch(word.removesuffix("()")):
        owner, member = match.groups()
        if OF_QT.fullmatch(owner) or tree.has_member(owner, member):
            return None
        return "no such class has such a member"
    if match := FUNCTION.fullmatch(word):
        name = match.group(1)
        if before is None:
            return None if tree.has(rf"\b{name}\(") else "there is no such function"
        return None if tree.has(rf"\b{name}\(", before) else f"{before} has no such function"
    if TYPE.fullmatch(word) and not OF_QT.fullmatch(word) and not tree.has(rf"\b{word}\b"):
        return "nothing in the code is called so"
    return None


def problems_of(text, tree):
    text = FENCED.sub(lambda block: "\n" * block.group().count("\n"), text)
    path, end = None, 0
    for quoted in QUOTED.finditer(text):
        word = quoted.group(1)
        is_next = not text[end:quoted.start()].strip()
        problem = problem_of(word, path if is_next else None, tree)
        if problem:
            yield f"{text.count(chr(10), 0, quoted.start()) + 1}: `{word}`: {problem}"
        path, end = word if word.endswith((".h", ".cpp")) else None, quoted.end()


def main():
    root, *documents = sys.argv[1:]
    tree = Tree(root)
    problems = []
    for document in documents:
        with open(os.path.join(root, document), encoding="utf-8") as file:
            problems += [f"{document}:{problem}" for problem in problems_of(file.read(), tree)]
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
