// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/database.h"
#include "core/store/statement.h"
#include "core/store/transaction.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <limits>

#include <sqlite3.h>

using namespace keg;
using namespace keg::store;

class tst_Statement : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void cell_everyTypeBound_comesBackExactly_data();
    void cell_everyTypeBound_comesBackExactly();
    void bind_noSuchParameter_failsTheStep();
    void bind_absentOptional_isNull();
    void step_constraintBroken_isRefused();
    void run_afterReset_keepsTheParameters();
    void prepare_again_hasNoParametersLeft();
    void prepare_again_leavesTheOneInUseAlone();
    void prepare_again_afterAFailure_works();
    void prepare_again_afterTheTableChanged_readsItAsItIs();
    void prepare_halfRead_holdsNoLockAfterwards();
    void prepare_manyTexts_allWork();
    void prepare_done_keepsNoValues();
    void prepare_done_letsTheFileBeClosed();
    void execute_scriptWithTrigger_runsEveryStatement();
    void transaction_notCommitted_isRolledBack();
    void transaction_committed_stays();
    void transaction_triggersRest_untilTheNext();
    void readTransaction_whileAnotherWrites_seesOneState();

private:
    qint64 count();

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Database> m_database;
};

void tst_Statement::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    auto opened = Database::open(m_folder->filePath(QStringLiteral("a.db")), Access::Create);
    QVERIFY2(opened, qPrintable(opened ? QString() : opened.error().message));
    m_database = std::move(*opened);
    QVERIFY(m_database->useWriteAheadLog());
    QVERIFY(m_database->execute("CREATE TABLE t(id INTEGER PRIMARY KEY, value UNIQUE)"));
}

void tst_Statement::cleanup()
{
    m_database.reset();
    m_folder.reset();
}

qint64 tst_Statement::count()
{
    const auto rows = m_database->integer("SELECT count(*) FROM t");
    return rows ? *rows : -1;
}

void tst_Statement::cell_everyTypeBound_comesBackExactly_data()
{
    QTest::addColumn<Cell>("cell");
    QTest::newRow("null") << Cell();
    QTest::newRow("smallest integer") << Cell(std::numeric_limits<qint64>::min());
    QTest::newRow("largest integer") << Cell(std::numeric_limits<qint64>::max());
    QTest::newRow("whole real") << Cell(5.0);
    QTest::newRow("real") << Cell(0.1 + 0.2);
    QTest::newRow("tiny real") << Cell(std::numeric_limits<double>::denorm_min());
    QTest::newRow("infinity") << Cell(HUGE_VAL);
    QTest::newRow("empty text") << Cell(Text{});
    QTest::newRow("text") << Cell(Text{"K\xc3\xb6lsch \xf0\x9f\x8d\xba"});
    QTest::newRow("text with NUL") << Cell(Text{QByteArray("a\0b", 3)});
    QTest::newRow("text of broken UTF-8") << Cell(Text{"\xff\xc3"});
    QTest::newRow("empty blob") << Cell(Blob{});
    QTest::newRow("blob") << Cell(Blob{QByteArray("\0\xff\x01", 3)});
}

void tst_Statement::cell_everyTypeBound_comesBackExactly()
{
    QFETCH(const Cell, cell);
    auto insert = Statement::prepare(*m_database, "INSERT INTO t(id, value) VALUES(1, ?1)");
    QVERIFY(insert);
    insert->bind(1, cell);
    QVERIFY(insert->run());
    auto select = Statement::prepare(*m_database, "SELECT value FROM t");
    QVERIFY(select);
    const auto row = select->step();
    QVERIFY(row && *row);
    QVERIFY(select->cell(0) == cell);
    QCOMPARE(select->isNull(0), std::holds_alternative<std::monostate>(cell));
}

void tst_Statement::bind_noSuchParameter_failsTheStep()
{
    auto insert = Statement::prepare(*m_database, "INSERT INTO t(value) VALUES(?1)");
    QVERIFY(insert);
    insert->bind(2, 5);
    QVERIFY(!insert->step());
    QCOMPARE(count(), 0);
}

void tst_Statement::bind_absentOptional_isNull()
{
    auto select = Statement::prepare(*m_database, "SELECT ?1, ?2");
    QVERIFY(select);
    select->bind(1, std::optional<double>());
    select->bind(2, std::optional<double>(4.5));
    QVERIFY(select->step());
    QVERIFY(select->isNull(0));
    QCOMPARE(select->real(1), 4.5);
}

void tst_Statement::step_constraintBroken_isRefused()
{
    QVERIFY(m_database->execute("INSERT INTO t(value) VALUES(5)"));
    const auto again = m_database->execute("INSERT INTO t(value) VALUES(5)");
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::Refused);
    QVERIFY(again.error().message.contains(QLatin1String("t.value")));
}

void tst_Statement::run_afterReset_keepsTheParameters()
{
    auto insert = Statement::prepare(*m_database, "INSERT INTO t(id, value) VALUES(?1, ?2)");
    QVERIFY(insert);
    insert->bind(2, std::nullopt);
    for (int id = 1; id <= 3; ++id) {
        insert->bind(1, id);
        QVERIFY(insert->run());
        QCOMPARE(m_database->lastInsertId(), id);
    }
    QCOMPARE(count(), 3);
}

void tst_Statement::prepare_again_hasNoParametersLeft()
{
    for (const bool isBound : {true, false}) {
        auto select = Statement::prepare(*m_database, "SELECT ?1");
        QVERIFY(select);
        if (isBound)
            select->bind(1, 7);
        QVERIFY(*select->step());
        QCOMPARE(select->isNull(0), !isBound);
    }
}

void tst_Statement::prepare_again_leavesTheOneInUseAlone()
{
    QVERIFY(m_database->execute("INSERT INTO t(id) VALUES(1), (2)"));
    const QByteArray sql = "SELECT id FROM t ORDER BY id";
    auto outer = Statement::prepare(*m_database, sql);
    QVERIFY(*outer->step());
    for (int i = 0; i < 2; ++i) {
        auto inner = Statement::prepare(*m_database, sql);
        QVERIFY(*inner->step());
        QCOMPARE(inner->integer(0), 1);
    }
    QVERIFY(*outer->step());
    QCOMPARE(outer->integer(0), 2);
    QVERIFY(!*outer->step());
}

void tst_Statement::prepare_again_afterAFailure_works()
{
    const QByteArray sql = "INSERT INTO t(id) VALUES(?1)";
    for (const int id : {1, 1, 2}) {
        auto insert = Statement::prepare(*m_database, sql);
        QVERIFY(insert);
        insert->bind(1, id);
        const bool isNew = count() < id;
        QCOMPARE(bool(insert->run()), isNew);
    }
    QCOMPARE(count(), 2);
}

void tst_Statement::prepare_again_afterTheTableChanged_readsItAsItIs()
{
    const QByteArray sql = "SELECT * FROM t";
    QCOMPARE(Statement::prepare(*m_database, sql)->columnCount(), 2);
    const auto other = Database::open(m_database->path(), Access::ReadWrite);
    QVERIFY((*other)->execute("ALTER TABLE t ADD COLUMN more; INSERT INTO t VALUES(1, 2, 3)"));
    auto select = Statement::prepare(*m_database, sql);
    QVERIFY(*select->step());
    QCOMPARE(select->columnCount(), 3);
    QCOMPARE(select->integer(2), 3);
}

void tst_Statement::prepare_halfRead_holdsNoLockAfterwards()
{
    QVERIFY(m_database->execute("INSERT INTO t(id) VALUES(1), (2)"));
    {
        auto select = Statement::prepare(*m_database, "SELECT id FROM t");
        QVERIFY(*select->step());
        QVERIFY(!m_database->execute("DROP TABLE t"));
    }
    QVERIFY(m_database->execute("DROP TABLE t"));
}

void tst_Statement::prepare_manyTexts_allWork()
{
    for (int round = 0; round < 2; ++round) {
        for (int number = 0; number < 500; ++number)
            QCOMPARE(*m_database->integer("SELECT " + QByteArray::number(number)), number);
    }
}

void tst_Statement::prepare_done_keepsNoValues()
{
    constexpr qint64 Size = 10'000'000;
    {
        auto select = Statement::prepare(*m_database, "SELECT ?1 || ''");
        QVERIFY(select);
        select->bind(1, Blob{QByteArray(Size, 'x')});
        QVERIFY(*select->step());
    }
    QVERIFY(sqlite3_memory_used() < Size);
}

// The last connection that closes removes the log; one with statements left does not close.
void tst_Statement::prepare_done_letsTheFileBeClosed()
{
    const QString wal = m_database->path() + QStringLiteral("-wal");
    QVERIFY(m_database->useWriteAheadLog());
    {
        auto insert = Statement::prepare(*m_database, "INSERT INTO t(value) VALUES(?1)");
        QVERIFY(insert);
        insert->bind(1, 5);
        QVERIFY(insert->run());
        auto select = Statement::prepare(*m_database, "SELECT * FROM t");
        QVERIFY(select);
        QVERIFY(*select->step());
    }
    QVERIFY(QFile::exists(wal));
    m_database.reset();
    QVERIFY(!QFile::exists(wal));
}

void tst_Statement::execute_scriptWithTrigger_runsEveryStatement()
{
    QVERIFY(m_database->execute("-- a comment first\n"
                                "CREATE TRIGGER twice AFTER INSERT ON t WHEN new.id < 10 BEGIN\n"
                                "  INSERT INTO t(id) VALUES(new.id + 10); SELECT 1; END;\n"
                                "INSERT INTO t(id) VALUES(1);;\n -- and one last\n"));
    QCOMPARE(count(), 2);
    m_database->setTriggersEnabled(false);
    QVERIFY(m_database->execute("INSERT INTO t(id) VALUES(2)"));
    QCOMPARE(count(), 3);
    const auto broken = m_database->execute("INSERT INTO t(id) VALUES(3); INSERT INTO nothing");
    QVERIFY(!broken);
    QCOMPARE(count(), 4);
}

void tst_Statement::transaction_notCommitted_isRolledBack()
{
    {
        auto transaction = Transaction::begin(*m_database);
        QVERIFY(transaction);
        QVERIFY(m_database->execute("INSERT INTO t(id) VALUES(1)"));
    }
    QCOMPARE(count(), 0);
    QVERIFY(m_database->execute("INSERT INTO t(id) VALUES(1)"));
}

void tst_Statement::transaction_committed_stays()
{
    auto transaction = Transaction::begin(*m_database);
    QVERIFY(transaction);
    QVERIFY(m_database->execute("INSERT INTO t(id) VALUES(1)"));
    QVERIFY(transaction->commit());
    auto other = Database::open(m_database->path(), Access::ReadOnly);
    QVERIFY(other);
    const auto rows = (*other)->integer("SELECT count(*) FROM t");
    QVERIFY(rows);
    QCOMPARE(*rows, 1);
}

void tst_Statement::transaction_triggersRest_untilTheNext()
{
    QVERIFY(m_database->execute("CREATE TRIGGER refusal BEFORE INSERT ON t BEGIN"
                                "  SELECT RAISE(ABORT, 'not here'); END"));
    for (const Triggers triggers : {Triggers::Rest, Triggers::Fire, Triggers::Rest}) {
        auto transaction = Transaction::begin(*m_database, triggers);
        auto insert = Statement::prepare(*m_database, "INSERT INTO t(value) VALUES(NULL)");
        QCOMPARE(bool(insert->run()), triggers == Triggers::Rest);
        QVERIFY(transaction->commit());
    }
    QCOMPARE(count(), 2);
}

void tst_Statement::readTransaction_whileAnotherWrites_seesOneState()
{
    auto opened = Database::open(m_database->path(), Access::ReadOnly);
    QVERIFY(opened);
    Database &reader = **opened;
    {
        auto reading = ReadTransaction::begin(reader);
        QVERIFY(reading);
        QVERIFY(m_database->execute("INSERT INTO t(id) VALUES(1)"));
        const auto seen = reader.integer("SELECT count(*) FROM t");
        QVERIFY(seen);
        QCOMPARE(*seen, 0);
    }
    const auto after = reader.integer("SELECT count(*) FROM t");
    QVERIFY(after);
    QCOMPARE(*after, 1);
}

QTEST_GUILESS_MAIN(tst_Statement)
#include "tst_statement.moc"
