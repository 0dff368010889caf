// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/commit_watcher.h"
#include "core/store/database.h"
#include "core/store/transaction.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace keg;
using namespace keg::store;
using Scope = CommitWatcher::Scope;

class tst_CommitWatcher : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void ownCommits_inOneGo_areOneSignalAfterwards();
    void ownRollback_isSilent();
    void takeWalPages_afterOwnCommit_isGivenOnce();
    void foreignCommit_isSeen();
    void foreignCommit_inOwnScope_isNotLookedFor();
    void destroyed_leavesNoHook();

private:
    std::unique_ptr<Database> open() const;
    static bool write(Database &database);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Database> m_database;
};

void tst_CommitWatcher::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_database = open();
    QVERIFY(m_database);
    QVERIFY(m_database->useWriteAheadLog());
    QVERIFY(m_database->execute("CREATE TABLE t(id INTEGER PRIMARY KEY)"));
}

void tst_CommitWatcher::cleanup()
{
    m_database.reset();
    m_folder.reset();
}

std::unique_ptr<Database> tst_CommitWatcher::open() const
{
    auto opened = Database::open(m_folder->filePath(QStringLiteral("a.db")), Access::Create);
    return opened ? std::move(*opened) : nullptr;
}

bool tst_CommitWatcher::write(Database &database)
{
    return bool(database.execute("INSERT INTO t DEFAULT VALUES"));
}

void tst_CommitWatcher::ownCommits_inOneGo_areOneSignalAfterwards()
{
    const CommitWatcher watcher(*m_database, Scope::Own);
    QSignalSpy committed(&watcher, &CommitWatcher::committed);
    QVERIFY(write(*m_database));
    QVERIFY(write(*m_database));
    QCOMPARE(committed.count(), 0);
    QTRY_COMPARE(committed.count(), 1);
    QVERIFY(write(*m_database));
    QTRY_COMPARE(committed.count(), 2);
}

void tst_CommitWatcher::ownRollback_isSilent()
{
    const CommitWatcher watcher(*m_database, Scope::Own);
    QSignalSpy committed(&watcher, &CommitWatcher::committed);
    {
        const auto transaction = Transaction::begin(*m_database);
        QVERIFY(transaction);
        QVERIFY(write(*m_database));
    }
    QCoreApplication::processEvents();
    QCOMPARE(committed.count(), 0);
    QVERIFY(write(*m_database));
    QTRY_COMPARE(committed.count(), 1);
}

void tst_CommitWatcher::takeWalPages_afterOwnCommit_isGivenOnce()
{
    CommitWatcher watcher(*m_database, Scope::Own);
    QVERIFY(!watcher.takeWalPages());
    QVERIFY(write(*m_database));
    const auto first = watcher.takeWalPages();
    QVERIFY(first && *first > 0);
    QVERIFY(!watcher.takeWalPages());
    QVERIFY(write(*m_database));
    const auto second = watcher.takeWalPages();
    QVERIFY(second && *second > *first);
}

void tst_CommitWatcher::foreignCommit_isSeen()
{
    const CommitWatcher watcher(*m_database, Scope::Everybodys);
    QSignalSpy committed(&watcher, &CommitWatcher::committed);
    const auto other = open();
    for (int count = 1; count <= 5; ++count) {
        QVERIFY(write(*other));
        QTRY_COMPARE(committed.count(), count);
        QCOMPARE(watcher.foreignCommits(), count);
    }
}

void tst_CommitWatcher::foreignCommit_inOwnScope_isNotLookedFor()
{
    const CommitWatcher watcher(*m_database, Scope::Own);
    QSignalSpy committed(&watcher, &CommitWatcher::committed);
    QVERIFY(write(*open()));
    QVERIFY(write(*m_database));
    QTRY_COMPARE(committed.count(), 1);
    QCOMPARE(watcher.foreignCommits(), 0);
}

void tst_CommitWatcher::destroyed_leavesNoHook()
{
    std::make_unique<CommitWatcher>(*m_database, Scope::Everybodys).reset();
    QVERIFY(write(*m_database));
}

QTEST_GUILESS_MAIN(tst_CommitWatcher)
#include "tst_commitwatcher.moc"
