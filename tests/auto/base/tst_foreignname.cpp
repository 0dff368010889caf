// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/base/foreign_name.h"

#include <QTest>

using namespace keg;
using namespace Qt::StringLiterals;

class tst_ForeignName : public QObject
{
    Q_OBJECT

private slots:
    void foreignName_isFoldedAndCut_data();
    void foreignName_isFoldedAndCut();
    void withNameLast_quotesIt();
};

void tst_ForeignName::foreignName_isFoldedAndCut_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("shown");
    const QString full(32, u'x');
    QTest::newRow("none") << QString() << QString();
    QTest::newRow("plain") << u"window 2"_s << u"window 2"_s;
    QTest::newRow("full length") << full << full;
    QTest::newRow("longer") << full + u'x' << QString(31, u'x') + u'…';
    QTest::newRow("blanks") << u"  a  b \t\n c  "_s << u"a b c"_s;
    QTest::newRow("blanks only") << QString(100, u' ') << QString();
    QTest::newRow("a columns' worth") << u"wall"_s + QString(100, u' ') + u'x' << u"wall x"_s;
    QTest::newRow("other blanks") << u"a\u00a0\u2003\u3000\u2028b"_s << u"a b"_s;
    QTest::newRow("letters that look blank") << u"a\u3164\u115f\u2800b"_s << u"a b"_s;
    QTest::newRow("blanks with nothing between") << u"a \u200d \ufe0f \u200b b"_s << u"a b"_s;
    QTest::newRow("joiner in a word") << u"می\u200cخواهم"_s << u"می\u200cخواهم"_s;
    QTest::newRow("mark before a blank") << u"cafe\u0301 2"_s << u"cafe\u0301 2"_s;
    QTest::newRow("cut beside a pair") << QString(30, u'x') + u"🍺🍺"_s << QString(30, u'x') + u'…';
    QTest::newRow("half a pair") << u"a  b"_s + QChar(0xd83c) << u"a b\ufffd"_s;
}

void tst_ForeignName::foreignName_isFoldedAndCut()
{
    QFETCH(const QString, name);
    QTEST(foreignName(name), "shown");
}

void tst_ForeignName::withNameLast_quotesIt()
{
    QCOMPARE(withNameLast(u"192.0.2.1 left"_s, u"a   %1 b"_s),
             u"192.0.2.1 left, called \"a %1 b\""_s);
    QCOMPARE(withNameLast(u"192.0.2.1 left"_s, {}), u"192.0.2.1 left"_s);
}

QTEST_GUILESS_MAIN(tst_ForeignName)
#include "tst_foreignname.moc"
