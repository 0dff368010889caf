// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/command_line.h"

#include <QTemporaryDir>
#include <QTest>

using namespace keg;
using namespace keg::app;
using namespace Qt::StringLiterals;

namespace {

constexpr CommandOption SetOptions[] = {
    {"name"_L1, "TEXT"_L1, "its name"_L1},
    {"empty"_L1, {}, "nothing on it"_L1},
};

constexpr CommandSpec Commands[] = {
    {"status"_L1, {}, "what runs"_L1, {}, nullptr},
    {"beer list"_L1, {}, "all beers"_L1, {}, nullptr},
    {"beer set"_L1, "ID"_L1, "changes a beer"_L1, SetOptions, nullptr},
    {"tap add"_L1, "[N]"_L1, "adds a tap"_L1, {}, nullptr},
};

Surroundings bare()
{
    return {QProcessEnvironment(), {}, u"/data"_s, u"taproom"_s, Commands};
}

/// What went wrong, or nothing.
QString failure(const QString &line, const Surroundings &surroundings = bare())
{
    const auto parsed = parse(line.split(u' ', Qt::SkipEmptyParts), surroundings);
    return parsed ? QString() : parsed.error().message;
}

Options optionsOf(const QString &line, const Surroundings &surroundings = bare())
{
    const auto parsed = parse(line.split(u' ', Qt::SkipEmptyParts), surroundings);
    if (!parsed)
        qFatal("%s", qPrintable(parsed.error().message));
    return parsed->options;
}

} // namespace

class tst_CommandLine : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void parse_nothing_givesDefaults();
    void parse_eachOption_takesEffect();
    void parse_noWebInFile_canBeTakenBack();
    void parse_certificateAndKey_mayComeFromDifferentPlaces();
    void parse_badWords_isUsageErrorThatNamesThem_data();
    void parse_badWords_isUsageErrorThatNamesThem();
    void parse_command_sortsItsWords();
    void parse_optionalArgument_mayBeAbsent();
    void parse_everywhereOptions_standOnBothSides();
    void parse_afterTwoDashes_takesWordsLiterally();
    void parse_help_asksForNothingElse_data();
    void parse_help_asksForNothingElse();
    void parse_precedence_commandLineEnvironmentUserSystem();
    void parse_emptyVariable_countsAsNone();
    void parse_kioskInFile_givesWayToHeadless();
    void parse_badConfigFile_namesFileAndLine_data();
    void parse_badConfigFile_namesFileAndLine();
    void parse_namedConfigFile_replacesTheOthers();
    void parse_missingConfigFile_isNotFound();
    void parse_command_logsOnlyAsItsOwnLineSays();
    void parse_demo_keepsOutOfAConfiguredDatabase();

private:
    QString file(const QString &name, const QByteArray &content);

    QTemporaryDir m_folder;
};

void tst_CommandLine::initTestCase()
{
    QVERIFY(m_folder.isValid());
}

QString tst_CommandLine::file(const QString &name, const QByteArray &content)
{
    QString path = m_folder.filePath(name);
    QFile out(path);
    if (!out.open(QIODevice::WriteOnly) || out.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(path));
    return path;
}

void tst_CommandLine::parse_nothing_givesDefaults()
{
    const Options options = optionsOf({});
    QCOMPARE(options.dbPath, u"/data/beer.db"_s);
    QCOMPARE(options.name, u"taproom"_s);
    QCOMPARE(options.notifyPort, quint16(5002));
    QCOMPARE(options.snapshotPort, quint16(5003));
    QVERIFY(!options.mode && !options.kiosk && !options.headless && !options.demo && !options.locked
            && !options.json && !options.logLevel);
    QVERIFY(options.primaryIp.isEmpty() && options.bindAddress.isEmpty());
    QVERIFY(options.web && !options.webInsecure);
    QCOMPARE(options.webPort, quint16(8080));
    QVERIFY(options.webCertFile.isEmpty() && options.webKeyFile.isEmpty());
}

void tst_CommandLine::parse_eachOption_takesEffect()
{
    const Options options = optionsOf(
        u"--kiosk --locked --mode client --primary-ip=keg.local --db-path /a/../b.db "
        "--notify-port 0 --snapshot-port=65535 --bind ::1 --name bar --demo --theme oak "
        "--lang pt_BR --log-level warning --log-file /l --log-dir /d --json "
        "--web-port 0 --no-web --web-cert /c/../a.pem --web-key=/k.pem --web-insecure"_s);
    QVERIFY(options.kiosk && options.locked && options.demo && options.json && !options.headless);
    QCOMPARE(options.mode, Mode::Client);
    QCOMPARE(options.primaryIp, u"keg.local"_s);
    QCOMPARE(optionsOf(u"--primary-ip [fd77::1]"_s).primaryIp, u"fd77::1"_s);
    QCOMPARE(options.dbPath, u"/b.db"_s);
    QCOMPARE(options.notifyPort, quint16(0));
    QCOMPARE(options.snapshotPort, quint16(65535));
    QCOMPARE(options.bindAddress, u"::1"_s);
    QCOMPARE(options.name, u"bar"_s);
    QCOMPARE(options.theme, u"oak"_s);
    QCOMPARE(options.language, u"pt_BR"_s);
    QCOMPARE(options.logLevel, QtWarningMsg);
    QCOMPARE(options.logFile, u"/l"_s);
    QCOMPARE(options.logDir, u"/d"_s);
    QVERIFY(options.webPort == 0 && !options.web && options.webInsecure);
    QCOMPARE(options.webCertFile, u"/a.pem"_s);
    QCOMPARE(options.webKeyFile, u"/k.pem"_s);
    QVERIFY(optionsOf(u"--headless"_s).headless);
    QCOMPARE(optionsOf(u"--broadcast-port 7 --sync-port 8"_s).notifyPort, quint16(7));
    QCOMPARE(optionsOf(u"--broadcast-port 7 --sync-port 8"_s).snapshotPort, quint16(8));
}

void tst_CommandLine::parse_noWebInFile_canBeTakenBack()
{
    Surroundings surroundings = bare();
    surroundings.configFiles = {file(u"no-web.conf"_s, "no-web = on\nweb-port = 443\n")};
    QVERIFY(!optionsOf({}, surroundings).web);
    QCOMPARE(optionsOf({}, surroundings).webPort, quint16(443));
    surroundings.environment.insert(u"KEGDISPLAY_NO_WEB"_s, u"off"_s);
    surroundings.environment.insert(u"KEGDISPLAY_WEB_PORT"_s, u"8443"_s);
    QVERIFY(optionsOf({}, surroundings).web);
    QCOMPARE(optionsOf({}, surroundings).webPort, quint16(8443));
}

void tst_CommandLine::parse_certificateAndKey_mayComeFromDifferentPlaces()
{
    Surroundings surroundings = bare();
    surroundings.environment.insert(u"KEGDISPLAY_WEB_KEY"_s, u"/k.pem"_s);
    QCOMPARE(failure({}, surroundings),
             u"--web-cert and --web-key go together; give both or none"_s);
    QCOMPARE(optionsOf(u"--web-cert /c.pem"_s, surroundings).webKeyFile, u"/k.pem"_s);
}

void tst_CommandLine::parse_badWords_isUsageErrorThatNamesThem_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *line, const char *message) {
        QTest::newRow(line) << QString::fromLatin1(line) << QString::fromLatin1(message);
    };
    row("--kisok", "there is no option --kisok (did you mean --kiosk?); see --help");
    row("--zzzzzzzz", "there is no option --zzzzzzzz; see --help");
    row("-h", "there is no option -h; see --help");
    row("--kiosk --kiosk", "--kiosk is given twice");
    row("--json status --json", "status: --json is given twice");
    row("--notify-port 1 --broadcast-port 2", "--notify-port is given twice");
    row("--kiosk=on", "--kiosk takes no value");
    row("--name", "--name needs a value");
    row("--name --json", "--name needs a value");
    row("--name=", "--name takes 1 to 64 characters on one line, not ''");
    row("--db-path=", "--db-path takes a path, not ''");
    row("--notify-port 65536", "--notify-port takes a port from 0 to 65535, not '65536'");
    row("--notify-port -1", "--notify-port takes a port from 0 to 65535, not '-1'");
    row("--snapshot-port 5o", "--snapshot-port takes a port from 0 to 65535, not '5o'");
    row("--mode master", "--mode takes primary or client, not 'master'");
    row("--bind localhost", "--bind takes an IPv4 or IPv6 address, not 'localhost'");
    row("--lang german", "--lang takes a language such as en or de, not 'german'");
    row("--theme a/b", "--theme takes the name of a theme, not 'a/b'");
    row("--log-level loud", "--log-level takes debug, info, warning or error, not 'loud'");
    row("--primary-ip http://x", "--primary-ip takes an address or a host name, not 'http://x'");
    row("--kiosk --headless", "--kiosk and --headless exclude each other");
    row("--mode primary --primary-ip a",
        "--primary-ip is for a client; leave it out or use --mode client");
    row("--web-port http", "--web-port takes a port from 0 to 65535, not 'http'");
    row("--no-web=on", "--no-web takes no value");
    row("--web-cert /c", "--web-cert and --web-key go together; give both or none");
    row("--web-key /k", "--web-cert and --web-key go together; give both or none");
    row("--web-cert= --web-key /k", "--web-cert takes a path, not ''");
    row("--db-path /b --log-file /b", "--log-file is the database; name another file");
    row("--licenses", "--licenses goes with --version");
    row("bear list", "there is no command 'bear' (did you mean beer?); see --help");
    row("beer lst", "beer: there is no command 'beer lst' (did you mean list?); see --help");
    row("beer", "beer: expected one of: list, set");
    row("beer set", "beer set: ID is missing");
    row("beer set 1 2", "beer set: '2' is one argument too many");
    row("beer set 1 --nmae x",
        "beer set: there is no option --nmae (did you mean --name?); see --help");
    row("beer set 1 --name a --name b", "beer set: --name is given twice");
    row("beer set 1 --name", "beer set: --name needs a value");
    row("beer set 1 --empty=1", "beer set: --empty takes no value");
    row("status --kiosk",
        "status: --kiosk is no option of this command; global options stand before it");
}

void tst_CommandLine::parse_badWords_isUsageErrorThatNamesThem()
{
    QFETCH(const QString, line);
    QFETCH(const QString, message);
    const auto parsed = parse(line.split(u' '), bare());
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().code, ErrorCode::Usage);
    QCOMPARE(parsed.error().message, message);
}

void tst_CommandLine::parse_command_sortsItsWords()
{
    const auto parsed = parse(
        {u"--name"_s, u"bar"_s, u"beer"_s, u"set"_s, u"3"_s, u"--name"_s, u"A = B"_s}, bare());
    QVERIFY(parsed);
    QCOMPARE(parsed->options.name, u"bar"_s);
    QVERIFY(parsed->command);
    QCOMPARE(parsed->command->command->words, "beer set"_L1);
    QCOMPARE(parsed->command->arguments, QStringList{u"3"_s});
    QCOMPARE(parsed->command->value("name"_L1), u"A = B"_s);
    QVERIFY(!parsed->command->has("empty"_L1));
}

void tst_CommandLine::parse_optionalArgument_mayBeAbsent()
{
    QCOMPARE(failure(u"tap add"_s), QString());
    QCOMPARE(failure(u"tap add 4"_s), QString());
    QCOMPARE(failure(u"tap add 4 5"_s), u"tap add: '5' is one argument too many"_s);
}

void tst_CommandLine::parse_everywhereOptions_standOnBothSides()
{
    for (const QString &line : {u"--json --db-path /x --log-level debug beer list"_s,
                                u"beer --json list --db-path /x --log-level=debug"_s,
                                u"beer list --json --db-path=/x --log-level debug"_s})
    {
        const Options options = optionsOf(line);
        QVERIFY2(options.json, qPrintable(line));
        QCOMPARE(options.dbPath, u"/x"_s);
        QCOMPARE(options.logLevel, QtDebugMsg);
    }
}

void tst_CommandLine::parse_afterTwoDashes_takesWordsLiterally()
{
    const auto parsed = parse({u"beer"_s, u"set"_s, u"--"_s, u"--name"_s}, bare());
    QVERIFY(parsed);
    QCOMPARE(parsed->command->arguments, QStringList{u"--name"_s});
}

void tst_CommandLine::parse_help_asksForNothingElse_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("expected");
    QTest::newRow("program") << u"--help --config /nowhere"_s << u"--snapshot-port N"_s;
    QTest::newRow("commands") << u"--help"_s << u"beer set ID"_s;
    QTest::newRow("group") << u"beer --help"_s << u"beer list\n"_s;
    QTest::newRow("command without its argument") << u"beer set --help"_s << u"--name TEXT"_s;
    QTest::newRow("version") << u"--version"_s << u"kegdisplay " KEG_VERSION "\n"_s;
    QTest::newRow("licences") << u"--version --licenses"_s << u"SIL OPEN FONT LICENSE"_s;
}

void tst_CommandLine::parse_help_asksForNothingElse()
{
    QFETCH(const QString, line);
    QFETCH(const QString, expected);
    const auto parsed = parse(line.split(u' '), bare());
    QVERIFY(parsed);
    QVERIFY2(parsed->information.contains(expected), qPrintable(parsed->information));
    for (const QString &text : parsed->information.split(u'\n'))
        QVERIFY2(text.size() <= 80, qPrintable(text));
}

void tst_CommandLine::parse_precedence_commandLineEnvironmentUserSystem()
{
    Surroundings surroundings = bare();
    surroundings.configFiles = {file(u"system.conf"_s,
                                     "\xEF\xBB\xBF# all\r\nname = system\r\nnotify-port=1\n"
                                     "theme = oak\n primary-ip = a\\,b \n"),
                                file(u"user.conf"_s, "; mine\nname = user\nbroadcast-port = 2\n"),
                                m_folder.filePath(u"absent.conf"_s)};
    QCOMPARE(optionsOf({}, surroundings).name, u"user"_s);
    QCOMPARE(optionsOf({}, surroundings).notifyPort, quint16(2));
    QCOMPARE(optionsOf({}, surroundings).theme, u"oak"_s);
    QCOMPARE(optionsOf({}, surroundings).primaryIp, u"a\\,b"_s);

    surroundings.environment.insert(u"KEGDISPLAY_NAME"_s, u"variable"_s);
    surroundings.environment.insert(u"PRIMARY_IP"_s, u"10.0.0.1"_s);
    QCOMPARE(optionsOf({}, surroundings).name, u"variable"_s);
    QCOMPARE(optionsOf({}, surroundings).primaryIp, u"10.0.0.1"_s);
    surroundings.environment.insert(u"KEGDISPLAY_PRIMARY_IP"_s, u"10.0.0.2"_s);
    QCOMPARE(optionsOf({}, surroundings).primaryIp, u"10.0.0.2"_s);
    QCOMPARE(optionsOf(u"--primary-ip c --name words"_s, surroundings).name, u"words"_s);
    QCOMPARE(optionsOf(u"--primary-ip c"_s, surroundings).primaryIp, u"c"_s);

    surroundings.environment.insert(u"KEGDISPLAY_LOG_LEVEL"_s, u"loud"_s);
    QCOMPARE(failure({}, surroundings),
             u"KEGDISPLAY_LOG_LEVEL takes debug, info, warning or error, not 'loud'"_s);
}

void tst_CommandLine::parse_emptyVariable_countsAsNone()
{
    Surroundings surroundings = bare();
    surroundings.environment.insert(u"PRIMARY_IP"_s, QString());
    surroundings.environment.insert(u"KEGDISPLAY_NOTIFY_PORT"_s, QString());
    QCOMPARE(optionsOf({}, surroundings).notifyPort, quint16(5002));
}

void tst_CommandLine::parse_kioskInFile_givesWayToHeadless()
{
    Surroundings surroundings = bare();
    surroundings.configFiles = {file(u"kiosk.conf"_s, "kiosk = yes\n")};
    QVERIFY(optionsOf({}, surroundings).kiosk);
    QVERIFY(optionsOf(u"--headless"_s, surroundings).headless);
    QVERIFY(!optionsOf(u"--headless"_s, surroundings).kiosk);
}

void tst_CommandLine::parse_badConfigFile_namesFileAndLine_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("message");
    QTest::newRow("unknown") << QByteArray("\nnmae = x\n")
                             << u" line 2: there is no option 'nmae' (did you mean name?)"_s;
    QTest::newRow("not for files")
        << QByteArray("help = on") << u" line 1: there is no option 'help'"_s;
    QTest::newRow("twice") << QByteArray("notify-port = 1\nbroadcast-port = 2")
                           << u" line 2: notify-port is given twice"_s;
    QTest::newRow("bad value") << QByteArray("kiosk = maybe")
                               << u" line 1: kiosk takes on or off, not 'maybe'"_s;
    QTest::newRow("no key") << QByteArray("= x") << u" line 1: expected `key = value`, not '= x'"_s;
    QTest::newRow("section") << QByteArray("[General]")
                             << u" line 1: expected `key = value`, not '[General]'"_s;
}

void tst_CommandLine::parse_badConfigFile_namesFileAndLine()
{
    QFETCH(const QByteArray, content);
    QFETCH(const QString, message);
    const QString path = file(u"bad.conf"_s, content);
    const auto parsed = parse({u"--config"_s, path}, bare());
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().code, ErrorCode::Usage);
    QCOMPARE(parsed.error().message, path + message);
}

void tst_CommandLine::parse_namedConfigFile_replacesTheOthers()
{
    Surroundings surroundings = bare();
    surroundings.configFiles = {file(u"broken.conf"_s, "nonsense")};
    const QString good = file(u"good.conf"_s, "name = good");
    QCOMPARE(optionsOf(u"--config "_s + good, surroundings).name, u"good"_s);
    surroundings.environment.insert(u"KEGDISPLAY_CONFIG"_s, good);
    QCOMPARE(optionsOf({}, surroundings).name, u"good"_s);
}

void tst_CommandLine::parse_missingConfigFile_isNotFound()
{
    const auto parsed = parse({u"status"_s, u"--config"_s, u"/nowhere/k.conf"_s}, bare());
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().code, ErrorCode::NotFound);
    QCOMPARE(parsed.error().message, u"status: /nowhere/k.conf: there is no such file"_s);
}

void tst_CommandLine::parse_command_logsOnlyAsItsOwnLineSays()
{
    Surroundings surroundings = bare();
    surroundings.configFiles
        = {file(u"log.conf"_s, "log-dir = /var/log/x\nlog-file = /l\nlog-level = debug")};
    QCOMPARE(optionsOf({}, surroundings).logDir, u"/var/log/x"_s);
    const Options options = optionsOf(u"status --log-level info"_s, surroundings);
    QCOMPARE(options.logLevel, QtInfoMsg);
    QCOMPARE(options.logDir, QString());
    QCOMPARE(options.logFile, QString());
}

void tst_CommandLine::parse_demo_keepsOutOfAConfiguredDatabase()
{
    Surroundings surroundings = bare();
    QCOMPARE(optionsOf(u"--demo"_s, surroundings).dbPath, u"/data/demo.db"_s);
    surroundings.configFiles = {file(u"db.conf"_s, "db-path = /srv/real.db")};
    QCOMPARE(optionsOf({}, surroundings).dbPath, u"/srv/real.db"_s);
    QCOMPARE(optionsOf(u"--demo"_s, surroundings).dbPath, u"/data/demo.db"_s);
    QCOMPARE(optionsOf(u"--demo --db-path /x.db"_s, surroundings).dbPath, u"/x.db"_s);
}

QTEST_GUILESS_MAIN(tst_CommandLine)
#include "tst_commandline.moc"
