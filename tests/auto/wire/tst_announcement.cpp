// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/wire/announcement.h"

#include <QCborMap>
#include <QCborValue>
#include <QTest>

#include <random>

using namespace keg;
using namespace keg::wire;

class tst_Announcement : public QObject
{
    Q_OBJECT

private slots:
    void decode_announce_givesWhatWasEncoded();
    void decode_ask_isAnAsk();
    void encode_anyName_isNeverBiggerThanAnAsk_data();
    void encode_anyName_isNeverBiggerThanAnAsk();
    void decode_nameThatIsNotForLists_isMadeSo();
    void decode_whatDoesNotFit_saysWhy_data();
    void decode_whatDoesNotFit_saysWhy();
    void decode_unknownFields_arePassedOver();
    void decode_cutOrMutated_isDamagedOrWhole();
};

namespace {

Announce sample()
{
    return {*MachineId::fromBytes(QByteArray::fromHex("a1").repeated(MachineId::Size)),
            QStringLiteral("Theke"), 5002, 5003,
            QUuid::fromString(QStringLiteral("{8f6b1f7e-3f7e-4f57-9d0e-1c2b3a4d5e6f}"))};
}

QCborMap mapOf(const Datagram &datagram)
{
    return QCborValue::fromCbor(encodeDatagram(datagram)).toMap();
}

QByteArray withField(const Datagram &datagram, const char *key, const QCborValue &value)
{
    QCborMap map = mapOf(datagram);
    map.insert(QLatin1String(key), value);
    return QCborValue(map).toCbor();
}

QByteArray withoutField(const Datagram &datagram, const char *key)
{
    QCborMap map = mapOf(datagram);
    map.remove(QLatin1String(key));
    return QCborValue(map).toCbor();
}

} // namespace

void tst_Announcement::decode_announce_givesWhatWasEncoded()
{
    const auto decoded = decodeDatagram(encodeDatagram(sample()));
    QVERIFY2(decoded, decoded ? "" : qPrintable(decoded.error().message));
    const auto &announce = std::get<Announce>(*decoded);
    QCOMPARE(announce.primary, sample().primary);
    QCOMPARE(announce.name, sample().name);
    QCOMPARE(announce.notifyPort, sample().notifyPort);
    QCOMPARE(announce.snapshotPort, sample().snapshotPort);
    QCOMPARE(announce.databaseId, sample().databaseId);
}

void tst_Announcement::decode_ask_isAnAsk()
{
    const QByteArray bytes = encodeDatagram(Ask());
    QVERIFY(bytes.size() >= AskSize);
    QVERIFY(bytes.size() <= DatagramLimit);
    const auto decoded = decodeDatagram(bytes);
    QVERIFY(decoded);
    QVERIFY(std::holds_alternative<Ask>(*decoded));
}

void tst_Announcement::encode_anyName_isNeverBiggerThanAnAsk_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("cut");
    QTest::newRow("none") << QString() << QString();
    QTest::newRow("ascii") << QString(500, u'x') << QString(63, u'x');
    QTest::newRow("two bytes each") << QString(500, u'ö') << QString(31, u'ö');
    QTest::newRow("three bytes each") << QString(500, u'あ') << QString(21, u'あ');
    QTest::newRow("four bytes each")
        << QStringLiteral("🍺").repeated(500) << QStringLiteral("🍺").repeated(15);
    QTest::newRow("half a pair") << QString(500, QChar(0xd83c))
                                 << QString(21, QChar(QChar::ReplacementCharacter));
}

void tst_Announcement::encode_anyName_isNeverBiggerThanAnAsk()
{
    QFETCH(const QString, name);
    QFETCH(const QString, cut);
    Announce announce = sample();
    announce.name = name;
    announce.notifyPort = announce.snapshotPort = 65535;
    const QByteArray bytes = encodeDatagram(announce);
    QVERIFY2(bytes.size() <= AskSize, QByteArray::number(bytes.size()));
    const auto decoded = decodeDatagram(bytes);
    QVERIFY(decoded);
    QCOMPARE(std::get<Announce>(*decoded).name, cut);
}

void tst_Announcement::decode_nameThatIsNotForLists_isMadeSo()
{
    const QString ugly = QStringLiteral("The\nbar\x1b[31m \u202eevil ") + QString(100, u'y');
    const auto decoded = decodeDatagram(withField(sample(), "name", ugly));
    QVERIFY(decoded);
    const QString name = std::get<Announce>(*decoded).name;
    QVERIFY2(name.startsWith(QStringLiteral("Thebar[31m evil yyy")), qPrintable(name));
    QCOMPARE(name.size(), AnnouncedNameLimit);
}

void tst_Announcement::decode_whatDoesNotFit_saysWhy_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("word");
    const auto row = [](const char *name, const QByteArray &bytes, const char *word) {
        QTest::newRow(name) << bytes << ErrorCode::Damaged << QString::fromLatin1(word);
    };
    row("nothing", {}, "map");
    row("no map", "hello", "map");
    row("too long", withField(sample(), "pad", QByteArray(DatagramLimit, 'x')), "512 bytes");
    row("another program", withField(sample(), "magic", QLatin1String("KegDisplax")), "another");
    row("unknown kind", withField(sample(), "kind", 3), "kind 3");
    row("short question", withField(Ask(), "pad", QByteArray(10, 'x')), "shorter");
    row("null id", withField(sample(), "id", QByteArray(32, '\0')), "id");
    row("short id", withField(sample(), "id", QByteArray(31, 'x')), "id");
    row("long id", withField(sample(), "id", QByteArray(33, 'x')), "id");
    row("id as text", withField(sample(), "id", QString(32, u'x')), "id");
    row("odd database", withField(sample(), "db", QByteArray(5, 'x')), "db");
    row("port 0", withField(sample(), "notify", 0), "ports");
    row("snapshot port 0", withField(sample(), "snapshot", 0), "ports");
    row("port too high", withField(sample(), "notify", 65536), "notify");
    row("negative port", withField(sample(), "snapshot", -1), "snapshot");
    QTest::newRow("newer version")
        << withField(sample(), "version", 2) << ErrorCode::TooNew << QStringLiteral("version 2");
    for (const char *key : {"magic", "version", "kind", "id", "name", "notify", "snapshot", "db"})
        row(qPrintable(QStringLiteral("without %1").arg(QLatin1String(key))),
            withoutField(sample(), key), key);
}

void tst_Announcement::decode_whatDoesNotFit_saysWhy()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const ErrorCode, code);
    QFETCH(const QString, word);
    const auto decoded = decodeDatagram(bytes);
    QVERIFY(!decoded);
    QCOMPARE(decoded.error().code, code);
    QVERIFY2(decoded.error().message.contains(word), qPrintable(decoded.error().message));
}

void tst_Announcement::decode_unknownFields_arePassedOver()
{
    const QCborMap nested{{QStringLiteral("deep"), QCborValue(1.5)}};
    QVERIFY(decodeDatagram(withField(sample(), "later", nested)));
    QVERIFY(decodeDatagram(withField(Ask(), "later", nested)));
}

void tst_Announcement::decode_cutOrMutated_isDamagedOrWhole()
{
    std::mt19937_64 random(20261123);
    int damaged = 0;
    for (const Datagram &datagram : {Datagram(sample()), Datagram(Ask())}) {
        const QByteArray bytes = encodeDatagram(datagram);
        for (qsizetype length = 0; length < bytes.size(); ++length)
            QVERIFY(!decodeDatagram(bytes.left(length)));
        for (int round = 0; round < 5'000; ++round) {
            QByteArray mutated = bytes;
            mutated[qsizetype(random() % quint64(mutated.size()))] = char(random());
            damaged += decodeDatagram(mutated) ? 0 : 1;
        }
    }
    QVERIFY(damaged > 0);
}

QTEST_GUILESS_MAIN(tst_Announcement)
#include "tst_announcement.moc"
