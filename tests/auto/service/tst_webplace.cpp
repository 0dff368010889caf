// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/base/clock.h"
#include "core/net/control_socket.h"
#include "core/net/own_addresses.h"
#include "core/service/keg_file.h"
#include "core/service/local_folder.h"
#include "core/service/web_place.h"
#include "core/store/database.h"
#include "core/store/migrator.h"
#include "core/store/role_claim.h"
#include "tests/support/need.h"

#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <QUrl>

using namespace keg;
using namespace keg::service;
using namespace keg::test;
using namespace Qt::StringLiterals;

class tst_WebPlace : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void url_bracketsIPv6();
    void withoutAnInstance_isWhatIsConfigured();
    void withoutAHost_isTheLikeliestAddress();
    void withoutAnInstance_offOrUnknown_isRefused();
    void ofAnInstance_isWhatItSays_data();
    void ofAnInstance_isWhatItSays();
    void ofAnInstance_thatSaysNothingOfUse_isAnError_data();
    void ofAnInstance_thatSaysNothingOfUse_isAnError();
    void ofACopy_isRefused();
    void withoutADatabase_isNotFound();
    void ofADisplaysPrimary_isWhereAPhoneFindsIt_data();
    void ofADisplaysPrimary_isWhereAPhoneFindsIt();
    void ofADisplaysPrimary_besideANamelessOne_isNotKnown();
    void ofTheMenu_isWhereAPhoneFindsIt_data();
    void ofTheMenu_isWhereAPhoneFindsIt();
    void ofTheMenu_isTheAddressInUse();

private:
    Result<WebPlace> find(const QString &host, const WebSettings &configured) const;
    Result<WebPlace> findBeside(const QByteArray &status, const QString &host) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

void tst_WebPlace::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = m_folder->filePath(u"beer.db"_s);
    QVERIFY(KegFile::openOrCreate(m_path, SystemClock()));
}

Result<WebPlace> tst_WebPlace::find(const QString &host, const WebSettings &configured) const
{
    return findWebPlace(m_path, host, configured, SystemClock());
}

/// Asked as a command does, while an instance runs whose status is that.
Result<WebPlace> tst_WebPlace::findBeside(const QByteArray &status, const QString &host) const
{
    need(LocalFolder::make(m_path));
    net::ControlServer instance(
        [&status](const QByteArray & /*request*/, const net::ControlServer::Answer &answer) {
            answer(status);
        });
    need(instance.listen(LocalFolder::pathFor(m_path)));
    Result<WebPlace> found = Error{};
    const std::unique_ptr<QThread> command(QThread::create([&] {
        found = find(host, {u"192.0.2.1"_s, 1, false});
    }));
    command->start();
    if (!QTest::qWaitFor([&] { return command->isFinished(); }, 20'000))
        qFatal("nobody answers");
    return found;
}

void tst_WebPlace::url_bracketsIPv6()
{
    QCOMPARE((WebPlace{u"bar.local"_s, 8080}.url(u"/setup#T"_s)),
             u"https://bar.local:8080/setup#T"_s);
    QCOMPARE((WebPlace{u"192.0.2.1"_s, 443}.url({})), u"https://192.0.2.1:443"_s);
    QCOMPARE((WebPlace{u"fd77::1"_s, 8080}.url(u"/"_s)), u"https://[fd77::1]:8080/"_s);
}

void tst_WebPlace::withoutAnInstance_isWhatIsConfigured()
{
    const WebPlace place = need(find(u"bar.local"_s, {{}, 8443, true}));
    QCOMPARE(place.host, u"bar.local"_s);
    QCOMPARE(place.port, quint16(8443));
    QVERIFY(!place.isServed);
    QCOMPARE(need(find({}, {u"fd77::1"_s, 8443, true})).host, u"fd77::1"_s);
}

void tst_WebPlace::withoutAHost_isTheLikeliestAddress()
{
    const QString likeliest = net::ownAddresses().value(0, u"localhost"_s);
    QCOMPARE(need(find({}, {{}, 8080, true})).host, likeliest);
}

void tst_WebPlace::withoutAnInstance_offOrUnknown_isRefused()
{
    const auto off = find(u"bar"_s, {{}, 8080, false});
    QVERIFY(!off);
    QCOMPARE(off.error().code, ErrorCode::Refused);
    QVERIFY(off.error().message.contains(u"no-web"_s));
    const auto unknown = find(u"bar"_s, {{}, 0, true});
    QVERIFY(!unknown);
    QCOMPARE(unknown.error().code, ErrorCode::Refused);
    QVERIFY(unknown.error().message.contains(u"any free port"_s));
}

void tst_WebPlace::ofAnInstance_isWhatItSays_data()
{
    QTest::addColumn<QByteArray>("address");
    QTest::addColumn<QString>("host"); // given
    QTest::addColumn<QString>("expected");
    const QString likeliest = net::ownAddresses().value(0, u"localhost"_s);
    QTest::newRow("all") << QByteArray("null") << QString() << likeliest;
    QTest::newRow("one") << QByteArray(R"("127.0.0.1")") << QString() << u"127.0.0.1"_s;
    QTest::newRow("given") << QByteArray(R"("127.0.0.1")") << u"bar.local"_s << u"bar.local"_s;
}

void tst_WebPlace::ofAnInstance_isWhatItSays()
{
    QFETCH(const QByteArray, address);
    QFETCH(const QString, host);
    QFETCH(const QString, expected);
    const QByteArray status = R"({"running": true, "mode": "primary", "listen": {"address": )"
        + address + R"(, "web": 40404}})";
    const WebPlace place = need(findBeside(status, host));
    QCOMPARE(place.host, expected);
    QCOMPARE(place.port, quint16(40404));
    QVERIFY(place.isServed);
}

void tst_WebPlace::ofAnInstance_thatSaysNothingOfUse_isAnError_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("message");
    QTest::newRow("off or busy") << QByteArray(
        R"({"running": true, "mode": "primary", "listen": {"web": null}})")
                                 << ErrorCode::Refused
                                 << u"the running instance has no web interface"_s;
    QTest::newRow("an older one") << QByteArray(R"({"running": true, "mode": "primary"})")
                                  << ErrorCode::Refused << u"has no web interface"_s;
    QTest::newRow("a client") << QByteArray(
        R"({"running": true, "mode": "client", "listen": {"web": 8080}})")
                              << ErrorCode::Refused << u"is a display's copy"_s;
    QTest::newRow("no status") << QByteArray("[]") << ErrorCode::Unreachable << u"no status"_s;
}

void tst_WebPlace::ofAnInstance_thatSaysNothingOfUse_isAnError()
{
    QFETCH(const QByteArray, status);
    QFETCH(const ErrorCode, code);
    QFETCH(const QString, message);
    const auto place = findBeside(status, u"bar"_s);
    QVERIFY(!place);
    QCOMPARE(place.error().code, code);
    QVERIFY2(place.error().message.contains(message), qPrintable(place.error().message));
}

void tst_WebPlace::ofACopy_isRefused()
{
    const QString copy = m_folder->filePath(u"copy.db"_s);
    {
        const auto database
            = need(store::openKegDatabase(copy, store::Access::Create, SystemClock()));
        need(store::claimRole(*database, store::Role::Client));
    }
    const auto place = findWebPlace(copy, u"bar"_s, {{}, 8080, true}, SystemClock());
    QVERIFY(!place);
    QCOMPARE(place.error().code, ErrorCode::Refused);
    QVERIFY(place.error().message.contains(u"on the primary"_s));
}

void tst_WebPlace::withoutADatabase_isNotFound()
{
    const auto place = findWebPlace(u"/nowhere/beer.db"_s, {}, {}, SystemClock());
    QVERIFY(!place);
    QCOMPARE(place.error().code, ErrorCode::NotFound);
}

void tst_WebPlace::ofADisplaysPrimary_isWhereAPhoneFindsIt_data()
{
    QTest::addColumn<QString>("host"); // of the primary, as the display has it
    QTest::addColumn<QString>("expected");
    QTest::newRow("address") << u"192.0.2.1"_s << u"192.0.2.1"_s;
    QTest::newRow("IPv6") << u"fd77::1"_s << u"fd77::1"_s;
    QTest::newRow("name") << u"cellar.local"_s << u"cellar.local"_s;
    QTest::newRow("one link") << u"fe80::1%eth0"_s << QString();
    QTest::newRow("one link, IPv4") << u"169.254.7.7"_s << QString();
    QTest::newRow("the same machine") << u"127.0.0.1"_s << u"wall.local"_s;
    QTest::newRow("the same machine, IPv6") << u"::1"_s << u"wall.local"_s;
    QTest::newRow("the same machine, by name") << u"localhost"_s << u"wall.local"_s;
}

void tst_WebPlace::ofADisplaysPrimary_isWhereAPhoneFindsIt()
{
    QFETCH(const QString, host);
    QFETCH(const QString, expected);
    const auto place = primaryWebPlace({host, 40404, true}, u"wall.local"_s);
    QCOMPARE(place.has_value(), !expected.isEmpty());
    if (place)
        QCOMPARE(*place, (WebPlace{expected, 40404, true}));
    QVERIFY(!primaryWebPlace({host, 0, false}, u"wall.local"_s));
}

void tst_WebPlace::ofADisplaysPrimary_besideANamelessOne_isNotKnown()
{
    QVERIFY(!primaryWebPlace({u"127.0.0.1"_s, 40404, true}, {}));
    QVERIFY(!primaryWebPlace({}, u"wall.local"_s));
}

void tst_WebPlace::ofTheMenu_isWhereAPhoneFindsIt_data()
{
    QTest::addColumn<QJsonValue>("bound");
    QTest::addColumn<QJsonValue>("port");
    QTest::addColumn<QString>("expected");
    QString likeliest;
    if (const QString host = net::ownAddresses().value(0); !host.isEmpty())
        likeliest = WebPlace{host, 40404}.url(u"/"_s).replace("https:"_L1, "http:"_L1);
    QTest::newRow("all") << QJsonValue() << QJsonValue(40404) << likeliest;
    QTest::newRow("one") << QJsonValue(u"192.0.2.1"_s) << QJsonValue(8080)
                         << u"http://192.0.2.1:8080/"_s;
    QTest::newRow("IPv6") << QJsonValue(u"fd77::1"_s) << QJsonValue(8080)
                          << u"http://[fd77::1]:8080/"_s;
    QTest::newRow("this machine only")
        << QJsonValue(u"127.0.0.1"_s) << QJsonValue(8080) << QString();
    QTest::newRow("one link") << QJsonValue(u"fe80::1%eth0"_s) << QJsonValue(8080) << QString();
    QTest::newRow("no web") << QJsonValue(u"192.0.2.1"_s) << QJsonValue() << QString();
}

/// Asked from the machine itself.
void tst_WebPlace::ofTheMenu_isWhereAPhoneFindsIt()
{
    QFETCH(const QJsonValue, bound);
    QFETCH(const QJsonValue, port);
    QFETCH(const QString, expected);
    const QJsonObject status{{u"listen"_s, QJsonObject{{u"address"_s, bound}, {u"web"_s, port}}}};
    for (const QString &used : {u"127.0.0.1"_s, u"localhost"_s, u"192.0.2.99"_s, QString()})
        QCOMPARE(menuAddress(status, used), expected);
}

void tst_WebPlace::ofTheMenu_isTheAddressInUse()
{
    const QJsonObject status{{u"listen"_s, QJsonObject{{u"web"_s, 8080}}}};
    const QStringList all = net::ownAddresses();
    for (const QString &used : all)
        QCOMPARE(QUrl(menuAddress(status, used)).host(), used);
}

QTEST_GUILESS_MAIN(tst_WebPlace)
#include "tst_webplace.moc"
