// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/domain/machine_id.h"
#include "tests/support/need.h"

#include <QRandomGenerator>
#include <QSet>
#include <QTest>

using namespace keg;
using namespace keg::test;
using namespace Qt::StringLiterals;

class tst_MachineId : public QObject
{
    Q_OBJECT

private slots:
    void fromBytes_takesThirtyTwoThatAreNotAllZero();
    void toString_hasEightGroupsOfSeven();
    void null_hasNoBytesAndNoText();
    void parse_ofWhatToStringWrites_givesTheSame();
    void parse_ofWhatPeopleType_givesTheSame_data();
    void parse_ofWhatPeopleType_givesTheSame();
    void parse_ofAnythingElse_saysWhatIsWrong_data();
    void parse_ofAnythingElse_saysWhatIsWrong();
    void parse_withOneCharacterAltered_isRefused();
    void parse_withNeighboursSwapped_isRefused();
    void values_areOrderedAndHashed();
};

namespace {

const QString Alphabet = u"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"_s;
// The bytes 0 to 31; the text was made by another program from the description alone.
const QString Known = u"AAAQEAY-EAUDAO5-CAJBIFQ-YDIOB4X-IBCEQTC-QKRMFYM-YDENBWH-A5DYPQS"_s;

QByteArray knownBytes()
{
    QByteArray bytes;
    for (int byte = 0; byte < MachineId::Size; ++byte)
        bytes += char(byte);
    return bytes;
}

MachineId anyone(QRandomGenerator &random)
{
    QByteArray bytes(MachineId::Size, '\0');
    for (char &byte : bytes)
        byte = char(random.bounded(256));
    return *MachineId::fromBytes(bytes);
}

} // namespace

void tst_MachineId::fromBytes_takesThirtyTwoThatAreNotAllZero()
{
    QVERIFY(!MachineId::fromBytes({}));
    QVERIFY(!MachineId::fromBytes(QByteArray(31, 'x')));
    QVERIFY(!MachineId::fromBytes(QByteArray(33, 'x')));
    QVERIFY(!MachineId::fromBytes(QByteArray(32, '\0')));
    const QByteArray bytes = QByteArray(31, '\0') + '\xff';
    QCOMPARE(MachineId::fromBytes(bytes)->toByteArray(), bytes);
}

void tst_MachineId::toString_hasEightGroupsOfSeven()
{
    const MachineId id = *MachineId::fromBytes(knownBytes());
    QCOMPARE(id.toString(), Known);
    QCOMPARE(id.shortForm(), u"AAAQEAY"_s);
    QCOMPARE(id.approvalForm(), u"AAAQEAY-EAUDAO5"_s);
    const MachineId last = *MachineId::fromBytes(QByteArray(MachineId::Size, '\xff'));
    QCOMPARE(last.toString(), u"7777777-777777N-7777777-777777N-7777777-777777N-7777777-77777QL"_s);
}

void tst_MachineId::null_hasNoBytesAndNoText()
{
    QVERIFY(MachineId().isNull());
    QVERIFY(!MachineId::fromBytes(knownBytes())->isNull());
    QCOMPARE(MachineId().toByteArray(), QByteArray());
    QCOMPARE(MachineId().toString(), QString());
    QCOMPARE(MachineId().shortForm(), QString());
    QCOMPARE(MachineId().approvalForm(), QString());
}

void tst_MachineId::parse_ofWhatToStringWrites_givesTheSame()
{
    QRandomGenerator random(1);
    for (int round = 0; round < 1'000; ++round) {
        const MachineId id = anyone(random);
        QCOMPARE(need(MachineId::parse(id.toString())), id);
    }
}

void tst_MachineId::parse_ofWhatPeopleType_givesTheSame_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("lower case") << Known.toLower();
    QTest::newRow("no dashes") << QString(Known).remove(u'-');
    QTest::newRow("blanks") << u" \t"_s + QString(Known).replace(u'-', u' ') + u"\r\n"_s;
    QTest::newRow("long dashes") << QString(Known).replace(u'-', u'\u2013');
    QTest::newRow("digits for letters")
        << QString(Known).replace(u'O', u'0').replace(u'I', u'1').replace(u'B', u'8');
}

void tst_MachineId::parse_ofWhatPeopleType_givesTheSame()
{
    QFETCH(const QString, text);
    QCOMPARE(need(MachineId::parse(text)).toByteArray(), knownBytes());
}

void tst_MachineId::parse_ofAnythingElse_saysWhatIsWrong_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("complaint");
    QTest::newRow("nothing") << QString() << u"0 letters and digits instead of 56"_s;
    QTest::newRow("dashes") << u"-- - --"_s << u"0 letters and digits instead of 56"_s;
    QTest::newRow("one missing") << Known.chopped(1) << u"55 letters and digits"_s;
    QTest::newRow("one more") << Known + u'A' << u"57 letters and digits"_s;
    QTest::newRow("the short form") << u"AAAQEAY"_s << u"7 letters and digits"_s;
    QTest::newRow("huge") << QString(1'000'000, u'A') << u"1000000 letters and digits"_s;
    QTest::newRow("a nine") << QString(Known).replace(u'5', u'9') << u"the character 9"_s;
    QTest::newRow("a colon") << Known + u':' << u"the character :"_s;
    QTest::newRow("an end of text") << Known + QChar(0) << u"the character ?"_s;
    QTest::newRow("an escape") << u'\u001b' + Known << u"the character ?"_s;
    QTest::newRow("a first letter") << u'B' + Known.mid(1) << u"groups 1 and 2 (BAAQEAY-EAUDAO5)"_s;
    QTest::newRow("a last letter") << Known.chopped(1) + u'T' << u"groups 7 and 8"_s;
    QTest::newRow("nobody") << QString(56, u'A') << u"no machine can have it"_s;
    // The check characters fit, but the last one of the data may hold one bit only.
    QTest::newRow("bits behind the end")
        << u"7777777-777777N-7777777-777777N-7777777-777777N-7777777-777777N"_s
        << u"no machine can have it"_s;
}

void tst_MachineId::parse_ofAnythingElse_saysWhatIsWrong()
{
    QFETCH(const QString, text);
    QFETCH(const QString, complaint);
    const auto id = MachineId::parse(text);
    QVERIFY(!id);
    QCOMPARE(id.error().code, ErrorCode::Usage);
    QVERIFY2(id.error().message.contains(complaint), qPrintable(id.error().message));
    QVERIFY(id.error().message.size() < 200);
    QVERIFY(!id.error().message.contains(u'\n'));
}

void tst_MachineId::parse_withOneCharacterAltered_isRefused()
{
    QRandomGenerator random(2);
    int altered = 0;
    for (int round = 0; round < 20; ++round) {
        const QString text = anyone(random).toString();
        for (qsizetype place = 0; place < text.size(); ++place) {
            for (const QChar other : Alphabet) {
                QString wrong = text;
                wrong[place] = other;
                if (text[place] == u'-' || text[place] == other)
                    continue;
                QVERIFY2(!MachineId::parse(wrong), qPrintable(text + u' ' + wrong));
                ++altered;
            }
        }
    }
    QCOMPARE(altered, 20 * 56 * 31);
}

/// All but A and 7, as tst_Base32 shows of all pairs.
void tst_MachineId::parse_withNeighboursSwapped_isRefused()
{
    QRandomGenerator random(3);
    int swapped = 0;
    int missed = 0;
    for (int round = 0; round < 2'000; ++round) {
        const QString text = anyone(random).toString();
        for (qsizetype place = 1; place < text.size(); ++place) {
            QString wrong = text;
            std::swap(wrong[place - 1], wrong[place]);
            const QString pair = text.mid(place - 1, 2);
            if (pair.contains(u'-') || wrong == text)
                continue;
            const bool isMissed = bool(MachineId::parse(wrong));
            QVERIFY2(!isMissed || pair == u"A7"_s || pair == u"7A"_s, qPrintable(text));
            ++swapped;
            missed += isMissed ? 1 : 0;
        }
    }
    qInfo("%d of %d swaps of neighbours go unnoticed", missed, swapped);
    QVERIFY(missed * 300 < swapped);
}

void tst_MachineId::values_areOrderedAndHashed()
{
    const MachineId low = *MachineId::fromBytes(knownBytes());
    const MachineId high = *MachineId::fromBytes(QByteArray(MachineId::Size, '\xff'));
    QVERIFY(MachineId() < low);
    QVERIFY(low < high);
    QCOMPARE((QSet<MachineId>{low, high, low}.size()), 2);
}

QTEST_GUILESS_MAIN(tst_MachineId)
#include "tst_machineid.moc"
