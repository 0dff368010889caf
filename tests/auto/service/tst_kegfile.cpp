// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/base/clock.h"
#include "core/service/keg_file.h"
#include "core/service/local_folder.h"
#include "core/store/database.h"
#include "core/store/migrator.h"

#include <QTemporaryDir>
#include <QTest>

using namespace keg;
using namespace keg::service;

class tst_KegFile : public QObject
{
    Q_OBJECT

private slots:
    void openToWrite_olderShapeUnderAnInstance_isRefusedAndUntouched();

private:
    static bool isUpgraded(const QString &path);
};

bool tst_KegFile::isUpgraded(const QString &path)
{
    const auto database = store::Database::open(path, store::Access::ReadOnly);
    const auto shape = store::recognise(**database);
    return shape && *shape == store::FileShape::Current;
}

void tst_KegFile::openToWrite_olderShapeUnderAnInstance_isRefusedAndUntouched()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("beer.db"));
    const SystemClock clock;
    {
        const auto old = store::Database::open(path, store::Access::Create);
        QVERIFY(old);
        QVERIFY((*old)->execute("CREATE TABLE beers(idBeer INTEGER PRIMARY KEY, Name tinytext);"
                                "CREATE TABLE taps(idTap INTEGER PRIMARY KEY, idBeer INTEGER);"));
    }
    {
        const auto instance = LocalFolder::lock(path);
        QVERIFY(instance);
        const auto refused = KegFile::openToWrite(path, clock);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Refused);
        QVERIFY2(
            refused.error().message.contains(QString::number(QCoreApplication::applicationPid())),
            qPrintable(refused.error().message));
        QVERIFY(!isUpgraded(path));
        QVERIFY(KegFile::openToRead(path, clock));
    }
    QVERIFY(KegFile::openToWrite(path, clock));
    QVERIFY(isUpgraded(path));
}

QTEST_GUILESS_MAIN(tst_KegFile)
#include "tst_kegfile.moc"
