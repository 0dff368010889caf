// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/base/base32.h"

#include <QTest>

using namespace keg;
using namespace Qt::StringLiterals;

class tst_Base32 : public QObject
{
    Q_OBJECT

private slots:
    void encode_givesWhatRfc4648Gives_data();
    void encode_givesWhatRfc4648Gives();
    void decode_ofAnyLength_givesTheBytesBack();
    void decode_ofWhatEncodeNeverWrites_isAbsent_data();
    void decode_ofWhatEncodeNeverWrites_isAbsent();
    void tidied_takesWhatPeopleType();
    void checkCharacter_changesWithEachCharacter();
    void checkCharacter_changesWithSwappedNeighbours();
};

namespace {

const QString Alphabet = u"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"_s;

} // namespace

void tst_Base32::encode_givesWhatRfc4648Gives_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("0") << QByteArray() << QString();
    QTest::newRow("1") << QByteArray("f") << u"MY"_s;
    QTest::newRow("2") << QByteArray("fo") << u"MZXQ"_s;
    QTest::newRow("3") << QByteArray("foo") << u"MZXW6"_s;
    QTest::newRow("4") << QByteArray("foob") << u"MZXW6YQ"_s;
    QTest::newRow("5") << QByteArray("fooba") << u"MZXW6YTB"_s;
    QTest::newRow("6") << QByteArray("foobar") << u"MZXW6YTBOI"_s;
}

void tst_Base32::encode_givesWhatRfc4648Gives()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, text);
    QCOMPARE(base32::encode(bytes), text);
    QCOMPARE(base32::decode(text), std::optional(bytes));
}

void tst_Base32::decode_ofAnyLength_givesTheBytesBack()
{
    QByteArray bytes;
    for (int length = 0; length < 100; ++length) {
        QCOMPARE(base32::decode(base32::encode(bytes)), std::optional(bytes));
        bytes += char(length * 181 + 0x80);
    }
}

void tst_Base32::decode_ofWhatEncodeNeverWrites_isAbsent_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("lower case") << u"mzxw6ytb"_s;
    QTest::newRow("a digit that is none") << u"MZXW6YT1"_s;
    QTest::newRow("padding") << u"MY======"_s;
    QTest::newRow("a blank") << u"MZXW 6YTB"_s;
    QTest::newRow("wide letters") << u"\uff2d\uff39"_s;
    QTest::newRow("one character") << u"M"_s;
    QTest::newRow("three characters") << u"MZX"_s;
    QTest::newRow("six characters") << u"MZXW6Y"_s;
    QTest::newRow("bits behind the end of 1") << u"MZ"_s;
    QTest::newRow("bits behind the end of 4") << u"MZXW6YR"_s;
}

void tst_Base32::decode_ofWhatEncodeNeverWrites_isAbsent()
{
    QFETCH(const QString, text);
    QVERIFY(!base32::decode(text));
}

void tst_Base32::tidied_takesWhatPeopleType()
{
    QCOMPARE(base32::tidied(u"\t mzxw-6Ytb \r\n"), u"MZXW6YTB"_s);
    QCOMPARE(base32::tidied(u"018"), u"OIB"_s);
    QCOMPARE(base32::tidied(u"MZ\u00a0XW\u2013YT"), u"MZXWYT"_s); // as word processors print them
    QCOMPARE(base32::tidied(u"\u0131\u017f9!"), u"\u0131\u017f9!"_s); // upper case: I and S
    for (const QChar character : Alphabet)
        QCOMPARE(base32::tidied(QString(character)), QString(character));
}

void tst_Base32::checkCharacter_changesWithEachCharacter()
{
    const QString original = u"AZ27MQFY3BXTK"_s;
    const QChar check = base32::checkCharacter(original);
    for (qsizetype place = 0; place < original.size(); ++place) {
        for (const QChar other : Alphabet) {
            QString altered = original;
            altered[place] = other;
            QCOMPARE(base32::checkCharacter(altered) == check, other == original[place]);
        }
    }
}

/// All pairs: at an even place, at an odd one, and each character with its check character.
void tst_Base32::checkCharacter_changesWithSwappedNeighbours()
{
    int swaps = 0;
    QStringList missed;
    const auto swap = [&](QString checked) {
        if (checked[0] == checked[1])
            return;
        ++swaps;
        std::swap(checked[0], checked[1]);
        if (base32::checkCharacter(QStringView(checked).chopped(1)) == checked.back())
            missed += checked.left(2);
    };
    for (const QChar left : Alphabet) {
        swap(QString(left) + base32::checkCharacter(QString(left)));
        for (const QChar right : Alphabet) {
            for (const QString &rest : {QString(), u"K"_s}) {
                const QString data = QString(left) + right + rest;
                swap(data + base32::checkCharacter(data));
            }
        }
    }
    qInfo("%d of %d swaps of neighbours go unnoticed", int(missed.size()), swaps);
    QCOMPARE(missed, QStringList({u"7A"_s, u"7A"_s, u"A7"_s, u"A7"_s}));
}

QTEST_GUILESS_MAIN(tst_Base32)
#include "tst_base32.moc"
