// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/wire/cbor_integer.h"

#include <QCborStreamReader>
#include <QTest>

#include <limits>

using namespace keg::wire;

class tst_CborInteger : public QObject
{
    Q_OBJECT

private slots:
    void integerAt_anyOne_isItsValueOrNothing_data();
    void integerAt_anyOne_isItsValueOrNothing();
};

void tst_CborInteger::integerAt_anyOne_isItsValueOrNothing_data()
{
    constexpr qint64 Lowest = std::numeric_limits<qint64>::min();
    constexpr qint64 Highest = std::numeric_limits<qint64>::max();
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("fits");
    QTest::addColumn<qint64>("value");
    QTest::newRow("0") << QByteArray::fromHex("00") << true << qint64(0);
    QTest::newRow("-1") << QByteArray::fromHex("20") << true << qint64(-1);
    QTest::newRow("highest") << QByteArray::fromHex("1b7fffffffffffffff") << true << Highest;
    QTest::newRow("lowest") << QByteArray::fromHex("3b7fffffffffffffff") << true << Lowest;
    QTest::newRow("too high by one") << QByteArray::fromHex("1b8000000000000000") << false << 0LL;
    QTest::newRow("too low by one") << QByteArray::fromHex("3b8000000000000000") << false << 0LL;
    QTest::newRow("CBOR's highest") << QByteArray::fromHex("1bffffffffffffffff") << false << 0LL;
    QTest::newRow("CBOR's lowest") << QByteArray::fromHex("3bffffffffffffffff") << false << 0LL;
}

void tst_CborInteger::integerAt_anyOne_isItsValueOrNothing()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const bool, fits);
    QFETCH(const qint64, value);
    const QCborStreamReader reader(bytes);
    const auto number = integerAt(reader);
    QCOMPARE(number.has_value(), fits);
    QCOMPARE(number.value_or(0), value);
}

QTEST_GUILESS_MAIN(tst_CborInteger)
#include "tst_cborinteger.moc"
