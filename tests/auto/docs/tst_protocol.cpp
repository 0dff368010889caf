// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/domain/pairing.h"
#include "core/domain/pairing_word_list.h"
#include "core/identity/join_string.h"
#include "core/identity/join_tokens.h"
#include "core/net/doorstep.h"
#include "core/net/link_server.h"
#include "core/store/migrator.h"
#include "core/store/schema.h"
#include "core/sync/client_machine.h"
#include "core/sync/primary_machine.h"
#include "core/sync/snapshot_client.h"
#include "core/sync/snapshot_server.h"
#include "core/wire/delta.h"
#include "core/wire/messages.h"
#include "tests/support/page.h"

#include <QCborMap>
#include <QCborValue>
#include <QMap>
#include <QTest>

#include <array>

using namespace keg;
using namespace keg::test;
using namespace keg::wire;

/// What docs/PROTOCOL.md says is what the code does.
class tst_Protocol : public QObject
{
    Q_OBJECT

private slots:
    void messages_everyOne_hasItsNumberKeysAndTypes_data();
    void messages_everyOne_hasItsNumberKeysAndTypes();
    void reasonsAndKinds_everyOne_hasItsNumber_data();
    void reasonsAndKinds_everyOne_hasItsNumber();
    void limitsAndTimes_everyOne_isTheCodes();
    void pairing_everyWordAndExample_isTheCodes();
    void tables_everyOne_hasItsColumns();
    void examples_everyByte_isWhatIsSent();

private:
    const Page m_page{QStringLiteral("docs/PROTOCOL.md")};
};

namespace {

struct Named
{
    const char *name;
    Message message;
};

// In the order of the alternatives of Message.
const std::array<Named, std::variant_size_v<Message>> Messages{{
    {"Hello", Hello()},
    {"Welcome", Welcome()},
    {"Changes", Changes()},
    {"DeltaBegin", DeltaBegin()},
    {"DeltaPart", DeltaPart()},
    {"DeltaEnd", DeltaEnd()},
    {"Ack", Ack()},
    {"Heartbeat", Heartbeat{{}, 8080}},
    {"Bye", Bye()},
    {"Failure", Failure()},
    {"Pending", Pending()},
    {"Reveal", Reveal()},
    {"SnapshotRequest", SnapshotRequest()},
    {"SnapshotQueued", SnapshotQueued()},
    {"SnapshotHeader", SnapshotHeader()},
    {"SnapshotChunk", SnapshotChunk()},
    {"SnapshotTrailer", SnapshotTrailer()},
}};

Frame frameOf(const Message &message)
{
    FrameReader reader(PeerFrameLimit);
    reader.append(encode(message));
    const auto frame = reader.next();
    return frame && *frame ? **frame : Frame();
}

QString inBytes(qint64 count)
{
    return QStringLiteral("%1 bytes").arg(count);
}

/// 32 of them, counting upwards.
QByteArray bytesFrom(int first)
{
    QByteArray bytes;
    for (int value = first; value < first + 32; ++value)
        bytes.append(char(value));
    return bytes;
}

Digest goldenDigest()
{
    Digest digest;
    (void)Digest::fromBytes(QByteArray::fromHex("d10c64eaf864a329be385c5af90c110f"), &digest);
    return digest;
}

QByteArray exampleHello()
{
    Hello hello;
    hello.schemaVersion = store::schemaVersion();
    hello.name = QStringLiteral("example");
    hello.program = QStringLiteral("1.0.0");
    hello.commitment = commitmentTo(bytesFrom(64));
    return encode(hello);
}

QByteArray exampleChanges()
{
    Changes changes;
    changes.to.databaseId
        = QUuid::fromString(QStringLiteral("{8f6b1f7e-3f7e-4f57-9d0e-1c2b3a4d5e6f}"));
    changes.to.epoch = changes.from.epoch = {1, 0x0123456789abcdef};
    changes.from.sequence = 41;
    changes.to.sequence = 42;
    changes.to.digest = goldenDigest();
    DeltaEncoder encoder{QString()};
    const LogEntry entry{42, Text{"taps"}, Text{"UPDATE"}, qint64(3),
                         Text{"2026-11-23T18:05:00.000Z"}};
    if (!encoder.add(entry) || !encoder.add(RowImage{"taps", 3, {"idBeer"}, {qint64(1)}}))
        return {};
    const auto payload = encoder.finish();
    changes.payload = payload ? *(*payload)->read(0, (*payload)->size()) : QByteArray();
    DeltaCheck check(changes.from, changes.to);
    check.add(changes.payload);
    changes.check = check.result();
    return encode(changes);
}

} // namespace

void tst_Protocol::messages_everyOne_hasItsNumberKeysAndTypes_data()
{
    QTest::addColumn<int>("index");
    for (int index = 0; index < int(Messages.size()); ++index)
        QTest::newRow(Messages[std::size_t(index)].name) << index;
}

void tst_Protocol::messages_everyOne_hasItsNumberKeysAndTypes()
{
    QFETCH(const int, index);
    const Named &named = Messages[std::size_t(index)];
    QCOMPARE(named.message.index(), std::size_t(index));
    const Frame frame = frameOf(named.message);
    const QCborMap body = QCborValue::fromCbor(frame.body).toMap();
    const QString heading
        = QStringLiteral("### %1 %2").arg(frame.type).arg(QLatin1String(named.name));
    QVERIFY2(m_page.has(heading), qPrintable(heading));
    QCOMPARE(documentedKeys(m_page.rows(heading, QLatin1String("`"))), keysOf(body));
}

void tst_Protocol::reasonsAndKinds_everyOne_hasItsNumber_data()
{
    using Kind = Failure::Kind;
    using Reason = SnapshotReason;
    QTest::addColumn<QString>("heading");
    QTest::addColumn<QMap<QString, int>>("numbers");
    QTest::newRow("reasons") << QStringLiteral("### 2 Welcome")
                             << QMap<QString, int>{{QStringLiteral("None"), int(Reason::None)},
                                                   {QStringLiteral("Fresh"), int(Reason::Fresh)},
                                                   {QStringLiteral("Asked"), int(Reason::Asked)},
                                                   {QStringLiteral("Epoch"), int(Reason::Epoch)},
                                                   {QStringLiteral("Floor"), int(Reason::Floor)},
                                                   {QStringLiteral("Ahead"), int(Reason::Ahead)},
                                                   {QStringLiteral("Digest"), int(Reason::Digest)}};
    QTest::newRow("kinds") << QStringLiteral("### 10 Failure")
                           << QMap<QString, int>{
                                  {QStringLiteral("Protocol"), int(Kind::Protocol)},
                                  {QStringLiteral("Version"), int(Kind::Version)},
                                  {QStringLiteral("Schema"), int(Kind::Schema)},
                                  {QStringLiteral("Foreign"), int(Kind::Foreign)},
                                  {QStringLiteral("OldEpoch"), int(Kind::OldEpoch)},
                                  {QStringLiteral("Mismatch"), int(Kind::Mismatch)},
                                  {QStringLiteral("Untrusted"), int(Kind::Untrusted)},
                                  {QStringLiteral("Overloaded"), int(Kind::Overloaded)}};
}

void tst_Protocol::reasonsAndKinds_everyOne_hasItsNumber()
{
    QFETCH(const QString, heading);
    using Numbers = QMap<QString, int>;
    QFETCH(const Numbers, numbers);
    Numbers documented;
    for (const QStringList &row : m_page.rows(heading, QLatin1String(""))) {
        bool isNumber = false;
        const int number = row.constFirst().toInt(&isNumber);
        if (isNumber)
            documented.insert(row.at(1), number);
    }
    QCOMPARE(documented, numbers);
}

void tst_Protocol::limitsAndTimes_everyOne_isTheCodes()
{
    const sync::PrimaryMachine::Settings primary;
    const sync::ClientMachine::Settings client;
    const sync::SnapshotServer::Settings server;
    const sync::SnapshotClient::Settings fetcher;
    const net::Doorstep::Limits doorstep;
    QCOMPARE(primary.partSize, server.partSize);
    QCOMPARE(primary.silenceLimit, client.silenceLimit);
    QCOMPARE(sync::BacklogLimit, net::CongestionLimit);
    // In the order of the document.
    const QStringList values{
        inBytes(StrangerFrameLimit),
        inBytes(PeerFrameLimit),
        inBytes(primary.partSize),
        inBytes(DeltaItemLimit),
        inBytes(sync::BacklogLimit),
        QString::number(doorstep.connections),
        QString::number(doorstep.strangers),
        QString::number(doorstep.strangersPerAddress),
        QString::number(doorstep.inside),
        QString::number(doorstep.insidePerAddress),
        QString::number(primary.pendingPeers),
        QString::number(primary.pendingPeersPerAddress),
        QString::number(sync::AttemptLimit::Attempts),
        QString::number(server.transfers),
        inSeconds(doorstep.firstByteLimit),
        inSeconds(doorstep.handshakeLimit),
        inSeconds(primary.greetingLimit),
        inSeconds(client.connectLimit),
        inSeconds(primary.pendingLimit),
        inSeconds(primary.heartbeatInterval),
        inSeconds(primary.silenceLimit),
        inSeconds(primary.applyLimit),
        inSeconds(server.greetingLimit),
        inSeconds(fetcher.silenceLimit),
        inSeconds(server.stallLimit),
        inSeconds(server.noticeInterval),
        inSeconds(server.greetingLimit),
        inSeconds(client.firstRetry),
        inSeconds(client.longestRetry),
    };
    QStringList documented;
    const auto lines = m_page.rows(QStringLiteral("## Limits and times"), QLatin1String(""));
    for (const QStringList &row : lines.mid(2)) // after the head and the rule
        documented.append(row.at(1));
    QCOMPARE(documented, values);
    const QString attempts
        = QStringLiteral("from one address within %1").arg(inSeconds(sync::AttemptLimit::Window));
    QVERIFY(m_page.section(QStringLiteral("## Limits and times")).join(u' ').contains(attempts));
    const QString joining = m_page.section(QStringLiteral("### Join strings")).join(u' ');
    QVERIFY(joining.contains(inSeconds(identity::JoinTokens::Validity)));
}

void tst_Protocol::pairing_everyWordAndExample_isTheCodes()
{
    const QString whole = m_page.text();
    const auto id = [](int first) { return *MachineId::fromBytes(bytesFrom(first)); };
    identity::JoinString join;
    join.host = QStringLiteral("2001:db8::7");
    join.notifyPort = 5002;
    join.snapshotPort = 5003;
    join.primary = id(32);
    join.token = bytesFrom(128).first(16);
    const QStringList examples{
        id(32).toString(),
        QStringLiteral("    %1\n").arg(join.toString()),
        QStringLiteral("    commitment   %1\n")
            .arg(QString::fromLatin1(commitmentTo(bytesFrom(64)).toHex())),
        QStringLiteral("    words        %1\n")
            .arg(pairingWords(id(0), id(32), bytesFrom(64), bytesFrom(96)).join(u' ')),
    };
    for (const QString &example : examples)
        QVERIFY2(whole.contains(example), qPrintable(example));

    QStringList list;
    for (const QString &line : m_page.section(QStringLiteral("### Approval"))) {
        const QStringList words = line.split(u' ', Qt::SkipEmptyParts);
        if (line.startsWith(QLatin1String("    ")) && words.size() == 8)
            list += words;
    }
    QStringList known;
    for (const char *word : PairingWordList)
        known.append(QLatin1String(word));
    QCOMPARE(list, known);
}

void tst_Protocol::tables_everyOne_hasItsColumns()
{
    QMap<QByteArray, QList<QByteArray>> documented;
    for (const QStringList &row :
         m_page.rows(QStringLiteral("## State digest"), QLatin1String("`"))) {
        QList<QByteArray> columns;
        for (const QString &column : quoted(row.at(2)))
            columns.append(column.toUtf8());
        documented.insert(quoted(row.at(0)).constFirst().toUtf8(), columns);
    }
    QMap<QByteArray, QList<QByteArray>> replicated;
    for (const QByteArray &table : store::replicatedTables())
        replicated.insert(table, store::replicatedColumns(table));
    QCOMPARE(documented, replicated);

    const QString version
        = QStringLiteral("- The schema version is %1:").arg(store::schemaVersion());
    QVERIFY(m_page.section(QStringLiteral("## Versions")).join(u'\n').contains(version));
}

void tst_Protocol::examples_everyByte_isWhatIsSent()
{
    QList<QByteArray> examples{{}};
    for (const QString &line : m_page.section(QStringLiteral("## Worked example"))) {
        if (line.startsWith(QLatin1String("    ")))
            examples.last() += QByteArray::fromHex(line.section(u'|', 0, 0).toLatin1());
        else if (!examples.constLast().isEmpty())
            examples.append(QByteArray());
    }
    QCOMPARE(examples.size(), 3); // the last is empty
    QCOMPARE(examples.at(0).toHex(), exampleHello().toHex());
    QCOMPARE(examples.at(1).toHex(), exampleChanges().toHex());
}

QTEST_GUILESS_MAIN(tst_Protocol)
#include "tst_protocol.moc"
