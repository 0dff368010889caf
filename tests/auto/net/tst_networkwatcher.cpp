// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/network_watcher.h"

#include <QSignalSpy>
#include <QTest>

#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <net/if.h>
#include <sched.h>

using namespace keg::net;

class tst_NetworkWatcher : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void interface_comesUp_isTold();
};

namespace {

bool bringUp(const char *interface)
{
    const int descriptor = ::socket(AF_INET, SOCK_DGRAM, 0);
    ifreq request{};
    qstrncpy(request.ifr_name, interface, sizeof request.ifr_name);
    bool isUp = ::ioctl(descriptor, SIOCGIFFLAGS, &request) == 0;
    request.ifr_flags |= IFF_UP;
    isUp = isUp && ::ioctl(descriptor, SIOCSIFFLAGS, &request) == 0;
    ::close(descriptor);
    return isUp;
}

} // namespace

void tst_NetworkWatcher::initTestCase()
{
    if (::unshare(CLONE_NEWNET) != 0)
        QSKIP("no right to a network of our own");
}

void tst_NetworkWatcher::interface_comesUp_isTold()
{
    const NetworkWatcher watcher;
    QSignalSpy cameUp(&watcher, &NetworkWatcher::cameUp);
    QTest::qWait(0);
    QCOMPARE(cameUp.size(), 0);
    QVERIFY(bringUp("lo"));
    QVERIFY(cameUp.wait());
}

QTEST_GUILESS_MAIN(tst_NetworkWatcher)
#include "tst_networkwatcher.moc"
