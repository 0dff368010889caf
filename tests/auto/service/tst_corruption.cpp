// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/wire/delta.h"
#include "core/wire/delta_check.h"
#include "core/wire/messages.h"
#include "tests/support/bar/bar.h"
#include "tests/support/bar/log_lines.h"
#include "tests/support/bar/proxy.h"
#include "tests/support/bar/reader.h"
#include "tests/support/need.h"
#include "tests/support/plain_sqlite.h"
#include "tests/support/replicas.h"

#include <QDir>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace keg;
using namespace keg::service;
using namespace keg::test;
using namespace Qt::StringLiterals;

/// Somebody between a primary and its client alters what passes.
class tst_Corruption : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void delta_altered_isRolledBackAndHealed_data();
    void delta_altered_isRolledBackAndHealed();
    void delta_ofManyParts_alteredOnce_isAppliedAgain();
    void snapshot_altered_isFetchedAgain_data();
    void snapshot_altered_isFetchedAgain();
    void heartbeat_alteredDigest_isHealedBySnapshot();
    void anyFrame_alteredAnywhere_endsInStep();

private:
    std::unique_ptr<Bar> m_bar;
    std::unique_ptr<LogLines> m_log;
};

namespace {

const QByteArray Names = "SELECT group_concat(Name) FROM (SELECT Name FROM beers ORDER BY idBeer)";

/// Whether the check goes with the altered rows, so that only the state digest can tell.
enum class Check { Recomputed, Kept };

QByteArray falsify(const QByteArray &payload)
{
    wire::DeltaDecoder decoder(std::make_shared<MemoryPayload>(payload));
    wire::DeltaEncoder encoder(QDir::tempPath());
    for (auto item = need(decoder.next()); item; item = need(decoder.next())) {
        if (const auto *entry = std::get_if<LogEntry>(&*item)) {
            need(encoder.add(*entry));
            continue;
        }
        RowImage row = std::get<RowImage>(*item);
        if (const auto name = row.columns.indexOf("Name"); name >= 0)
            row.cells[name] = Text{"False"};
        need(encoder.add(row));
    }
    const auto falsified = need(encoder.finish());
    return need(falsified->read(0, falsified->size()));
}

/// Alters the rows of the next deltas, `times` of them.
Proxy::Forger falsifier(int times, Check check, int *altered)
{
    return [=](const wire::Frame &frame) {
        const auto message = need(wire::decode(frame));
        const auto *changes = std::get_if<wire::Changes>(&message);
        if (!changes || *altered == times)
            return wire::encodeFrame(frame.type, frame.body);
        ++*altered;
        wire::Changes forged = *changes;
        forged.payload = falsify(changes->payload);
        if (check == Check::Recomputed) {
            wire::DeltaCheck recomputed(forged.from, forged.to);
            recomputed.add(forged.payload);
            forged.check = recomputed.result();
        }
        return wire::encode(forged);
    };
}

} // namespace

void tst_Corruption::init()
{
    m_bar = std::make_unique<Bar>();
    m_log = std::make_unique<LogLines>();
    m_bar->fillCellar();
    m_bar->approve({u"one.db"_s});
}

void tst_Corruption::cleanup()
{
    if (QTest::currentTestFailed())
        m_log->print();
    m_log.reset();
    m_bar.reset();
}

void tst_Corruption::delta_altered_isRolledBackAndHealed_data()
{
    QTest::addColumn<int>("times");
    QTest::addColumn<Check>("check");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("way");
    QTest::addColumn<int>("snapshots");
    QTest::addColumn<int>("rollbacks");
    QTest::newRow("once, by digest")
        << 1 << Check::Recomputed << u"the copy's digest is "_s << u"; applied again"_s << 1 << 1;
    QTest::newRow("twice, by digest")
        << 2 << Check::Recomputed << u"the copy's digest is "_s << u"; snapshot taken"_s << 2 << 2;
    QTest::newRow("once, by check")
        << 1 << Check::Kept << u"a delta's checksum is wrong"_s << u"; applied again"_s << 1 << 0;
    QTest::newRow("twice, by check")
        << 2 << Check::Kept << u"a delta's checksum is wrong"_s << u"; snapshot taken"_s << 2 << 0;
}

void tst_Corruption::delta_altered_isRolledBackAndHealed()
{
    QFETCH(const int, times);
    QFETCH(const Check, check);
    QFETCH(const QString, reason);
    QFETCH(const QString, way);
    QFETCH(const int, snapshots);
    QFETCH(const int, rollbacks);
    const auto primary = m_bar->startPrimary();
    Proxy proxy(portsOf(*primary), *m_bar);
    const auto client = m_bar->startClient(u"one.db"_s, proxy.ports());
    QTRY_VERIFY(areInStep(*primary, *client));
    QSignalSpy boards(client.get(), &Instance::boardChanged);
    Reader reader(m_bar->path(u"one.db"_s), Names);
    QTRY_VERIFY(reader.readings() > 0);

    int altered = 0;
    proxy.setForger(falsifier(times, check, &altered));
    PlainSqlite(m_bar->primaryPath()).run("UPDATE beers SET Name='Helles' WHERE idBeer=1");
    QTRY_COMPARE(altered, times);
    QTRY_VERIFY(areInStep(*primary, *client));
    const int before = reader.readings();
    QTRY_VERIFY(reader.readings() > before + 1);

    QCOMPARE(reader.stop(), (QByteArrayList{"Pils,Porter", "Helles,Porter"}));
    QCOMPARE(boards.size(), 1);
    QCOMPARE(boards.first().first().value<Board>(), primary->board());
    QCOMPARE(m_log->count(u"keg.store: ROLLBACK of the delta from 1/8 to 1/9"_s), rollbacks);
    QCOMPARE(healsOf(*client).size(), 1);
    const QString healed = healsOf(*client)[0].toObject().value(u"reason"_s).toString();
    QVERIFY2(healed.startsWith(reason), qPrintable(healed));
    QVERIFY2(healed.endsWith(way), qPrintable(healed));
    QCOMPARE(countersOf(*client).value(u"snapshots"_s).toInt(), snapshots);
    QCOMPARE(countersOf(*client).value(u"reconnects"_s).toInt(), times);
    QCOMPARE(contentOf(m_bar->path(u"one.db"_s)), contentOf(m_bar->primaryPath()));

    PlainSqlite(m_bar->primaryPath()).run("UPDATE beers SET Name='Alt' WHERE idBeer=1");
    QTRY_VERIFY(areInStep(*primary, *client)); // and goes on as if nothing had been
    QCOMPARE(healsOf(*client).size(), 1);
}

void tst_Corruption::delta_ofManyParts_alteredOnce_isAppliedAgain()
{
    const auto primary = m_bar->startPrimary();
    Proxy proxy(portsOf(*primary), *m_bar);
    const auto client = m_bar->startClient(u"one.db"_s, proxy.ports());
    QTRY_VERIFY(areInStep(*primary, *client));
    int parts = 0;
    proxy.setForger([&parts](const wire::Frame &frame) {
        auto message = need(wire::decode(frame));
        if (auto *part = std::get_if<wire::DeltaPart>(&message); part && ++parts == 3)
            part->bytes[100] = char(part->bytes[100] ^ 1);
        return wire::encode(message);
    });
    PlainSqlite(m_bar->primaryPath())
        .run("UPDATE beers SET Notes=printf('%.*c', 500000, 'x') WHERE idBeer=1");
    QTRY_VERIFY(areInStep(*primary, *client));
    QVERIFY(parts > 10);
    QCOMPARE(healsOf(*client).size(), 1);
    QCOMPARE(healsOf(*client)[0].toObject().value(u"reason"_s).toString(),
             u"a delta's checksum is wrong; applied again"_s);
    QCOMPARE(countersOf(*client).value(u"snapshots"_s).toInt(), 1);
}

void tst_Corruption::snapshot_altered_isFetchedAgain_data()
{
    QTest::addColumn<Proxy::Forger>("forger");
    QTest::addColumn<QString>("reason");
    // Each forger alters the first image only.
    const auto row = [](const char *name, const QString &reason, auto alter) {
        const auto isDone = std::make_shared<bool>(false);
        QTest::newRow(name) << Proxy::Forger([=](const wire::Frame &frame) {
            auto message = need(wire::decode(frame));
            if (!*isDone)
                *isDone = alter(message);
            return wire::encode(message);
        }) << reason;
    };
    row("a byte", u"its SHA-256 is wrong"_s, [](wire::Message &message) {
        auto *chunk = std::get_if<wire::SnapshotChunk>(&message);
        if (chunk)
            chunk->bytes[5'000] = char(chunk->bytes[5'000] ^ 1);
        return chunk != nullptr;
    });
    row("a byte, with its hash", u"snapshot: "_s,
        [hash = std::make_shared<QCryptographicHash>(QCryptographicHash::Sha256)](
            wire::Message &message) {
            if (auto *chunk = std::get_if<wire::SnapshotChunk>(&message)) {
                chunk->bytes.replace("Porter", "Border");
                hash->addData(chunk->bytes);
            }
            auto *trailer = std::get_if<wire::SnapshotTrailer>(&message);
            if (trailer)
                trailer->sha256 = hash->result();
            return trailer != nullptr;
        });
    row("the position", u"snapshot: "_s, [](wire::Message &message) {
        auto *header = std::get_if<wire::SnapshotHeader>(&message);
        if (header)
            ++header->position.sequence;
        return header != nullptr;
    });
    row("the size", u"than announced"_s, [](wire::Message &message) {
        auto *header = std::get_if<wire::SnapshotHeader>(&message);
        if (header)
            header->size -= 1;
        return header != nullptr;
    });
}

void tst_Corruption::snapshot_altered_isFetchedAgain()
{
    QFETCH(const Proxy::Forger, forger);
    QFETCH(const QString, reason);
    const auto primary = m_bar->startPrimary();
    Proxy proxy(portsOf(*primary), *m_bar);
    proxy.setForger(forger);
    const auto client = m_bar->startClient(u"one.db"_s, proxy.ports());
    Reader reader(m_bar->path(u"one.db"_s), Names);
    QTRY_VERIFY(areInStep(*primary, *client));
    QVERIFY(m_log->count(reason) > 0);
    for (const QByteArray &seen : reader.stop())
        QVERIFY2(seen.isEmpty() || seen == "Pils,Porter", seen.constData());
    QCOMPARE(countersOf(*client).value(u"snapshots"_s).toInt(), 1);
    QVERIFY(healsOf(*client).isEmpty());
    QCOMPARE(contentOf(m_bar->path(u"one.db"_s)), contentOf(m_bar->primaryPath()));
}

void tst_Corruption::heartbeat_alteredDigest_isHealedBySnapshot()
{
    const auto primary = m_bar->startPrimary();
    Proxy proxy(portsOf(*primary), *m_bar);
    const auto client = m_bar->startClient(u"one.db"_s, proxy.ports());
    QTRY_VERIFY(areInStep(*primary, *client));
    int altered = 0;
    proxy.setForger([&altered](const wire::Frame &frame) {
        auto message = need(wire::decode(frame));
        if (auto *heartbeat = std::get_if<wire::Heartbeat>(&message); heartbeat && ++altered == 1)
            heartbeat->position.digest += heartbeat->position.digest;
        return wire::encode(message);
    });
    QTRY_COMPARE_WITH_TIMEOUT(healsOf(*client).size(), 1, 20'000);
    QVERIFY(healsOf(*client)[0]
                .toObject()
                .value(u"reason"_s)
                .toString()
                .startsWith(u"the heartbeat's digest differs"));
    QTRY_VERIFY(areInStep(*primary, *client));
    QCOMPARE(countersOf(*client).value(u"snapshots"_s).toInt(), 2);
}

/// One bit of any frame, wherever it may be; but for the Welcome, in which the bit may make the
/// primary another one, to whom a display does not come back at once.
void tst_Corruption::anyFrame_alteredAnywhere_endsInStep()
{
    constexpr int Frames = 60;
    const auto primary = m_bar->startPrimary();
    QRandomGenerator random(7);
    Proxy proxy(portsOf(*primary), *m_bar);
    int frames = 0;
    proxy.setForger([&](const wire::Frame &frame) {
        QByteArray body = frame.body;
        const bool isWelcome = std::holds_alternative<wire::Welcome>(need(wire::decode(frame)));
        if (++frames % 7 == 0 && frames < Frames && !isWelcome) {
            const qsizetype at = random.bounded(quint32(body.size()));
            body[at] = char(body[at] ^ (1 << random.bounded(8)));
        }
        return wire::encodeFrame(frame.type, body);
    });
    const auto client = m_bar->startClient(u"one.db"_s, proxy.ports());
    PlainSqlite shell(m_bar->primaryPath());
    shell.run("PRAGMA busy_timeout=5000");
    const auto goOn = [&] {
        shell.run("UPDATE beers SET ABV=coalesce(ABV, 0) + 0.1");
        return frames >= Frames;
    };
    QTRY_VERIFY_WITH_TIMEOUT(goOn(), 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(areInStep(*primary, *client), 60'000);
    QCOMPARE(contentOf(m_bar->path(u"one.db"_s)), contentOf(m_bar->primaryPath()));
}

QTEST_GUILESS_MAIN(tst_Corruption)
#include "tst_corruption.moc"
