// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/announcer.h"
#include "core/net/primary_finder.h"

#include <QNetworkProxy>
#include <QSignalSpy>
#include <QTest>
#include <QThread>
#include <QUdpSocket>

#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <net/if.h>
#include <sched.h>

using namespace keg;
using namespace keg::net;
using namespace std::chrono_literals;

/// Announcer and PrimaryFinder on a network of their own that has nobody else. Other networks,
/// IPv6 and several machines: tests/system/test_discovery.py.
class tst_Discovery : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void listening_primaryStarts_isFound();
    void looking_primaryRuns_isFoundByAsking();
    void looking_twoPrimariesOnOneMachine_findsBoth();
    void looking_bothInAnotherThread_finds();
    void looking_toldToStop_asksNoMore();
    void found_silent_isForgotten();
    void hear_neighboursOnly();
    void ask_manyTimes_isAnsweredSparingly();
    void ask_tooShort_isNotAnswered();
    void announcer_garbage_staysSilentAndGoesOn();
    void announcer_portInUse_saysSoAndFindsItFreeLater();
    void network_comesUp_isAnnouncedOn();
};

namespace {

const SystemClock Time;
const QHostAddress Self(QHostAddress::LocalHost);

/// Switches the loopback interface of this network on or off.
bool setUp(bool isUp)
{
    const int descriptor = ::socket(AF_INET, SOCK_DGRAM, 0);
    ifreq request{};
    qstrncpy(request.ifr_name, "lo", sizeof request.ifr_name);
    bool isDone = ::ioctl(descriptor, SIOCGIFFLAGS, &request) == 0;
    request.ifr_flags = short(isUp ? request.ifr_flags | IFF_UP : request.ifr_flags & ~IFF_UP);
    isDone = isDone && ::ioctl(descriptor, SIOCSIFFLAGS, &request) == 0;
    ::close(descriptor);
    return isDone;
}

wire::Announce words(char id, quint16 port = 5002)
{
    return {*MachineId::fromBytes(QByteArray(MachineId::Size, id)), QStringLiteral("bar"), port,
            5003, QUuid::createUuid()};
}

PrimaryFinder::Settings eager()
{
    PrimaryFinder::Settings settings;
    settings.firstAsk = settings.longestAsk = 50ms;
    settings.limits.repetition = 0ms;
    return settings;
}

QSet<MachineId> idsOf(const PrimaryFinder &finder)
{
    QSet<MachineId> ids;
    for (const FoundPrimary &primary : finder.primaries())
        ids.insert(primary.id);
    return ids;
}

/// A socket that does not look for the system's proxy.
class PlainSocket : public QUdpSocket
{
public:
    PlainSocket() { setProxy(QNetworkProxy::NoProxy); }
};

/// All that came until a quarter of a second was silent.
QList<QByteArray> received(QUdpSocket &socket)
{
    QList<QByteArray> datagrams;
    QSignalSpy came(&socket, &QUdpSocket::readyRead);
    do {
        while (socket.hasPendingDatagrams())
            datagrams.append(socket.receiveDatagram().data());
    } while (came.wait(250));
    return datagrams;
}

} // namespace

void tst_Discovery::initTestCase()
{
    if (::unshare(CLONE_NEWNET) != 0)
        QSKIP("no right to a network of our own");
    QVERIFY(setUp(true));
}

void tst_Discovery::listening_primaryStarts_isFound()
{
    PrimaryFinder finder({}, Time);
    QSignalSpy found(&finder, &PrimaryFinder::found);
    QSignalSpy listChanged(&finder, &PrimaryFinder::listChanged);
    finder.start();
    Announcer announcer({}, Time);
    const auto said = words('a', 6002);
    announcer.start(said);
    QVERIFY(found.wait());
    const auto primary = found.takeFirst().constFirst().value<FoundPrimary>();
    QCOMPARE(primary.id, said.primary);
    QCOMPARE(primary.name, said.name);
    QCOMPARE(primary.host, Self.toString());
    QCOMPARE(primary.notifyPort, 6002);
    QCOMPARE(primary.snapshotPort, 5003);
    QCOMPARE(primary.databaseId, said.databaseId);
    QCOMPARE(listChanged.size(), 1);
    QCOMPARE(finder.primaries().size(), 1);
}

void tst_Discovery::looking_primaryRuns_isFoundByAsking()
{
    Announcer announcer({}, Time);
    announcer.start(words('a'));
    PrimaryFinder finder({}, Time);
    QSignalSpy found(&finder, &PrimaryFinder::found);
    finder.start();
    finder.setLooking(true);
    QVERIFY(found.wait());
}

void tst_Discovery::looking_twoPrimariesOnOneMachine_findsBoth()
{
    Announcer bar({}, Time);
    Announcer garden({}, Time);
    bar.start(words('a'));
    garden.start(words('b', 6002));
    PrimaryFinder finder({}, Time);
    PrimaryFinder otherFinder({}, Time);
    for (PrimaryFinder *one : {&finder, &otherFinder}) {
        one->start();
        one->setLooking(true);
    }
    const QSet<MachineId> both{words('a').primary, words('b').primary};
    QTRY_COMPARE(idsOf(finder), both);
    QTRY_COMPARE(idsOf(otherFinder), both);
}

void tst_Discovery::looking_bothInAnotherThread_finds()
{
    QThread thread;
    auto *announcer = new Announcer({}, Time);
    auto *finder = new PrimaryFinder({}, Time);
    for (QObject *object : {static_cast<QObject *>(announcer), static_cast<QObject *>(finder)}) {
        object->moveToThread(&thread);
        connect(&thread, &QThread::finished, object, &QObject::deleteLater);
    }
    bool isFound = false; // by this thread's event loop, which a spy would do without
    connect(finder, &PrimaryFinder::found, this, [&isFound] { isFound = true; });
    thread.start();
    QMetaObject::invokeMethod(finder, [finder] {
        finder->start();
        finder->setLooking(true);
    });
    QMetaObject::invokeMethod(announcer, [announcer] { announcer->start(words('a')); });
    QTRY_VERIFY(isFound);
    thread.quit();
    QVERIFY(thread.wait());
}

void tst_Discovery::looking_toldToStop_asksNoMore()
{
    PlainSocket primary;
    QVERIFY(primary.bind(QHostAddress::AnyIPv4, wire::AnnouncementPort,
                         QUdpSocket::ShareAddress | QUdpSocket::ReuseAddressHint));
    PrimaryFinder finder(eager(), Time);
    finder.start();
    QVERIFY(received(primary).isEmpty());
    finder.setLooking(true);
    QTRY_VERIFY(primary.hasPendingDatagrams());
    finder.setLooking(false);
    received(primary);
    QVERIFY(received(primary).isEmpty());
}

void tst_Discovery::found_silent_isForgotten()
{
    PrimaryFinder::Settings settings;
    settings.limits.silence = 300ms;
    PrimaryFinder finder(settings, Time);
    QSignalSpy listChanged(&finder, &PrimaryFinder::listChanged);
    finder.start();
    Announcer announcer({}, Time);
    announcer.start(words('a'));
    QTRY_COMPARE(listChanged.size(), 2); // come and gone
    QVERIFY(finder.primaries().isEmpty());
}

void tst_Discovery::hear_neighboursOnly()
{
    PrimaryFinder finder({}, Time);
    QSignalSpy found(&finder, &PrimaryFinder::found);
    finder.start();
    FoundPrimary primary{words('a').primary, {}, QStringLiteral("8.8.8.8"), 5002, 5003, {}, {}};
    finder.hear(primary);
    primary.host = QStringLiteral("nobody.invalid");
    finder.hear(primary);
    primary.host.clear();
    finder.hear(primary);
    QCOMPARE(found.size(), 0);
    primary.host = Self.toString();
    finder.hear(primary);
    QCOMPARE(found.size(), 1);
}

void tst_Discovery::ask_manyTimes_isAnsweredSparingly()
{
    Announcer::Settings settings;
    settings.answers = {{3, 1h}, {1'000, 1ms}};
    Announcer announcer(settings, Time);
    announcer.start(words('a'));
    PlainSocket asker;
    QVERIFY(asker.bind(Self));
    const QByteArray question = wire::encodeDatagram(wire::Ask());
    for (int count = 0; count < 500; ++count)
        asker.writeDatagram(question, Self, wire::AnnouncementPort);
    const auto answers = received(asker);
    QCOMPARE(answers.size(), 3);
    QVERIFY(answers.constFirst().size() <= question.size());
    QVERIFY(wire::decodeDatagram(answers.constFirst()));
}

void tst_Discovery::ask_tooShort_isNotAnswered()
{
    Announcer announcer({}, Time);
    announcer.start(words('a'));
    PlainSocket asker;
    QVERIFY(asker.bind(Self));
    QByteArray question = wire::encodeDatagram(wire::Ask());
    question.replace(QByteArray(wire::AskSize, '\0'), QByteArray());
    question.replace(QByteArray::fromHex("590100"), QByteArray::fromHex("40")); // pad: nothing
    QVERIFY(wire::decodeDatagram(question).error().message.contains(QStringLiteral("shorter")));
    asker.writeDatagram(question, Self, wire::AnnouncementPort);
    QVERIFY(received(asker).isEmpty());
}

void tst_Discovery::announcer_garbage_staysSilentAndGoesOn()
{
    Announcer announcer({}, Time);
    announcer.start(words('a'));
    PlainSocket asker;
    QVERIFY(asker.bind(Self));
    for (int size = 0; size < 3'000; ++size)
        asker.writeDatagram(QByteArray(size, char(size)), Self, wire::AnnouncementPort);
    QVERIFY(received(asker).isEmpty());
    asker.writeDatagram(wire::encodeDatagram(wire::Ask()), Self, wire::AnnouncementPort);
    QCOMPARE(received(asker).size(), 1);
}

void tst_Discovery::announcer_portInUse_saysSoAndFindsItFreeLater()
{
    PlainSocket owner;
    QVERIFY(
        owner.bind(QHostAddress::AnyIPv4, wire::AnnouncementPort, QUdpSocket::DontShareAddress));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("UDP port 5002 .+")));
    Announcer::Settings settings;
    settings.interval = 50ms;
    Announcer announcer(settings, Time);
    announcer.start(words('a'));
    PrimaryFinder finder(eager(), Time);
    QSignalSpy found(&finder, &PrimaryFinder::found);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("UDP port 5002 .+")));
    finder.start();
    finder.setLooking(true);
    QVERIFY(!found.wait(250));
    owner.close();
    QVERIFY(found.wait());
}

void tst_Discovery::network_comesUp_isAnnouncedOn()
{
    QVERIFY(setUp(false));
    Announcer announcer({}, Time);
    announcer.start(words('a'));
    PrimaryFinder finder({}, Time);
    QSignalSpy found(&finder, &PrimaryFinder::found);
    finder.start();
    QVERIFY(setUp(true));
    QVERIFY(found.wait());
}

QTEST_GUILESS_MAIN(tst_Discovery)
#include "tst_discovery.moc"
