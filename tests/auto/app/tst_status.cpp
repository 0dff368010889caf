// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/plain_sqlite.h"
#include "tests/support/program.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonObject>
#include <QLocalServer>
#include <QLocalSocket>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTest>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace keg::test;
using namespace Qt::StringLiterals;

/// What `status` says: asked from a running instance, or read from the file.
class tst_Status : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void status_noInstance_readsTheFile();
    void status_noInstanceOnAClientsCopy_namesThePrimary();
    void status_foreignName_forgesNoLine();
    void status_text_isForPeople();
    void status_killedInstancesSocket_readsTheFile();
    void status_runningInstance_isAsked();
    void status_webInterface_isNamed_data();
    void status_webInterface_isNamed();
    void status_instanceWithoutAnswer_isUnreachable();
    void status_noRightToTheInstance_isRefused();

private:
    Outcome run(const QStringList &words, Program::Rights rights = Program::Rights::Own) const;
    QJsonObject status() const;

    std::unique_ptr<Program> m_program;
};

void tst_Status::init()
{
    m_program = std::make_unique<Program>(QStringLiteral(KEG_PROGRAM));
    QCOMPARE(run({u"beer"_s, u"add"_s, u"--name"_s, u"Porter"_s}).exitCode, 0);
    QCOMPARE(run({u"tap"_s, u"count"_s, u"2"_s}).exitCode, 0);
}

Outcome tst_Status::run(const QStringList &words, Program::Rights rights) const
{
    return m_program->run(QStringList{u"--db-path"_s, u"beer.db"_s, u"--name"_s, u"bar"_s} + words,
                          rights);
}

QJsonObject tst_Status::status() const
{
    return run({u"status"_s, u"--json"_s}).json().object();
}

void tst_Status::status_noInstance_readsTheFile()
{
    const QJsonObject digest = run({u"digest"_s, u"--json"_s}).json().object();
    const QJsonObject seen = status();
    QCOMPARE(
        seen.keys(),
        (QStringList{u"counters"_s, u"database"_s, u"displays"_s, u"id"_s, u"listen"_s, u"mode"_s,
                     u"name"_s, u"pid"_s, u"running"_s, u"seen"_s, u"upstream"_s, u"version"_s}));
    QVERIFY(seen[u"id"_s].isNull()); // it is made at the first start
    QCOMPARE(seen[u"running"_s], QJsonValue(false));
    QCOMPARE(seen[u"mode"_s], QJsonValue(u"primary"_s));
    QCOMPARE(seen[u"name"_s], QJsonValue(u"bar"_s));
    QCOMPARE(seen[u"version"_s], QJsonValue(QStringLiteral(KEG_VERSION)));
    const QJsonObject database = seen[u"database"_s].toObject();
    QCOMPARE(database.keys(),
             (QStringList{u"beers"_s, u"digest"_s, u"epoch"_s, u"id"_s, u"path"_s, u"sequence"_s,
                          u"taps"_s}));
    QCOMPARE(database[u"path"_s].toString(), m_program->path(u"beer.db"_s));
    QCOMPARE(database[u"beers"_s], QJsonValue(1));
    QCOMPARE(database[u"taps"_s], QJsonValue(2));
    for (const QString &key : digest.keys())
        QCOMPARE(database[key], digest[key]);
}

void tst_Status::status_noInstanceOnAClientsCopy_namesThePrimary()
{
    PlainSqlite(m_program->path(u"beer.db"_s))
        .run("UPDATE replica SET role = 'client', primary_name = 'cellar'");
    const QJsonObject seen = status();
    QCOMPARE(seen[u"mode"_s], QJsonValue(u"client"_s));
    QVERIFY(!seen.contains(u"displays"_s));
    QCOMPARE(seen[u"upstream"_s][u"name"_s], QJsonValue(u"cellar"_s));
    QCOMPARE(seen[u"upstream"_s][u"state"_s], QJsonValue(u"offline"_s));
    QVERIFY(run({u"status"_s}).output.contains("role          client of the primary cellar\n"));
}

void tst_Status::status_foreignName_forgesNoLine()
{
    PlainSqlite(m_program->path(u"beer.db"_s))
        .run("UPDATE replica SET role = 'client', primary_name = 'cellar" + QByteArray(100, ' ')
             + "words         ant bee cat'");
    const QByteArray text = run({u"status"_s}).output;
    QVERIFY2(text.contains("role          client of the primary cellar words ant bee cat\n"),
             text.constData());
}

void tst_Status::status_text_isForPeople()
{
    const QByteArray text = run({u"status"_s}).output;
    QVERIFY2(text.startsWith("instance      not running\n"
                             "id            -\n"
                             "name          bar\n"
                             "role          primary\n"
                             "database      "),
             text.constData());
    QVERIFY2(text.endsWith("content       1 beers, 2 taps\n"), text.constData());
}

void tst_Status::status_killedInstancesSocket_readsTheFile()
{
    QVERIFY(QDir().mkdir(m_program->path(u"beer.db.local"_s)));
    sockaddr_un address{AF_UNIX, {}};
    const QByteArray path = QFile::encodeName(m_program->path(u"beer.db.local/control"_s));
    QVERIFY(path.size() < qsizetype(sizeof address.sun_path));
    std::copy(path.cbegin(), path.cend(), address.sun_path);
    const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
    QCOMPARE(::bind(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
    ::close(socket);
    QCOMPARE(status()[u"running"_s], QJsonValue(false));
}

void tst_Status::status_runningInstance_isAsked()
{
    const auto instance = m_program->start(
        {u"--headless"_s, u"--db-path"_s, u"beer.db"_s, u"--name"_s, u"cellar"_s,
         u"--notify-port"_s, u"0"_s, u"--snapshot-port"_s, u"0"_s, u"--bind"_s, u"127.0.0.1"_s});
    QTRY_VERIFY_WITH_TIMEOUT(status()[u"running"_s].toBool(), 30'000);
    const QJsonObject before = status();
    QCOMPARE(before[u"pid"_s].toInteger(), instance->processId());
    QCOMPARE(before[u"name"_s], QJsonValue(u"cellar"_s));
    QCOMPARE(before[u"id"_s].toString().size(), 63);
    QVERIFY(before[u"listen"_s][u"notify"_s].toInt() > 0);
    QCOMPARE(before[u"counters"_s][u"heals"_s], QJsonValue(QJsonArray()));
    QCOMPARE(before[u"displays"_s], QJsonValue(QJsonArray()));
    QVERIFY(run({u"status"_s}).output.contains("running, process "));

    // A command writes beside it, and it knows.
    QCOMPARE(run({u"beer"_s, u"set"_s, u"1"_s, u"--abv"_s, u"5"_s}).exitCode, 0);
    const QJsonObject digest = run({u"digest"_s, u"--json"_s}).json().object();
    const QJsonObject after = status();
    QCOMPARE(after[u"database"_s][u"digest"_s], digest[u"digest"_s]);
    QCOMPARE(after[u"database"_s][u"sequence"_s].toInteger(),
             before[u"database"_s][u"sequence"_s].toInteger() + 1);

    instance->terminate();
    QVERIFY(instance->waitForFinished(30'000));
    QCOMPARE(instance->exitCode(), 0);
    QCOMPARE(status()[u"running"_s], QJsonValue(false));
    QCOMPARE(status()[u"id"_s], before[u"id"_s]);
}

void tst_Status::status_webInterface_isNamed_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("served") << QStringList{u"--web-port"_s, u"0"_s} << QByteArray("port ");
    QTest::newRow("off") << QStringList{u"--no-web"_s} << QByteArray("off");
    QTest::newRow("taken") << QStringList{u"--web-port"_s, u"taken"_s}
                           << QByteArray("off, cannot listen on 127.0.0.1 port ");
}

void tst_Status::status_webInterface_isNamed()
{
    QFETCH(QStringList, options);
    QFETCH(const QByteArray, line);
    QTcpServer taken;
    QVERIFY(taken.listen(QHostAddress::LocalHost));
    options.replaceInStrings(u"taken"_s, QString::number(taken.serverPort()));
    const auto instance = m_program->start(
        QStringList{u"--headless"_s, u"--db-path"_s, u"beer.db"_s, u"--notify-port"_s, u"0"_s,
                    u"--snapshot-port"_s, u"0"_s, u"--bind"_s, u"127.0.0.1"_s}
        + options);
    QTRY_VERIFY_WITH_TIMEOUT(status()[u"running"_s].toBool(), 30'000);
    const QString said = QString::fromUtf8(run({u"status"_s}).output);
    const QStringList lines = said.split(u'\n').filter(QRegularExpression(u"^web"_s));
    QCOMPARE(lines.size(), 1);
    QVERIFY2(lines.first().mid(3).trimmed().startsWith(QString::fromUtf8(line)), qPrintable(said));
    instance->terminate();
    QVERIFY(instance->waitForFinished(30'000));
}

void tst_Status::status_instanceWithoutAnswer_isUnreachable()
{
    QVERIFY(QDir().mkdir(m_program->path(u"beer.db.local"_s)));
    QLocalServer server;
    QVERIFY(server.listen(m_program->path(u"beer.db.local/control"_s)));
    const auto asking = m_program->start({u"--db-path"_s, u"beer.db"_s, u"status"_s});
    QVERIFY(server.waitForNewConnection(30'000));
    server.nextPendingConnection()->abort();
    QVERIFY(asking->waitForFinished(30'000));
    QCOMPARE(asking->exitCode(), 5);
    const QByteArray errors = asking->readAllStandardError();
    QVERIFY2(errors.startsWith("kegdisplay: status: the running instance does not answer at "),
             errors.constData());
    QCOMPARE(errors.count('\n'), 1);
}

void tst_Status::status_noRightToTheInstance_isRefused()
{
    const QString folder = m_program->path(u"beer.db.local"_s);
    QVERIFY(QDir().mkdir(folder));
    QLocalServer server;
    QVERIFY(server.listen(folder + u"/control"_s));
    QVERIFY(QFile::setPermissions(folder, {}));
    const Outcome outcome = run({u"status"_s}, Program::Rights::Ordinary);
    QVERIFY(QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    QCOMPARE(outcome.exitCode, 4);
    QVERIFY2(outcome.errors.contains("kegdisplay)"), outcome.errors.constData());
}

QTEST_GUILESS_MAIN(tst_Status)
#include "tst_status.moc"
