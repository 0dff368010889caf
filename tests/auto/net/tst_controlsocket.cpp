// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/control_socket.h"
#include "core/net/local_connection.h"
#include "tests/support/bar/log_lines.h"
#include "tests/support/ordinary_user.h"
#include "tests/support/peers/few_descriptors.h"

#include <QDir>
#include <QElapsedTimer>
#include <QLocalServer>
#include <QLocalSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

using namespace keg;
using namespace keg::net;
using namespace keg::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class tst_ControlSocket : public QObject
{
    Q_OBJECT

private slots:
    void ask_instance_answers_data();
    void ask_instance_answers();
    void ask_manyAtOnce_eachGetsItsAnswer();
    void ask_noInstance_isNotFound_data();
    void ask_noInstance_isNotFound();
    void ask_instanceThatSaysNothing_isUnreachableInTime();
    void ask_whoLeavesBeforeTheAnswer_isForgotten();
    void request_half_isNotAnswered();
    void request_oversize_isCutOff();
    void connections_tooMany_wait();
    void connections_withoutADescriptor_waitUntilOneIsFree();
    void listen_socketOfAKilledInstance_isReplaced();
    void listen_whereItCannot_fails();
    void socket_isForOwnerAndGroup();
    void socket_asRoot_isForTheFoldersOwner();
    void ask_withoutRight_namesTheOwner();
    void destroyed_takesTheSocketAway();
    void localConnection_isOpenWhereSomebodyListens();
};

namespace {

/// Answers with the request, doubled, from another thread than the one that asks.
class Echo
{
public:
    explicit Echo(const QString &folder)
        : m_folder(folder)
    {
        m_server.reset(
            new ControlServer([](const QByteArray &request, const ControlServer::Answer &answer) {
                answer(request + request);
            }));
        if (const auto listening = m_server->listen(folder); !listening)
            qFatal("%s", qPrintable(listening.error().message));
    }

    /// Asks in a thread of its own, as a command does in its process.
    Result<QByteArray> ask(const QByteArray &request)
    {
        return askFromElsewhere(m_folder, request, 5s);
    }

    static Result<QByteArray> askFromElsewhere(const QString &folder, const QByteArray &request,
                                               std::chrono::milliseconds timeout)
    {
        Result<QByteArray> answer = Error{};
        const std::unique_ptr<QThread> thread(
            QThread::create([&] { answer = askInstance(folder, request, timeout); }));
        thread->start();
        if (!QTest::qWaitFor([&] { return thread->isFinished(); }, 20'000))
            qFatal("nobody answers");
        return answer;
    }

private:
    const QString m_folder;
    std::unique_ptr<ControlServer> m_server;
};

QString deepFolder(const QTemporaryDir &folder)
{
    const QString deep = folder.filePath(QString(100, u'a') + u'/' + QString(100, u'b'));
    QDir().mkpath(deep);
    return deep;
}

constexpr uid_t Nobody = 65534;
constexpr uid_t Nameless = 4'000'000'000;
constexpr gid_t Games = 60;

void giveTo(uid_t user, const QString &path)
{
    QCOMPARE(::chown(QFile::encodeName(path).constData(), user, Games), 0);
}

/// As whoever has no special rights.
QByteArray refusalAt(const QString &folder)
{
    return asOrdinaryUser([&] {
        const auto answer = askInstance(folder, "status", 5s);
        return answer
            ? QByteArray("answered")
            : QByteArray::number(int(answer.error().code)) + ' ' + answer.error().message.toUtf8();
    });
}

/// What a killed process leaves: a socket that nobody listens on.
void leaveSocket(const QString &path)
{
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    qstrncpy(address.sun_path, path.toUtf8().constData(), sizeof address.sun_path);
    if (::bind(descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        qFatal("cannot bind to %s", qPrintable(path));
    ::close(descriptor);
}

} // namespace

void tst_ControlSocket::ask_instance_answers_data()
{
    QTest::addColumn<bool>("isDeep");
    QTest::newRow("short path") << false;
    QTest::newRow("path of more than 107 bytes") << true;
}

void tst_ControlSocket::ask_instance_answers()
{
    QFETCH(const bool, isDeep);
    const QTemporaryDir folder;
    Echo echo(isDeep ? deepFolder(folder) : folder.path());
    const auto answer = echo.ask("status");
    QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
    QCOMPARE(*answer, "statusstatus");
    const QByteArray longest(4'000, 'x');
    QCOMPARE(*echo.ask(longest), longest + longest);
}

void tst_ControlSocket::ask_manyAtOnce_eachGetsItsAnswer()
{
    const QTemporaryDir folder;
    const Echo echo(folder.path());
    constexpr int Questions = 40;
    std::vector<std::unique_ptr<QThread>> threads;
    std::vector<QByteArray> answers(Questions);
    for (int question = 0; question < Questions; ++question) {
        threads.emplace_back(QThread::create([&answers, &folder, question] {
            const auto answer = askInstance(folder.path(), QByteArray::number(question), 5s);
            answers[std::size_t(question)] = answer ? *answer : answer.error().message.toUtf8();
        }));
        threads.back()->start();
    }
    for (const auto &thread : threads)
        QTRY_VERIFY(thread->isFinished());
    for (int question = 0; question < Questions; ++question)
        QCOMPARE(answers[std::size_t(question)],
                 QByteArray::number(question) + QByteArray::number(question));
}

void tst_ControlSocket::ask_noInstance_isNotFound_data()
{
    QTest::addColumn<std::function<void(const QString &)>>("prepare");
    using Prepare = std::function<void(const QString &)>;
    QTest::newRow("no folder") << Prepare([](const QString &folder) { QDir().rmdir(folder); });
    QTest::newRow("no socket") << Prepare([](const QString &) {});
    QTest::newRow("socket of a killed instance")
        << Prepare([](const QString &folder) { leaveSocket(folder + u"/control"_s); });
    QTest::newRow("no socket but a file") << Prepare([](const QString &folder) {
        QFile file(folder + u"/control"_s);
        QVERIFY(file.open(QFile::WriteOnly));
    });
}

void tst_ControlSocket::ask_noInstance_isNotFound()
{
    QFETCH(const std::function<void(const QString &)>, prepare);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"beer.db.local"_s);
    QVERIFY(QDir().mkdir(path));
    prepare(path);
    const auto answer = askInstance(path, "status", 5s);
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, ErrorCode::NotFound);
    QVERIFY2(answer.error().message.contains(path), qPrintable(answer.error().message));
}

void tst_ControlSocket::ask_instanceThatSaysNothing_isUnreachableInTime()
{
    const QTemporaryDir folder;
    ControlServer server([](const QByteArray &, const ControlServer::Answer &) {});
    QVERIFY(server.listen(folder.path()));
    const auto answer = Echo::askFromElsewhere(folder.path(), "status", 50ms);
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, ErrorCode::Unreachable);
}

void tst_ControlSocket::ask_whoLeavesBeforeTheAnswer_isForgotten()
{
    const QTemporaryDir folder;
    QList<ControlServer::Answer> answers;
    ControlServer server(
        [&](const QByteArray &, const ControlServer::Answer &answer) { answers.append(answer); });
    QVERIFY(server.listen(folder.path()));
    {
        QLocalSocket hasty;
        hasty.connectToServer(folder.filePath(u"control"_s));
        hasty.write("status\n");
        QTRY_COMPARE(answers.size(), 1);
    }
    QTRY_VERIFY(server.findChildren<QLocalSocket *>().isEmpty());
    answers.first()("nobody hears it");
}

void tst_ControlSocket::request_half_isNotAnswered()
{
    const QTemporaryDir folder;
    int requests = 0;
    ControlServer server([&](const QByteArray &, const ControlServer::Answer &) { ++requests; });
    QVERIFY(server.listen(folder.path()));
    QLocalSocket half;
    half.connectToServer(folder.filePath(u"control"_s));
    half.write("stat");
    QTRY_VERIFY_WITH_TIMEOUT(half.state() == QLocalSocket::UnconnectedState, 15'000);
    QCOMPARE(requests, 0);
}

void tst_ControlSocket::request_oversize_isCutOff()
{
    const QTemporaryDir folder;
    int requests = 0;
    ControlServer server([&](const QByteArray &, const ControlServer::Answer &) { ++requests; });
    QVERIFY(server.listen(folder.path()));
    QLocalSocket loud;
    loud.connectToServer(folder.filePath(u"control"_s));
    QVERIFY(loud.waitForConnected());
    const QByteArray noise(64 * 1024, 'x');
    qint64 written = 0;
    const auto shout = [&] {
        while (written < 100'000'000 && loud.state() == QLocalSocket::ConnectedState
               && loud.bytesToWrite() == 0)
            written += loud.write(noise);
        return loud.state() == QLocalSocket::UnconnectedState;
    };
    QTRY_VERIFY(shout());
    QVERIFY2(written < 10'000'000, qPrintable(QString::number(written)));
    QCOMPARE(requests, 0);
}

void tst_ControlSocket::connections_tooMany_wait()
{
    constexpr int Connections = 32;
    const QTemporaryDir folder;
    int requests = 0;
    ControlServer server([&](const QByteArray &, const ControlServer::Answer &) { ++requests; });
    QVERIFY(server.listen(folder.path()));
    std::vector<std::unique_ptr<QLocalSocket>> crowd;
    for (int count = 0; count < Connections + 3; ++count) {
        crowd.push_back(std::make_unique<QLocalSocket>());
        crowd.back()->connectToServer(folder.filePath(u"control"_s));
    }
    crowd.back()->write("status\n");
    QTRY_COMPARE(server.findChildren<QLocalSocket *>().size(), Connections);
    QCOMPARE(requests, 0);
    crowd.erase(crowd.begin(), crowd.begin() + 3);
    QTRY_COMPARE(requests, 1);
}

void tst_ControlSocket::connections_withoutADescriptor_waitUntilOneIsFree()
{
    const LogLines log;
    const QTemporaryDir folder;
    Echo echo(folder.path());
    QVERIFY(echo.ask("status"));
    QLocalSocket early;
    early.connectToServer(folder.filePath(u"control"_s));
    early.write("status\n");
    {
        const FewDescriptors none(0);
        QTRY_COMPARE(log.count(folder.filePath(u"control cannot accept"_s)), 1);
        QCOMPARE(early.state(), QLocalSocket::ConnectedState);
    }
    QTRY_COMPARE(early.state(), QLocalSocket::UnconnectedState);
    QCOMPARE(early.readAll(), "statusstatus");
    QCOMPARE(*echo.ask("status"), "statusstatus");
    QCOMPARE(log.count(QString()), 1);
}

void tst_ControlSocket::listen_socketOfAKilledInstance_isReplaced()
{
    const QTemporaryDir folder;
    leaveSocket(folder.filePath(u"control"_s));
    Echo echo(folder.path());
    QCOMPARE(*echo.ask("status"), "statusstatus");
}

void tst_ControlSocket::listen_whereItCannot_fails()
{
    const QTemporaryDir folder;
    const auto ignore = [](const QByteArray &, const ControlServer::Answer &) {};
    const QString absent = folder.filePath(u"absent"_s);
    ControlServer nowhere(ignore);
    const auto listening = nowhere.listen(absent);
    QVERIFY(!listening);
    QCOMPARE(listening.error().code, ErrorCode::Failed);
    QVERIFY2(listening.error().message.contains(absent), qPrintable(listening.error().message));

    QVERIFY(QDir(folder.path()).mkpath(u"control/full"_s));
    ControlServer blocked(ignore);
    QVERIFY(!blocked.listen(folder.path()));
}

void tst_ControlSocket::socket_isForOwnerAndGroup()
{
    const QTemporaryDir folder;
    const mode_t before = ::umask(0);
    const Echo echo(folder.path());
    struct stat status
    {
    };
    QCOMPARE(::stat(QFile::encodeName(folder.filePath(u"control"_s)).constData(), &status), 0);
    QCOMPARE(status.st_mode & 0777u, 0660u);
    QCOMPARE(::umask(before), mode_t(0)); // given back
}

void tst_ControlSocket::socket_asRoot_isForTheFoldersOwner()
{
    if (::geteuid() != 0)
        QSKIP("only a superuser can work for others");
    const QTemporaryDir folder;
    giveTo(Nobody, folder.path());
    const QString path = folder.filePath(u"control"_s);
    {
        const Echo echo(folder.path());
        QCOMPARE(QFileInfo(path).ownerId(), Nobody);
        QCOMPARE(QFileInfo(path).groupId(), Games);
        QCOMPARE(::link(QFile::encodeName(path).constData(),
                        QFile::encodeName(folder.filePath(u"left"_s)).constData()),
                 0);
    }
    QVERIFY(QFile::rename(folder.filePath(u"left"_s), path)); // as after a kill
    const QByteArray refusal = refusalAt(folder.path());
    QVERIFY2(refusal.contains("no instance runs at"), refusal.constData());
}

void tst_ControlSocket::ask_withoutRight_namesTheOwner()
{
    if (::geteuid() != 0)
        QSKIP("only a superuser can make folders that this user has no right to");
    for (const auto &[user, name] :
         {std::pair{uid_t(0), QByteArray("root")}, {Nameless, QByteArray::number(Nameless)}})
    {
        const QTemporaryDir folder;
        giveTo(user, folder.path());
        const Echo echo(folder.path());
        const QByteArray refusal = refusalAt(folder.path());
        QCOMPARE(refusal,
                 QByteArray::number(int(ErrorCode::Refused)) + " no right to ask the instance at "
                     + folder.path().toUtf8() + ": it belongs to user " + name
                     + " (services: group kegdisplay)");
    }
}

void tst_ControlSocket::destroyed_takesTheSocketAway()
{
    const QTemporaryDir folder;
    {
        const Echo echo(folder.path());
        QVERIFY(QFile::exists(folder.filePath(u"control"_s)));
    }
    QVERIFY(QDir(folder.path()).isEmpty(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot));
}

void tst_ControlSocket::localConnection_isOpenWhereSomebodyListens()
{
    const QTemporaryDir folder;
    const QByteArray path = QFile::encodeName(folder.filePath(u"X0"_s));
    QVERIFY(!LocalConnection(path).isOpen());
    leaveSocket(QFile::decodeName(path));
    QVERIFY(!LocalConnection(path).isOpen());
    QVERIFY(QFile::remove(QFile::decodeName(path)));
    QLocalServer server;
    QVERIFY(server.listen(QFile::decodeName(path)));
    QVERIFY(LocalConnection(path).isOpen());
    QVERIFY(!LocalConnection(QByteArray(1, '\0') + path).isOpen()); // the abstract one of that name
    QVERIFY(!LocalConnection(QByteArray(200, 'x')).isOpen());
}

QTEST_GUILESS_MAIN(tst_ControlSocket)
#include "tst_controlsocket.moc"
