// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/store_worker.h"
#include "core/store/checkpointer.h"
#include "tests/support/need.h"
#include "tests/support/plain_sqlite.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace keg;
using namespace keg::service;
using namespace keg::test;

class tst_StoreWorker : public QObject
{
    Q_OBJECT

private slots:
    void checkpoint_keptOffByAReader_isTriedAgain();
};

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

QTEST_GUILESS_MAIN(tst_StoreWorker)
#include "tst_storeworker.moc"
