// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/plain_sqlite.h"
#include "tests/support/program.h"

#include <QImage>
#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace keg::test;
using namespace Qt::StringLiterals;

/// What commands do when all is well, seen from outside.
class tst_Commands : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void beer_addSetShowRemove_speaksJsonWithColumnNames();
    void beer_text_isAlignedAndOnOneLineEach();
    void beer_set_emptyValue_clearsTheField();
    void tap_addSetCountRemove_speaksJsonWithColumnNames();
    void setting_setListClear_speaksJson();
    void setting_wrong_isRefusedAndSaysWhy();
    void defaultDatabase_firstWrite_makesItsFolder();
    void import_dryRun_showsEveryRowAndChangesNothing();
    void import_dryRun_absentDatabase_isNotMade();
    void import_skipBad_listsWhatItSkipped();
    void import_match_saysHowToMeetAKnownId();
    void export_intoEmptyDatabaseAndOut_isIdentical();
    void digest_sameRows_isTheSame();
    void board_noDisplay_paintsTheSameBytes();
    void board_layoutJson_listsTheTexts();
    void board_emptyDatabase_isOneSentence();
    void displays_foreignNames_areLastAndShort();
    void olderShape_reading_leavesTheFileAsItIs_data();
    void olderShape_reading_leavesTheFileAsItIs();
    void olderShape_writing_upgradesAfterADatedCopy();
    void help_everyCommand_hasOne();
    void logLevel_debug_goesToStandardError();

private:
    Outcome run(const QStringList &words) const;
    QJsonDocument json(const QStringList &words) const;
    Outcome runOk(const QStringList &words) const;

    std::unique_ptr<Program> m_program;
};

namespace {

const QByteArray Header = "idBeer,Name,ABV,IBU,Color,OriginalGravity,FinalGravity,"
                          "Description,Brewed,Kegged,Tapped,Notes\r\n";

} // namespace

void tst_Commands::init()
{
    m_program = std::make_unique<Program>(QStringLiteral(KEG_PROGRAM));
}

Outcome tst_Commands::run(const QStringList &words) const
{
    return m_program->run(QStringList{u"--db-path"_s, u"beer.db"_s} + words);
}

Outcome tst_Commands::runOk(const QStringList &words) const
{
    Outcome outcome = run(words);
    if (outcome.exitCode != 0 || !outcome.errors.isEmpty())
        qFatal("%s: %d %s", qPrintable(words.join(u' ')), outcome.exitCode,
               outcome.errors.constData());
    return outcome;
}

QJsonDocument tst_Commands::json(const QStringList &words) const
{
    return runOk(words + QStringList{u"--json"_s}).json();
}

void tst_Commands::beer_addSetShowRemove_speaksJsonWithColumnNames()
{
    const QJsonObject added = json({u"beer"_s,
                                    u"add"_s,
                                    u"--name"_s,
                                    u"Oat Stout"_s,
                                    u"--abv"_s,
                                    u"5.6"_s,
                                    u"--ibu=32"_s,
                                    u"--color"_s,
                                    u"35"_s,
                                    u"--og"_s,
                                    u"1.058"_s,
                                    u"--fg"_s,
                                    u"1.016"_s,
                                    u"--style"_s,
                                    u"Oatmeal stout"_s,
                                    u"--brewery"_s,
                                    u"Hill Farm"_s,
                                    u"--description"_s,
                                    u"Silky."_s,
                                    u"--brewed"_s,
                                    u"12/28/2026"_s,
                                    u"--kegged"_s,
                                    u"2026-12-29 8:05"_s,
                                    u"--tapped"_s,
                                    u"2026-12-30"_s,
                                    u"--notes"_s,
                                    u"quiet"_s})
                                  .object();
    const QJsonObject expected{{u"idBeer"_s, 1},
                               {u"Name"_s, u"Oat Stout"_s},
                               {u"ABV"_s, 5.6},
                               {u"IBU"_s, 32},
                               {u"Color"_s, 35},
                               {u"OriginalGravity"_s, 1.058},
                               {u"FinalGravity"_s, 1.016},
                               {u"Description"_s, u"Silky."_s},
                               {u"Brewed"_s, u"2026-12-28"_s},
                               {u"Kegged"_s, u"2026-12-29 08:05:00"_s},
                               {u"Tapped"_s, u"2026-12-30"_s},
                               {u"Notes"_s, u"quiet"_s},
                               {u"style"_s, u"Oatmeal stout"_s},
                               {u"brewery"_s, u"Hill Farm"_s}};
    QCOMPARE(added, expected);

    QJsonObject renamed = expected;
    renamed.insert(u"Name"_s, u"Porter"_s);
    QCOMPARE(json({u"beer"_s, u"set"_s, u"1"_s, u"--name"_s, u"Porter"_s}).object(), renamed);
    QCOMPARE(json({u"beer"_s, u"show"_s, u"1"_s}).object(), renamed);
    QCOMPARE(json({u"beer"_s, u"list"_s}).array(), (QJsonArray{renamed}));
    QCOMPARE(json({u"beer"_s, u"remove"_s, u"1"_s}).object(), renamed);
    QCOMPARE(json({u"beer"_s, u"list"_s}), QJsonDocument(QJsonArray()));
}

void tst_Commands::beer_text_isAlignedAndOnOneLineEach()
{
    runOk({u"beer"_s, u"add"_s, u"--name"_s, u"Two\nlines"_s, u"--abv"_s, u"12.5"_s});
    runOk({u"beer"_s, u"add"_s, u"--name"_s, u"ビール"_s, u"--ibu"_s, u"7"_s});
    QCOMPARE(runOk({u"beer"_s, u"list"_s}).output,
             QByteArray("ID  Name        ABV %  IBU  SRM  OG  FG  Style  Brewery\n"
                        " 1  Two\\nlines   12.5\n"
                        " 2  ビール               7\n"));
    QCOMPARE(runOk({u"beer"_s, u"show"_s, u"1"_s}).output,
             QByteArray("ID            1\nName          Two\\nlines\nABV           12.5 %\n"));
}

void tst_Commands::beer_set_emptyValue_clearsTheField()
{
    runOk({u"beer"_s, u"add"_s, u"--name"_s, u"Porter"_s, u"--abv"_s, u"5"_s, u"--style"_s,
           u"Mild"_s});
    const QJsonObject beer
        = json({u"beer"_s, u"set"_s, u"1"_s, u"--abv="_s, u"--style"_s, u""_s}).object();
    QVERIFY(beer.value(u"ABV"_s).isNull());
    QVERIFY(beer.value(u"style"_s).isNull());
}

void tst_Commands::tap_addSetCountRemove_speaksJsonWithColumnNames()
{
    const auto tap = [](int number, const QJsonValue &beer) {
        return QJsonObject{{u"idTap"_s, number}, {u"idBeer"_s, beer}};
    };
    runOk({u"beer"_s, u"add"_s, u"--name"_s, u"Porter"_s});
    QCOMPARE(json({u"tap"_s, u"add"_s}).object(), tap(1, {}));
    QCOMPARE(json({u"tap"_s, u"add"_s, u"4"_s}).object(), tap(4, {}));
    QCOMPARE(json({u"tap"_s, u"set"_s, u"4"_s, u"--beer"_s, u"1"_s}).object(), tap(4, 1));
    QCOMPARE(json({u"tap"_s, u"list"_s}).array(), (QJsonArray{tap(1, {}), tap(4, 1)}));
    QCOMPARE(runOk({u"tap"_s, u"list"_s}).output,
             QByteArray("Tap  Beer  Name\n  1\n  4     1  Porter\n"));
    QCOMPARE(json({u"tap"_s, u"set"_s, u"4"_s, u"--empty"_s}).object(), tap(4, {}));
    QCOMPARE(json({u"tap"_s, u"remove"_s, u"4"_s}).object(), tap(4, {}));
    QCOMPARE(json({u"tap"_s, u"count"_s, u"2"_s}).array(), (QJsonArray{tap(1, {}), tap(2, {})}));

    runOk({u"tap"_s, u"set"_s, u"2"_s, u"--beer"_s, u"1"_s});
    QCOMPARE(json({u"tap"_s, u"count"_s, u"1"_s, u"--force"_s}).array(), (QJsonArray{tap(1, {})}));
    runOk({u"tap"_s, u"set"_s, u"1"_s, u"--beer"_s, u"1"_s});
    runOk({u"beer"_s, u"remove"_s, u"1"_s, u"--force"_s});
    QCOMPARE(json({u"tap"_s, u"list"_s}).array(), (QJsonArray{tap(1, {})}));
}

void tst_Commands::setting_setListClear_speaksJson()
{
    const QString url = u"http://10.0.0.5:8080/?käse"_s;
    const auto menu = [](const QString &value) {
        return QJsonObject{{u"key"_s, u"menu_url"_s}, {u"value"_s, value}};
    };
    const QJsonObject noName{{u"key"_s, u"house_name"_s}, {u"value"_s, QString()}};
    runOk({u"tap"_s, u"count"_s, u"1"_s});
    QCOMPARE(json({u"setting"_s, u"list"_s}).array(), (QJsonArray{noName, menu({})}));
    QCOMPARE(runOk({u"setting"_s, u"list"_s}).output,
             QByteArray("Setting     Value\nhouse_name  -\nmenu_url    -\n"));
    QCOMPARE(json({u"setting"_s, u"set"_s, u"menu_url"_s, url}).object(), menu(url));
    QCOMPARE(json({u"setting"_s, u"list"_s}).array(), (QJsonArray{noName, menu(url)}));
    QCOMPARE(runOk({u"setting"_s, u"set"_s, u"menu_url"_s, url}).output,
             "menu_url is " + url.toUtf8() + '\n');
    QCOMPARE(json({u"digest"_s}).object().value(u"sequence"_s),
             QJsonValue(2)); // the same: no change
    QCOMPARE(json({u"setting"_s, u"clear"_s, u"menu_url"_s}).object(), menu({}));
    QCOMPARE(runOk({u"setting"_s, u"set"_s, u"menu_url"_s, u""_s}).output,
             QByteArray("menu_url is not set\n"));
    QCOMPARE(json({u"setting"_s, u"list"_s}).array(), (QJsonArray{noName, menu({})}));
    QCOMPARE(runOk({u"setting"_s, u"set"_s, u"house_name"_s, u"Zum Anker"_s}).output,
             QByteArray("house_name is Zum Anker\n"));
}

void tst_Commands::setting_wrong_isRefusedAndSaysWhy()
{
    const QStringList set{u"setting"_s, u"set"_s, u"menu_url"_s};
    QCOMPARE(run(set + QStringList{u"http://bar/"_s}).exitCode, 3); // no such file: not made
    QVERIFY(!m_program->files().contains(u"beer.db"_s));
    runOk({u"tap"_s, u"count"_s, u"1"_s});
    const auto refused = [&](const QStringList &words, const QByteArray &why) {
        const Outcome outcome = run(words);
        return outcome.exitCode == 4 && outcome.output.isEmpty() && outcome.errors.count('\n') == 1
            && outcome.errors.contains(why);
    };
    QVERIFY(refused(set + QStringList{u"http://me:pw@bar/"_s}, "holds a user's name"));
    QVERIFY(
        refused(set + QStringList{u"http://bar/\nx"_s}, "menu_url is not an address; give the"));
    QVERIFY(refused({u"setting"_s, u"set"_s, u"menu"_s, u"x"_s}, "there is no setting 'menu'"));
    QVERIFY(refused({u"setting"_s, u"clear"_s, u"me\nnu"_s}, "there is no setting 'me\\nnu'"));
    QCOMPARE(run(set).exitCode, 2);
    QCOMPARE(run({u"setting"_s}).exitCode, 2);
    PlainSqlite(m_program->path(u"beer.db"_s))
        .run("UPDATE replica SET role = 'client', primary_name = 'cellar'");
    QVERIFY(refused(set + QStringList{u"http://bar/"_s}, "cellar"));
}

void tst_Commands::defaultDatabase_firstWrite_makesItsFolder()
{
    QCOMPARE(m_program->run({u"beer"_s, u"add"_s, u"--name"_s, u"Porter"_s}).exitCode, 0);
    QVERIFY(QFile::exists(m_program->path(u".local/share/KegDisplay/beer.db"_s)));
    QVERIFY(m_program->run({u"beer"_s, u"list"_s}).output.contains("Porter"));
}

void tst_Commands::import_dryRun_showsEveryRowAndChangesNothing()
{
    runOk({u"beer"_s, u"add"_s, u"--name"_s, u"Porter"_s});
    m_program->write(u"beers.csv"_s,
                     Header
                         + "1,Porter,5,,,,,,,,,\r\n2,Mild,4,,,,,,,,,\r\n"
                           "3,Stout,5,20,30,1.05,1.119,\"say \"\"hi\"\", he said,,,,\r\n"
                           "4,Bitter,4,20,8,1.04,1.01,a,b,,,,\r\n");
    const auto before = m_program->files();
    const Outcome dry = run({u"import"_s, u"beers.csv"_s, u"--dry-run"_s});
    QCOMPARE(dry.exitCode, 4);
    QCOMPARE(dry.output,
             QByteArray("line 2: change beer 1 Porter (ABV)\n"
                        "line 3: add beer 2 Mild\n"
                        "line 4: refused: a quote is opened and never closed\n"
                        "line 5: refused: 13 fields where the header has 12\n"
                        "dry run: 1 added, 1 changed, 0 unchanged, 2 refused\n"));
    QCOMPARE(
        dry.errors,
        QByteArray("kegdisplay: import: beers.csv line 4: a quote is opened and never closed "
                   "(and 1 more row); --dry-run shows all, --skip-bad leaves such rows out\n"));

    const QJsonObject plan
        = run({u"import"_s, u"beers.csv"_s, u"--dry-run"_s, u"--json"_s}).json().object();
    QCOMPARE(plan.value(u"dry_run"_s), QJsonValue(true));
    QCOMPARE(plan.value(u"refused"_s), QJsonValue(2));
    QCOMPARE(plan.value(u"rows"_s).toArray().size(), 4);
    const QJsonObject refused{{u"line"_s, 5},
                              {u"action"_s, u"refuse"_s},
                              {u"reason"_s, u"13 fields where the header has 12"_s}};
    QCOMPARE(plan.value(u"rows"_s).toArray().last().toObject(), refused);
    QCOMPARE(m_program->files(), before);
}

void tst_Commands::import_dryRun_absentDatabase_isNotMade()
{
    m_program->write(u"beers.csv"_s, Header + "1,Porter,5,,,,,,,,,\r\n");
    const auto before = m_program->files();
    QVERIFY(
        runOk({u"import"_s, u"beers.csv"_s, u"--dry-run"_s}).output.contains("add beer 1 Porter"));
    QCOMPARE(m_program->files(), before);
}

void tst_Commands::import_skipBad_listsWhatItSkipped()
{
    m_program->write(u"beers.csv"_s, Header + "1,Porter,5,,,,,,,,,\r\n2,Mild,400,,,,,,,,,\r\n");
    QCOMPARE(runOk({u"import"_s, u"beers.csv"_s, u"--skip-bad"_s}).output,
             QByteArray("line 3: refused: ABV is 400, which is not between 0 and 100\n"
                        "1 added, 0 changed, 0 unchanged, 1 refused\n"));
    QCOMPARE(json({u"beer"_s, u"list"_s}).array().size(), 1);
}

void tst_Commands::import_match_saysHowToMeetAKnownId()
{
    runOk({u"beer"_s, u"add"_s, u"--name"_s, u"Porter"_s});
    runOk({u"beer"_s, u"add"_s, u"--name"_s, u"Stout"_s});
    m_program->write(u"beers.csv"_s, Header + "1,Stout,5,,,,,,,,,\r\n");
    QCOMPARE(run({u"import"_s, u"beers.csv"_s}).exitCode, 4);
    QCOMPARE(
        run({u"import"_s, u"beers.csv"_s, u"--dry-run"_s, u"--match"_s, u"id"_s}).output.left(41),
        QByteArray("line 2: change beer 1 Stout (Name, ABV)\ndr").left(41));
    runOk({u"import"_s, u"beers.csv"_s, u"--match"_s, u"name"_s});
    QCOMPARE(json({u"beer"_s, u"show"_s, u"2"_s}).object().value(u"ABV"_s), QJsonValue(5));
    QCOMPARE(json({u"beer"_s, u"show"_s, u"1"_s}).object().value(u"Name"_s),
             QJsonValue(u"Porter"_s));
}

void tst_Commands::export_intoEmptyDatabaseAndOut_isIdentical()
{
    for (const QString &text : {u"a,b"_s, u"say \"hi\""_s, u"two\r\nlines"_s, u"NULL"_s,
                                u" padded "_s, u"=HYPERLINK(\"x\")"_s, u"Kölsch 🍺"_s})
    {
        runOk({u"beer"_s, u"add"_s, u"--name"_s, text, u"--abv"_s, u"4.567"_s, u"--description"_s,
               text, u"--brewery="_s + text, u"--brewed"_s, u"12/28/2016 0:00"_s});
    }
    runOk({u"export"_s, u"first.csv"_s});
    const QStringList other{u"--db-path"_s, u"other.db"_s};
    QCOMPARE(m_program->run(other + QStringList{u"import"_s, u"first.csv"_s}).exitCode, 0);
    QCOMPARE(m_program->run(other + QStringList{u"export"_s, u"second.csv"_s}).exitCode, 0);
    QCOMPARE(m_program->read(u"first.csv"_s).count('\n'), 7 + 3 + 1); // beers, broken lines, header
    QCOMPARE(m_program->read(u"second.csv"_s), m_program->read(u"first.csv"_s));
    QCOMPARE(m_program->run(other + QStringList{u"beer"_s, u"list"_s, u"--json"_s}).json(),
             json({u"beer"_s, u"list"_s}));
    runOk({u"export"_s, u"first.csv"_s, u"--force"_s});
}

void tst_Commands::digest_sameRows_isTheSame()
{
    runOk({u"beer"_s, u"add"_s, u"--name"_s, u"Porter"_s});
    const QJsonObject first = json({u"digest"_s}).object();
    QCOMPARE(first.keys(), (QStringList{u"digest"_s, u"epoch"_s, u"sequence"_s}));
    QCOMPARE(first.value(u"sequence"_s), QJsonValue(1));
    const QString hex = first.value(u"digest"_s).toString();
    QVERIFY2(QRegularExpression(u"^[0-9a-f]{32}$"_s).match(hex).hasMatch(), qPrintable(hex));

    runOk({u"beer"_s, u"set"_s, u"1"_s, u"--abv"_s, u"5"_s});
    QVERIFY(json({u"digest"_s}).object().value(u"digest"_s).toString() != hex);
    runOk({u"beer"_s, u"set"_s, u"1"_s, u"--abv="_s});
    const QJsonObject last = json({u"digest"_s}).object();
    QCOMPARE(last.value(u"digest"_s).toString(), hex);
    QCOMPARE(last.value(u"sequence"_s), QJsonValue(3));
}

void tst_Commands::board_noDisplay_paintsTheSameBytes()
{
    runOk({u"beer"_s, u"add"_s, u"--name"_s, u"Porter"_s});
    runOk({u"tap"_s, u"count"_s, u"2"_s});
    runOk({u"tap"_s, u"set"_s, u"1"_s, u"--beer"_s, u"1"_s});
    runOk({u"board"_s, u"1.png"_s, u"--size"_s, u"1280x720"_s, u"--lang"_s, u"en"_s});
    runOk({u"--lang"_s, u"en"_s, u"board"_s, u"2.png"_s, u"--size=1280x720"_s});
    QCOMPARE(QImage::fromData(m_program->read(u"1.png"_s)).size(), QSize(1280, 720));
    QCOMPARE(m_program->read(u"2.png"_s), m_program->read(u"1.png"_s));
}

void tst_Commands::board_layoutJson_listsTheTexts()
{
    runOk({u"beer"_s, u"add"_s, u"--name"_s, u"Porter"_s});
    runOk({u"tap"_s, u"count"_s, u"1"_s});
    runOk({u"tap"_s, u"set"_s, u"1"_s, u"--beer"_s, u"1"_s});
    const QJsonObject said
        = json({u"board"_s, u"b.png"_s, u"--layout-json"_s, u"layout.json"_s}).object();
    QCOMPARE(said.value(u"width"_s), QJsonValue(1920));
    const QJsonArray layout = QJsonDocument::fromJson(m_program->read(u"layout.json"_s)).array();
    const bool hasName = std::any_of(layout.begin(), layout.end(), [](const QJsonValue &item) {
        return item[u"role"_s] == u"name"_s && item[u"shown"_s] == u"Porter"_s;
    });
    QVERIFY(hasName);
}

void tst_Commands::board_emptyDatabase_isOneSentence()
{
    runOk({u"tap"_s, u"count"_s, u"0"_s});
    runOk({u"board"_s, u"b.png"_s, u"--layout-json"_s, u"layout.json"_s});
    const QJsonArray layout = QJsonDocument::fromJson(m_program->read(u"layout.json"_s)).array();
    QCOMPARE(layout.last()[u"role"_s], QJsonValue(u"sentence"_s));
}

void tst_Commands::displays_foreignNames_areLastAndShort()
{
    runOk({u"beer"_s, u"add"_s, u"--name"_s, u"Porter"_s});
    const QByteArray id = "AAAQEAY-EAUDAO5-CAJBIFQ-YDIOB4X-IBCEQTC-QKRMFYM-YDENBWH-A5DYPQS";
    const QByteArray forged = "wall  pending  ant bee cat  -  10.77.0.3" + QByteArray(100, ' ');
    PlainSqlite(m_program->path(u"beer.db"_s))
        .run("INSERT INTO displays(fingerprint, name, approved) VALUES('" + id + "', '" + forged
             + "', 1)");
    QCOMPARE(runOk({u"displays"_s}).output,
             QByteArray("Id       State    Words  Standby  Address  Name\n"
                        "AAAQEAY  offline  -      -        -        "
                        "wall pending ant bee cat - 10.7…\n"));
    QCOMPARE(runOk({u"standby"_s, u"AAAQEAY"_s}).output,
             QByteArray("AAAQEAY may become the primary, called "
                        "\"wall pending ant bee cat - 10.7…\"\n"));
}

void tst_Commands::olderShape_reading_leavesTheFileAsItIs_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::newRow("digest") << QStringList{u"digest"_s};
    QTest::newRow("status") << QStringList{u"status"_s};
    QTest::newRow("displays") << QStringList{u"displays"_s};
    QTest::newRow("beer list") << QStringList{u"beer"_s, u"list"_s};
    QTest::newRow("beer show") << QStringList{u"beer"_s, u"show"_s, u"1"_s};
    QTest::newRow("tap list") << QStringList{u"tap"_s, u"list"_s};
    QTest::newRow("setting list") << QStringList{u"setting"_s, u"list"_s};
    QTest::newRow("dry run") << QStringList{u"import"_s, u"new.csv"_s, u"--dry-run"_s};
}

void tst_Commands::olderShape_reading_leavesTheFileAsItIs()
{
    QFETCH(const QStringList, words);
    buildDatabase(u"legacy-third-shape.sql"_s, m_program->path(u"beer.db"_s));
    m_program->write(u"new.csv"_s, Header + "90,Porter,5,,,,,,,,,\r\n");
    const auto before = m_program->files();
    runOk(words);
    QCOMPARE(m_program->files(), before);
}

void tst_Commands::olderShape_writing_upgradesAfterADatedCopy()
{
    buildDatabase(u"legacy-third-shape.sql"_s, m_program->path(u"beer.db"_s));
    runOk({u"beer"_s, u"set"_s, u"1"_s, u"--style"_s, u"Dark mild"_s});
    QCOMPARE(json({u"beer"_s, u"show"_s, u"1"_s}).object().value(u"style"_s),
             QJsonValue(u"Dark mild"_s));
    const QStringList copies = m_program->files().keys().filter(u"beer.db.2"_s);
    QCOMPARE(copies.size(), 1);
}

void tst_Commands::help_everyCommand_hasOne()
{
    const QByteArray help = m_program->run({u"--help"_s}).output;
    for (const QString &command :
         {u"digest"_s, u"beer list"_s, u"beer show"_s, u"beer add"_s, u"beer set"_s,
          u"beer remove"_s, u"tap list"_s, u"tap add"_s, u"tap set"_s, u"tap remove"_s,
          u"tap count"_s, u"setting list"_s, u"setting set"_s, u"setting clear"_s, u"import"_s,
          u"export"_s, u"board"_s})
    {
        QVERIFY2(help.contains(command.toUtf8()), qPrintable(command));
        const Outcome own = m_program->run(command.split(u' ') + QStringList{u"--help"_s});
        QCOMPARE(own.exitCode, 0);
        QVERIFY2(own.output.startsWith("Usage: kegdisplay [options] " + command.toUtf8()),
                 own.output.constData());
    }
    QCOMPARE(m_program->run({u"--version"_s}).output, QByteArray("kegdisplay " KEG_VERSION "\n"));
}

void tst_Commands::logLevel_debug_goesToStandardError()
{
    buildDatabase(u"legacy-third-shape.sql"_s, m_program->path(u"beer.db"_s));
    const Outcome outcome = run({u"tap"_s, u"add"_s, u"--log-level"_s, u"info"_s});
    QCOMPARE(outcome.exitCode, 0);
    QVERIFY2(outcome.errors.contains(" info keg.store: upgrading "), outcome.errors.constData());
    QCOMPARE(outcome.output, QByteArray("added tap 5\n"));
}

QTEST_GUILESS_MAIN(tst_Commands)
#include "tst_commands.moc"
