// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/wire/delta.h"

#include <QTemporaryDir>
#include <QTest>

#include <limits>
#include <random>

using namespace keg;
using namespace keg::wire;

class tst_Delta : public QObject
{
    Q_OBJECT

private slots:
    void next_everyCellType_comesBackExactly();
    void next_cutAnywhere_isDamagedOrEndsEarly();
    void next_mutated_neverCrashes();
};

namespace {

QList<ChangeSource::Item> sampleItems()
{
    const QList<QByteArray> columns{"Name", "ABV", "Notes"};
    return {
        LogEntry{7, Text{"beers"}, Text{"UPDATE"}, qint64(1), Text{"2026"}},
        LogEntry{9, Blob{"odd"}, {}, 2.5, {}},
        RowImage{"beers", 1, columns, {Text{"K\xf6lsch"}, 4.75, {}}},
        RowImage{"beers",
                 std::numeric_limits<qint64>::min(),
                 columns,
                 {Blob{QByteArray(3, '\0')}, std::numeric_limits<qint64>::max(),
                  -std::numeric_limits<double>::infinity()}},
        RowImage{"taps", -4, {"idBeer"}, {qint64(-1)}},
    };
}

SharedPayload encoded(const QList<ChangeSource::Item> &items)
{
    const QTemporaryDir folder;
    DeltaEncoder encoder(folder.path());
    for (const auto &item : items) {
        const auto added
            = std::visit([&encoder](const auto &part) { return encoder.add(part); }, item);
        if (!added)
            return {};
    }
    const auto payload = encoder.finish();
    return payload ? *payload : SharedPayload();
}

} // namespace

void tst_Delta::next_everyCellType_comesBackExactly()
{
    const auto items = sampleItems();
    DeltaDecoder decoder(encoded(items));
    for (const auto &item : items) {
        const auto next = decoder.next();
        QVERIFY2(next, next ? "" : qPrintable(next.error().message));
        QVERIFY(*next);
        QVERIFY(**next == item);
    }
    const auto end = decoder.next();
    QVERIFY(end && !*end);
}

void tst_Delta::next_cutAnywhere_isDamagedOrEndsEarly()
{
    const auto items = sampleItems();
    const auto payload = encoded(items);
    for (qint64 length = 0; length < payload->size(); ++length) {
        DeltaDecoder decoder(std::make_shared<MemoryPayload>(*payload->read(0, length)));
        int parts = 0;
        auto next = decoder.next();
        while (next && *next) {
            ++parts;
            next = decoder.next();
        }
        QVERIFY(parts < items.size());
    }
}

void tst_Delta::next_mutated_neverCrashes()
{
    std::mt19937_64 random(20261123);
    const auto payload = encoded(sampleItems());
    const QByteArray whole = *payload->read(0, payload->size());
    int damaged = 0;
    for (int round = 0; round < 5000; ++round) {
        QByteArray mutated = whole;
        mutated[qsizetype(random() % quint64(mutated.size()))] = char(random());
        DeltaDecoder decoder(std::make_shared<MemoryPayload>(mutated));
        auto next = decoder.next();
        while (next && *next)
            next = decoder.next();
        damaged += next ? 0 : 1;
    }
    QVERIFY(damaged > 0);
}

QTEST_GUILESS_MAIN(tst_Delta)
#include "tst_delta.moc"
