// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/checkpointer.h"
#include "core/store/database.h"
#include "core/store/transaction.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace keg;
using namespace keg::store;

class tst_Checkpointer : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void isDue_longLog_untilItHasRun();
    void isDue_logStartedAgain_countsFromItsBeginning();
    void isDue_manyForeignCommits_untilItHasRun();
    void run_somebodyWrites_isLater();
    void run_somebodyReads_leavesTheirStateAndStaysDue();
    void run_allWrittenBack_logIsUsedAgain();
    void run_whileOtherProgramsWrite_losesNothing();

private:
    std::unique_ptr<Database> open() const;
    qint64 count() { return *m_database->integer("SELECT count(*) FROM t"); }
    QString path() const { return m_folder->filePath(QStringLiteral("a.db")); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<Checkpointer> m_checkpointer;
};

void tst_Checkpointer::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_database = open();
    QVERIFY(m_database);
    QVERIFY(m_database->useWriteAheadLog());
    QVERIFY(m_database->execute("CREATE TABLE t(id INTEGER PRIMARY KEY, value)"));
    auto checkpointer = Checkpointer::open(*m_database);
    QVERIFY(checkpointer);
    m_checkpointer = std::move(*checkpointer);
}

void tst_Checkpointer::cleanup()
{
    m_checkpointer.reset();
    m_database.reset();
    m_folder.reset();
}

std::unique_ptr<Database> tst_Checkpointer::open() const
{
    auto opened = Database::open(path(), Access::Create);
    return opened ? std::move(*opened) : nullptr;
}

void tst_Checkpointer::isDue_longLog_untilItHasRun()
{
    m_checkpointer->noteCommits(Checkpointer::DuePages - 1, 0);
    QVERIFY(!m_checkpointer->isDue());
    m_checkpointer->noteCommits(Checkpointer::DuePages, 0);
    QVERIFY(m_checkpointer->isDue());
    const auto done = m_checkpointer->run();
    QVERIFY(done && *done);
    QVERIFY(!m_checkpointer->isDue());
    m_checkpointer->noteCommits(std::nullopt, 0);
    QVERIFY(!m_checkpointer->isDue());
}

void tst_Checkpointer::isDue_logStartedAgain_countsFromItsBeginning()
{
    QVERIFY(m_database->execute("INSERT INTO t(value) VALUES(randomblob(1000000))"));
    const auto done = m_checkpointer->run();
    QVERIFY(done && *done);
    m_checkpointer->noteCommits(5, 0);
    QVERIFY(!m_checkpointer->isDue());
    m_checkpointer->noteCommits(Checkpointer::DuePages, 0);
    QVERIFY(m_checkpointer->isDue());
}

void tst_Checkpointer::isDue_manyForeignCommits_untilItHasRun()
{
    m_checkpointer->noteCommits(std::nullopt, Checkpointer::DueForeignCommits - 1);
    QVERIFY(!m_checkpointer->isDue());
    m_checkpointer->noteCommits(std::nullopt, Checkpointer::DueForeignCommits);
    QVERIFY(m_checkpointer->isDue());
    QVERIFY(m_checkpointer->run());
    QVERIFY(!m_checkpointer->isDue());
}

void tst_Checkpointer::run_somebodyWrites_isLater()
{
    m_checkpointer->noteCommits(Checkpointer::DuePages, 0);
    const auto other = open();
    {
        const auto transaction = Transaction::begin(*other);
        QVERIFY(transaction);
        const auto done = m_checkpointer->run();
        QVERIFY(done);
        QVERIFY(!*done);
        QVERIFY(m_checkpointer->isDue());
    }
    const auto done = m_checkpointer->run();
    QVERIFY(done && *done);
}

void tst_Checkpointer::run_somebodyReads_leavesTheirStateAndStaysDue()
{
    const auto other = open();
    {
        const auto reading = ReadTransaction::begin(*other);
        QVERIFY(reading);
        QVERIFY(m_database->execute("INSERT INTO t(value) VALUES(randomblob(1000000))"));
        m_checkpointer->noteCommits(Checkpointer::DuePages, 0);
        const auto done = m_checkpointer->run();
        QVERIFY(done && !*done);
        QVERIFY(m_checkpointer->isDue());
        QCOMPARE(*other->integer("SELECT count(*) FROM t"), 0);
        QCOMPARE(count(), 1);
    }
    const auto done = m_checkpointer->run();
    QVERIFY(done && *done);
    QVERIFY(!m_checkpointer->isDue());
}

void tst_Checkpointer::run_allWrittenBack_logIsUsedAgain()
{
    const QFileInfo wal(path() + QStringLiteral("-wal"));
    qint64 size = 0;
    for (int round = 0; round < 5; ++round) {
        QVERIFY(m_database->execute("UPDATE t SET value=0; DELETE FROM t;"
                                    "INSERT INTO t(value) VALUES(randomblob(100000))"));
        QVERIFY(m_checkpointer->run());
        QFileInfo now(wal);
        now.refresh();
        if (round == 1)
            size = now.size();
        if (round > 1)
            QVERIFY(now.size() <= size);
    }
    QCOMPARE(count(), 1);
}

void tst_Checkpointer::run_whileOtherProgramsWrite_losesNothing()
{
    constexpr int Writers = 2;
    constexpr int CommitsEach = 400;
    constexpr int OwnCommits = 400;
    std::array<QProcess, Writers> writers;
    for (QProcess &writer : writers) {
        writer.start(QStringLiteral("python3"),
                     {QStringLiteral(KEG_SOURCE_DIR "/tests/support/writer.py"), path(),
                      QString::number(CommitsEach)});
    }
    int runs = 0;
    for (int commit = 0; commit < OwnCommits; ++commit) {
        const auto written = m_database->execute("INSERT INTO t(value) VALUES(randomblob(3000))");
        QVERIFY2(written, qPrintable(written ? QString() : written.error().message));
        const auto done = m_checkpointer->run();
        QVERIFY(done);
        runs += int(*done);
    }
    for (QProcess &writer : writers) {
        QVERIFY(writer.waitForFinished(60000));
        QCOMPARE(writer.exitCode(), 0);
    }
    QVERIFY(runs > 0);
    QCOMPARE(count(), OwnCommits + Writers * CommitsEach);
    QVERIFY(m_database->checkIntegrity());
}

QTEST_GUILESS_MAIN(tst_Checkpointer)
#include "tst_checkpointer.moc"
