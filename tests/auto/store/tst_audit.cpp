// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/database.h"
#include "core/store/position_tracker.h"
#include "core/store/store.h"
#include "tests/support/need.h"
#include "tests/support/plain_sqlite.h"
#include "tests/support/recorded_changes.h"
#include "tests/support/replicas.h"

#include <QTest>

using namespace keg;
using namespace keg::store;
using namespace keg::test;

/// What a store makes of changes that went past its log.
class tst_Audit : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void loggedChanges_areNoReason();
    void analyze_isAReasonWithoutConsequence();
    void requested_nothingDiffers_agrees();
    void rowChangedBehindTheLog_startsAnEpoch();
    void tableDeclaredAnew_startsAnEpoch();
    void tableDeclaredWithOtherTypes_isCorrected();
    void triggersDropped_areInstalledAgain();
    void databaseMovedOn_isInconclusive();
    void differenceLoggedMeanwhile_isNoReason();
    void copyChangedBehindTheLog_needsASnapshot();

    void lostTail_startsAnEpochAtTheHead_data();
    void lostTail_startsAnEpochAtTheHead();
    void startEpoch_onACopy_isRefused();
    void startEpoch_again_namesTheLastOneOnly();

private:
    Store &primary() { return m_replicas->primary(); }
    void write(const QByteArray &sql);
    /// As a program that knows how to pass by the triggers.
    static void writeUnlogged(const QString &path, const QByteArray &sql);
    AuditOutcome audit(Store &store);

    std::unique_ptr<Replicas> m_replicas;
};

void tst_Audit::init()
{
    m_replicas = std::make_unique<Replicas>();
    write("INSERT INTO beers(idBeer, Name) VALUES(1, 'Helles'), (2, 'Stout')");
    need(primary().advance());
}

void tst_Audit::cleanup()
{
    m_replicas.reset();
}

void tst_Audit::write(const QByteArray &sql)
{
    const QByteArray answer = PlainSqlite(m_replicas->primaryPath()).run(sql);
    if (answer.startsWith("Error"))
        qFatal("%s", answer.constData());
}

void tst_Audit::writeUnlogged(const QString &path, const QByteArray &sql)
{
    const auto database = need(Database::open(path, Access::ReadWrite));
    database->setTriggersEnabled(false);
    need(database->execute(sql));
}

AuditOutcome tst_Audit::audit(Store &store)
{
    return need(store.concludeAudit(need(readForAudit(store.database().path()))));
}

void tst_Audit::loggedChanges_areNoReason()
{
    for (int round = 0; round < 5; ++round) {
        write("UPDATE beers SET ABV = " + QByteArray::number(round));
        need(primary().database().execute("UPDATE beers SET IBU = 1"));
        need(primary().advance());
        need(primary().maintain());
    }
    QVERIFY(!primary().isAuditDue());
}

void tst_Audit::analyze_isAReasonWithoutConsequence()
{
    const Position before = primary().position();
    write("ANALYZE");
    need(primary().advance());
    QVERIFY(primary().isAuditDue());
    need(primary().maintain());
    QCOMPARE(audit(primary()), AuditOutcome::Agrees);
    QVERIFY(!primary().isAuditDue());
    QCOMPARE(need(primary().advance()), before);
}

void tst_Audit::requested_nothingDiffers_agrees()
{
    primary().requestAudit();
    QVERIFY(primary().isAuditDue());
    QCOMPARE(audit(primary()), AuditOutcome::Agrees);
    QVERIFY(!primary().isAuditDue());
}

void tst_Audit::rowChangedBehindTheLog_startsAnEpoch()
{
    const auto copy = m_replicas->client(QStringLiteral("c.db"));
    const Position before = primary().position();
    writeUnlogged(m_replicas->primaryPath(), "UPDATE beers SET Name = 'Pils' WHERE idBeer = 1");
    QCOMPARE(need(primary().advance()), before);
    QVERIFY(primary().isAuditDue());
    QCOMPARE(audit(primary()), AuditOutcome::EpochStarted);

    const Position after = primary().position();
    QCOMPARE(after.epoch.counter, before.epoch.counter + 1);
    QVERIFY(after.epoch.random != before.epoch.random);
    QCOMPARE(after.sequence, before.sequence);
    QCOMPARE(after, need(computePosition(primary().database())));
    QVERIFY(!need(primary().previousEpoch()));
    QVERIFY(!primary().isAuditDue());
    need(m_replicas->snapshot(*copy));
    QCOMPARE(contentOf(copy->database().path()), contentOf(m_replicas->primaryPath()));
}

void tst_Audit::tableDeclaredAnew_startsAnEpoch()
{
    write("ALTER TABLE beers ADD COLUMN stars INTEGER");
    need(primary().advance());
    QVERIFY(primary().isAuditDue());
    QCOMPARE(audit(primary()), AuditOutcome::EpochStarted);
    QCOMPARE(audit(primary()), AuditOutcome::Agrees);
    QCOMPARE(primary().position().epoch.counter, 2u);
}

void tst_Audit::tableDeclaredWithOtherTypes_isCorrected()
{
    const auto copy = m_replicas->client(QStringLiteral("c.db"));
    write("CREATE TABLE other(idBeer INTEGER PRIMARY KEY, Name TEXT, ABV TEXT);"
          "INSERT INTO other SELECT idBeer, Name, '5.5' FROM beers; DROP TABLE beers;"
          "ALTER TABLE other RENAME TO beers");
    need(primary().advance());
    need(primary().maintain());
    QCOMPARE(audit(primary()), AuditOutcome::EpochStarted);
    QCOMPARE(audit(primary()), AuditOutcome::Agrees);
    need(m_replicas->snapshot(*copy));
    QCOMPARE(copy->position(), primary().position());

    write("UPDATE beers SET ABV = '6.5' WHERE idBeer = 2");
    need(m_replicas->catchUp(*copy));
    QCOMPARE(copy->position(), primary().position());
    QCOMPARE(PlainSqlite(copy->database().path()).run("SELECT group_concat(ABV) FROM beers"),
             "5.5,6.5");
}

void tst_Audit::triggersDropped_areInstalledAgain()
{
    const Position before = primary().position();
    write("DROP TRIGGER keg_capture_beers_update; UPDATE beers SET ABV = 5");
    need(primary().advance());
    need(primary().maintain());
    QCOMPARE(audit(primary()), AuditOutcome::EpochStarted);
    write("UPDATE beers SET ABV = 6");
    QCOMPARE(need(primary().advance()).sequence, before.sequence + 2);
    QCOMPARE(primary().position(), need(computePosition(primary().database())));

    const auto copy = m_replicas->client(QStringLiteral("c.db"));
    PlainSqlite other(copy->database().path());
    QCOMPARE(other.run("DROP TRIGGER keg_guard_taps_insert"), QByteArray());
    need(copy->advance());
    need(copy->maintain());
    QVERIFY(other.run("INSERT INTO taps(idTap) VALUES(1)").startsWith("Error"));
}

void tst_Audit::databaseMovedOn_isInconclusive()
{
    const AuditReading early = need(readForAudit(m_replicas->primaryPath()));
    need(primary().startEpoch(QStringLiteral("test")));
    QCOMPARE(need(primary().concludeAudit(early)), AuditOutcome::Inconclusive);

    // A reading between two looks of the store.
    write("UPDATE beers SET ABV = 1");
    const AuditReading between = need(readForAudit(m_replicas->primaryPath()));
    write("UPDATE beers SET ABV = 2");
    primary().requestAudit();
    QCOMPARE(need(primary().concludeAudit(between)), AuditOutcome::Inconclusive);
    QVERIFY(primary().isAuditDue());
    QCOMPARE(audit(primary()), AuditOutcome::Agrees);
}

void tst_Audit::differenceLoggedMeanwhile_isNoReason()
{
    writeUnlogged(m_replicas->primaryPath(), "UPDATE beers SET Name = 'Pils' WHERE idBeer = 1");
    const AuditReading reading = need(readForAudit(m_replicas->primaryPath()));
    write("UPDATE beers SET ABV = 5 WHERE idBeer = 1");
    QCOMPARE(need(primary().concludeAudit(reading)), AuditOutcome::Agrees);
    QCOMPARE(primary().position(), need(computePosition(primary().database())));
}

void tst_Audit::copyChangedBehindTheLog_needsASnapshot()
{
    const auto copy = m_replicas->client(QStringLiteral("c.db"));
    const Position before = copy->position();
    writeUnlogged(copy->database().path(), "DELETE FROM beers WHERE idBeer = 1");
    need(copy->advance());
    QVERIFY(copy->isAuditDue());
    QCOMPARE(audit(*copy), AuditOutcome::CopyDiffers);
    QCOMPARE(copy->position().epoch, before.epoch);
    QVERIFY(copy->position().digest != before.digest);
    need(m_replicas->snapshot(*copy));
    QCOMPARE(copy->position(), before);
    QCOMPARE(audit(*copy), AuditOutcome::Agrees);
}

void tst_Audit::lostTail_startsAnEpochAtTheHead_data()
{
    QTest::addColumn<bool>("isReading");
    QTest::newRow("advance") << false;
    QTest::newRow("readChanges") << true;
}

void tst_Audit::lostTail_startsAnEpochAtTheHead()
{
    QFETCH(bool, isReading);
    const auto copy = m_replicas->client(QStringLiteral("c.db"));
    const Position kept = primary().position();
    write("INSERT INTO beers(idBeer, Name) VALUES(3, 'Gose')");
    need(primary().advance());
    writeUnlogged(m_replicas->primaryPath(),
                  "DELETE FROM change_log WHERE id = 3; DELETE FROM beers WHERE idBeer = 3");
    if (isReading) {
        RecordedChanges changes;
        need(primary().readChanges(kept.sequence, changes));
        QVERIFY(changes.items.isEmpty());
    } else {
        need(primary().advance());
    }
    const Position position = primary().position();
    QCOMPARE(position.epoch.counter, 2u);
    QCOMPARE(position.sequence, kept.sequence);
    QCOMPARE(position.digest, kept.digest);
    const PreviousEpoch previous = {kept.epoch, kept.sequence};
    QCOMPARE(need(primary().previousEpoch()), std::optional(previous));
    need(m_replicas->catchUp(*copy));
    QCOMPARE(copy->position(), position);
}

void tst_Audit::startEpoch_onACopy_isRefused()
{
    const auto copy = m_replicas->client(QStringLiteral("c.db"));
    const auto started = copy->startEpoch(QStringLiteral("test"));
    QVERIFY(!started);
    QCOMPARE(started.error().code, ErrorCode::Refused);
    QCOMPARE(need(computePosition(copy->database())), primary().position());
}

void tst_Audit::startEpoch_again_namesTheLastOneOnly()
{
    need(primary().startEpoch(QStringLiteral("test")));
    const Epoch second = primary().position().epoch;
    write("INSERT INTO taps(idTap) VALUES(1)");
    need(primary().startEpoch(QStringLiteral("test")));
    const PreviousEpoch previous = {second, 3};
    QCOMPARE(need(primary().previousEpoch()), std::optional(previous));
    m_replicas->reopenPrimary();
    QCOMPARE(need(primary().previousEpoch()), std::optional(previous));
    QCOMPARE(primary().position().epoch.counter, 3u);
}

QTEST_GUILESS_MAIN(tst_Audit)
#include "tst_audit.moc"
