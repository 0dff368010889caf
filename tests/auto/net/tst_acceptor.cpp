// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/acceptor.h"
#include "tests/support/bar/log_lines.h"
#include "tests/support/peers/tls_socket.h"

#include <QElapsedTimer>
#include <QTcpServer>
#include <QTest>

#include <cerrno>
#include <deque>
#include <memory>
#include <vector>

#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <fcntl.h>

using namespace keg::net;
using namespace keg::test;
using namespace Qt::StringLiterals;

namespace {

std::deque<int> failures; // errno of the next calls
int calls = 0;

} // namespace

/// Stands in for the system's.
extern "C" int accept4(int listener, sockaddr *address, socklen_t *size, int flags)
{
    ++calls;
    if (failures.empty())
        return int(::syscall(SYS_accept4, listener, address, size, flags));
    errno = failures.front();
    failures.pop_front();
    return -1;
}

class tst_Acceptor : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void accepted_neitherBlocksNorIsInherited();
    void start_notYet_letsThemWait();
    void pause_betweenTwo_letsTheOtherWait();
    void connections_many_areTakenSomeAtATime();
    void error_ofOneConnection_isPassedOver_data();
    void error_ofOneConnection_isPassedOver();
    void error_ofTheSystem_isSaidAndWaitedFor_data();
    void error_ofTheSystem_isSaidAndWaitedFor();
    void error_again_isSaidOnce();
};

namespace {

/// A port, and what was accepted there.
struct Port
{
    Port()
    {
        server.setListenBacklogSize(120); // what every system grants
        server.listen(QHostAddress(QHostAddress::LocalHost));
        server.pauseAccepting();
        acceptor = std::make_unique<Acceptor>(server.socketDescriptor(), u"the port"_s,
                                              [this](qintptr descriptor) {
                                                  accepted.push_back(int(descriptor));
                                                  if (accepted.size() == pauseAt)
                                                      acceptor->pause();
                                              });
    }
    ~Port()
    {
        for (const int descriptor : accepted)
            ::close(descriptor);
    }

    void connect(int count)
    {
        while (count-- > 0)
            strangers.push_back(connectPlain(server.serverPort()));
    }

    QTcpServer server;
    std::unique_ptr<Acceptor> acceptor;
    std::vector<int> accepted;
    std::size_t pauseAt = 0;
    std::vector<std::unique_ptr<QTcpSocket>> strangers;
};

} // namespace

void tst_Acceptor::init()
{
    failures.clear();
    calls = 0;
}

void tst_Acceptor::accepted_neitherBlocksNorIsInherited()
{
    Port port;
    port.acceptor->start();
    port.connect(1);
    QTRY_COMPARE(port.accepted.size(), 1u);
    QVERIFY(::fcntl(port.accepted.front(), F_GETFL) & O_NONBLOCK);
    QVERIFY(::fcntl(port.accepted.front(), F_GETFD) & FD_CLOEXEC);
}

void tst_Acceptor::start_notYet_letsThemWait()
{
    Port port;
    port.connect(3);
    QTest::qWait(50); // for what must not come
    QCOMPARE(calls, 0);
    port.acceptor->start();
    QTRY_COMPARE(port.accepted.size(), 3u);
}

void tst_Acceptor::pause_betweenTwo_letsTheOtherWait()
{
    Port port;
    port.pauseAt = 1;
    port.acceptor->start();
    port.connect(2);
    QTRY_COMPARE(port.accepted.size(), 1u);
    QTest::qWait(50); // for what must not come
    QCOMPARE(calls, 1);
    port.acceptor->start();
    QTRY_COMPARE(port.accepted.size(), 2u);
}

void tst_Acceptor::connections_many_areTakenSomeAtATime()
{
    constexpr std::size_t Crowd = 100;
    Port port;
    port.connect(int(Crowd));
    port.acceptor->start();
    while (port.accepted.empty())
        QCoreApplication::processEvents();
    QVERIFY(port.accepted.size() < Crowd);
    QTRY_COMPARE(port.accepted.size(), Crowd);
}

void tst_Acceptor::error_ofOneConnection_isPassedOver_data()
{
    QTest::addColumn<int>("error");
    for (const int error : {EINTR, ECONNABORTED, EPROTO, ENETDOWN, EHOSTUNREACH})
        QTest::newRow(qPrintable(qt_error_string(error))) << error;
}

void tst_Acceptor::error_ofOneConnection_isPassedOver()
{
    QFETCH(const int, error);
    const LogLines log;
    Port port;
    failures = {error, error};
    port.connect(2);
    port.acceptor->start();
    while (calls == 0)
        QCoreApplication::processEvents();
    QCOMPARE(port.accepted.size(), 2u);
    QCOMPARE(log.count(QString()), 0);
}

void tst_Acceptor::error_ofTheSystem_isSaidAndWaitedFor_data()
{
    QTest::addColumn<int>("error");
    for (const int error : {EMFILE, ENFILE, ENOMEM, ENOBUFS, EPERM})
        QTest::newRow(qPrintable(qt_error_string(error))) << error;
}

void tst_Acceptor::error_ofTheSystem_isSaidAndWaitedFor()
{
    QFETCH(const int, error);
    const LogLines log;
    Port port;
    port.acceptor->start();
    port.connect(1);
    QTRY_COMPARE(port.accepted.size(), 1u);
    failures = {error};
    QElapsedTimer waited;
    waited.start();
    port.connect(2);
    QTRY_COMPARE(port.accepted.size(), 3u);
    QVERIFY2(waited.elapsed() > 500, qPrintable(QString::number(waited.elapsed())));
    const QString line = u"the port cannot accept connections: "_s + qt_error_string(error);
    QCOMPARE(log.count(line), 1);
    QCOMPARE(log.count(QString()), 1);
}

void tst_Acceptor::error_again_isSaidOnce()
{
    const LogLines log;
    Port port;
    failures = {EMFILE, EMFILE};
    port.connect(1);
    port.acceptor->start();
    QTRY_COMPARE(port.accepted.size(), 1u);
    QCOMPARE(log.count(QString()), 1);
}

QTEST_GUILESS_MAIN(tst_Acceptor)
#include "tst_acceptor.moc"
