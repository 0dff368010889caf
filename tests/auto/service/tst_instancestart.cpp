// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/local_folder.h"
#include "core/store/migrator.h"
#include "tests/support/bar/bar.h"
#include "tests/support/bar/log_lines.h"
#include "tests/support/need.h"
#include "tests/support/ordinary_user.h"
#include "tests/support/plain_sqlite.h"

#include <QDirIterator>
#include <QTcpServer>
#include <QTest>

#include <functional>

#include <sys/stat.h>
#include <unistd.h>

using namespace keg;
using namespace keg::service;
using namespace keg::test;
using namespace Qt::StringLiterals;
using store::Role;

/// What keeps an instance from starting changes nothing, and is over when its cause is.
class tst_InstanceStart : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void start_failing_changesNothingAndMayBeTriedAgain_data();
    void start_failing_changesNothingAndMayBeTriedAgain();
    void start_newerFile_isRefusedWhileItIsThere();
    void start_withoutRights_changesNothing_data();
    void start_withoutRights_changesNothing();
    void role_ofTheFile_isTaken();
    void role_notOfTheFile_isRefused();
    void client_thatWasWelcome_needsNoAddress();
    void legacyFile_isUpgradedAfterEverythingElse();
    void temporaryFiles_ofAKilledInstance_areRemoved();

private:
    std::unique_ptr<Bar> m_bar;
    std::unique_ptr<LogLines> m_log;
};

namespace {

/// Every path in a folder, with what a file there holds; without a machine's identity, which is
/// made once, whatever comes of the start.
QMap<QString, QByteArray> contentsOf(const QString &folder)
{
    QMap<QString, QByteArray> contents;
    QDirIterator entries(folder,
                         QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                         QDirIterator::Subdirectories);
    while (entries.hasNext()) {
        QFile file(entries.next());
        if (file.fileName().endsWith(u".local"_s) || file.fileName().endsWith(u"/identity.pem"_s))
            continue;
        contents.insert(file.fileName(),
                        entries.fileInfo().isFile() && file.open(QFile::ReadOnly) ? file.readAll()
                                                                                  : QByteArray());
    }
    return contents;
}

qsizetype threads()
{
    return QDir(u"/proc/self/task"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size();
}

/// Something in the way of an instance, and how it goes away.
struct Obstacle
{
    std::function<std::function<void()>(const Bar &, Instance::Options &)> build;
};

} // namespace

Q_DECLARE_METATYPE(Obstacle)

void tst_InstanceStart::init()
{
    m_bar = std::make_unique<Bar>();
    m_log = std::make_unique<LogLines>();
}

void tst_InstanceStart::cleanup()
{
    if (QTest::currentTestFailed())
        m_log->print();
    m_log.reset();
    m_bar.reset();
}

void tst_InstanceStart::start_failing_changesNothingAndMayBeTriedAgain_data()
{
    QTest::addColumn<Obstacle>("obstacle");
    QTest::addColumn<bool>("hasFile");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("text");
    const auto row = [](const QString &name, ErrorCode code, const QString &text, auto build) {
        for (const bool hasFile : {false, true})
            QTest::newRow(qPrintable(name + (hasFile ? u" (a file)"_s : u" (no file)"_s)))
                << Obstacle{build} << hasFile << code << text;
    };
    using Removal = std::function<void()>;
    using Options = Instance::Options;
    const auto occupy = [](quint16 *port) {
        auto server = std::make_shared<QTcpServer>();
        if (!server->listen(QHostAddress(QHostAddress::LocalHost)))
            qFatal("no port");
        *port = server->serverPort();
        return Removal([server] { server->close(); });
    };
    row(u"notification port in use"_s, ErrorCode::Failed, u"already in use"_s,
        [=](const Bar &, Options &options) { return occupy(&options.notifyPort); });
    row(u"snapshot port in use"_s, ErrorCode::Failed, u"already in use"_s,
        [=](const Bar &, Options &options) { return occupy(&options.snapshotPort); });
    row(u"instance running"_s, ErrorCode::Failed, u"already runs"_s,
        [](const Bar &, Options &options) {
            auto other = std::make_shared<std::unique_ptr<LocalFolder>>(
                need(LocalFolder::lock(options.databasePath)));
            return Removal([other] { other->reset(); });
        });
    row(u"no control socket"_s, ErrorCode::Failed, u"cannot listen on "_s,
        [](const Bar &, Options &options) {
            const QString path = LocalFolder::pathFor(options.databasePath) + u"/control"_s;
            need(LocalFolder::make(options.databasePath));
            QDir().mkpath(path + u"/full"_s);
            return Removal([path] { QDir(path).removeRecursively(); });
        });
}

void tst_InstanceStart::start_failing_changesNothingAndMayBeTriedAgain()
{
    QFETCH(const Obstacle, obstacle);
    QFETCH(const bool, hasFile);
    QFETCH(const ErrorCode, code);
    QFETCH(const QString, text);
    if (hasFile)
        m_bar->fillCellar();
    auto options = m_bar->primaryOptions();
    const auto remove = obstacle.build(*m_bar, options);
    const auto before = contentsOf(m_bar->folder());
    const qsizetype threadsBefore = threads();
    const auto instance = m_bar->make(options);
    for (int tries = 0; tries < 2; ++tries) {
        const auto started = instance->start();
        QVERIFY(!started);
        QCOMPARE(started.error().code, code);
        QVERIFY2(started.error().message.contains(text), qPrintable(started.error().message));
        QVERIFY(!started.error().message.contains(u'\n'));
        QCOMPARE(contentsOf(m_bar->folder()), before);
        QTRY_VERIFY(threads() <= threadsBefore); // the system may still hold what has ended
    }
    remove();
    const auto started = instance->start();
    QVERIFY2(started, started ? "" : qPrintable(started.error().message));
    QCOMPARE(instance->board().taps.size(), hasFile ? 3 : 0);
    QVERIFY(!statusOf(*instance).isEmpty());
}

void tst_InstanceStart::start_newerFile_isRefusedWhileItIsThere()
{
    PlainSqlite(m_bar->primaryPath()).run("PRAGMA user_version=999");
    const auto before = contentsOf(m_bar->folder());
    auto options = m_bar->primaryOptions();
    const auto asPrimary = m_bar->make(options);
    options.role.reset();
    const auto asItIs = m_bar->make(options);
    for (const auto &instance : {asPrimary.get(), asItIs.get()}) {
        const auto started = instance->start();
        QVERIFY(!started);
        QCOMPARE(started.error().code, ErrorCode::TooNew);
        QCOMPARE(contentsOf(m_bar->folder()), before);
    }
    QVERIFY(QFile::remove(m_bar->primaryPath()));
    for (const auto &instance : {asPrimary.get(), asItIs.get()}) {
        QVERIFY(instance->start());
        instance->stop();
    }
}

void tst_InstanceStart::start_withoutRights_changesNothing_data()
{
    QTest::addColumn<int>("folderMode");
    QTest::addColumn<int>("fileMode");
    QTest::newRow("read-only folder") << 0755 << 0666;
    QTest::newRow("read-only file") << 0777 << 0444;
}

void tst_InstanceStart::start_withoutRights_changesNothing()
{
    QFETCH(const int, folderMode);
    QFETCH(const int, fileMode);
    if (::geteuid() != 0)
        QSKIP("only a superuser can make files that this user has no right to");
    m_bar->fillCellar();
    ::chmod(QFile::encodeName(m_bar->folder()).constData(), mode_t(folderMode));
    ::chmod(QFile::encodeName(m_bar->primaryPath()).constData(), mode_t(fileMode));
    const auto before = contentsOf(m_bar->folder());
    const QByteArray report = asOrdinaryUser([this] {
        const auto instance = m_bar->make(m_bar->primaryOptions());
        const auto started = instance->start();
        return started ? QByteArray("started")
                       : QByteArray::number(int(started.error().code)) + ' '
                + started.error().message.toUtf8();
    });
    QVERIFY2(report.startsWith(QByteArray::number(int(ErrorCode::Refused)) + ' '),
             report.constData());
    QCOMPARE(contentsOf(m_bar->folder()), before);
}

void tst_InstanceStart::role_ofTheFile_isTaken()
{
    m_bar->fillCellar();
    auto options = m_bar->primaryOptions();
    options.role.reset();
    {
        const auto primary = m_bar->make(options); // a file that nobody has claimed
        QVERIFY(primary->start());
        QCOMPARE(primary->role(), Role::Primary);
        const auto client = m_bar->startClient(u"one.db"_s, portsOf(*primary));
        QTRY_VERIFY(areInStep(*primary, *client));
    }
    auto clientOptions = m_bar->clientOptions(u"one.db"_s, {1, 1});
    clientOptions.role.reset();
    const auto client = m_bar->make(clientOptions);
    QVERIFY(client->start());
    QCOMPARE(client->role(), Role::Client);
    QCOMPARE(client->board().taps.size(), 3);

    clientOptions.databasePath = m_bar->path(u"fresh.db"_s);
    const auto fresh = m_bar->make(clientOptions); // as its primary's address suggests
    QVERIFY(fresh->start());
    QCOMPARE(fresh->role(), Role::Client);
}

void tst_InstanceStart::role_notOfTheFile_isRefused()
{
    m_bar->fillCellar();
    {
        const auto primary = m_bar->startPrimary();
        const auto client = m_bar->startClient(u"one.db"_s, portsOf(*primary));
        QTRY_VERIFY(areInStep(*primary, *client));
    }
    const auto before = contentsOf(m_bar->folder());
    const auto refusal = [&](Instance::Options options) {
        const auto started = m_bar->make(options)->start();
        return started ? u"started"_s : started.error().message;
    };
    auto asClient = m_bar->clientOptions(u"primary.db"_s, {1, 1});
    QVERIFY2(refusal(asClient).contains(u"primary.db is a primary's database with data of its own"),
             qPrintable(refusal(asClient)));
    auto asPrimary = m_bar->primaryOptions();
    asPrimary.databasePath = m_bar->path(u"one.db"_s);
    QVERIFY2(refusal(asPrimary).contains(u"one.db is a client's copy of cellar"),
             qPrintable(refusal(asPrimary)));
    QVERIFY(refusal(asPrimary).contains(u"kegdisplay promote"));
    QCOMPARE(contentsOf(m_bar->folder()), before);

    QFile damaged(m_bar->path(u"damaged.db"_s));
    QVERIFY(damaged.open(QFile::WriteOnly));
    damaged.write(QByteArray(10'000, 'x'));
    damaged.close();
    const auto withDamaged = contentsOf(m_bar->folder());
    auto options = m_bar->primaryOptions();
    options.databasePath = damaged.fileName();
    QCOMPARE(m_bar->make(options)->start().error().code, ErrorCode::Damaged);
    options.role.reset();
    QCOMPARE(m_bar->make(options)->start().error().code, ErrorCode::Damaged);
    QCOMPARE(contentsOf(m_bar->folder()), withDamaged);
}

void tst_InstanceStart::client_thatWasWelcome_needsNoAddress()
{
    m_bar->fillCellar();
    const auto primary = m_bar->startPrimary();
    {
        const auto client = m_bar->startClient(u"one.db"_s, portsOf(*primary));
        QTRY_VERIFY(areInStep(*primary, *client));
    }
    auto alone = m_bar->clientOptions(u"one.db"_s, {});
    alone.primaryHost.clear();
    for (const auto role : {std::optional(Role::Client), std::optional<Role>()}) {
        alone.role = role;
        const auto client = m_bar->make(alone);
        QVERIFY(client->start());
        QTRY_VERIFY(areInStep(*primary, *client));
    }
}

void tst_InstanceStart::legacyFile_isUpgradedAfterEverythingElse()
{
    buildDatabase(u"legacy-first-shape.sql"_s, m_bar->primaryPath());
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress(QHostAddress::LocalHost)));
    auto options = m_bar->primaryOptions({0, server.serverPort()});
    options.role.reset();
    const auto before = contentsOf(m_bar->folder());
    const auto instance = m_bar->make(options);
    QVERIFY(!instance->start());
    QCOMPARE(contentsOf(m_bar->folder()), before);
    server.close();
    QVERIFY(instance->start());
    QCOMPARE(instance->role(), Role::Primary);
    QCOMPARE(QDir(m_bar->folder()).entryList({u"primary.db.2*"_s}).size(), 1); // the dated copy
}

void tst_InstanceStart::temporaryFiles_ofAKilledInstance_areRemoved()
{
    m_bar->fillCellar();
    const QString local = LocalFolder::pathFor(m_bar->primaryPath());
    QVERIFY(LocalFolder::make(m_bar->primaryPath()));
    for (const QString &name : {u"spool-AbCdEf"_s, u"snapshot-AbCdEf"_s, u"image-AbCdEf"_s,
                                u"last-sync"_s, u"notes.txt"_s})
    {
        QFile file(local + u'/' + name);
        QVERIFY(file.open(QFile::WriteOnly));
    }
    const auto primary = m_bar->startPrimary();
    const QStringList left = QDir(local).entryList(QDir::Files | QDir::System);
    QCOMPARE(
        left,
        (QStringList{u"control"_s, u"identity.pem"_s, u"last-sync"_s, u"lock"_s, u"notes.txt"_s}));
}

QTEST_GUILESS_MAIN(tst_InstanceStart)
#include "tst_instancestart.moc"
