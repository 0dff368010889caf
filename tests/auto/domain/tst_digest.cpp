// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/domain/position.h"

#include <QTest>

using namespace keg;

class tst_Digest : public QObject
{
    Q_OBJECT

private slots:
    void sum_carriesAndWraps();
    void fromBytes_wrongLength_isRefused();
};

void tst_Digest::sum_carriesAndWraps()
{
    Digest one;
    Digest all;
    QVERIFY(Digest::fromBytes(QByteArray(15, '\0') + '\1', &one));
    QVERIFY(Digest::fromBytes(QByteArray(8, '\0') + QByteArray(8, '\xff'), &all));

    Digest sum = all;
    sum += one;
    QCOMPARE(sum.toHex(), QStringLiteral("00000000000000010000000000000000"));
    sum -= one;
    QCOMPARE(sum, all);

    Digest zero;
    zero -= one;
    QCOMPARE(zero.toHex(), QString(32, u'f'));
    zero += one;
    QCOMPARE(zero, Digest());
}

void tst_Digest::fromBytes_wrongLength_isRefused()
{
    Digest digest;
    QVERIFY(!Digest::fromBytes(QByteArray(15, 'x'), &digest));
    QVERIFY(!Digest::fromBytes({}, &digest));
}

QTEST_GUILESS_MAIN(tst_Digest)
#include "tst_digest.moc"
