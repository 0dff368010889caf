// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/base/clock.h"
#include "core/base/interruption.h"
#include "core/store/compactor.h"
#include "core/store/database.h"
#include "core/store/position_tracker.h"
#include "core/store/snapshot_image.h"
#include "core/store/snapshot_merger.h"
#include "core/store/transaction.h"
#include "tests/support/need.h"
#include "tests/support/plain_sqlite.h"
#include "tests/support/recorded_changes.h"
#include "tests/support/replicas.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTest>

#include <functional>

#include <sqlite3.h>

using namespace keg;
using namespace keg::store;
using namespace keg::test;

namespace {

constexpr QLatin1String CopyName("c.db");
constexpr int Beers = 2000; // SQLite looks up many times while it reads or writes them

} // namespace

/// What takes long is given up when the instance ends, and goes on at its next start.
class tst_Interruption : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void statement_thatMayBeInterrupted_onlyWhileItMay();
    void begin_anotherWrites_isNotWaitedFor();
    void integrityCheck_isGivenUp();

    void image_leavesNoFile();
    void inspection_isGivenUp();
    void merge_afterAnyWrite_leavesTheOldCopy();
    void delta_afterAnyWrite_leavesTheOldCopy();
    void changes_areGivenUp();
    void compaction_leavesTheLog();
    void audit_isGivenUp();
    void audit_thatFoundADifference_concludesNothing();

private:
    void write(const QByteArray &sql);
    /// As an instance that may end.
    std::unique_ptr<Store> open(const QString &path, Role role, const Interruption &interruption);
    /// Begins `work` on the copy again and again, interrupted a while later each time, until it is
    /// done.
    void interruptAgainAndAgain(const std::function<Result<void>(Store &)> &work);
    QString copyPath() const { return m_replicas->path(CopyName); }

    SystemClock m_clock;
    std::unique_ptr<Replicas> m_replicas;
    Interruption m_interrupted;
};

namespace {

/// Requests an interruption when a connection has written so many rows.
class InterruptingWrite
{
public:
    InterruptingWrite(Database &database, int rows, Interruption &interruption)
        : m_rowsLeft(rows)
        , m_interruption(interruption)
    {
        sqlite3_update_hook(database.handle(), &InterruptingWrite::onWrite, this);
    }

private:
    static void onWrite(void *self, int /*operation*/, const char * /*schema*/,
                        const char * /*table*/, sqlite3_int64 /*row*/)
    {
        auto *write = static_cast<InterruptingWrite *>(self);
        if (--write->m_rowsLeft == 0)
            write->m_interruption.request();
    }

    int m_rowsLeft;
    Interruption &m_interruption;
};

Position positionOf(const QString &path)
{
    return need(computePosition(*need(Database::open(path, Access::ReadOnly))));
}

template<typename T>
void checkInterrupted(const Result<T> &result)
{
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Interrupted);
}

} // namespace

void tst_Interruption::init()
{
    m_replicas = std::make_unique<Replicas>();
    write("WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < "
          + QByteArray::number(Beers)
          + ") INSERT INTO beers(idBeer, Name, ABV) SELECT i, 'Beer ' || i, i / 10.0 FROM n");
    m_interrupted.request();
}

void tst_Interruption::cleanup()
{
    m_replicas.reset();
}

void tst_Interruption::write(const QByteArray &sql)
{
    const QByteArray answer = PlainSqlite(m_replicas->primaryPath()).run(sql);
    if (answer.startsWith("Error"))
        qFatal("%s", answer.constData());
}

std::unique_ptr<Store> tst_Interruption::open(const QString &path, Role role,
                                              const Interruption &interruption)
{
    return need(Store::open({path, role, true, &interruption}, m_clock));
}

void tst_Interruption::statement_thatMayBeInterrupted_onlyWhileItMay()
{
    const auto database
        = need(Database::open(m_replicas->primaryPath(), Access::ReadWrite, &m_interrupted));
    const QByteArray everything = "SELECT total(length(Name)) FROM beers";
    need(database->integer(everything));
    {
        const auto outer = database->beInterruptible();
        {
            const auto inner = database->beInterruptible();
            checkInterrupted(database->integer(everything));
        }
        checkInterrupted(database->integer(everything));
    }
    need(database->execute("UPDATE beers SET ABV = ABV + 1"));
    QCOMPARE(database->changedRows(), Beers);
}

void tst_Interruption::begin_anotherWrites_isNotWaitedFor()
{
    PlainSqlite other(m_replicas->primaryPath());
    QCOMPARE(other.run("BEGIN IMMEDIATE"), QByteArray());
    const auto database
        = need(Database::open(m_replicas->primaryPath(), Access::ReadWrite, &m_interrupted));
    QElapsedTimer timer;
    timer.start();
    const auto begun = Transaction::begin(*database);
    QVERIFY(!begun);
    QCOMPARE(begun.error().code, ErrorCode::Busy);
    QVERIFY(timer.elapsed() < 2000); // ms
}

void tst_Interruption::integrityCheck_isGivenUp()
{
    const QString path = m_replicas->primaryPath();
    checkInterrupted(
        need(Database::open(path, Access::ReadOnly, &m_interrupted))->checkIntegrity());
}

void tst_Interruption::image_leavesNoFile()
{
    write("DELETE FROM beers"); // so that to copy takes long, and to read what it holds does not
    const auto files = [this] { return QDir(m_replicas->folder()).entryList(); };
    const QStringList before = files();
    checkInterrupted(
        SnapshotImage::create(m_replicas->primaryPath(), m_replicas->folder(), &m_interrupted));
    QCOMPARE(files(), before);
}

void tst_Interruption::inspection_isGivenUp()
{
    const Position position = need(m_replicas->primary().advance());
    checkInterrupted(inspectSnapshot(m_replicas->primaryPath(), position, &m_interrupted));
}

void tst_Interruption::interruptAgainAndAgain(const std::function<Result<void>(Store &)> &work)
{
    constexpr int Stride = Beers / 3;
    const Position before = positionOf(copyPath());
    const QByteArray content = contentOf(copyPath());
    int interrupted = 0;
    for (int rows = 1;; rows += Stride) {
        Interruption interruption;
        const auto copy = open(copyPath(), Role::Client, interruption);
        const InterruptingWrite write(copy->database(), rows, interruption);
        const auto done = work(*copy);
        if (done)
            break;
        ++interrupted;
        checkInterrupted(done);
        QCOMPARE(copy->position(), before);
        QCOMPARE(positionOf(copyPath()), before);
        QCOMPARE(contentOf(copyPath()), content);
    }
    QVERIFY2(interrupted > 3, qPrintable(QString::number(interrupted)));
    QCOMPARE(positionOf(copyPath()), positionOf(m_replicas->primaryPath()));
    QCOMPARE(contentOf(copyPath()), contentOf(m_replicas->primaryPath()));
}

void tst_Interruption::merge_afterAnyWrite_leavesTheOldCopy()
{
    m_replicas->freshClient(CopyName);
    interruptAgainAndAgain([this](Store &copy) { return m_replicas->snapshot(copy); });
}

void tst_Interruption::delta_afterAnyWrite_leavesTheOldCopy()
{
    const qint64 before = m_replicas->client(CopyName)->position().sequence;
    write("UPDATE beers SET ABV = ABV + 1");
    const Delta delta = m_replicas->changesAfter(before);
    interruptAgainAndAgain([&](Store &copy) { return Replicas::apply(copy, delta); });
}

void tst_Interruption::changes_areGivenUp()
{
    Interruption interruption;
    const auto primary = open(m_replicas->primaryPath(), Role::Primary, interruption);
    interruption.request();
    RecordedChanges changes;
    checkInterrupted(primary->readChanges(0, changes));
    write("UPDATE beers SET ABV = ABV + 1");
    checkInterrupted(primary->advance());
    QCOMPARE(primary->position().sequence, Beers);
}

void tst_Interruption::compaction_leavesTheLog()
{
    write("UPDATE beers SET ABV = ABV + 1");
    Interruption interruption;
    const auto primary = open(m_replicas->primaryPath(), Role::Primary, interruption);
    const InterruptingWrite write(primary->database(), Beers / 2, interruption);
    checkInterrupted(Compactor(primary->database()).run(primary->position().sequence));
    QCOMPARE(PlainSqlite(m_replicas->primaryPath()).run("SELECT count(*) FROM change_log"),
             QByteArray::number(2 * Beers));
}

void tst_Interruption::audit_isGivenUp()
{
    checkInterrupted(readForAudit(m_replicas->primaryPath(), &m_interrupted));
}

void tst_Interruption::audit_thatFoundADifference_concludesNothing()
{
    const QString path = m_replicas->primaryPath();
    const Position before = positionOf(path);
    Interruption interruption;
    const auto primary = open(path, Role::Primary, interruption);
    {
        const auto other = need(Database::open(path, Access::ReadWrite));
        other->setTriggersEnabled(false);
        need(other->execute("UPDATE beers SET Name = 'Pils' WHERE idBeer = 1"));
    }
    const AuditReading reading = need(readForAudit(path));
    interruption.request();
    checkInterrupted(primary->concludeAudit(reading));
    QVERIFY(primary->isAuditDue());
    QCOMPARE(primary->position(), before);
    QCOMPARE(positionOf(path).epoch, before.epoch);
    QCOMPARE(PlainSqlite(path).run("SELECT count(*) FROM epochs"), "1");
}

QTEST_GUILESS_MAIN(tst_Interruption)
#include "tst_interruption.moc"
