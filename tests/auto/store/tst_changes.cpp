// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/compactor.h"
#include "core/store/database.h"
#include "core/store/snapshot_image.h"
#include "core/store/transaction.h"
#include "tests/support/need.h"
#include "tests/support/plain_sqlite.h"
#include "tests/support/random_sql.h"
#include "tests/support/replicas.h"

#include <QTest>

using namespace keg;
using namespace keg::store;
using namespace keg::test;

namespace {

// Values of every type, and those that a conversion too many would change.
const QByteArrayList Values = {"NULL",
                               "0",
                               "9223372036854775807",
                               "0.1",
                               "-0.0",
                               "9e999",
                               "4.0",
                               "''",
                               "'5.5'",
                               "'K\xc3\xb6lsch'",
                               "x''",
                               "x'00ff00'",
                               "CAST(x'00ff41' AS TEXT)",
                               "'a' || char(0) || 'b'",
                               "randomblob(40)"};
const RandomTable Beers = {"beers",
                           "idBeer",
                           {{"Name", {"'Helles'", "'Stout'", "'Gose'", "'Rye'", "'Porter'"}},
                            {"ABV", Values},
                            {"IBU", Values},
                            {"Description", Values},
                            {"Tapped", Values},
                            {"style", Values}}};
const RandomTable Taps = {"taps", "idTap", {{"idBeer", {"NULL", "1", "2", "3", "4", "5"}}}};

} // namespace

/// How one primary's changes reach its copies: reading and applying deltas.
class tst_Changes : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void randomEdits_fromAnyPosition_makeEqualCopies_data();
    void randomEdits_fromAnyPosition_makeEqualCopies();

private:
    std::unique_ptr<Replicas> m_replicas;
};

void tst_Changes::init()
{
    m_replicas = std::make_unique<Replicas>();
}

void tst_Changes::cleanup()
{
    m_replicas.reset();
}

void tst_Changes::randomEdits_fromAnyPosition_makeEqualCopies_data()
{
    QTest::addColumn<bool>("areNamesUnique");
    QTest::newRow("as it is") << false;
    QTest::newRow("with a second UNIQUE") << true;
}

void tst_Changes::randomEdits_fromAnyPosition_makeEqualCopies()
{
    QFETCH(bool, areNamesUnique);
    constexpr int Copies = 3;
    constexpr int Rounds = 1000;
    PlainSqlite writer(m_replicas->primaryPath());
    writer.run("PRAGMA synchronous=OFF");
    if (areNamesUnique) {
        QCOMPARE(writer.run("CREATE UNIQUE INDEX names ON beers(Name)"), QByteArray());
        m_replicas->reopenPrimary();
    }
    std::array<std::unique_ptr<Store>, Copies> copies;
    for (auto &copy : copies)
        copy = m_replicas->client(QStringLiteral("%1.db").arg(&copy - copies.data()));
    RandomSql random({Beers, Taps});
    qInfo("seed %u", random.seed());

    int deltas = 0;
    for (int round = 0; round < Rounds; ++round) {
        for (const QByteArray &statement : random.batch())
            writer.run(statement);
        writer.run("COMMIT"); // where an error ended the transaction, there is none
        // Each copy at its own pace, so that deltas span from few changes to many.
        for (int copy = 0; copy < Copies; ++copy) {
            if (round % (1 + 7 * copy) != 0)
                continue;
            const auto applied = m_replicas->catchUp(*copies.at(copy));
            QVERIFY2(applied, qPrintable(applied ? QString() : applied.error().message));
            QCOMPARE(copies.at(copy)->position(), m_replicas->primary().position());
            ++deltas;
        }
    }
    const QString digest = independentDigest(m_replicas->primaryPath());
    QCOMPARE(need(m_replicas->primary().advance()).digest.toHex(), digest);
    for (auto &copy : copies) {
        need(m_replicas->catchUp(*copy));
        QCOMPARE(contentOf(copy->database().path()), contentOf(m_replicas->primaryPath()));
        QCOMPARE(independentDigest(copy->database().path()), digest);
    }
    qInfo("%d deltas up to sequence %lld", deltas, m_replicas->primary().position().sequence);
}

QTEST_GUILESS_MAIN(tst_Changes)
#include "tst_changes.moc"
