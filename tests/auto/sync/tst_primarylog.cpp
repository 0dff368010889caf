// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/bar/log_lines.h"
#include "tests/support/played/primary_scene.h"

#include <QTest>

using namespace keg;
using namespace keg::test;
using namespace Qt::StringLiterals;
using Scene = PrimaryScene;

namespace {

const QString Forged
    = u"wall waits to be approved and shows: ant bee cat"_s + QString(100, u' ') + u'x';
const QString Called = u", called \"wall waits to be approved and s…\""_s;

wire::Hello named(wire::Hello hello)
{
    hello.name = Forged;
    return hello;
}

} // namespace

/// What a primary writes of those that come: facts first, names last.
class tst_PrimaryLog : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void stranger_wordsAreBeforeItsName();
    void display_allFactsAreBeforeItsName();
    void stranger_saysNothingInItsWords_data();
    void stranger_saysNothingInItsWords();
    void noName_isNotQuoted();
    void heal_isBeforeTheName();
    void lostTail_isBeforeTheName();

private:
    std::unique_ptr<LogLines> m_log;
};

void tst_PrimaryLog::init()
{
    m_log = std::make_unique<LogLines>();
}

void tst_PrimaryLog::cleanup()
{
    if (QTest::currentTestFailed())
        m_log->print();
    m_log.reset();
}

void tst_PrimaryLog::stranger_wordsAreBeforeItsName()
{
    Scene scene;
    scene.machine.peerConnected(1, u"192.0.2.7"_s, scene.strangerAt(1));
    scene.receive(1, named(scene.helloAt(1)));
    scene.receive(1, wire::Reveal{scene.nonceAt(1)});
    const auto status = scene.statusOf(1);
    QCOMPARE(status->words.count(u' '), 2);
    QCOMPARE(m_log->count(u"192.0.2.7 waits to be approved as %1 and shows: %2%3"_s.arg(
                 status->machine.toString(), status->words, Called)),
             1);
}

void tst_PrimaryLog::display_allFactsAreBeforeItsName()
{
    Scene scene;
    scene.machine.peerConnected(1, u"192.0.2.1"_s, scene.display());
    scene.receive(1, named(scene.hello(scene.at(10))));
    scene.machine.changesRead(10, scene.batch(10, 10));
    QCOMPARE(
        m_log->count(u"192.0.2.1 is live at %1, peer 1"_s.arg(scene.at(10).toString()) + Called),
        1);
    scene.receive(1, wire::Bye{u"the end"_s});
    QCOMPARE(m_log->count(u"192.0.2.1 dropped: it said goodbye: the end"_s + Called), 1);
}

void tst_PrimaryLog::stranger_saysNothingInItsWords_data()
{
    QTest::addColumn<wire::Message>("message");
    QTest::addColumn<QString>("what");
    QTest::newRow("Bye") << wire::Message(wire::Bye{Forged}) << u"it said goodbye"_s;
    QTest::newRow("Failure") << wire::Message(wire::Failure{wire::Failure::Kind::Mismatch, Forged})
                             << u"it reported"_s;
}

void tst_PrimaryLog::stranger_saysNothingInItsWords()
{
    QFETCH(const wire::Message, message);
    QFETCH(const QString, what);
    Scene scene;
    scene.machine.peerConnected(1, u"192.0.2.7"_s, scene.strangerAt(1));
    scene.receive(1, scene.helloAt(1));
    scene.receive(1, message);
    QCOMPARE(m_log->count(u"192.0.2.7 dropped: "_s + what), 1);
    QCOMPARE(m_log->count(u"ant bee cat"_s), 0);
}

void tst_PrimaryLog::noName_isNotQuoted()
{
    Scene scene;
    scene.machine.peerConnected(1, u"192.0.2.7"_s, scene.strangerAt(1));
    scene.machine.peerDisconnected(1);
    QCOMPARE(m_log->count(u"192.0.2.7 left"_s), 1);
    QCOMPARE(m_log->count(u"called"_s), 0);
}

void tst_PrimaryLog::heal_isBeforeTheName()
{
    Scene scene;
    scene.machine.peerConnected(1, u"192.0.2.1"_s, scene.display());
    wire::Hello hello = named(scene.hello(scene.at(10)));
    hello.wantsSnapshot = true;
    scene.receive(1, hello);
    scene.machine.changesRead(10, scene.batch(10, 10));
    const auto heals = scene.machine.counters().heals;
    QCOMPARE(heals.size(), 1);
    QCOMPARE(heals.first().reason,
             u"192.0.2.1 at %1 was sent to a snapshot"_s.arg(scene.at(10).toString()) + Called);
}

void tst_PrimaryLog::lostTail_isBeforeTheName()
{
    Scene scene;
    scene.machine.peerConnected(1, u"192.0.2.1"_s, scene.display());
    scene.receive(1, named(scene.hello(scene.at(12))));
    scene.machine.changesRead(12, Error{ErrorCode::Mismatch, u"beyond the end"_s});
    QCOMPARE(scene.database.reasons,
             QStringList(u"192.0.2.1 has %1, this database ends at %2"_s.arg(
                             scene.at(12).toString(), scene.at(10).toString())
                         + Called));
}

QTEST_GUILESS_MAIN(tst_PrimaryLog)
#include "tst_primarylog.moc"
