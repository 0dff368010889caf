// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/base/clock.h"
#include "core/store/beer_repository.h"
#include "core/store/board_reader.h"
#include "core/store/migrator.h"
#include "core/store/replica_state.h"
#include "core/store/statement.h"
#include "core/store/tap_repository.h"
#include "tests/support/need.h"

#include <QTemporaryDir>
#include <QTest>

using namespace keg;
using namespace keg::store;
using namespace keg::test;

class tst_Repositories : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void beers_added_comeBackEqual();
    void beers_emptyFields_areNull();
    void beers_addedWithTakenId_isRefused();
    void beers_updated_writesOnlyWhatDiffers();
    void beers_updatedToTheSame_logsNothing();
    void beers_unknown_isNotFound();
    void beers_removed_leavesItsTapsVacant();
    void beers_named_findsExactlyThose();
    void beers_foreignValues_areReadLeniently_data();
    void beers_foreignValues_areReadLeniently();
    void taps_added_takeTheNextNumber();
    void taps_set_changesWhatPours();
    void taps_unknown_isNotFound();
    void taps_setCount_addsAndRemoves();
    void taps_foreignValues_areReadLeniently();
    void board_joinsTapsAndBeersAtTheHead();
    void replica_written_comesBackEqual();
    void replica_startEpoch_countsOn();
    void replica_ensureIdentity_givesOneOnce();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Database> m_database;
};

namespace {

Beer porter()
{
    Beer beer;
    beer.name = QStringLiteral("Köhler's \"Porter\"");
    beer.abv = 5.4;
    beer.ibu = 31;
    beer.color = 28.5;
    beer.originalGravity = 1.056;
    beer.finalGravity = 1.014;
    beer.description = QStringLiteral("Roast; 🍺");
    beer.brewed = QStringLiteral("2026-10-01 0:00:00");
    beer.kegged = QStringLiteral("10/20/2026 0:00");
    beer.tapped = QStringLiteral("0000-00-00 00:00:00");
    beer.notes = QStringLiteral("line\nbreak");
    beer.style = QStringLiteral("Robust Porter");
    beer.brewery = QStringLiteral("Nebenan");
    return beer;
}

Beer named(const QString &name)
{
    Beer beer;
    beer.name = name;
    return beer;
}

} // namespace

void tst_Repositories::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_database = need(openKegDatabase(m_folder->filePath(QStringLiteral("beer.db")), Access::Create,
                                      SystemClock()));
}

void tst_Repositories::cleanup()
{
    m_database.reset();
    m_folder.reset();
}

void tst_Repositories::beers_added_comeBackEqual()
{
    BeerRepository beers(*m_database);
    Beer first = porter();
    first.id = need(beers.add(first));
    QCOMPARE(first.id, 1);
    Beer second = named(QStringLiteral("Bare"));
    second.id = 40;
    QCOMPARE(need(beers.add(second)), 40);
    QCOMPARE(need(beers.all()), (QList<Beer>{first, second}));
    QCOMPARE(need(beers.find(1)), std::optional(first));
    QCOMPARE(need(beers.find(2)), std::nullopt);
    QCOMPARE(need(beers.count()), 2);
}

void tst_Repositories::beers_emptyFields_areNull()
{
    BeerRepository beers(*m_database);
    Beer beer = porter();
    beer.id = need(beers.add(beer));
    need(beers.update([&] {
        Beer bare = named(beer.name);
        bare.id = beer.id;
        return bare;
    }()));
    QCOMPARE(
        need(m_database->integer(
            "SELECT count(*) FROM beers WHERE coalesce(ABV, IBU, Color, OriginalGravity,"
            " FinalGravity, Description, Brewed, Kegged, Tapped, Notes, style, brewery) IS NULL")),
        1);
}

void tst_Repositories::beers_addedWithTakenId_isRefused()
{
    BeerRepository beers(*m_database);
    Beer beer = porter();
    beer.id = need(beers.add(beer));
    const auto again = beers.add(beer);
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::Refused);
    QVERIFY(again.error().message.contains(beer.name));
}

void tst_Repositories::beers_updated_writesOnlyWhatDiffers()
{
    BeerRepository beers(*m_database);
    need(m_database->execute(
        "INSERT INTO beers(idBeer, Name, ABV, IBU) VALUES(3, 'x', 'strong', 5)"));
    Beer beer = *need(beers.find(3));
    QVERIFY(!beer.abv);
    beer.ibu = 6;
    beer.style = QStringLiteral("Stout");
    need(beers.update(beer));
    QCOMPARE(need(m_database->integer(
                 "SELECT ABV = 'strong' AND IBU = 6 AND style = 'Stout' FROM beers")),
             1);
    QCOMPARE(need(beers.find(3)), std::optional(beer));
}

void tst_Repositories::beers_updatedToTheSame_logsNothing()
{
    BeerRepository beers(*m_database);
    Beer beer = porter();
    beer.id = need(beers.add(beer));
    const qint64 head = need(headSequence(*m_database));
    need(beers.update(beer));
    QCOMPARE(need(headSequence(*m_database)), head);
}

void tst_Repositories::beers_unknown_isNotFound()
{
    BeerRepository beers(*m_database);
    Beer beer = porter();
    beer.id = 9;
    for (const auto &result : {beers.update(beer), beers.remove(9)}) {
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::NotFound);
        QVERIFY(result.error().message.contains(u'9'));
    }
}

void tst_Repositories::beers_removed_leavesItsTapsVacant()
{
    BeerRepository beers(*m_database);
    TapRepository taps(*m_database);
    const qint64 id = need(beers.add(porter()));
    const int tap = need(taps.add());
    need(taps.set(tap, id));
    need(beers.remove(id));
    QCOMPARE(need(taps.all()), (QList<Tap>{{tap, {}}}));
    QCOMPARE(need(beers.add(named(QStringLiteral("Next")))), id);
    QVERIFY(!need(taps.find(tap))->beerId);
}

void tst_Repositories::beers_named_findsExactlyThose()
{
    BeerRepository beers(*m_database);
    for (const char *name : {"Alt", "alt", "Alt", "Alt "})
        need(beers.add(named(QString::fromLatin1(name))));
    const auto found = need(beers.named(QStringLiteral("Alt")));
    QCOMPARE(found.size(), 2);
    QCOMPARE(found.constLast().id, 3);
}

void tst_Repositories::beers_foreignValues_areReadLeniently_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<std::optional<double>>("abv");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *value, std::optional<double> abv, const QString &text) {
        QTest::newRow(value) << QByteArray(value) << abv << text;
    };
    row("NULL", {}, {});
    row("''", {}, {});
    row("7", 7.0, QStringLiteral("7"));
    row("7.5", 7.5, QStringLiteral("7.5"));
    row("' 7.5 '", 7.5, QStringLiteral(" 7.5 "));
    row("'NULL'", {}, QStringLiteral("NULL"));
    row("'strong'", {}, QStringLiteral("strong"));
    row("9e999", {}, QStringLiteral("Inf"));
    row("'nan'", {}, QStringLiteral("nan"));
    row("x'372e35'", 7.5, QStringLiteral("7.5"));
    row("x'00ff'", {}, QString::fromUtf8(QByteArray("\0\xff", 2)));
    row("-9223372036854775808", -9223372036854775808.0, QStringLiteral("-9223372036854775808"));
}

void tst_Repositories::beers_foreignValues_areReadLeniently()
{
    QFETCH(const QByteArray, value);
    // Columns without a type keep what they are given.
    need(
        m_database->execute("DROP TABLE beers; CREATE TABLE beers(idBeer INTEGER PRIMARY KEY, Name,"
                            " abv, Notes, Tap);"
                            "INSERT INTO beers VALUES(1, "
                            + value + ", " + value + ", " + value + ", 'x')"));
    const auto all = need(BeerRepository(*m_database).all());
    QCOMPARE(all.size(), 1);
    QTEST(all.constFirst().abv, "abv");
    QTEST(all.constFirst().name, "text");
    QTEST(all.constFirst().notes, "text");
    QVERIFY(!all.constFirst().ibu);
}

void tst_Repositories::taps_added_takeTheNextNumber()
{
    TapRepository taps(*m_database);
    QCOMPARE(need(taps.add()), 1);
    QCOMPARE(need(taps.add(7)), 7);
    QCOMPARE(need(taps.add()), 8);
    const auto again = taps.add(7);
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::Refused);
    QCOMPARE(need(taps.all()), (QList<Tap>{{1, {}}, {7, {}}, {8, {}}}));
}

void tst_Repositories::taps_set_changesWhatPours()
{
    TapRepository taps(*m_database);
    const qint64 id = need(BeerRepository(*m_database).add(porter()));
    need(taps.add());
    need(taps.set(1, id));
    QCOMPARE(need(taps.find(1))->beerId, std::optional(id));
    const qint64 head = need(headSequence(*m_database));
    need(taps.set(1, id));
    QCOMPARE(need(headSequence(*m_database)), head);
    need(taps.set(1, {}));
    QVERIFY(!need(taps.find(1))->beerId);
}

void tst_Repositories::taps_unknown_isNotFound()
{
    TapRepository taps(*m_database);
    need(taps.add(1));
    for (const auto &result : {taps.set(2, {}), taps.set(1, 99), taps.remove(2)}) {
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::NotFound);
    }
    QCOMPARE(need(taps.find(2)), std::nullopt);
    need(taps.remove(1));
    QVERIFY(need(taps.all()).isEmpty());
}

void tst_Repositories::taps_setCount_addsAndRemoves()
{
    TapRepository taps(*m_database);
    need(taps.add(2));
    need(taps.add(9));
    need(taps.setCount(3));
    QCOMPARE(need(taps.all()), (QList<Tap>{{1, {}}, {2, {}}, {3, {}}}));
    const qint64 head = need(headSequence(*m_database));
    need(taps.setCount(3));
    QCOMPARE(need(headSequence(*m_database)), head);
    need(taps.setCount(0));
    QVERIFY(need(taps.all()).isEmpty());
}

void tst_Repositories::taps_foreignValues_areReadLeniently()
{
    need(m_database->execute("INSERT INTO taps VALUES(1, 'two'), (2, 2.5), (3, x'00'), (-4, ''),"
                             " (9223372036854775807, 1)"));
    TapRepository taps(*m_database);
    QCOMPARE(need(taps.all()), (QList<Tap>{{-4, {}}, {1, {}}, {2, {}}, {3, {}}}));
    QCOMPARE(need(readBoard(*m_database)).taps.size(), 4);
    QCOMPARE(need(taps.add()), 4);
}

void tst_Repositories::board_joinsTapsAndBeersAtTheHead()
{
    Beer beer = porter();
    beer.id = need(BeerRepository(*m_database).add(beer));
    need(m_database->execute("INSERT INTO taps VALUES(3, 1), (1, NULL), (2, 77)"));
    const Board board = need(readBoard(*m_database));
    QCOMPARE(board.sequence, 4);
    QCOMPARE(board.taps, (QList<BoardTap>{{1, {}}, {2, {}}, {3, beer}}));
}

void tst_Repositories::replica_written_comesBackEqual()
{
    const ReplicaState state{Role::Client,        QStringLiteral("Bar 'Ost'"),
                             QUuid::createUuid(), Epoch{7, 0xffff'ffff'ffff'fff0ULL},
                             1'000'000'007,       42};
    need(writeReplicaState(*m_database, state));
    QCOMPARE(need(readReplicaState(*m_database)), state);
    need(writeReplicaState(*m_database, {}));
    QCOMPARE(need(readReplicaState(*m_database)), ReplicaState());
}

void tst_Repositories::replica_startEpoch_countsOn()
{
    need(recordEpoch(*m_database, {{1, 0xffff'ffff'ffff'fff0ULL}, 3}));
    need(recordEpoch(*m_database, {{1, 5}, -1}));
    ReplicaState state;
    state.epoch = {1, 5};
    need(writeReplicaState(*m_database, state));
    const auto first = need(startEpoch(*m_database, -1));
    const auto second = need(startEpoch(*m_database, 12));
    QCOMPARE(first.epoch.counter, 2U);
    QCOMPARE(second.epoch.counter, 3U);
    QVERIFY(second.epoch.random != first.epoch.random);
    QCOMPARE(need(readReplicaState(*m_database)), second);
    QCOMPARE(need(readEpochs(*m_database)),
             (QList<EpochStart>{{{1, 5}, -1},
                                {{1, 0xffff'ffff'ffff'fff0ULL}, 3},
                                {first.epoch, -1},
                                {second.epoch, 12}}));
}

void tst_Repositories::replica_ensureIdentity_givesOneOnce()
{
    const auto given = need(ensureIdentity(*m_database));
    QVERIFY(!given.databaseId.isNull());
    QCOMPARE(given.epoch.counter, 1U);
    QCOMPARE(need(ensureIdentity(*m_database)), given);
    QCOMPARE(need(readReplicaState(*m_database)), given);
}

QTEST_GUILESS_MAIN(tst_Repositories)
#include "tst_repositories.moc"
