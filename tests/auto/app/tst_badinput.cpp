// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/plain_sqlite.h"
#include "tests/support/program.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTest>

#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

using namespace keg::test;
using namespace Qt::StringLiterals;
using Rights = Program::Rights;

/// Whatever a command is given, it says what is wrong in one line, ends with the promised code and
/// changes nothing.
class tst_BadInput : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void command_badWordsOrValues_isRefused_data();
    void command_badWordsOrValues_isRefused();
    void command_noDatabase_isNotFound_data();
    void command_noDatabase_isNotFound();
    void command_refusedWithoutDatabase_makesNone_data();
    void command_refusedWithoutDatabase_makesNone();
    void import_badFile_isRefused_data();
    void import_badFile_isRefused();
    void database_badFile_isRefused_data();
    void database_badFile_isRefused();
    void database_withoutRights_isRefused_data();
    void database_withoutRights_isRefused();
    void clientsCopy_everyWrite_isRefusedNamingThePrimary_data();
    void clientsCopy_everyWrite_isRefusedNamingThePrimary();
    void fullDisk_import_changesNothing();
    void fullDevice_asTarget_failsAndStays_data();
    void fullDevice_asTarget_failsAndStays();
    void fullDevice_asLogFile_stays();
    void fullDevice_asStandardOutput_fails();
    void readOnlyFolder_export_isRefused();
    void fileName_withLineBreak_staysOneLine();

private:
    void makeDatabase() const;
    QString makeFullDevice() const;
    /// Runs it and looks whether it failed with one line and left every file as it was.
    void expectFailure(const QStringList &words, int exitCode, const QString &message,
                       Rights rights = Rights::Own) const;

    std::unique_ptr<Program> m_program;
    QByteArray m_database; ///< Porter pours on tap 1 of 2
};

namespace {

const QByteArray Header = "idBeer,Name,ABV,IBU,Color,OriginalGravity,FinalGravity,"
                          "Description,Brewed,Kegged,Tapped,Notes\n";

const QStringList Database{u"--db-path"_s, u"beer.db"_s};

// Each of them would change something.
const QList<QStringList> Writes{
    {u"beer"_s, u"add"_s, u"--name"_s, u"Mild"_s},
    {u"beer"_s, u"set"_s, u"1"_s, u"--abv"_s, u"6"_s},
    {u"beer"_s, u"remove"_s, u"1"_s, u"--force"_s},
    {u"tap"_s, u"add"_s},
    {u"tap"_s, u"set"_s, u"1"_s, u"--empty"_s},
    {u"tap"_s, u"remove"_s, u"1"_s},
    {u"tap"_s, u"count"_s, u"9"_s},
    {u"import"_s, u"good.csv"_s},
};

const QList<QStringList> Reads{
    {u"digest"_s},         {u"beer"_s, u"list"_s},      {u"beer"_s, u"show"_s, u"1"_s},
    {u"tap"_s, u"list"_s}, {u"export"_s, u"new.csv"_s}, {u"board"_s, u"new.png"_s},
};

bool isDevice(const QString &path)
{
    struct stat status
    {
    };
    return ::lstat(QFile::encodeName(path).constData(), &status) == 0 && S_ISCHR(status.st_mode);
}

} // namespace

void tst_BadInput::initTestCase()
{
    const Program program(QStringLiteral(KEG_PROGRAM));
    for (const QStringList &words : {QStringList{u"beer"_s, u"add"_s, u"--name"_s, u"Porter"_s},
                                     QStringList{u"tap"_s, u"count"_s, u"2"_s},
                                     QStringList{u"tap"_s, u"set"_s, u"1"_s, u"--beer"_s, u"1"_s}})
        QCOMPARE(program.run(Database + words).exitCode, 0);
    m_database = program.read(u"beer.db"_s);
}

void tst_BadInput::init()
{
    m_program = std::make_unique<Program>(QStringLiteral(KEG_PROGRAM));
    m_program->write(u"good.csv"_s, Header + "7,Stout,5,,,,,,,,,\n");
    m_program->write(u"taken.csv"_s, "mine");
}

void tst_BadInput::makeDatabase() const
{
    m_program->write(u"beer.db"_s, m_database);
}

/// On which every write finds the disk full. Not the machine's own, which a mistake would replace.
/// Empty: no right to make one.
QString tst_BadInput::makeFullDevice() const
{
    const QString path = m_program->path(u"full.csv"_s);
    if (::mknod(QFile::encodeName(path).constData(), S_IFCHR | 0666, ::makedev(1, 7)) != 0)
        return {};
    QFile device(path);
    return device.open(QFile::ReadWrite | QFile::Unbuffered) ? path : QString();
}

void tst_BadInput::expectFailure(const QStringList &words, int exitCode, const QString &message,
                                 Rights rights) const
{
    const auto before = m_program->files();
    const Outcome outcome = m_program->run(Database + words, rights);
    QVERIFY2(outcome.errors.startsWith("kegdisplay: "), outcome.errors.constData());
    QVERIFY2(outcome.errors.contains(message.toUtf8()), outcome.errors.constData());
    QCOMPARE(outcome.errors.count('\n'), 1);
    QVERIFY(outcome.errors.endsWith('\n'));
    QCOMPARE(outcome.exitCode, exitCode);
    QCOMPARE(outcome.output, QByteArray());
    QCOMPARE(m_program->files(), before);
}

void tst_BadInput::command_badWordsOrValues_isRefused_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *line, int exitCode, const char *message) {
        QTest::newRow(line) << QString::fromLatin1(line) << exitCode
                            << QString::fromLatin1(message);
    };
    row("beer lst", 2, "did you mean list?");
    row("--bogus beer list", 2, "no option --bogus");
    row("--json beer list --json", 2, "beer list: --json is given twice");
    row("--config missing.conf beer list", 3, "missing.conf: there is no such file");
    row("--config taken.csv beer list", 2, "taken.csv line 1: expected");
    row("beer show x", 2, "'x' is no beer's ID");
    row("beer show 99", 3, "beer show: there is no beer 99");
    row("beer add", 2, "--name is missing");
    row("beer add --name=", 4, "Name is missing");
    row("beer add --name x --abv abc", 2, "ABV is 'abc', no number");
    row("beer add --name x --brewed soon", 2, "Brewed is 'soon', no date");
    row("beer add --name x --abv 101", 4, "ABV is 101, which is not between 0 and 100");
    row("beer add --name x --og 1.04 --fg 1.05", 4, "FinalGravity 1.05 is above");
    row("beer set 1", 2, "nothing to set");
    row("beer set 1 --ibu many", 2, "IBU is 'many'");
    row("beer set 1 --color 101", 4, "Color is 101");
    row("beer set 99 --abv 5", 3, "there is no beer 99");
    row("beer remove 99", 3, "there is no beer 99");
    row("beer remove 1", 4, "Porter pours on tap 1");
    row("tap add x", 2, "'x' is no number of a tap");
    row("tap add 1", 4, "there is a tap 1 already");
    row("tap add 0", 4, "tap 0 is not from 1 to 1000");
    row("tap set 1", 2, "either --beer ID or --empty");
    row("tap set 1 --beer 1 --empty", 2, "either --beer ID or --empty");
    row("tap set 1 --beer x", 2, "'x' is no beer's ID");
    row("tap set 1 --beer 99", 3, "there is no beer 99");
    row("tap set 9 --empty", 3, "there is no tap 9");
    row("tap remove 9", 3, "there is no tap 9");
    row("tap count x", 2, "'x' is no number");
    row("tap count 1001", 4, "tap 1001 is not from 1 to 1000");
    row("tap count 0", 4, "something pours on tap 1");
    row("import good.csv --match age", 2, "--match takes id or name");
    row("import missing.csv", 3, "missing.csv: there is no such file");
    row("import /", 4, "/ is a folder");
    row("export new.txt", 2, "does not end in .csv");
    row("export taken.csv", 4, "taken.csv is there already");
    row("export nowhere/new.csv", 3, "there is no folder");
    row("board taken.csv", 4, "taken.csv is there already");
    row("board new.png --layout-json taken.csv", 4, "taken.csv is there already");
    row("board beer.db --force", 4, "beer.db is the database itself");
    row("board new.png --layout-json ./beer.db-wal --force", 4, "is the database itself");
    row("board . --force", 4, "is a folder");
    row("board new.png --layout-json ./new.png", 2, "--layout-json is the picture");
    row("board taken.csv --layout-json taken.csv --force", 2, "--layout-json is the picture");
    row("board linked/new.png --layout-json new.png", 2, "--layout-json is the picture");
    row("board linked/beer.db-wal --force", 4, "is the database itself");
    row("board new.png --size 1920", 2, "--size takes WIDTHxHEIGHT");
    row("board new.png --size 0x0", 2, "board: ");
    row("board new.png --size 99999x99999", 2, "board: ");
    row("board new.png --page 0", 2, "--page takes a number");
    row("board new.png --page 9", 3, "board: ");
    row("board new.png --theme nope", 2, "nope");
    row("--headless --theme nope", 2, "nope");
    row("board new.png --lang xx", 2, "xx");
}

void tst_BadInput::command_badWordsOrValues_isRefused()
{
    QFETCH(const QString, line);
    QFETCH(const int, exitCode);
    QFETCH(const QString, message);
    makeDatabase();
    QVERIFY(QFile::link(u"."_s, m_program->path(u"linked"_s)));
    expectFailure(line.split(u' '), exitCode, message);
}

void tst_BadInput::command_noDatabase_isNotFound_data()
{
    QTest::addColumn<QStringList>("words");
    const auto row
        = [](const QStringList &words) { QTest::newRow(qPrintable(words.join(u' '))) << words; };
    for (const QStringList &words : Reads)
        row(words);
    row({u"beer"_s, u"set"_s, u"1"_s, u"--abv"_s, u"6"_s});
    row({u"beer"_s, u"remove"_s, u"1"_s});
    row({u"tap"_s, u"set"_s, u"1"_s, u"--empty"_s});
    row({u"tap"_s, u"remove"_s, u"1"_s});
}

void tst_BadInput::command_noDatabase_isNotFound()
{
    QFETCH(const QStringList, words);
    expectFailure(words, 3, u"no database "_s);
}

void tst_BadInput::command_refusedWithoutDatabase_makesNone_data()
{
    QTest::addColumn<QStringList>("words");
    const auto row
        = [](const QStringList &words) { QTest::newRow(qPrintable(words.join(u' '))) << words; };
    row({u"beer"_s, u"add"_s, u"--name"_s, u"x"_s, u"--abv"_s, u"101"_s});
    row({u"tap"_s, u"add"_s, u"1001"_s});
    row({u"tap"_s, u"count"_s, u"1001"_s});
    row({u"import"_s, u"bad.csv"_s});
}

void tst_BadInput::command_refusedWithoutDatabase_makesNone()
{
    QFETCH(const QStringList, words);
    m_program->write(u"bad.csv"_s, Header + "7,Stout,500,,,,,,,,,\n");
    expectFailure(words, 4, u" not "_s);
}

void tst_BadInput::import_badFile_isRefused_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, const QByteArray &content, const char *message) {
        QTest::newRow(name) << content << QString::fromLatin1(message);
    };
    row("empty", "", "import: bad.csv the file is empty");
    row("wrong header", "id,Name\n1,x\n",
        "import: bad.csv line 1: the header has an unknown column 'id'");
    row("header too short", QByteArray(Header).replace(",Notes", ""),
        "import: bad.csv line 1: the header lacks Notes");
    row("row too long", Header + "1,x,5,,,,,,,,,,\n",
        "import: bad.csv line 2: 13 fields where the header has 12");
    row("out of range", Header + "7,Stout,5,,,,,,,,,\n2,x,,1001,,,,,,,,\n",
        "import: bad.csv line 3: IBU is 1001, which is not between 0 and 1000");
    row("FG above OG", Header + "2,x,,,,1.05,1.06,,,,,\n",
        "import: bad.csv line 2: FinalGravity 1.06 is above OriginalGravity 1.05");
    row("another name", Header + "1,Stout,,,,,,,,,,\n",
        "import: bad.csv line 2: beer 1 is 'Porter' here, not 'Stout'; say --match id or --match "
        "name");
    row("twice", Header + "7,x,,,,,,,,,,\n7,x,,,,,,,,,,\n",
        "import: bad.csv line 3: line 2 is about the same beer");
    row("not UTF-8", Header + "7,K\xF6lsch,,,,,,,,,,\n", "import: bad.csv line 2 is not UTF-8");
    row("random bytes", QByteArray::fromHex("00ff17e2808b9c0d0a22"),
        "import: bad.csv line 1 is not UTF-8");
}

void tst_BadInput::import_badFile_isRefused()
{
    QFETCH(const QByteArray, content);
    QFETCH(const QString, message);
    makeDatabase();
    m_program->write(u"bad.csv"_s, content);
    expectFailure({u"import"_s, u"bad.csv"_s}, 4, message);
}

void tst_BadInput::database_badFile_isRefused_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QString>("message");
    QTest::newRow("newer") << QByteArray("newer") << 4 << u"was made by a newer KegDisplay"_s;
    QTest::newRow("truncated") << QByteArray("truncated") << 1 << u"is damaged"_s;
    QTest::newRow("damaged") << QByteArray("damaged") << 1 << u"is damaged"_s;
    QTest::newRow("text") << QByteArray("text") << 1 << u"is damaged or no database"_s;
    QTest::newRow("other program's")
        << QByteArray("other") << 4 << u"is a database of another program"_s;
}

void tst_BadInput::database_badFile_isRefused()
{
    QFETCH(const QByteArray, kind);
    QFETCH(const int, exitCode);
    QFETCH(const QString, message);
    makeDatabase();
    QByteArray bytes = m_program->read(u"beer.db"_s);
    if (kind == "newer")
        bytes.replace(60, 4, QByteArray::fromHex("000f4240")); // user_version in the file's header
    else if (kind == "truncated")
        bytes.truncate(bytes.size() / 2);
    else if (kind == "damaged")
        bytes.replace(100, bytes.size() - 100, QByteArray(bytes.size() - 100, 'x'));
    else if (kind == "text")
        bytes = "Porter, Stout, Mild\n";
    if (kind == "other") {
        QVERIFY(QFile::remove(m_program->path(u"beer.db"_s)));
        PlainSqlite(m_program->path(u"beer.db"_s))
            .run("CREATE TABLE songs(id INTEGER PRIMARY KEY)");
    } else {
        m_program->write(u"beer.db"_s, bytes);
    }
    for (const QStringList &words : Reads + Writes)
        expectFailure(words, exitCode, message);
}

void tst_BadInput::database_withoutRights_isRefused_data()
{
    QTest::addColumn<bool>("isFile");
    QTest::newRow("read-only folder") << false;
    QTest::newRow("read-only file") << true;
}

void tst_BadInput::database_withoutRights_isRefused()
{
    QFETCH(const bool, isFile);
    makeDatabase();
    const QString path = m_program->path(isFile ? u"beer.db"_s : u"."_s);
    const auto rights = QFile::permissions(path);
    QVERIFY(QFile::setPermissions(path,
                                  isFile ? QFile::ReadOwner : QFile::ReadOwner | QFile::ExeOwner));
    for (const QStringList &words : Writes) {
        // It reads first, and who reads without rights cannot remove what SQLite lays beside a
        // file.
        if (isFile && words.first() == u"import"_s)
            continue;
        expectFailure(words, 4, u"the group kegdisplay"_s, Rights::Ordinary);
    }
    QVERIFY(QFile::setPermissions(path, rights));
}

void tst_BadInput::clientsCopy_everyWrite_isRefusedNamingThePrimary_data()
{
    QTest::addColumn<QStringList>("words");
    for (const QStringList &words : Writes)
        QTest::newRow(qPrintable(words.join(u' '))) << words;
}

void tst_BadInput::clientsCopy_everyWrite_isRefusedNamingThePrimary()
{
    QFETCH(const QStringList, words);
    makeDatabase();
    PlainSqlite(m_program->path(u"beer.db"_s))
        .run("UPDATE replica SET role = 'client', primary_name = 'cellar'");
    m_program->run(Database + Writes.first()); // the first one also puts the guards in
    expectFailure(words, 4, u"cellar"_s);
}

void tst_BadInput::fullDisk_import_changesNothing()
{
    makeDatabase();
    QByteArray rows = Header;
    for (int id = 10; id < 1000; ++id)
        rows += QByteArray::number(id) + ",Beer,,,,,," + QByteArray(500, 'x') + ",,,,\n";
    m_program->write(u"many.csv"_s, rows);

    // A disk of its own that is too small, in a mount namespace that ends with the shell.
    QProcess shell;
    shell.setWorkingDirectory(m_program->path(u"."_s));
    shell.start(u"unshare"_s,
                {::geteuid() == 0 ? u"-m"_s : u"-rm"_s, u"sh"_s, u"-c"_s,
                 u"mkdir disk && mount -t tmpfs -o size=300k tmpfs disk || exit 77\n"
                 "cp beer.db disk && cksum disk/beer.db\n"
                 "KEGDISPLAY_CONFIG=empty.conf \"$0\" --db-path disk/beer.db import many.csv\n"
                 "echo $?\ncksum disk/beer.db\n"_s,
                 QStringLiteral(KEG_PROGRAM)});
    QVERIFY(shell.waitForFinished(60'000));
    if (shell.exitCode() == 77 || shell.exitStatus() != QProcess::NormalExit)
        QSKIP("no right to mount a small disk here");
    const QList<QByteArray> lines = shell.readAllStandardOutput().trimmed().split('\n');
    const QByteArray errors = shell.readAllStandardError();
    if (errors.startsWith("unshare: "))
        QSKIP("no right to a mount namespace here");
    QCOMPARE(lines.size(), 3);
    QCOMPARE(lines.at(1), QByteArray("1"));
    QCOMPARE(lines.at(2), lines.at(0));
    QVERIFY2(errors.startsWith("kegdisplay: import: the disk of "), errors.constData());
    QCOMPARE(errors.count('\n'), 1);
}

void tst_BadInput::fullDevice_asTarget_failsAndStays_data()
{
    QTest::addColumn<QString>("line");
    for (const char *line : {
             "export full.csv",
             "export full.csv --force",
             "export link.csv",
             "export link.csv --force",
             "board full.csv --force",
             "board new.png --layout-json full.csv",
             "board taken.csv --layout-json full.csv --force",
         })
        QTest::newRow(line) << QString::fromLatin1(line);
}

void tst_BadInput::fullDevice_asTarget_failsAndStays()
{
    QFETCH(const QString, line);
    makeDatabase();
    const QString device = makeFullDevice();
    if (device.isEmpty())
        QSKIP("no right to make a device");
    QVERIFY(QFile::link(u"full.csv"_s, m_program->path(u"link.csv"_s)));
    expectFailure(line.split(u' '), 1, u".csv cannot be written: No space left on device"_s);
    QVERIFY(isDevice(device));
}

void tst_BadInput::fullDevice_asLogFile_stays()
{
    makeDatabase();
    const QString device = makeFullDevice();
    if (device.isEmpty())
        QSKIP("no right to make a device");
    const QStringList words{u"--log-file"_s, u"full.csv"_s, u"--log-level"_s, u"debug"_s};
    const Outcome outcome = m_program->run(words + Database + Reads.first());
    QCOMPARE(outcome.errors, QByteArray());
    QCOMPARE(outcome.exitCode, 0);
    QVERIFY(isDevice(device));
}

void tst_BadInput::fullDevice_asStandardOutput_fails()
{
    makeDatabase();
    const QString device = makeFullDevice();
    if (device.isEmpty())
        QSKIP("no right to make a device");
    const Outcome outcome
        = m_program->run(Database + QStringList{u"beer"_s, u"list"_s}, Rights::Own, device);
    QCOMPARE(outcome.exitCode, 1);
    QCOMPARE(outcome.errors,
             QByteArray("kegdisplay: beer list: standard output cannot be written: No "
                        "space left on device\n"));
}

void tst_BadInput::readOnlyFolder_export_isRefused()
{
    makeDatabase();
    QVERIFY(QDir().mkdir(m_program->path(u"closed"_s)));
    QVERIFY(
        QFile::setPermissions(m_program->path(u"closed"_s), QFile::ReadOwner | QFile::ExeOwner));
    expectFailure({u"export"_s, u"closed/new.csv"_s}, 4, u"closed/new.csv cannot be written: "_s,
                  Rights::Ordinary);
}

void tst_BadInput::fileName_withLineBreak_staysOneLine()
{
    makeDatabase();
    expectFailure({u"import"_s, u"a\nkegdisplay: done"_s}, 3,
                  u"a\\nkegdisplay: done: there is no such file"_s);
}

QTEST_GUILESS_MAIN(tst_BadInput)
#include "tst_badinput.moc"
