// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/base/payload.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace keg;

class tst_Payload : public QObject
{
    Q_OBJECT

private slots:
    void spool_belowLimit_staysInMemory();
    void spool_aboveLimit_readsBackFromFileAndCleansUp();
    void spool_missingFolder_isAnError();
};

void tst_Payload::spool_belowLimit_staysInMemory()
{
    const QTemporaryDir folder;
    Spool spool(folder.path(), 10);
    QVERIFY(spool.append("12345"));
    QVERIFY(spool.append("67890"));
    QVERIFY(QDir(folder.path()).isEmpty());

    const auto payload = spool.finish();
    QVERIFY(payload);
    QCOMPARE((*payload)->size(), 10);
    QCOMPARE(*(*payload)->read(3, 4), QByteArray("4567"));
    QCOMPARE(*(*payload)->read(8, 100), QByteArray("90"));
}

void tst_Payload::spool_aboveLimit_readsBackFromFileAndCleansUp()
{
    const QTemporaryDir folder;
    {
        Spool spool(folder.path(), 10);
        QVERIFY(spool.append("12345"));
        QVERIFY(spool.append("678901"));
        QCOMPARE(spool.size(), 11);

        const auto payload = spool.finish();
        QVERIFY(payload);
        QCOMPARE((*payload)->size(), 11);
        QCOMPARE(*(*payload)->read(9, 100), QByteArray("01"));
        QCOMPARE(*(*payload)->read(0, 5), QByteArray("12345"));
    }
    QVERIFY(QDir(folder.path()).isEmpty());
}

void tst_Payload::spool_missingFolder_isAnError()
{
    Spool spool(QStringLiteral("/nowhere/at/all"), 1);
    const auto appended = spool.append("12");
    QVERIFY(!appended);
    QVERIFY(appended.error().message.contains(QStringLiteral("/nowhere/at/all")));
}

QTEST_GUILESS_MAIN(tst_Payload)
#include "tst_payload.moc"
