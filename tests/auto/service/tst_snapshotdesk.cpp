// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/keg_file.h"
#include "core/service/snapshot_desk.h"
#include "core/service/store_worker.h"
#include "core/store/migrator.h"
#include "tests/support/bar/log_lines.h"
#include "tests/support/need.h"
#include "tests/support/peers/tls_socket.h"
#include "tests/support/plain_sqlite.h"

#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace keg;
using namespace keg::service;
using namespace keg::test;
using namespace Qt::StringLiterals;

/// The desk and the store that it asks, in one thread; answers wait in line as between two.
class tst_SnapshotDesk : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void approved_getsTheWholeImage();
    void revokedMeanwhile_getsNothingOfTheImage_data();
    void revokedMeanwhile_getsNothingOfTheImage();
    void secondDisplay_getsTheImageThatThereIs();
    void changesThatOutgrowEveryImage_doNotKeepDisplaysWaiting();

private:
    void revokeElsewhere() const;
    QList<wire::Message> fetch() const;

    QString databasePath() const { return m_folder->filePath(u"beer.db"_s); }

    const QSslConfiguration m_display = newMachine();
    SystemClock m_clock;
    Interruption m_ending;
    std::unique_ptr<LogLines> m_log;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<StoreWorker> m_store;
    std::unique_ptr<SnapshotDesk> m_desk;
    quint16 m_port = 0;
};

namespace {

constexpr char ManyChanges[]
    = "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
      "INSERT INTO beers(Name) SELECT i FROM n";

template<typename T>
qsizetype countOf(const QList<wire::Message> &messages)
{
    return std::ranges::count_if(
        messages, [](const wire::Message &message) { return std::holds_alternative<T>(message); });
}

} // namespace

void tst_SnapshotDesk::init()
{
    m_log = std::make_unique<LogLines>();
    m_folder = std::make_unique<QTemporaryDir>();
    m_store = std::make_unique<StoreWorker>(
        store::Store::Options{databasePath(), store::Role::Primary, true}, m_folder->path(),
        m_clock);
    const auto opened = need(m_store->open());
    sync::SnapshotServer::Settings settings;
    settings.schemaVersion = store::schemaVersion();
    m_desk = std::make_unique<SnapshotDesk>(settings, need(identity::Identity::make()),
                                            databasePath(), m_folder->path(), m_clock, m_ending);
    m_port = need(m_desk->listen(u"127.0.0.1"_s, 0));

    StoreWorker *store = m_store.get();
    SnapshotDesk *desk = m_desk.get();
    // At once: the store has no time to notice by itself what others commit.
    connect(desk, &SnapshotDesk::imageQuestioned, store, &StoreWorker::judgeImage,
            Qt::DirectConnection);
    connect(store, &StoreWorker::imageJudged, desk, &SnapshotDesk::giveImage, Qt::QueuedConnection);
    connect(
        store, &StoreWorker::displaysRead, desk,
        [desk](const QList<Display> &displays) { desk->takeTrust(TrustList(displays, false)); },
        Qt::QueuedConnection);
    const Display display = need(store->editing().approveDisplay(machineOf(m_display), u"wall"_s));
    desk->start(opened.head.position.databaseId, TrustList({display}, false));
}

void tst_SnapshotDesk::cleanup()
{
    if (QTest::currentTestFailed())
        m_log->print();
    m_desk.reset();
    m_store->stop();
    m_store.reset();
    m_folder.reset();
    m_log.reset();
}

/// As the command does it: the store has yet to notice.
void tst_SnapshotDesk::revokeElsewhere() const
{
    KegFile file = need(KegFile::openToWrite(databasePath(), m_clock));
    need(file.editing().revokeDisplay(machineOf(m_display)));
}

/// Everything that the display hears until the desk hangs up.
QList<wire::Message> tst_SnapshotDesk::fetch() const
{
    const auto socket = connectTls(m_port, m_display);
    wire::SnapshotRequest request;
    request.schemaVersion = store::schemaVersion();
    socket->write(wire::encode(request));
    wire::MessageReader reader(wire::PeerFrameLimit);
    QList<wire::Message> messages;
    const auto isOver = [&] {
        reader.append(socket->readAll());
        while (const auto message = need(reader.next()))
            messages.append(*message);
        return countOf<wire::SnapshotTrailer>(messages) + countOf<wire::Failure>(messages) > 0;
    };
    if (!QTest::qWaitFor(isOver))
        qFatal("the desk says neither yes nor no");
    return messages;
}

void tst_SnapshotDesk::approved_getsTheWholeImage()
{
    const auto messages = fetch();
    QCOMPARE(countOf<wire::SnapshotHeader>(messages), 1);
    QCOMPARE(countOf<wire::SnapshotTrailer>(messages), 1);
    QCOMPARE(countOf<wire::Failure>(messages), 0);
}

void tst_SnapshotDesk::revokedMeanwhile_getsNothingOfTheImage_data()
{
    QTest::addColumn<bool>("isInTheImage");
    QTest::newRow("before the image was begun") << true;
    QTest::newRow("when the image was done") << false;
}

void tst_SnapshotDesk::revokedMeanwhile_getsNothingOfTheImage()
{
    QFETCH(const bool, isInTheImage);
    const auto revoke = [this, isDone = false]() mutable {
        if (!std::exchange(isDone, true))
            revokeElsewhere();
    };
    if (isInTheImage)
        connect(m_store.get(), &StoreWorker::imageJudged, this, revoke);
    else
        connect(m_desk.get(), &SnapshotDesk::imageMade, this, revoke);
    const auto messages = fetch();
    QCOMPARE(countOf<wire::SnapshotHeader>(messages), 0);
    QCOMPARE(countOf<wire::SnapshotChunk>(messages), 0);
    QCOMPARE(std::get<wire::Failure>(messages.last()).text, u"this display was revoked"_s);
}

void tst_SnapshotDesk::secondDisplay_getsTheImageThatThereIs()
{
    int made = 0;
    connect(m_desk.get(), &SnapshotDesk::imageMade, this, [&made] { ++made; });
    for (int time = 0; time < 3; ++time)
        QCOMPARE(countOf<wire::SnapshotTrailer>(fetch()), 1);
    QCOMPARE(made, 1);
}

void tst_SnapshotDesk::changesThatOutgrowEveryImage_doNotKeepDisplaysWaiting()
{
    int made = 0;
    connect(m_desk.get(), &SnapshotDesk::imageMade, this, [this, &made] {
        ++made;
        QCOMPARE(PlainSqlite(databasePath()).run(ManyChanges), "");
        need(m_store->summary()); // which takes notice of them
    });
    QCOMPARE(countOf<wire::SnapshotTrailer>(fetch()), 1);
    QCOMPARE(made, 1);
    QCOMPARE(countOf<wire::SnapshotTrailer>(fetch()), 1);
    QCOMPARE(made, 2);
}

QTEST_GUILESS_MAIN(tst_SnapshotDesk)
#include "tst_snapshotdesk.moc"
