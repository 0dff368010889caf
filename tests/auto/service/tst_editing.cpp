// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/base/clock.h"
#include "core/service/editing.h"
#include "core/store/capture.h"
#include "core/store/migrator.h"
#include "core/store/replica_state.h"
#include "core/store/transaction.h"
#include "tests/support/machine_ids.h"

#include <QTemporaryDir>
#include <QTest>

using namespace keg;
using namespace keg::service;
using namespace keg::test;
using namespace Qt::StringLiterals;

class tst_Editing : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void addBeer_valid_isStoredWithAnId();
    void addBeer_outOfRange_isRefused();
    void changeBeer_oneField_keepsTheOthers();
    void changeBeer_refused_changesNothing_data();
    void changeBeer_refused_changesNothing();
    void removeBeer_onTap_needsForce();
    void tap_numbers_areChecked();
    void setTap_unknown_isNotFound();
    void addTap_withABeer_isOneCommit();
    void condition_thatIsNotMet_changesNothing();
    void removeAllBeers_onTap_leavesVacantTaps();
    void setTapCount_overPouringTaps_needsForce();
    void setSetting_known_isStored();
    void houseName_thatNobodyCouldHaveSet_isNone();
    void setSetting_unusable_isRefused();
    void approveDisplay_longName_isRefused();
    void revokeDisplay_notOnTheList_isPutThereIfItWasSeen();
    void import_badRow_isAllOrNothing();
    void import_manyBeers_isOneCommit();
    void everyChange_onAClientsCopy_isRefusedNamingThePrimary();

private:
    qint64 head();
    Beer stored(const QString &name);

    QTemporaryDir *m_folder = nullptr;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<Editing> m_editing;
};

namespace {

interchange::BeerFile fileOf(const QList<QByteArray> &rows)
{
    const auto file = interchange::readBeers(
        "idBeer,Name,ABV,IBU,Color,OriginalGravity,FinalGravity,Description,Brewed,Kegged,Tapped,"
        "Notes\n"
        + rows.join('\n'));
    if (!file)
        qFatal("%s", qPrintable(file.error().message));
    return *file;
}

} // namespace

void tst_Editing::init()
{
    m_folder = new QTemporaryDir;
    auto database = store::openKegDatabase(m_folder->filePath(u"beer.db"_s), store::Access::Create,
                                           SystemClock());
    QVERIFY(database);
    m_database = std::move(*database);
    m_editing = std::make_unique<Editing>(*m_database);
}

void tst_Editing::cleanup()
{
    m_editing.reset();
    m_database.reset();
    delete std::exchange(m_folder, nullptr);
}

qint64 tst_Editing::head()
{
    return store::headSequence(*m_database).value();
}

Beer tst_Editing::stored(const QString &name)
{
    Beer beer;
    beer.name = name;
    const auto added = m_editing->addBeer(beer);
    if (!added)
        qFatal("%s", qPrintable(added.error().message));
    return *added;
}

void tst_Editing::addBeer_valid_isStoredWithAnId()
{
    Beer beer;
    beer.name = u"Porter"_s;
    beer.originalGravity = 1.058;
    const auto added = m_editing->addBeer(beer);
    QVERIFY(added);
    QVERIFY(added->id > 0);
    beer.id = added->id;
    QCOMPARE(*added, beer);
    QCOMPARE(m_editing->beers().value(), QList<Beer>{beer});
}

void tst_Editing::addBeer_outOfRange_isRefused()
{
    Beer beer;
    beer.name = u"Porter"_s;
    beer.abv = 500;
    const auto added = m_editing->addBeer(beer);
    QVERIFY(!added);
    QCOMPARE(added.error().code, ErrorCode::Refused);
    QCOMPARE(head(), 0);
}

void tst_Editing::changeBeer_oneField_keepsTheOthers()
{
    Beer beer = stored(u"Porter"_s);
    beer.abv = 5.6;
    const auto changed = m_editing->changeBeer(beer.id, [](Beer &b) {
        b.abv = 5.6;
        return Result<void>();
    });
    QVERIFY(changed);
    QCOMPARE(*changed, beer);
    QCOMPARE(m_editing->beer(beer.id).value(), beer);
}

void tst_Editing::changeBeer_refused_changesNothing_data()
{
    QTest::addColumn<qint64>("id");
    QTest::addColumn<double>("abv");
    QTest::addColumn<bool>("isRefusedByChange");
    QTest::addColumn<int>("code");
    QTest::newRow("unknown") << qint64(99) << 5.0 << false << int(ErrorCode::NotFound);
    QTest::newRow("out of range") << qint64(1) << -1.0 << false << int(ErrorCode::Refused);
    QTest::newRow("by change") << qint64(1) << 5.0 << true << int(ErrorCode::Mismatch);
}

void tst_Editing::changeBeer_refused_changesNothing()
{
    QFETCH(const qint64, id);
    QFETCH(const double, abv);
    QFETCH(const bool, isRefusedByChange);
    const Beer beer = stored(u"Porter"_s);
    const qint64 before = head();
    const auto changed = m_editing->changeBeer(id, [&](Beer &b) -> Result<void> {
        b.abv = abv;
        if (isRefusedByChange)
            return Error{ErrorCode::Mismatch, u"no"_s};
        return {};
    });
    QVERIFY(!changed);
    QTEST(int(changed.error().code), "code");
    QCOMPARE(m_editing->beers().value(), QList<Beer>{beer});
    QCOMPARE(head(), before);
}

void tst_Editing::removeBeer_onTap_needsForce()
{
    const Beer beer = stored(u"Porter"_s);
    for (int tap = 1; tap <= 3; ++tap)
        QVERIFY(m_editing->addTap({}));
    QVERIFY(m_editing->setTap(1, beer.id));
    QVERIFY(m_editing->setTap(3, beer.id));

    const auto refused = m_editing->removeBeer(beer.id, Force::No);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Refused);
    QCOMPARE(refused.error().message,
             u"Porter pours on taps 1, 3; empty that first or say --force"_s);
    QCOMPARE(m_editing->beers().value().size(), 1);

    QCOMPARE(m_editing->removeBeer(beer.id, Force::Yes).value(), beer);
    QCOMPARE(m_editing->beers().value().size(), 0);
    QCOMPARE(m_editing->taps().value().at(0).beerId, std::nullopt);
    QCOMPARE(m_editing->removeBeer(beer.id, Force::Yes).error().code, ErrorCode::NotFound);
}

void tst_Editing::tap_numbers_areChecked()
{
    QCOMPARE(m_editing->addTap({}).value(), (Tap{1, {}}));
    QCOMPARE(m_editing->addTap(1000).value(), (Tap{1000, {}}));
    QCOMPARE(m_editing->addTap({}).error().code, ErrorCode::Refused); // it would be 1001
    QCOMPARE(m_editing->addTap(1).error().code, ErrorCode::Refused);
    QCOMPARE(m_editing->addTap(0).error().code, ErrorCode::Refused);
    QCOMPARE(m_editing->setTapCount(1001, Force::Yes).error().code, ErrorCode::Refused);
    QCOMPARE(m_editing->taps().value().size(), 2);
    QCOMPARE(m_editing->removeTap(1000).value(), (Tap{1000, {}}));
    QCOMPARE(m_editing->removeTap(1000).error().code, ErrorCode::NotFound);
}

void tst_Editing::setTap_unknown_isNotFound()
{
    const Beer beer = stored(u"Porter"_s);
    QVERIFY(m_editing->addTap({}));
    QCOMPARE(m_editing->setTap(2, beer.id).error().code, ErrorCode::NotFound);
    QCOMPARE(m_editing->setTap(1, beer.id + 1).error().code, ErrorCode::NotFound);
    QCOMPARE(m_editing->setTap(1, beer.id).value(), (Tap{1, beer.id}));
    QCOMPARE(m_editing->setTap(1, {}).value(), (Tap{1, {}}));
}

void tst_Editing::addTap_withABeer_isOneCommit()
{
    const Beer beer = stored(u"Porter"_s);
    QCOMPARE(m_editing->addTap(3, beer.id).value(), (Tap{3, beer.id}));
    QCOMPARE(m_editing->tap(3).value(), (Tap{3, beer.id}));
    const qint64 before = head();
    const auto unknown = m_editing->addTap(4, 99);
    QCOMPARE(unknown.error().code, ErrorCode::NotFound);
    QCOMPARE(m_editing->tap(4).error().code, ErrorCode::NotFound);
    QCOMPARE(head(), before);
}

void tst_Editing::condition_thatIsNotMet_changesNothing()
{
    const Beer beer = stored(u"Porter"_s);
    (void)m_editing->addTap(1, beer.id);
    const qint64 before = head();
    QList<Tap> seen;
    const Precondition<Tap> never = [&](const Tap &tap) -> Result<void> {
        seen.append(tap);
        return Error{ErrorCode::Refused, u"somebody was here"_s};
    };
    const Precondition<Beer> neither = [](const Beer &) -> Result<void> {
        return Error{ErrorCode::Refused, u"somebody was here"_s};
    };
    QCOMPARE(m_editing->setTap(1, {}, never).error().message, u"somebody was here"_s);
    QCOMPARE(m_editing->removeTap(1, never).error().message, u"somebody was here"_s);
    QCOMPARE(m_editing->removeBeer(beer.id, Force::Yes, neither).error().message,
             u"somebody was here"_s);
    QCOMPARE(seen, (QList<Tap>{{1, beer.id}, {1, beer.id}}));
    QCOMPARE(head(), before);
    QCOMPARE(m_editing->setTap(2, {}, never).error().code, ErrorCode::NotFound); // and is not asked
    QCOMPARE(seen.size(), 2);
}

void tst_Editing::removeAllBeers_onTap_leavesVacantTaps()
{
    (void)m_editing->addTap(1, stored(u"Porter"_s).id);
    stored(u"Stout"_s);
    QCOMPARE(m_editing->removeAllBeers().value(), 2);
    QVERIFY(m_editing->beers().value().isEmpty());
    QCOMPARE(m_editing->taps().value(), (QList<Tap>{{1, {}}}));
}

void tst_Editing::setTapCount_overPouringTaps_needsForce()
{
    const Beer beer = stored(u"Porter"_s);
    QCOMPARE(m_editing->setTapCount(6, Force::No).value().size(), 6);
    QVERIFY(m_editing->setTap(5, beer.id));
    QCOMPARE(m_editing->setTapCount(5, Force::No).value().size(), 5);
    const auto refused = m_editing->setTapCount(4, Force::No);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Refused);
    QCOMPARE(refused.error().message,
             u"something pours on tap 5; empty that first or say --force"_s);
    QCOMPARE(m_editing->taps().value().size(), 5);
    QCOMPARE(m_editing->setTapCount(0, Force::Yes).value().size(), 0);
}

void tst_Editing::setSetting_known_isStored()
{
    const Setting noName{settings::HouseName, {}};
    QCOMPARE(m_editing->settings().value(), (QList<Setting>{noName, {settings::MenuUrl, {}}}));
    for (const QString &value : {u"http://10.0.0.5:8080/"_s, u"https://bar.example/"_s, QString()})
    {
        const Setting setting{settings::MenuUrl, value};
        QCOMPARE(m_editing->setSetting(setting.key, value).value(), setting);
        QCOMPARE(m_editing->settings().value(), (QList<Setting>{noName, setting}));
    }
    for (const QString &name : {u"Zum Anker"_s, QString()}) {
        QVERIFY(m_editing->setSetting(settings::HouseName, name));
        QCOMPARE(m_editing->houseName().value(), name);
    }
}

void tst_Editing::houseName_thatNobodyCouldHaveSet_isNone()
{
    QVERIFY(m_database->execute(
        "INSERT INTO settings(key, value) VALUES('house_name', 'a' || char(10))"));
    QCOMPARE(m_editing->houseName().value(), QString());
}

void tst_Editing::setSetting_unusable_isRefused()
{
    for (const Setting &setting :
         {Setting{settings::MenuUrl, u"bar"_s}, {u"other"_s, u"http://bar/"_s}, {{}, {}}})
    {
        const auto set = m_editing->setSetting(setting.key, setting.value);
        QVERIFY(!set);
        QCOMPARE(set.error().code, ErrorCode::Refused);
    }
    QCOMPARE(head(), 0);
}

void tst_Editing::approveDisplay_longName_isRefused()
{
    const MachineId machine = machineCalled("wall");
    const QString longest(Display::NameLimit, u'x');
    for (const QString &name : {longest + u'x', QString(5'000, u'x')}) {
        const auto refused = m_editing->approveDisplay(machine, name);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Usage);
        const QString expected = u"has %1 characters and may have 200"_s.arg(name.size());
        QVERIFY2(refused.error().message.contains(expected), qPrintable(refused.error().message));
        QVERIFY(m_editing->displays().value().isEmpty());
    }
    const auto approved = m_editing->approveDisplay(machine, longest);
    QVERIFY(approved);
    QCOMPARE(approved->name, longest);
}

void tst_Editing::revokeDisplay_notOnTheList_isPutThereIfItWasSeen()
{
    const MachineId machine = machineCalled("wall");
    const auto unseen = m_editing->revokeDisplay(machine);
    QVERIFY(!unseen);
    QCOMPARE(unseen.error().code, ErrorCode::NotFound);
    QVERIFY(m_editing->displays().value().isEmpty());

    QVERIFY(m_editing->revokeDisplay(machine, u"pi"_s));
    const Display barred{1, machine, u"pi"_s, false, false};
    QCOMPARE(m_editing->displays().value(), QList<Display>{barred});
    QVERIFY(m_editing->approveDisplay(machine, u"window"_s));
    QCOMPARE(m_editing->revokeDisplay(machine, u"pi"_s)->name, u"window"_s);
    const auto wordy = m_editing->revokeDisplay(machineCalled("other"), QString(5'000, u'x'));
    QVERIFY(wordy);
    QCOMPARE(wordy->name.size(), Display::NameLimit);
}

void tst_Editing::import_badRow_isAllOrNothing()
{
    const auto file = fileOf({"1,Porter,5,,,,,,,,,", "2,Stout,500,,,,,,,,,"});
    const auto refused = m_editing->import(file, Match::Neither, false);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Refused);
    QCOMPARE(refused.error().message, u"line 3: ABV is 500, which is not between 0 and 100"_s);
    QCOMPARE(head(), 0);

    QCOMPARE(m_editing->planImport(file, Match::Neither).value().count(ImportStep::Action::Add), 1);
    QCOMPARE(head(), 0);

    const auto skipped = m_editing->import(file, Match::Neither, true);
    QVERIFY(skipped);
    QCOMPARE(skipped->count(ImportStep::Action::Add), 1);
    QCOMPARE(skipped->count(ImportStep::Action::Refuse), 1);
    QCOMPARE(m_editing->beers().value().size(), 1);
}

void tst_Editing::import_manyBeers_isOneCommit()
{
    QList<QByteArray> rows;
    for (int id = 1; id <= 300; ++id)
        rows.append(QByteArray::number(id) + ",Beer,,,,,,,,,,");
    auto other = store::Database::open(m_database->path(), store::Access::ReadOnly);
    QVERIFY(other);
    const qint64 before = (*other)->integer("PRAGMA data_version").value();
    QVERIFY(m_editing->import(fileOf(rows), Match::Neither, false));
    QCOMPARE((*other)->integer("PRAGMA data_version").value(), before + 1);
    QCOMPARE(m_editing->beers().value().size(), 300);

    const qint64 imported = head();
    const auto again = m_editing->import(fileOf(rows), Match::Neither, false);
    QVERIFY(again);
    QCOMPARE(again->count(ImportStep::Action::Keep), 300);
    QCOMPARE(head(), imported);
}

void tst_Editing::everyChange_onAClientsCopy_isRefusedNamingThePrimary()
{
    const Beer beer = stored(u"Porter"_s);
    QVERIFY(m_editing->addTap({}));
    {
        auto transaction = store::Transaction::begin(*m_database);
        QVERIFY(transaction);
        auto state = store::readReplicaState(*m_database).value();
        state.role = store::Role::Client;
        state.primaryName = u"cellar"_s;
        QVERIFY(store::writeReplicaState(*m_database, state));
        QVERIFY(store::installClientGuards(*m_database, state.primaryName));
        QVERIFY(transaction->commit());
    }
    const qint64 before = head();
    const auto isRefused = [](const auto &result) {
        return !result && result.error().code == ErrorCode::Refused
            && result.error().message.contains(u"cellar"_s);
    };
    QVERIFY(isRefused(m_editing->addBeer(beer)));
    QVERIFY(isRefused(m_editing->changeBeer(beer.id, [](Beer &) { return Result<void>(); })));
    QVERIFY(isRefused(m_editing->removeBeer(99, Force::Yes)));
    QVERIFY(isRefused(m_editing->addTap({})));
    QVERIFY(isRefused(m_editing->setTap(1, {})));
    QVERIFY(isRefused(m_editing->removeTap(1)));
    QVERIFY(isRefused(m_editing->setTapCount(1, Force::Yes)));
    QVERIFY(isRefused(m_editing->setSetting(settings::MenuUrl, {})));
    QVERIFY(isRefused(m_editing->planImport(fileOf({}), Match::Neither)));
    QVERIFY(isRefused(m_editing->import(fileOf({}), Match::Neither, true)));
    QCOMPARE(head(), before);
    QCOMPARE(m_editing->beers().value(), QList<Beer>{beer});
}

QTEST_GUILESS_MAIN(tst_Editing)
#include "tst_editing.moc"
