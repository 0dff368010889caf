// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/interchange/qr_code.h"
#include "core/web/qr_rows.h"
#include "tests/support/need.h"

#include <QTest>

using namespace keg;
using namespace keg::test;
using namespace keg::web;
using namespace Qt::StringLiterals;

/// QR codes as the pages draw them.
class tst_QrRows : public QObject
{
    Q_OBJECT

private slots:
    void rows_areTheModules_data();
    void rows_areTheModules();
    void rows_ofTooMuch_areAnError();
};

void tst_QrRows::rows_areTheModules_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("short") << u"a"_s;
    QTest::newRow("link") << u"https://10.0.0.5:8080/setup#"_s + QString(52, u'A');
    QTest::newRow("unicode") << u"Kölsch 🍺"_s;
}

void tst_QrRows::rows_areTheModules()
{
    QFETCH(QString, text);
    const QJsonArray rows = need(qrRows(text));
    const auto code = need(interchange::QrCode::of(text));
    QCOMPARE(rows.size(), code.size());
    for (int row = 0; row < code.size(); ++row) {
        const QString modules = rows[row].toString();
        QCOMPARE(modules.size(), code.size());
        for (int column = 0; column < code.size(); ++column)
            QCOMPARE(modules[column], code.isDark(column, row) ? u'1' : u'0');
    }
    // No quiet zone, and the right way up: finder patterns in all corners but the last.
    QVERIFY(rows.first().toString().startsWith(u"11111110"_s));
    QVERIFY(rows.first().toString().endsWith(u"01111111"_s));
    QVERIFY(rows.last().toString().startsWith(u"11111110"_s));
    QVERIFY(!rows.last().toString().endsWith(u"01111111"_s));
}

void tst_QrRows::rows_ofTooMuch_areAnError()
{
    QVERIFY(!qrRows(QString(10'000, u'x')));
}

QTEST_GUILESS_MAIN(tst_QrRows)
#include "tst_qrrows.moc"
