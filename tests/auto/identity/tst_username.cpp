// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/user_name.h"
#include "tests/support/need.h"

#include <QTest>

using namespace keg;
using namespace keg::identity;
using namespace keg::test;
using namespace Qt::StringLiterals;

class tst_UserName : public QObject
{
    Q_OBJECT

private slots:
    void valid_isKeptInNfcWithoutBlanksAround_data();
    void valid_isKeptInNfcWithoutBlanksAround();
    void valid_invalid_isRefused_data();
    void valid_invalid_isRefused();
    void comparable_sameForPeople_isSame_data();
    void comparable_sameForPeople_isSame();
    void comparable_others_differ();
};

void tst_UserName::valid_isKeptInNfcWithoutBlanksAround_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("kept");
    QTest::newRow("one letter") << u"a"_s << u"a"_s;
    QTest::newRow("as it is") << u"Anna Bar-2 \"x\" <b>"_s << u"Anna Bar-2 \"x\" <b>"_s;
    QTest::newRow("dots in it") << u"...a%.b"_s << u"...a%.b"_s;
    QTest::newRow("blanks") << u" \t Anna \u00a0"_s << u"Anna"_s;
    QTest::newRow("decomposed") << u"Rene\u0301"_s << u"Ren\u00e9"_s;
    QTest::newRow("64 letters") << QString(64, u'x') << QString(64, u'x');
    QTest::newRow("64 beyond 16 bits") << u"🍺"_s.repeated(64) << u"🍺"_s.repeated(64);
}

void tst_UserName::valid_isKeptInNfcWithoutBlanksAround()
{
    QFETCH(const QString, name);
    QFETCH(const QString, kept);
    QCOMPARE(need(validUserName(name)), kept);
    QCOMPARE(need(validUserName(kept)), kept);
}

void tst_UserName::valid_invalid_isRefused_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("why");
    QTest::newRow("empty") << QString() << u"is empty"_s;
    QTest::newRow("blank") << u"  \n"_s << u"is empty"_s;
    QTest::newRow("65 letters") << QString(65, u'x') << u"has 65 characters"_s;
    QTest::newRow("line") << u"a\nb"_s << u"cannot be seen"_s;
    QTest::newRow("escape") << u"a\u001b[2J"_s << u"cannot be seen"_s;
    QTest::newRow("zero") << u"a"_s + QChar() + u"b"_s << u"cannot be seen"_s;
    QTest::newRow("C1") << u"a\u0085b"_s << u"cannot be seen"_s;
    QTest::newRow("turned around") << u"a\u202eb"_s << u"cannot be seen"_s;
    QTest::newRow("zero width") << u"a\u200bb"_s << u"cannot be seen"_s;
    QTest::newRow("another blank") << u"a\u00a0b"_s << u"cannot be seen"_s;
    QTest::newRow("line separator") << u"a\u2028b"_s << u"cannot be seen"_s;
    QTest::newRow("slash") << u"a/b"_s << u"has a slash"_s;
    QTest::newRow("backslash") << u"a\\b"_s << u"has a slash"_s;
    QTest::newRow("dot") << u" . "_s << u"nothing but dots"_s;
    QTest::newRow("dots") << u".."_s << u"nothing but dots"_s;
    QTest::newRow("half a character") << u"a"_s + QChar(0xd800) + u"b"_s << u"cannot be seen"_s;
}

void tst_UserName::valid_invalid_isRefused()
{
    QFETCH(const QString, name);
    QFETCH(const QString, why);
    const auto valid = validUserName(name);
    QVERIFY(!valid);
    QCOMPARE(valid.error().code, ErrorCode::Refused);
    QVERIFY2(valid.error().message.contains(why), qPrintable(valid.error().message));
    QVERIFY(valid.error().message.contains(u": give "_s));
}

void tst_UserName::comparable_sameForPeople_isSame_data()
{
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("other");
    QTest::newRow("case") << u"Anna"_s << u"aNNA"_s;
    QTest::newRow("umlaut") << u"JÖRG"_s << u"jo\u0308rg"_s;
    QTest::newRow("sharp s") << u"Weiß"_s << u"WEISS"_s;
    QTest::newRow("final sigma") << u"ΟΔΟΣ"_s << u"οδος"_s;
    QTest::newRow("wide") << u"ａdmin"_s << u"admin"_s;
    QTest::newRow("ligature") << u"ﬁnn"_s << u"finn"_s;
    QTest::newRow("blanks around") << u" anna"_s << u"anna "_s;
}

void tst_UserName::comparable_sameForPeople_isSame()
{
    QFETCH(const QString, one);
    QFETCH(const QString, other);
    QCOMPARE(comparableUserName(one), comparableUserName(other));
}

void tst_UserName::comparable_others_differ()
{
    QVERIFY(comparableUserName(u"anna"_s) != comparableUserName(u"hanna"_s));
    QVERIFY(comparableUserName(u"an na"_s) != comparableUserName(u"anna"_s));
    QVERIFY(comparableUserName(u"jorg"_s) != comparableUserName(u"jörg"_s));
}

QTEST_GUILESS_MAIN(tst_UserName)
#include "tst_username.moc"
