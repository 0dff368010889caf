// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/program.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

#include <sys/wait.h>
#include <unistd.h>

#include <poll.h>
#include <pty.h>

using namespace keg::test;
using namespace Qt::StringLiterals;

/// `user` and what follows it, seen from outside.
class tst_UserCommands : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void noDatabase_isNotFoundAndMakesNothing();
    void list_ofNobody_saysHowToBegin();
    void add_fromStandardInput_isListed();
    void add_takesTheFirstLineOnly();
    void add_badInput_isRefused_data();
    void add_badInput_isRefused();
    void add_withoutATerminal_asksForPasswordStdin();
    void add_onATerminal_asksTwiceAndShowsNothing_data();
    void add_onATerminal_asksTwiceAndShowsNothing();
    void remove_theLastAdmin_isRefused();
    void password_ofUnknown_isNotFound();
    void password_changesTheHash();
    void role_changesItButNotTheLastAdmins();
    void setupLink_firstOfAll_isForAnAdmin();
    void setupLink_isAWholeLink();
    void setupLink_thatNobodyCouldOpen_isRefused();
    void setupLink_needsARoleLater();
    void key_isShownOnceAndRemoved();
    void damagedFile_isAnErrorWithAWayOut();

private:
    Outcome run(const QStringList &words, const QByteArray &input = {}) const;
    QJsonDocument json(const QStringList &words, const QByteArray &input = {}) const;
    void addAdmin(const QString &name) const;
    QByteArray usersFile() const; // empty if there is none
    int addOnTerminal(const QByteArray &typed, QByteArray &shown) const;

    std::unique_ptr<Program> m_program;
};

namespace {

const QByteArray Password = "correct horse\n";

QJsonObject user(const QString &name, const QString &role)
{
    return {{u"name"_s, name}, {u"role"_s, role}};
}

} // namespace

void tst_UserCommands::init()
{
    m_program = std::make_unique<Program>(QStringLiteral(KEG_PROGRAM));
    if (QByteArray(QTest::currentTestFunction()).startsWith("noDatabase"))
        return;
    QCOMPARE(run({u"tap"_s, u"add"_s}).exitCode, 0);
}

Outcome tst_UserCommands::run(const QStringList &words, const QByteArray &input) const
{
    const auto process = m_program->start(QStringList{u"--db-path"_s, u"beer.db"_s} + words);
    process->write(input);
    process->closeWriteChannel();
    Outcome outcome;
    if (process->waitForFinished() && process->exitStatus() == QProcess::NormalExit)
        outcome.exitCode = process->exitCode();
    outcome.output = process->readAllStandardOutput();
    outcome.errors = process->readAllStandardError();
    return outcome;
}

QJsonDocument tst_UserCommands::json(const QStringList &words, const QByteArray &input) const
{
    const Outcome outcome = run(words + QStringList{u"--json"_s}, input);
    if (outcome.exitCode != 0)
        qWarning("%s", outcome.errors.constData());
    return outcome.json();
}

void tst_UserCommands::addAdmin(const QString &name) const
{
    QCOMPARE(run({u"user"_s, u"add"_s, name, u"--role=admin"_s, u"--password-stdin"_s}, Password)
                 .exitCode,
             0);
}

QByteArray tst_UserCommands::usersFile() const
{
    QFile file(m_program->path(u"beer.db.local/users.json"_s));
    return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
}

/// `user add anna` with a terminal on which somebody types that. Returns its exit code; -1: it did
/// not end.
int tst_UserCommands::addOnTerminal(const QByteArray &typed, QByteArray &shown) const
{
    const QByteArray database = m_program->path(u"beer.db"_s).toLocal8Bit();
    int terminal = -1;
    const pid_t child = ::forkpty(&terminal, nullptr, nullptr, nullptr);
    if (child == 0) {
        ::execl(KEG_PROGRAM, "kegdisplay", "--db-path", database.constData(), "user", "add", "anna",
                "--role", "admin", nullptr);
        ::_exit(127);
    }
    QList<QByteArray> lines = typed.split('|');
    QElapsedTimer waited;
    waited.start();
    while (!waited.hasExpired(20'000)) {
        pollfd ready{terminal, POLLIN, 0};
        char bytes[256];
        const ssize_t count
            = ::poll(&ready, 1, 100) == 1 ? ::read(terminal, bytes, sizeof bytes) : 0;
        if (count < 0)
            break;
        shown.append(bytes, count);
        if (shown.endsWith(": ") && count > 0 && !lines.isEmpty()) {
            const QByteArray line = lines.takeFirst();
            (void)!::write(terminal, line.constData(), size_t(line.size()));
        }
    }
    ::close(terminal); // hangs up
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void tst_UserCommands::noDatabase_isNotFoundAndMakesNothing()
{
    const auto before = m_program->files();
    for (const QStringList &words :
         {QStringList{u"list"_s}, {u"key"_s, u"list"_s}, {u"setup-link"_s}, {u"remove"_s, u"x"_s}})
        QCOMPARE(run(QStringList{u"user"_s} + words).exitCode, 3);
    QCOMPARE(m_program->files(), before);
    QVERIFY(!QFile::exists(m_program->path(u"beer.db.local"_s)));
}

void tst_UserCommands::list_ofNobody_saysHowToBegin()
{
    const Outcome outcome = run({u"user"_s, u"list"_s});
    QCOMPARE(outcome.exitCode, 0);
    QVERIFY(outcome.output.contains("kegdisplay user setup-link"));
    QCOMPARE(json({u"user"_s, u"list"_s}).array(), QJsonArray());
    QVERIFY(usersFile().isEmpty());
}

void tst_UserCommands::add_fromStandardInput_isListed()
{
    const auto added
        = json({u"user"_s, u"add"_s, u" Anna"_s, u"--role"_s, u"admin"_s, u"--password-stdin"_s},
               Password);
    QCOMPARE(added.object(), user(u"Anna"_s, u"admin"_s));
    QCOMPARE(json({u"user"_s, u"list"_s}).array(), QJsonArray({user(u"Anna"_s, u"admin"_s)}));
    QVERIFY(run({u"user"_s, u"list"_s}).output.contains("admin  Anna"));
    QVERIFY(usersFile().contains("$argon2id$"));
    QVERIFY(!usersFile().contains("correct horse"));
}

void tst_UserCommands::add_takesTheFirstLineOnly()
{
    QCOMPARE(run({u"user"_s, u"add"_s, u"a"_s, u"--role=admin"_s, u"--password-stdin"_s},
                 "1234567\nmore of it\n")
                 .exitCode,
             4);
    QCOMPARE(run({u"user"_s, u"add"_s, u"a"_s, u"--role=admin"_s, u"--password-stdin"_s},
                 "12345678") // no end of the line
                 .exitCode,
             0);
}

void tst_UserCommands::add_badInput_isRefused_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("role");
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("no input") << u"a"_s << u"admin"_s << QByteArray() << 4 << QByteArray("no pass");
    QTest::newRow("short") << u"a"_s << u"admin"_s << QByteArray("1234567\n") << 4
                           << QByteArray("has 7 characters: give one of 8 to 256");
    QTest::newRow("endless") << u"a"_s << u"admin"_s << QByteArray(1'000'000, 'x') << 4
                             << QByteArray("too long");
    QTest::newRow("no text") << u"a"_s << u"admin"_s << QByteArray("12345678\xff\n") << 4
                             << QByteArray("no UTF-8");
    QTest::newRow("another role") << u"a"_s << u"root"_s << Password << 2
                                  << QByteArray("viewer, editor or admin");
    QTest::newRow("name") << u"a\nb"_s << u"admin"_s << Password << 4 << QByteArray("the name");
    QTest::newRow("no name") << u" "_s << u"admin"_s << Password << 4 << QByteArray("the name");
}

void tst_UserCommands::add_badInput_isRefused()
{
    QFETCH(const QString, name);
    QFETCH(const QString, role);
    QFETCH(const QByteArray, input);
    QFETCH(const int, exitCode);
    QFETCH(const QByteArray, message);
    const Outcome outcome
        = run({u"user"_s, u"add"_s, name, u"--role"_s, role, u"--password-stdin"_s}, input);
    QCOMPARE(outcome.exitCode, exitCode);
    QVERIFY2(outcome.errors.startsWith("kegdisplay: user add: ") && outcome.errors.contains(message)
                 && outcome.errors.count('\n') == 1,
             outcome.errors.constData());
    QVERIFY(usersFile().isEmpty());
    QCOMPARE(run({u"user"_s, u"add"_s, u"a"_s, u"--password-stdin"_s}, Password).exitCode, 2);
}

void tst_UserCommands::add_withoutATerminal_asksForPasswordStdin()
{
    const Outcome outcome = run({u"user"_s, u"add"_s, u"a"_s, u"--role"_s, u"admin"_s}, Password);
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY(outcome.errors.contains("--password-stdin"));
    QVERIFY(usersFile().isEmpty());
}

void tst_UserCommands::add_onATerminal_asksTwiceAndShowsNothing_data()
{
    QTest::addColumn<QByteArray>("typed");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QByteArray>("last");
    QTest::newRow("the same") << QByteArray("correct horse\n|correct horse\n") << 0
                              << QByteArray("anna has an account, admin");
    QTest::newRow("others") << QByteArray("correct horse\n|correct house\n") << 4
                            << QByteArray("the two passwords differ");
    QTest::newRow("given up") << QByteArray("correct hor\x03") << 1 << QByteArray("given up");
    QTest::newRow("given up later")
        << QByteArray("correct horse\n|corr\x03") << 1 << QByteArray("given up");
}

void tst_UserCommands::add_onATerminal_asksTwiceAndShowsNothing()
{
    QFETCH(const QByteArray, typed);
    QFETCH(const int, exitCode);
    QFETCH(const QByteArray, last);
    QByteArray shown;
    QCOMPARE(addOnTerminal(typed, shown), exitCode);
    QVERIFY2(shown.contains("Password for anna: "), shown.constData());
    QVERIFY2(shown.contains(last), shown.constData());
    QVERIFY2(!shown.contains("corr"), shown.constData());
    QCOMPARE(usersFile().isEmpty(), exitCode != 0);
}

void tst_UserCommands::remove_theLastAdmin_isRefused()
{
    for (const QString &name : {u"anna"_s, u"bob"_s})
        addAdmin(name);
    QCOMPARE(json({u"user"_s, u"remove"_s, u"BOB"_s}).object(), user(u"bob"_s, u"admin"_s));
    const Outcome outcome = run({u"user"_s, u"remove"_s, u"anna"_s});
    QCOMPARE(outcome.exitCode, 4);
    QVERIFY(outcome.errors.contains("anna is the last admin: make another account an admin first"));
    QCOMPARE(json({u"user"_s, u"list"_s}).array().size(), 1);
}

void tst_UserCommands::password_ofUnknown_isNotFound()
{
    const Outcome outcome
        = run({u"user"_s, u"password"_s, u"anna"_s, u"--password-stdin"_s}, Password);
    QCOMPARE(outcome.exitCode, 3);
    QVERIFY(outcome.errors.contains("there is no account anna"));
}

void tst_UserCommands::password_changesTheHash()
{
    addAdmin(u"anna"_s);
    const QByteArray before = usersFile();
    QCOMPARE(json({u"user"_s, u"password"_s, u"Anna"_s, u"--password-stdin"_s}, "another horse\n")
                 .object(),
             user(u"anna"_s, u"admin"_s));
    QVERIFY(usersFile() != before);
}

void tst_UserCommands::role_changesItButNotTheLastAdmins()
{
    for (const QString &name : {u"anna"_s, u"bob"_s})
        addAdmin(name);
    QCOMPARE(json({u"user"_s, u"role"_s, u"BOB"_s, u"viewer"_s}).object(),
             user(u"bob"_s, u"viewer"_s));
    QCOMPARE(run({u"user"_s, u"role"_s, u"bob"_s, u"editor"_s}).output,
             QByteArray("bob has another role, editor\n"));
    QCOMPARE(json({u"user"_s, u"list"_s}).array(),
             QJsonArray({user(u"anna"_s, u"admin"_s), user(u"bob"_s, u"editor"_s)}));
    QVERIFY(run({u"user"_s, u"role"_s, u"anna"_s, u"viewer"_s})
                .errors.contains("anna is the last admin"));
    QCOMPARE(run({u"user"_s, u"role"_s, u"anna"_s, u"viewer"_s}).exitCode, 4);
    QCOMPARE(run({u"user"_s, u"role"_s, u"carl"_s, u"viewer"_s}).exitCode, 3);
    QCOMPARE(run({u"user"_s, u"role"_s, u"bob"_s, u"root"_s}).exitCode, 2);
    QCOMPARE(run({u"user"_s, u"role"_s, u"bob"_s}).exitCode, 2);
}

void tst_UserCommands::setupLink_firstOfAll_isForAnAdmin()
{
    const QJsonObject link = json({u"user"_s, u"setup-link"_s}).object();
    QCOMPARE(link[u"role"_s].toString(), u"admin"_s);
    QCOMPARE(link[u"name"_s].toString(), QString());
    QCOMPARE(link[u"valid_minutes"_s].toInt(), 15);
    QCOMPARE(link[u"served"_s], QJsonValue(false));
    const QString address = link[u"link"_s].toString();
    const QString token = address.section(u"/setup#"_s, 1);
    QCOMPARE(token.size(), 52);
    QVERIFY(!usersFile().contains(token.toLatin1()));
}

void tst_UserCommands::setupLink_isAWholeLink()
{
    const auto link = [this](const QStringList &words) {
        const Outcome outcome = run(words);
        return outcome.exitCode == 0 ? QString::fromUtf8(outcome.output.split('\n').first())
                                     : QString::fromUtf8(outcome.errors);
    };
    const QString token = u"/setup#[A-Z2-7]{52}$"_s;
    const auto matches = [&token](const QString &given, const QString &start) {
        const bool isIt = QRegularExpression(u'^' + start + token).match(given).hasMatch();
        if (!isIt)
            qWarning("%s", qPrintable(given));
        return isIt;
    };
    QVERIFY(matches(link({u"user"_s, u"setup-link"_s}), u"https://[^/]+:8080"_s));
    QVERIFY(matches(link({u"--web-port=443"_s, u"--bind=::1"_s, u"user"_s, u"setup-link"_s}),
                    u"https://\\[::1\\]:443"_s));
    QVERIFY(matches(link({u"user"_s, u"setup-link"_s, u"--host"_s, u"[fd77::1]"_s}),
                    u"https://\\[fd77::1\\]:8080"_s));

    const Outcome shown = run({u"user"_s, u"setup-link"_s, u"anna"_s, u"--host=bar.local"_s});
    QVERIFY(shown.output.contains("start it before the link is opened"));
    QVERIFY(shown.output.contains("the certificate is this machine's own"));
    QVERIFY(!shown.output.contains("also at"));
    QVERIFY(run({u"user"_s, u"setup-link"_s, u"--qr"_s, u"--host=x"_s}).output.contains("█"));
}

void tst_UserCommands::setupLink_thatNobodyCouldOpen_isRefused()
{
    const QStringList link{u"user"_s, u"setup-link"_s};
    for (const QStringList &options : {QStringList{u"--no-web"_s}, {u"--web-port=0"_s}})
        QCOMPARE(run(options + link).exitCode, 4);
    QCOMPARE(run(link + QStringList{u"--host=https://bar"_s}).exitCode, 2);
    QVERIFY(usersFile().isEmpty());
}

void tst_UserCommands::setupLink_needsARoleLater()
{
    addAdmin(u"anna"_s);
    QCOMPARE(run({u"user"_s, u"setup-link"_s}).exitCode, 4);
    const QJsonObject known = json({u"user"_s, u"setup-link"_s, u"ANNA"_s}).object();
    QCOMPARE(known[u"name"_s].toString(), u"anna"_s);
    const QJsonObject fresh = json({u"user"_s, u"setup-link"_s, u"--role"_s, u"viewer"_s}).object();
    QCOMPARE(fresh[u"role"_s].toString(), u"viewer"_s);
}

void tst_UserCommands::key_isShownOnceAndRemoved()
{
    QCOMPARE(run({u"user"_s, u"key"_s, u"add"_s, u"till"_s}).exitCode, 2);
    const QJsonObject made
        = json({u"user"_s, u"key"_s, u"add"_s, u"till"_s, u"--role"_s, u"editor"_s}).object();
    const QByteArray key = made[u"key"_s].toString().toLatin1();
    QVERIFY(key.startsWith("keg_"));
    QVERIFY(!usersFile().contains(key.mid(4)));
    QCOMPARE(json({u"user"_s, u"key"_s, u"list"_s}).array(),
             QJsonArray({user(u"till"_s, u"editor"_s)}));
    QCOMPARE(json({u"user"_s, u"key"_s, u"remove"_s, u"Till"_s}).object(),
             user(u"till"_s, u"editor"_s));
    QCOMPARE(run({u"user"_s, u"key"_s, u"remove"_s, u"till"_s}).exitCode, 3);
    QVERIFY(run({u"user"_s, u"key"_s, u"list"_s}).output.contains("kegdisplay user key add"));
}

void tst_UserCommands::damagedFile_isAnErrorWithAWayOut()
{
    QCOMPARE(run({u"user"_s, u"setup-link"_s}).exitCode, 0);
    const QString path = m_program->path(u"beer.db.local/users.json"_s);
    QFile file(path);
    QVERIFY(file.open(QFile::ReadWrite) && file.resize(10));
    for (const QString &word : {u"list"_s, u"setup-link"_s}) {
        const Outcome outcome = run({u"user"_s, word});
        QCOMPARE(outcome.exitCode, 1);
        QVERIFY2(outcome.errors.contains("users.json is damaged")
                     && outcome.errors.contains("remove it, which removes all accounts"),
                 outcome.errors.constData());
    }
    QCOMPARE(usersFile().size(), 10);
}

QTEST_GUILESS_MAIN(tst_UserCommands)
#include "tst_usercommands.moc"
