// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/base/address_group.h"

#include <QTest>

using namespace keg;
using namespace Qt::StringLiterals;

class tst_AddressGroup : public QObject
{
    Q_OBJECT

private slots:
    void addressGroup_ofAnAddress_isWhatOneMachineMayHave_data();
    void addressGroup_ofAnAddress_isWhatOneMachineMayHave();
};

void tst_AddressGroup::addressGroup_ofAnAddress_isWhatOneMachineMayHave_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("group");
    const auto row = [](const char *name, const QString &address, const QString &group) {
        QTest::newRow(name) << address << group;
    };
    row("IPv4", u"192.0.2.1"_s, u"192.0.2.1"_s);
    row("its neighbour", u"192.0.2.2"_s, u"192.0.2.2"_s);
    row("mapped", u"::ffff:192.0.2.1"_s, u"192.0.2.1"_s);
    row("mapped, in hex", u"::FFFF:c000:201"_s, u"192.0.2.1"_s);
    row("IPv6", u"2001:db8:1:2:3:4:5:6"_s, u"2001:db8:1:2::/64"_s);
    row("the last of its network", u"2001:db8:1:2:ffff:ffff:ffff:ffff"_s, u"2001:db8:1:2::/64"_s);
    row("the next network", u"2001:db8:1:3::"_s, u"2001:db8:1:3::/64"_s);
    row("another spelling", u"2001:0DB8::1"_s, u"2001:db8::/64"_s);
    row("link-local", u"fe80::1234%eth0"_s, u"fe80::%eth0/64"_s);
    row("the same on another link", u"fe80::1234%wlan0"_s, u"fe80::%wlan0/64"_s);
    row("loopback", u"::1"_s, u"::/64"_s);
    row("a name", u"bar.example"_s, u"bar.example"_s);
    row("nothing", QString(), QString());
    row("nothing with a scope", u"%eth0"_s, u"%eth0"_s);
}

void tst_AddressGroup::addressGroup_ofAnAddress_isWhatOneMachineMayHave()
{
    QFETCH(const QString, address);
    QFETCH(const QString, group);
    QCOMPARE(addressGroup(address), group);
}

QTEST_GUILESS_MAIN(tst_AddressGroup)
#include "tst_addressgroup.moc"
