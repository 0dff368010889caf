// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/domain/pairing.h"
#include "core/domain/pairing_word_list.h"

#include <QSet>
#include <QTest>

using namespace keg;
using namespace Qt::StringLiterals;

class tst_Pairing : public QObject
{
    Q_OBJECT

private slots:
    void words_areThoseOfTheDescription();
    void words_changeWithEverythingTheyAreMadeOf();
    void words_ofAnythingIncomplete_areNone();
    void commitment_opensWithItsNonceAlone();
    void list_hasWordsThatCannotBeTakenForEachOther();
};

namespace {

const QByteArray DisplayNonce(NonceSize, '\x03');
const QByteArray PrimaryNonce(NonceSize, '\x04');

MachineId machine(char byte)
{
    return *MachineId::fromBytes(QByteArray(MachineId::Size, byte));
}

} // namespace

/// The hashes were made by another program from the description in the header alone.
void tst_Pairing::words_areThoseOfTheDescription()
{
    QCOMPARE(commitmentTo(DisplayNonce).toHex(),
             "4bc43439dac5ce6c7e6e09217db45fe23d6d129aa882c7697a0e9bc262154caf");
    const auto expected = QStringList{
        QString::fromLatin1(PairingWordList[0x2a]),
        QString::fromLatin1(PairingWordList[0x05]),
        QString::fromLatin1(PairingWordList[0x4d]),
    };
    QCOMPARE(pairingWords(machine(1), machine(2), DisplayNonce, PrimaryNonce), expected);
}

void tst_Pairing::words_changeWithEverythingTheyAreMadeOf()
{
    const QByteArray other(NonceSize, '\x05');
    const QSet<QStringList> all{
        pairingWords(machine(1), machine(2), DisplayNonce, PrimaryNonce),
        pairingWords(machine(9), machine(2), DisplayNonce, PrimaryNonce),
        pairingWords(machine(1), machine(9), DisplayNonce, PrimaryNonce),
        pairingWords(machine(1), machine(2), other, PrimaryNonce),
        pairingWords(machine(1), machine(2), DisplayNonce, other),
        pairingWords(machine(2), machine(1), DisplayNonce, PrimaryNonce),
        pairingWords(machine(1), machine(2), PrimaryNonce, DisplayNonce),
    };
    QCOMPARE(all.size(), 7);
}

void tst_Pairing::words_ofAnythingIncomplete_areNone()
{
    const QByteArray shorter = DisplayNonce.chopped(1);
    QVERIFY(pairingWords({}, machine(2), DisplayNonce, PrimaryNonce).isEmpty());
    QVERIFY(pairingWords(machine(1), {}, DisplayNonce, PrimaryNonce).isEmpty());
    QVERIFY(pairingWords(machine(1), machine(2), shorter, PrimaryNonce).isEmpty());
    QVERIFY(pairingWords(machine(1), machine(2), DisplayNonce, PrimaryNonce + 'x').isEmpty());
}

void tst_Pairing::commitment_opensWithItsNonceAlone()
{
    const QByteArray commitment = commitmentTo(DisplayNonce);
    QVERIFY(isCommittedTo(commitment, DisplayNonce));
    QVERIFY(!isCommittedTo(commitment, PrimaryNonce));
    QVERIFY(!isCommittedTo(commitment.chopped(1), DisplayNonce));
    QVERIFY(!isCommittedTo({}, DisplayNonce));
    QVERIFY(!isCommittedTo(commitmentTo("short"), "short"));
    for (qsizetype place = 0; place < NonceSize; ++place) {
        QByteArray altered = DisplayNonce;
        altered[place] = char(altered[place] ^ 1);
        QVERIFY(!isCommittedTo(commitment, altered));
    }
}

void tst_Pairing::list_hasWordsThatCannotBeTakenForEachOther()
{
    QSet<QByteArray> beginnings;
    for (const QByteArray word : PairingWordList) {
        QVERIFY2(word.size() >= 4 && word.size() <= 7, word);
        QVERIFY2(
            std::ranges::all_of(word, [](char letter) { return letter >= 'a' && letter <= 'z'; }),
            word);
        beginnings += word.left(3);
    }
    QCOMPARE(beginnings.size(), 256);
}

QTEST_GUILESS_MAIN(tst_Pairing)
#include "tst_pairing.moc"
