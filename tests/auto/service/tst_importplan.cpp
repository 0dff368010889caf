// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/import_plan.h"

#include <QTest>

using namespace keg;
using namespace keg::service;
using namespace Qt::StringLiterals;
using Action = ImportStep::Action;

Q_DECLARE_METATYPE(Match)

class tst_ImportPlan : public QObject
{
    Q_OBJECT

private slots:
    void planImport_oneRow_meetsStoredBeers_data();
    void planImport_oneRow_meetsStoredBeers();
    void planImport_sameBeerTwice_refusesTheSecond();
    void planImport_absentColumn_keepsWhatIsStored();
    void planImport_emptyField_clearsWhatIsStored();
    void planImport_onlyTheShapeOfADateDiffers_keepsTheBeer();
    void planImport_newIds_clashWithNothingInTheFile();
    void planImport_storedIdZero_isNotMetByRowsWithoutId();
    void planImport_highestIdStored_givesAFreeOne();
    void refusal_manyRows_namesTheFirstAndCountsTheRest();
};

namespace {

const QByteArray Header = "idBeer,Name,ABV,IBU,Color,OriginalGravity,FinalGravity,"
                          "Description,Brewed,Kegged,Tapped,Notes";

interchange::BeerFile fileOf(const QList<QByteArray> &rows, const QByteArray &header = Header)
{
    const auto file = interchange::readBeers(header + '\n' + rows.join('\n') + '\n');
    if (!file)
        qFatal("%s", qPrintable(file.error().message));
    return *file;
}

Beer beerOf(qint64 id, const QString &name, std::optional<double> abv = {})
{
    Beer beer;
    beer.id = id;
    beer.name = name;
    beer.abv = abv;
    return beer;
}

/// "add 7 Porter", "change 7 Porter: ABV", "refuse: why".
QString described(const ImportStep &step)
{
    const QString beer = u"%1 %2"_s.arg(step.beer.id).arg(step.beer.name);
    switch (step.action) {
    case Action::Add:
        return u"add "_s + beer;
    case Action::Change:
        return u"change "_s + beer + u": "_s + step.changes.join(u',');
    case Action::Keep:
        return u"keep "_s + beer;
    case Action::Refuse:
        break;
    }
    return u"refuse: "_s + step.reasonTexts().join(u"; "_s);
}

} // namespace

void tst_ImportPlan::planImport_oneRow_meetsStoredBeers_data()
{
    QTest::addColumn<QByteArray>("row");
    QTest::addColumn<Match>("match");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *line, Match match, const char *expected) {
        QTest::newRow(name) << QByteArray(line) << match << QString::fromLatin1(expected);
    };
    const char *conflict
        = "refuse: beer 1 is 'Porter' here, not 'Stout'; say --match id or --match name";
    row("new id", "7,Stout,5,,,,,,,,,", Match::Neither, "add 7 Stout");
    row("new id, known name", "7,Porter,5,,,,,,,,,", Match::Neither, "add 7 Porter");
    row("no id", ",Stout,5,,,,,,,,,", Match::Neither, "add 8 Stout");
    row("same, other ABV", "1,Porter,6,,,,,,,,,", Match::Neither, "change 1 Porter: ABV");
    row("same", "1,Porter,5,,,,,,,,,", Match::Neither, "keep 1 Porter");
    row("conflict", "1,Stout,5,,,,,,,,,", Match::Neither, conflict);
    row("conflict by id", "1,Stout,5,,,,,,,,,", Match::ById, "change 1 Stout: Name");
    row("new id by id", "7,Porter,5,,,,,,,,,", Match::ById, "add 7 Porter");
    row("no id by id", ",Porter,5,,,,,,,,,", Match::ById, "add 8 Porter");
    row("conflict by name, known", "1,Bitter,4,,,,,,,,,", Match::ByName, "change 2 Bitter: ABV");
    row("conflict by name, unknown", "1,Stout,4,,,,,,,,,", Match::ByName, "add 8 Stout");
    row("no id by name", ",Bitter,4,,,,,,,,,", Match::ByName, "change 2 Bitter: ABV");
    row("new id by name, known", "9,Bitter,,,,,,,,,,", Match::ByName, "keep 2 Bitter");
    row("new id by name, unknown", "9,Stout,,,,,,,,,,", Match::ByName, "add 9 Stout");
    row("by name, two of that name", "9,IPA,,,,,,,,,,", Match::ByName,
        "refuse: 2 beers here are called 'IPA'");
    row("by name, two, but one has the id", "4,IPA,7,,,,,,,,,", Match::ByName, "change 4 IPA: ABV");
    row("fault", "1,Porter,500,,,,,,,,,", Match::ById,
        "refuse: ABV is 500, which is not between 0 and 100");
}

void tst_ImportPlan::planImport_oneRow_meetsStoredBeers()
{
    QFETCH(const QByteArray, row);
    QFETCH(const Match, match);
    QFETCH(const QString, expected);
    const QList<Beer> stored{beerOf(1, u"Porter"_s, 5), beerOf(2, u"Bitter"_s), beerOf(3, u"IPA"_s),
                             beerOf(4, u"IPA"_s), beerOf(5, u"Mild"_s)};
    const ImportPlan plan = planImport(fileOf({row, "7,Filler,,,,,,,,,,"}), stored, match);
    const ImportStep &step = plan.steps.first();
    QCOMPARE(described(step), expected);
    for (const Beer &beer : stored) {
        if (step.action == Action::Change && beer.id == step.beer.id)
            QCOMPARE(step.before, beer);
    }
}

void tst_ImportPlan::planImport_sameBeerTwice_refusesTheSecond()
{
    const ImportPlan plan
        = planImport(fileOf({"1,Porter,,,,,,,,,,", "1,Porter,5,,,,,,,,,"}), {}, Match::Neither);
    QCOMPARE(described(plan.steps.at(0)), u"add 1 Porter"_s);
    QCOMPARE(described(plan.steps.at(1)), u"refuse: line 2 is about the same beer"_s);
}

void tst_ImportPlan::planImport_absentColumn_keepsWhatIsStored()
{
    Beer stored = beerOf(1, u"Porter"_s, 5);
    stored.style = u"Baltic porter"_s;
    const ImportPlan plan = planImport(fileOf({"1,Porter,6,,,,,,,,,"}), {stored}, Match::Neither);
    stored.abv = 6;
    QCOMPARE(plan.steps.first().beer, stored);
}

void tst_ImportPlan::planImport_emptyField_clearsWhatIsStored()
{
    Beer stored = beerOf(1, u"Porter"_s, 5);
    stored.brewery = u"Hill Farm"_s;
    const ImportPlan plan = planImport(fileOf({"1,Porter,,,,,,,,,,,"}, Header + ",brewery"),
                                       {stored}, Match::Neither);
    QCOMPARE(described(plan.steps.first()), u"change 1 Porter: ABV,brewery"_s);
    QCOMPARE(plan.steps.first().beer, beerOf(1, u"Porter"_s));
}

void tst_ImportPlan::planImport_onlyTheShapeOfADateDiffers_keepsTheBeer()
{
    Beer stored = beerOf(1, u"Porter"_s);
    stored.brewed = u"12/28/2016 0:00"_s;
    stored.kegged = u"0000-00-00 00:00:00"_s;
    const ImportPlan plan
        = planImport(fileOf({"1,Porter,,,,,,,12/28/2016 0:00,NULL,,"}), {stored}, Match::Neither);
    QCOMPARE(described(plan.steps.first()), u"keep 1 Porter"_s);
    QCOMPARE(plan.steps.first().beer, stored);
}

void tst_ImportPlan::planImport_newIds_clashWithNothingInTheFile()
{
    const ImportPlan plan = planImport(
        fileOf({",Stout,,,,,,,,,,", "12,Porter,,,,,,,,,,", ",Mild,,,,,,,,,,"}), {}, Match::Neither);
    QCOMPARE(described(plan.steps.at(0)), u"add 13 Stout"_s);
    QCOMPARE(described(plan.steps.at(1)), u"add 12 Porter"_s);
    QCOMPARE(described(plan.steps.at(2)), u"add 14 Mild"_s);
}

void tst_ImportPlan::planImport_storedIdZero_isNotMetByRowsWithoutId()
{
    const QList<Beer> stored{beerOf(0, u"Porter"_s)};
    const ImportPlan plan = planImport(fileOf({",Porter,5,,,,,,,,,"}), stored, Match::ById);
    QCOMPARE(described(plan.steps.first()), u"add 1 Porter"_s);
}

void tst_ImportPlan::planImport_highestIdStored_givesAFreeOne()
{
    const QList<Beer> stored{beerOf(3, u"Porter"_s),
                             beerOf(std::numeric_limits<qint64>::max(), u"Last"_s)};
    const ImportPlan plan = planImport(fileOf({",Stout,,,,,,,,,,"}), stored, Match::Neither);
    QCOMPARE(described(plan.steps.first()), u"add 4 Stout"_s);
}

void tst_ImportPlan::refusal_manyRows_namesTheFirstAndCountsTheRest()
{
    QCOMPARE(planImport(fileOf({"1,A,,,,,,,,,,"}), {}, Match::Neither).refusal(), QString());
    QCOMPARE(planImport(fileOf({"1,A,,,,,,,,,,", "2,B"}), {}, Match::Neither).refusal(),
             u"line 3: 2 fields where the header has 12"_s);
    QCOMPARE(planImport(fileOf({"1,A", "2,B"}), {}, Match::Neither).refusal(),
             u"line 2: 2 fields where the header has 12 (and 1 more row)"_s);
    QCOMPARE(planImport(fileOf({"1,A", "2,B", "3,C"}), {}, Match::Neither).refusal(),
             u"line 2: 2 fields where the header has 12 (and 2 more rows)"_s);
}

QTEST_GUILESS_MAIN(tst_ImportPlan)
#include "tst_importplan.moc"
