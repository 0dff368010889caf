#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""Plants one violation after the other in a small tree and wants each of them found."""

import os
import tempfile
import unittest

import check_layering

HEAD = "".join(f"// {line}\n" for line in check_layering.SPDX) + "\n"
QT = {"QtSql": "QSqlQuery", "QtNetwork": "QTcpSocket", "QtWidgets": "QWidget", "QtGui": "QPainter"}


class CheckLayering(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = os.path.join(folder.name, "tree")
        self.qt = os.path.join(folder.name, "qt")
        for module, header in QT.items():
            self.write(header, "", os.path.join(self.qt, module))
        for room in ("base", "domain", "store", "wire", "net", "service", "web"):
            self.write(f"core/{room}/thing.h", HEAD + "#pragma once\n")
        self.write("gui/board/card.h", HEAD + "#pragma once\n")

    def write(self, path, text, root=None):
        full = os.path.join(root or self.root, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as file:
            file.write(text)

    def problems(self):
        return check_layering.check(self.root, self.qt)

    def assert_refused(self, path, include, wanted):
        self.write(path, f"{HEAD}#include {include}\n")
        problems = self.problems()
        self.assertEqual(len(problems), 1, problems)
        self.assertIn(path, problems[0])
        self.assertIn(wanted, problems[0])

    def assert_accepted(self, path, *includes):
        self.write(path, HEAD + "".join(f"#include {include}\n" for include in includes))
        self.assertEqual(self.problems(), [])

    def test_own_includes(self):
        for path, header in [("core/base/a.cpp", "core/domain/thing.h"),
                             ("core/domain/a.cpp", "core/store/thing.h"),
                             ("core/sync/a.cpp", "core/net/thing.h"),
                             ("core/sync/a.cpp", "core/store/thing.h"),
                             ("core/service/a.cpp", "gui/board/card.h"),
                             ("core/web/a.cpp", "core/store/thing.h"),
                             ("core/service/a.cpp", "core/web/thing.h"),
                             ("gui/board/a.cpp", "core/store/thing.h"),
                             ("gui/board/a.cpp", "core/net/thing.h")]:
            with self.subTest(path=path, header=header):
                self.assert_refused(path, f'"{header}"', "does not see")
                os.remove(os.path.join(self.root, path))

    def test_own_includes_along_the_arrows(self):
        self.assert_accepted("core/sync/a.cpp", '"core/wire/thing.h"', '"core/domain/thing.h"')
        self.assert_accepted("core/service/a.cpp", '"core/store/thing.h"', '"core/net/thing.h"')
        self.assert_accepted("core/web/a.cpp", '"core/service/thing.h"', '"core/domain/thing.h"')
        self.assert_accepted("gui/board/a.cpp", '"core/service/thing.h"', '"gui/board/card.h"')
        self.assert_accepted("app/a.cpp", '"gui/board/card.h"', '"core/store/thing.h"')
        self.assert_accepted("core/base/a.cpp", '"core/base/thing.h"', '"moc_thing.cpp"', '"a.moc"')

    def test_include_not_from_the_root(self):
        self.assert_refused("core/base/a.cpp", '"thing.h"', "not a path from the root")

    def test_unknown_room(self):
        self.write("core/attic/a.cpp", HEAD)
        self.assertIn("no rule speaks of", self.problems()[0])

    def test_foreign_includes(self):
        for path, header in [("core/service/a.cpp", "QSqlQuery"),
                             ("gui/board/a.cpp", "QtSql/QSqlQuery"),
                             ("app/a.cpp", "QtSql"),
                             ("core/domain/a.cpp", "sqlite3.h"),
                             ("core/sync/a.cpp", "QTcpSocket"),
                             ("core/service/a.cpp", "QtNetwork/QTcpSocket"),
                             ("core/store/a.cpp", "QWidget"),
                             ("core/service/a.cpp", "QtGui/private/thing_p.h"),
                             ("core/wire/a.cpp", "sodium.h"),
                             ("core/service/a.cpp", "qrencode.h"),
                             ("core/service/a.cpp", "boost/asio/ip/tcp.hpp"),
                             ("core/web/a.cpp", "QTcpSocket"),
                             ("core/net/a.cpp", "openssl/x509.h")]:
            with self.subTest(path=path, header=header):
                self.assert_refused(path, f"<{header}>", "that belongs to")
                os.remove(os.path.join(self.root, path))

    def test_foreign_includes_where_they_belong(self):
        self.assert_accepted("core/store/a.cpp", "<QSqlQuery>", "<sqlite3.h>", "<sodium.h>")
        self.assert_accepted("core/net/a.cpp", "<QTcpSocket>", "<QtNetwork/QSslCertificate>")
        self.assert_accepted("core/identity/a.cpp", "<openssl/x509.h>", "<QtNetwork/QSslKey>",
                             "<sodium.h>")
        self.assert_accepted("core/interchange/a.cpp", "<qrencode.h>")
        self.assert_accepted("core/web/a.cpp", "<boost/beast/http/parser.hpp>")
        self.assert_accepted("gui/board/a.cpp", "<QPainter>", "<QtWidgets>", "<vector>")
        self.assert_accepted("tests/auto/store/a.cpp", "<QSqlQuery>", '"core/store/thing.h"')

    def test_missing_licence(self):
        self.write("core/base/a.cpp", "int a;\n")
        self.assertEqual(len(self.problems()), 2)
        self.write("core/base/a.cpp", f"// {check_layering.SPDX[0]}\n")
        self.assertEqual(len(self.problems()), 1)

    def test_licence_after_the_interpreter(self):
        self.write("deploy/a.sh", "#!/bin/sh\n" + HEAD.replace("//", "#"))
        self.assertEqual(self.problems(), [])

    def test_missing_pragma_once(self):
        self.write("core/base/a.h", HEAD)
        self.assertIn("#pragma once", self.problems()[0])

    def test_path_of_a_machine(self):
        self.write("docs/a.md", "see " + "/" + "home/anna/beer.db\n")
        self.assertIn("path of one machine", self.problems()[0])
        self.write("docs/a.md", "see https://example.org/home/beer and /usr/bin and ./work/x\n")
        self.assertEqual(self.problems(), [])


if __name__ == "__main__":
    unittest.main()
