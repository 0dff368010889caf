// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/base/interruption.h"
#include "core/service/store_worker.h"
#include "core/store/checkpointer.h"
#include "tests/support/bar/log_lines.h"
#include "tests/support/database_faults.h"
#include "tests/support/need.h"
#include "tests/support/plain_sqlite.h"

#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>

using namespace keg;
using namespace keg::service;
using namespace keg::test;

class tst_StoreWorker : public QObject
{
    Q_OBJECT

private slots:
    void commit_whoseReadingFails_isReadAgainByItself();
    void checkpoint_keptOffByAReader_isTriedAgain();
    void interruptedWork_isNoNews();
};

// Each reading fails at another call, and no other commit follows.
void tst_StoreWorker::commit_whoseReadingFails_isReadAgainByItself()
{
    constexpr int Stride = 4; // it rests a second before it reads again
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("beer.db"));
    const SystemClock clock;
    StoreWorker worker({path, store::Role::Primary, true}, folder.path(), clock);
    need(worker.open());
    need(worker.editing().setTapCount(1, Force::No));
    Beer beer;
    beer.name = QStringLiteral("Porter");
    need(worker.editing().setTap(1, need(worker.editing().addBeer(beer)).id));
    QSignalSpy changes(&worker, &StoreWorker::changesArrived);
    QSignalSpy boards(&worker, &StoreWorker::boardRead);
    QTRY_COMPARE(boards.size(), 1);

    LogLines log;
    PlainSqlite writer(path);
    bool hasStruck = true;
    int calls = 0;
    for (; hasStruck; calls += Stride) {
        worker.awaitChanges(need(worker.summary()).position.sequence);
        changes.clear();
        boards.clear();
        log.clear();
        QCOMPARE(writer.run("UPDATE beers SET Name=Name || '+'"), "");
        hasStruck = withFailingCall(calls, SQLITE_IOERR_READ, [&] {
            const auto isRead = [&] { return changes.size() == 1 && boards.size() == 1; };
            QTRY_VERIFY(isRead() || log.count(QStringLiteral("cannot be read")) > 0);
        });
        QTRY_COMPARE(changes.size(), 1);
        QTRY_COMPARE(boards.size(), 1);
    }
    QVERIFY2(calls > 30, qPrintable(QString::number(calls)));
    worker.stop();
}

// What was written back lies in the file itself. Its size is asked for without opening it.
void tst_StoreWorker::checkpoint_keptOffByAReader_isTriedAgain()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("beer.db"));
    const SystemClock clock;
    StoreWorker worker({path, store::Role::Primary}, folder.path(), clock);
    need(worker.open());
    const auto isWrittenBack
        = [&path] { return QFileInfo(path).size() > store::Checkpointer::DuePages * 4096; };

    PlainSqlite reader(path);
    QCOMPARE(reader.run("BEGIN; SELECT count(*) FROM beers"), "0");
    Beer beer;
    beer.description = QString(10'000, u'x');
    for (int number = 0; number < store::Checkpointer::DuePages; ++number) {
        beer.name = QString::number(number);
        need(worker.editing().addBeer(beer));
    }
    QCoreApplication::processEvents(); // what follows a commit
    QVERIFY(!isWrittenBack());
    QCOMPARE(reader.run("COMMIT"), "");
    QTRY_VERIFY(isWrittenBack());
    worker.stop();
}

void tst_StoreWorker::interruptedWork_isNoNews()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("beer.db"));
    const SystemClock clock;
    Interruption ending;
    StoreWorker worker({path, store::Role::Primary, true, &ending}, folder.path(), clock);
    need(worker.open());
    PlainSqlite writer(path);
    QCOMPARE(writer.run("WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n "
                        "WHERE i < 2000) INSERT INTO beers(Name) SELECT 'Beer ' || i FROM n"),
             "");
    QSignalSpy read(&worker, &StoreWorker::changesRead);
    worker.readChanges(0);
    QCOMPARE(read.size(), 1);

    LogLines log;
    ending.request();
    worker.readChanges(0);
    QCOMPARE(read.size(), 1);
    worker.concludeAudit(store::readForAudit(path, &ending));
    QCOMPARE(writer.run("UPDATE beers SET ABV = 5"), "");
    QVERIFY(!worker.summary()); // follows it, as after a commit
    worker.awaitChanges(0);
    QCOMPARE(log.count(QStringLiteral("given up")), 0);
    worker.stop();
}

QTEST_GUILESS_MAIN(tst_StoreWorker)
#include "tst_storeworker.moc"
