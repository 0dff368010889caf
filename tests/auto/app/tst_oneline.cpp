// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/one_line.h"

#include <QTest>

using namespace keg::app;
using namespace Qt::StringLiterals;

/// What of others' texts reaches a terminal and a log.
class tst_OneLine : public QObject
{
    Q_OBJECT

private slots:
    void onOneLine_whatControls_isEscaped_data();
    void onOneLine_whatControls_isEscaped();
    void onOneLine_textOfAllLanguages_staysAsItIs_data();
    void onOneLine_textOfAllLanguages_staysAsItIs();
};

void tst_OneLine::onOneLine_whatControls_isEscaped_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("line");
    QTest::newRow("line breaks") << u"a\r\n\tb"_s << u"a\\r\\n\\tb"_s;
    QTest::newRow("null") << u"a"_s + QChar(0) << u"a\\x00"_s;
    QTest::newRow("escape") << u"\x1b[2J"_s << u"\\x1b[2J"_s;
    QTest::newRow("next line") << u"\u0085"_s << u"\\x85"_s;
    QTest::newRow("separators") << u"\u2028\u2029"_s << u"\\x2028\\x2029"_s;
    QTest::newRow("override") << u"\u202elive"_s << u"\\x202elive"_s;
    QTest::newRow("isolates") << u"\u2066a\u2069"_s << u"\\x2066a\\x2069"_s;
    QTest::newRow("marks of direction") << u"\u200e\u200f\u061c"_s << u"\\x200e\\x200f\\x61c"_s;
    QTest::newRow("blanks of no width") << u"\u200b\u2060\ufeff"_s << u"\\x200b\\x2060\\xfeff"_s;
    QTest::newRow("soft hyphen") << u"\u00ad"_s << u"\\xad"_s;
    QTest::newRow("tag") << u"\U000e0041"_s << u"\\xe0041"_s;
    QTest::newRow("private use") << u"\ue000\U000f0000"_s << u"\\xe000\\xf0000"_s;
    QTest::newRow("unassigned") << u"\u0378\U000efffe"_s << u"\\x378\\xefffe"_s;
    QTest::newRow("half a surrogate") << u"a"_s + QChar(0xd83c) << u"a\ufffd"_s;
}

void tst_OneLine::onOneLine_whatControls_isEscaped()
{
    QFETCH(const QString, text);
    QTEST(onOneLine(text), "line");
}

void tst_OneLine::onOneLine_textOfAllLanguages_staysAsItIs_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("German") << u"Süffig, 5 %"_s;
    QTest::newRow("marks") << u"Cafe\u0301"_s;
    QTest::newRow("Japanese") << u"東京ブラックポーター"_s;
    QTest::newRow("beyond 16 bits") << u"𠮷野家"_s;
    QTest::newRow("Hebrew") << u"בירה"_s;
    QTest::newRow("Persian, with a non-joiner") << u"می\u200cخواهم"_s;
    QTest::newRow("Hindi, with a joiner") << u"क्\u200dष"_s;
    QTest::newRow("emoji, with a joiner") << u"👩\u200d🍳 ❤\ufe0f"_s;
}

void tst_OneLine::onOneLine_textOfAllLanguages_staysAsItIs()
{
    QFETCH(const QString, text);
    QCOMPARE(onOneLine(text), text);
}

QTEST_GUILESS_MAIN(tst_OneLine)
#include "tst_oneline.moc"
