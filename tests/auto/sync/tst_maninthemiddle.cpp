// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/domain/pairing.h"
#include "tests/support/played/client_scene.h"
#include "tests/support/played/primary_scene.h"

#include <QHash>
#include <QLoggingCategory>
#include <QRandomGenerator>
#include <QTest>
#include <QtEndian>

using namespace keg;
using namespace keg::sync;
using namespace keg::test;
using namespace Qt::StringLiterals;

/// Somebody stands between a display and a primary that do not know each other, speaks the protocol
/// with both, and may compute as much as it likes: whatever it does, people see other words.
class tst_ManInTheMiddle : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void without_bothShowTheSameWords();
    void passesEverythingOn_wordsDiffer();
    void primaryFirst_wordsDiffer_data() { addSeeds(); }
    void primaryFirst_wordsDiffer();
    void displayFirst_wordsDiffer_data() { addSeeds(); }
    void displayFirst_wordsDiffer();
    void displayToldAgain_saysNoMore();
    void knowsBothNonces_findsEqualWords_butMayNotSayThem();

private:
    static void addSeeds();
};

namespace {

constexpr int Tries = 100'000;
constexpr PeerId Peer = 1;
const MachineId Screen = machineCalled("screen");
const MachineId Primary = machineCalled("primary");
const MachineId Middle = machineCalled("middle");

/// Nonces that nobody foresees.
std::function<QByteArray()> nonces(quint32 seed)
{
    return [random = QRandomGenerator(seed)]() mutable {
        QByteArray nonce(NonceSize, Qt::Uninitialized);
        for (char &byte : nonce)
            byte = char(random.bounded(256));
        return nonce;
    };
}

/// One of the many that the one in the middle tries.
QByteArray attempt(int number)
{
    QByteArray nonce(NonceSize, 'm');
    qToBigEndian(number, nonce.data());
    return nonce;
}

/// Both ends, and what passes between them and whoever is there.
struct Meeting
{
    explicit Meeting(quint32 seed)
        : display(displaySettings(seed))
        , primary(primarySettings(seed))
    {}

    static ClientMachine::Settings displaySettings(quint32 seed)
    {
        auto settings = ClientScene::settings();
        settings.machine = Screen;
        settings.makeNonce = nonces(seed);
        return settings;
    }
    static PrimaryMachine::Settings primarySettings(quint32 seed)
    {
        auto settings = PrimaryScene::settings();
        settings.makeNonce = nonces(seed + 1'000'000);
        return settings;
    }

    /// The display connects to whom it takes for the primary. What it says.
    wire::Hello displayGreets(const MachineId &server)
    {
        display.machine.start({});
        display.machine.connected(server);
        return lastOf<wire::Hello>(display.sent()).value();
    }
    /// The display is told to wait. Its nonce, if it says it.
    std::optional<wire::Reveal> tellDisplay(const QByteArray &nonce)
    {
        display.receive(wire::Pending{nonce, u"cellar"_s});
        return lastOf<wire::Reveal>(display.sent());
    }
    /// A machine says Hello to the primary. The primary's nonce.
    QByteArray greetPrimary(const MachineId &machine, const QByteArray &commitment)
    {
        primary.machine.peerConnected(Peer, u"192.0.2.1"_s, machine);
        wire::Hello hello = PrimaryScene::hello({});
        hello.commitment = commitment;
        primary.receive(Peer, hello);
        return lastOf<wire::Pending>(primary.sent(Peer)).value().nonce;
    }
    void tellPrimary(const QByteArray &nonce) { primary.receive(Peer, wire::Reveal{nonce}); }

    QString shownByDisplay() const { return display.status().words; }
    QString shownByPrimary() const { return primary.statusOf(Peer).value_or(PeerStatus()).words; }
    bool bothShowWords() const
    {
        return !shownByDisplay().isEmpty() && !shownByPrimary().isEmpty();
    }

    ClientScene display;
    PrimaryScene primary;
};

} // namespace

void tst_ManInTheMiddle::initTestCase()
{
    QLoggingCategory::setFilterRules(u"keg.*=false"_s);
}

void tst_ManInTheMiddle::addSeeds()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 5; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void tst_ManInTheMiddle::without_bothShowTheSameWords()
{
    for (quint32 seed = 1; seed <= 1'000; ++seed) {
        Meeting meeting(seed);
        const auto hello = meeting.displayGreets(Primary);
        const auto nonce = meeting.greetPrimary(Screen, hello.commitment);
        meeting.tellPrimary(meeting.tellDisplay(nonce)->nonce);
        QVERIFY(meeting.bothShowWords());
        QCOMPARE(meeting.shownByDisplay(), meeting.shownByPrimary());
    }
}

void tst_ManInTheMiddle::passesEverythingOn_wordsDiffer()
{
    for (quint32 seed = 1; seed <= 1'000; ++seed) {
        Meeting meeting(seed);
        const auto hello = meeting.displayGreets(Middle);
        const auto nonce = meeting.greetPrimary(Middle, hello.commitment);
        meeting.tellPrimary(meeting.tellDisplay(nonce)->nonce);
        QVERIFY(meeting.bothShowWords());
        QVERIFY(meeting.shownByDisplay() != meeting.shownByPrimary());
    }
}

/// It knows what the primary will show, and has to choose its nonce for the display without knowing
/// the display's.
void tst_ManInTheMiddle::primaryFirst_wordsDiffer()
{
    QFETCH(const quint32, seed);
    Meeting meeting(seed);
    const auto hello = meeting.displayGreets(Middle);
    const auto primaryNonce = meeting.greetPrimary(Middle, commitmentTo(attempt(0)));
    const auto wanted = pairingWords(Middle, Primary, attempt(0), primaryNonce);
    const auto guess = nonces(seed + 7)();
    QVERIFY(!isCommittedTo(hello.commitment, guess));
    QByteArray chosen = attempt(1);
    for (int number = 1; number <= Tries; ++number) {
        if (pairingWords(Screen, Middle, guess, attempt(number)).first(2) == wanted.first(2))
            chosen = attempt(number);
    }
    QVERIFY(meeting.tellDisplay(chosen));
    meeting.tellPrimary(attempt(0));
    QVERIFY(meeting.bothShowWords());
    QCOMPARE(meeting.shownByPrimary(), wanted.join(u' '));
    QVERIFY(meeting.shownByDisplay() != meeting.shownByPrimary());
}

/// It knows what the display shows, and has to commit itself to its nonce for the primary without
/// knowing the primary's. Another than that it may not say.
void tst_ManInTheMiddle::displayFirst_wordsDiffer()
{
    QFETCH(const quint32, seed);
    Meeting meeting(seed);
    meeting.displayGreets(Middle);
    const auto displayNonce = meeting.tellDisplay(attempt(0))->nonce;
    const auto wanted = pairingWords(Screen, Middle, displayNonce, attempt(0));
    QCOMPARE(meeting.shownByDisplay(), wanted.join(u' '));
    const auto primaryNonce = meeting.greetPrimary(Middle, commitmentTo(attempt(1)));
    QVERIFY(pairingWords(Middle, Primary, attempt(1), primaryNonce) != wanted);
    int best = 0;
    for (int number = 2; number <= Tries; ++number) {
        const auto words = pairingWords(Middle, Primary, attempt(number), primaryNonce);
        if (words == wanted || (best == 0 && words.first(1) == wanted.first(1)))
            best = number;
    }
    QVERIFY(best > 0);
    meeting.tellPrimary(attempt(best));
    QVERIFY(meeting.primary.isDropped(Peer));
    QCOMPARE(meeting.shownByPrimary(), QString());
}

/// Once it has seen the display's nonce, it would like to choose its own anew.
void tst_ManInTheMiddle::displayToldAgain_saysNoMore()
{
    Meeting meeting(1);
    meeting.displayGreets(Middle);
    QVERIFY(meeting.tellDisplay(attempt(0)));
    QVERIFY(!meeting.tellDisplay(attempt(1)));
    QCOMPARE(meeting.shownByDisplay(), QString());
    QVERIFY(!meeting.display.server.isOpen);
}

/// The attack itself works: if the display's nonce were said and not committed to, there would be
/// equal words for any pair of ends after some hundred milliseconds.
void tst_ManInTheMiddle::knowsBothNonces_findsEqualWords_butMayNotSayThem()
{
    constexpr quint32 Seed = 3;
    Meeting meeting(Seed);
    meeting.displayGreets(Middle);
    const auto displayNonce = nonces(Seed)(); // what its commitment hides
    const auto primaryNonce = meeting.greetPrimary(Middle, commitmentTo(attempt(0)));
    QHash<QStringList, int> forDisplay;
    for (int number = 1; number <= Tries / 2; ++number)
        forDisplay.insert(pairingWords(Screen, Middle, displayNonce, attempt(number)), number);
    int equal = 0;
    for (int number = 1; equal == 0 && number <= Tries / 2; ++number) {
        const auto words = pairingWords(Middle, Primary, attempt(number), primaryNonce);
        if (!forDisplay.contains(words))
            continue;
        equal = number;
        QCOMPARE(meeting.tellDisplay(attempt(forDisplay.value(words)))->nonce, displayNonce);
        QCOMPARE(meeting.shownByDisplay(), words.join(u' '));
    }
    QVERIFY(equal > 0);
    meeting.tellPrimary(attempt(equal));
    QVERIFY(meeting.primary.isDropped(Peer));
    QCOMPARE(meeting.shownByPrimary(), QString());
}

QTEST_GUILESS_MAIN(tst_ManInTheMiddle)
#include "tst_maninthemiddle.moc"
