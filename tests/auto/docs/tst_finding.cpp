// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/announcer.h"
#include "core/net/avahi_browser.h"
#include "core/net/primary_finder.h"
#include "core/net/service_text.h"
#include "tests/support/page.h"

#include <QCborValue>
#include <QTest>

using namespace keg;
using namespace keg::test;
using namespace keg::wire;

/// What the chapter "Finding a primary" of docs/PROTOCOL.md says is what the code does.
class tst_Finding : public QObject
{
    Q_OBJECT

private slots:
    void datagrams_haveTheirKeysAndTypes_data();
    void datagrams_haveTheirKeysAndTypes();
    void services_haveTheirKeys();
    void limitsAndTimes_areTheCodes();

private:
    const Page m_page{QStringLiteral("docs/PROTOCOL.md")};
    const QString m_text{m_page.chapter(QStringLiteral("## Finding a primary")).join(u' ')};
};

namespace {

QString often(const RateLimit::Rate &rate, const QString &once)
{
    const auto count = 1'000 / rate.interval.count();
    return QStringLiteral("at most %1 after the first %2")
        .arg(count == 1 ? once : QStringLiteral("%1 times a second").arg(count))
        .arg(rate.burst);
}

} // namespace

void tst_Finding::datagrams_haveTheirKeysAndTypes_data()
{
    QTest::addColumn<QByteArray>("datagram");
    QTest::addColumn<QString>("heading");
    QTest::newRow("Announce") << encodeDatagram(Announce()) << QStringLiteral("#### Announce");
    QTest::newRow("Ask") << encodeDatagram(Ask()) << QStringLiteral("#### Ask");
}

void tst_Finding::datagrams_haveTheirKeysAndTypes()
{
    QFETCH(const QByteArray, datagram);
    QFETCH(const QString, heading);
    QCborMap body = QCborValue::fromCbor(datagram).toMap();
    body.remove(QLatin1String("pad")); // which nobody knows
    const QLatin1String key("`");
    const auto common = m_page.rows(QStringLiteral("### Datagrams"), key);
    QCOMPARE(keysOf(body), documentedKeys(common + m_page.rows(heading, key)));
}

void tst_Finding::services_haveTheirKeys()
{
    const QString text = m_page.section(QStringLiteral("### DNS-SD")).join(u' ');
    QVERIFY(text.contains(u'`' + QString::fromLatin1(net::ServiceType) + u'`'));
    QStringList keys;
    for (const QString &word : quoted(text)) {
        if (word.contains(u'='))
            keys.append(word.section(u'=', 0, 0));
    }
    QStringList given;
    for (const QByteArray &pair : net::toServiceText({}))
        given.append(QString::fromLatin1(pair).section(u'=', 0, 0));
    QCOMPARE(keys, given);
}

void tst_Finding::limitsAndTimes_areTheCodes()
{
    const net::Announcer::Settings primary;
    const net::PrimaryFinder::Settings client;
    const auto &limits = client.limits;
    const QStringList sentences{
        QStringLiteral("UDP, port **%1**").arg(AnnouncementPort),
        QStringLiteral("at most %1 bytes; others are passed over").arg(DatagramLimit),
        QStringLiteral("| `version` | integer | %1;").arg(AnnouncementVersion),
        QStringLiteral("At most %1 bytes.").arg(AskSize),
        QStringLiteral("Shorter ones than %1 bytes").arg(AskSize),
        QStringLiteral("at most %1 bytes of UTF-8").arg(AnnouncedNameLimit),
        QStringLiteral("when it starts, every %1,").arg(inSeconds(primary.interval)),
        QStringLiteral("from %1 to %2")
            .arg(inSeconds(client.firstAsk), inSeconds(client.longestAsk)),
        QStringLiteral("`%1`").arg(net::Neighbourhood::group().toString()),
        often(primary.answers.each, QStringLiteral("once a second")),
        often(primary.answers.all, {}),
        QStringLiteral("at most %1 places").arg(limits.places),
        QStringLiteral("%1 of one address, and for the primary that it is paired with %2 more")
            .arg(limits.placesPerHost)
            .arg(limits.placesOfWanted),
        QStringLiteral("%1 of one address;").arg(limits.placesOfWantedPerHost),
        QStringLiteral("at %1 services at most").arg(net::AvahiBrowser::ServiceLimit),
        QStringLiteral("silent for %1.").arg(inSeconds(limits.silence)),
    };
    for (const QString &sentence : sentences)
        QVERIFY2(m_text.contains(sentence), qPrintable(sentence));
}

QTEST_GUILESS_MAIN(tst_Finding)
#include "tst_finding.moc"
