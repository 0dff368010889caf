// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/identity.h"
#include "core/service/local_folder.h"
#include "core/service/process_lock.h"
#include "tests/support/need.h"
#include "tests/support/ordinary_user.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <thread>

#include <sys/stat.h>
#include <unistd.h>

using namespace keg;
using namespace keg::service;
using namespace keg::test;
using namespace Qt::StringLiterals;

class tst_LocalFolder : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void lock_free_makesAFolderForItsOwnerAlone();
    void lock_folderOfEverybody_isRefusedWithAWayOut();
    void lock_link_isRefusedWithAWayOut_data();
    void lock_link_isRefusedWithAWayOut();
    void asRoot_inAnothersFolder_everythingIsForThatOne();
    void asRoot_killedInAnothersFolder_doesNotLockThatOneOut();
    void lock_takenInThisProcess_namesIt();
    void lock_ofAnotherProcess_namesItUntilItIsKilled();
    void lock_ofAKilledProcess_whoseNumberAnotherHas_isFree();
    void lock_manyAtOnce_oneHoldsIt();
    void lock_held_staysHeldWhoeverLooks();
    void lock_ofAProcess_whoseProgramWasReplaced_isHeld();
    void lock_whereItCannot_isRefused_data();
    void lock_whereItCannot_isRefused();
    void lock_inAFolderOfNamelessOnes_saysTheirNumbers();
    void lock_given_leavesNothing();
    void lastSync_isRemembered();
    void lastSync_unreadable_isNotKnown();

private:
    QString database() const { return m_folder->filePath(u"beer.db"_s); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

constexpr uid_t Nobody = 65534;
constexpr gid_t Games = 60;

/// Another process that holds the lock; ended with this.
class Holder
{
public:
    explicit Holder(const QString &database,
                    const QString &program = QCoreApplication::applicationFilePath())
    {
        m_process.start(program, {u"--hold"_s, database});
        if (!m_process.waitForReadyRead())
            qFatal("the other process says nothing");
        m_answer = m_process.readAll().trimmed();
    }
    ~Holder() { kill(); }

    void kill()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    qint64 pid() const { return m_process.processId(); }
    QByteArray answer() const { return m_answer; }

private:
    QProcess m_process;
    QByteArray m_answer;
};

int hold(const QString &database)
{
    const auto folder = LocalFolder::lock(database);
    std::printf("%s\n", folder ? "held" : qPrintable(folder.error().message));
    std::fflush(stdout);
    if (folder)
        ::pause();
    return 0;
}

} // namespace

void tst_LocalFolder::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void tst_LocalFolder::cleanup()
{
    m_folder.reset();
}

void tst_LocalFolder::lock_free_makesAFolderForItsOwnerAlone()
{
    const auto folder = LocalFolder::lock(database());
    QVERIFY2(folder, folder ? "" : qPrintable(folder.error().message));
    QCOMPARE((*folder)->path(), database() + u".local"_s);
    struct stat status
    {
    };
    QCOMPARE(::stat(QFile::encodeName((*folder)->path()).constData(), &status), 0);
    QCOMPARE(status.st_mode & 0777u, 0700u);
    QVERIFY(!QFile::exists(database()));
}

void tst_LocalFolder::lock_folderOfEverybody_isRefusedWithAWayOut()
{
    const QString path = LocalFolder::pathFor(database());
    QVERIFY(LocalFolder::make(database()));
    for (const mode_t mode : {0777, 0701, 0704}) {
        QCOMPARE(::chmod(QFile::encodeName(path).constData(), mode), 0);
        for (const auto &error :
             {LocalFolder::make(database()).error(), LocalFolder::lock(database()).error()})
        {
            QCOMPARE(error.code, ErrorCode::Refused);
            QVERIFY(error.message.contains(u"chmod o= "_s + path));
        }
    }
    QCOMPARE(::chmod(QFile::encodeName(path).constData(), 0750), 0);
    QVERIFY(LocalFolder::lock(database()));
}

void tst_LocalFolder::lock_link_isRefusedWithAWayOut_data()
{
    QTest::addColumn<QString>("target");
    QTest::newRow("to a folder") << u"private"_s;
    QTest::newRow("to nothing") << u"absent"_s;
}

void tst_LocalFolder::lock_link_isRefusedWithAWayOut()
{
    QFETCH(const QString, target);
    const QString path = LocalFolder::pathFor(database());
    const QString folder = m_folder->filePath(u"private"_s);
    QVERIFY(QDir().mkdir(folder));
    QCOMPARE(::chmod(QFile::encodeName(folder).constData(), 0700), 0);
    QVERIFY(QFile::link(target, path));
    for (const auto &result : {LocalFolder::make(database()), [&] {
                                   const auto lock = LocalFolder::lock(database());
                                   return lock ? Result<void>() : Result<void>(lock.error());
                               }()})
    {
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::Refused);
        const QString &message = result.error().message;
        QVERIFY2(message.startsWith(path + u" is a link"_s), qPrintable(message));
        QVERIFY2(message.contains(u"remove the link"_s), qPrintable(message));
    }
    QVERIFY(QDir(folder).isEmpty());
    QVERIFY(QFileInfo(path).isSymLink());
}

void tst_LocalFolder::asRoot_inAnothersFolder_everythingIsForThatOne()
{
    if (::geteuid() != 0)
        QSKIP("only a superuser can work for others");
    QCOMPARE(::chown(QFile::encodeName(m_folder->path()).constData(), Nobody, Games), 0);
    const auto folder = need(LocalFolder::lock(database()));
    need(folder->rememberLastSync(QDateTime::currentDateTimeUtc()));
    const auto identity = need(identity::Identity::loadOrCreate(folder->path()));
    for (const QString &name : {u"."_s, u"lock"_s, u"last-sync"_s, u"identity.pem"_s}) {
        const QFileInfo made(folder->path() + u'/' + name);
        QVERIFY2(made.exists(), qPrintable(name));
        QVERIFY2(made.ownerId() == Nobody && made.groupId() == Games, qPrintable(name));
    }
    const auto again = need(identity::Identity::load(folder->path()));
    QVERIFY(again);
    QCOMPARE(again->machineId(), identity.machineId());
}

void tst_LocalFolder::asRoot_killedInAnothersFolder_doesNotLockThatOneOut()
{
    if (::geteuid() != 0)
        QSKIP("only a superuser can work for others");
    QCOMPARE(::chown(QFile::encodeName(m_folder->path()).constData(), Nobody, Games), 0);
    Holder other(database());
    QCOMPARE(other.answer(), "held");
    other.kill();
    const QByteArray answer = asOrdinaryUser([this] {
        const auto folder = LocalFolder::lock(database());
        return folder ? QByteArray("taken") : folder.error().message.toUtf8();
    });
    QCOMPARE(answer, "taken");
}

void tst_LocalFolder::lock_takenInThisProcess_namesIt()
{
    QVERIFY(!LocalFolder::holder(database()));
    const auto first = LocalFolder::lock(database());
    const auto second = LocalFolder::lock(database());
    QVERIFY(!second);
    QCOMPARE(second.error().code, ErrorCode::Failed);
    QVERIFY(second.error().message.contains(QString::number(QCoreApplication::applicationPid())));
    QCOMPARE(LocalFolder::holder(database()), QCoreApplication::applicationPid());
}

void tst_LocalFolder::lock_ofAnotherProcess_namesItUntilItIsKilled()
{
    Holder other(database());
    QCOMPARE(other.answer(), "held");
    QCOMPARE(LocalFolder::holder(database()), other.pid());
    const auto folder = LocalFolder::lock(database());
    QVERIFY(!folder);
    QCOMPARE(folder.error().code, ErrorCode::Failed);
    const QString expected = u"process %1 already runs on %2"_s.arg(other.pid()).arg(database());
    QVERIFY2(folder.error().message.startsWith(expected), qPrintable(folder.error().message));

    other.kill();
    QVERIFY(QFile::exists(database() + u".local/lock"_s));
    QVERIFY(!LocalFolder::holder(database()));
    QVERIFY(LocalFolder::lock(database()));
}

// In a container every start has the same number, and the same program.
void tst_LocalFolder::lock_ofAKilledProcess_whoseNumberAnotherHas_isFree()
{
    {
        Holder other(database());
        other.kill();
    }
    QFile lock(database() + u".local/lock"_s);
    QVERIFY(lock.open(QFile::ReadOnly));
    QByteArrayList lines = lock.readAll().split('\n');
    lock.close();
    lines[0] = QByteArray::number(QCoreApplication::applicationPid());
    QVERIFY(lock.open(QFile::WriteOnly | QFile::Truncate));
    lock.write(lines.join('\n'));
    lock.close();

    QVERIFY(!LocalFolder::holder(database()));
    QVERIFY(LocalFolder::lock(database()));
}

void tst_LocalFolder::lock_manyAtOnce_oneHoldsIt()
{
    constexpr int Rounds = 2000;
    std::atomic<int> holders = 0;
    std::atomic<int> most = 0;
    std::atomic<int> taken = 0;
    const auto takeOften = [&] {
        for (int round = 0; round < Rounds; ++round) {
            const auto lock = ProcessLock::take(database());
            if (!lock)
                continue;
            ++taken;
            most = std::max(most.load(), ++holders);
            for (int turn = 0; turn < 20; ++turn)
                std::this_thread::yield();
            --holders;
        }
    };
    std::array<std::thread, 16> threads;
    for (std::thread &thread : threads)
        thread = std::thread(takeOften);
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(most, 1);
    QVERIFY(taken > 1);
}

// Asked for by any program, from any descriptor: none of them lets go of it.
void tst_LocalFolder::lock_held_staysHeldWhoeverLooks()
{
    const auto folder = need(LocalFolder::lock(database()));
    QVERIFY(!LocalFolder::lock(database()));
    QCOMPARE(LocalFolder::holder(database()), QCoreApplication::applicationPid());
    const Holder other(database());
    QVERIFY(other.answer().startsWith("process "));
}

void tst_LocalFolder::lock_ofAProcess_whoseProgramWasReplaced_isHeld()
{
    const QString program = m_folder->filePath(u"older"_s);
    QVERIFY(QFile::copy(QCoreApplication::applicationFilePath(), program));
    const Holder other(database(), program);
    QCOMPARE(other.answer(), "held");
    QVERIFY(QFile::remove(program));
    QCOMPARE(LocalFolder::holder(database()), other.pid());
    const auto folder = LocalFolder::lock(database());
    QVERIFY(!folder);
    QVERIFY(folder.error().message.contains(QString::number(other.pid())));
}

void tst_LocalFolder::lock_whereItCannot_isRefused_data()
{
    QTest::addColumn<QString>("database");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("text");
    QTest::newRow("no such folder")
        << u"absent/beer.db"_s << ErrorCode::NotFound << u"there is no folder"_s;
    QTest::newRow("no right to make it")
        << u"others/beer.db"_s << ErrorCode::Refused << u"it belongs to user"_s;
    QTest::newRow("no right to use it")
        << u"mine/beer.db"_s << ErrorCode::Refused << u"no right to use"_s;
    QTest::newRow("a file has its name")
        << u"mine/file.db"_s << ErrorCode::Failed << u"cannot be made"_s;
}

void tst_LocalFolder::lock_whereItCannot_isRefused()
{
    QFETCH(const QString, database);
    QFETCH(const ErrorCode, code);
    QFETCH(const QString, text);
    QDir root(m_folder->path());
    ::chmod(QFile::encodeName(root.path()).constData(), 0755);
    for (const auto &[name, mode] : {std::pair{u"others"_s, 0755}, {u"mine"_s, 0777}}) {
        QVERIFY(root.mkdir(name));
        ::chmod(QFile::encodeName(root.filePath(name)).constData(), mode_t(mode));
    }
    QVERIFY(root.mkdir(u"mine/beer.db.local"_s));
    ::chmod(QFile::encodeName(root.filePath(u"mine/beer.db.local"_s)).constData(), 0700);
    QFile file(root.filePath(u"mine/file.db.local"_s));
    QVERIFY(file.open(QFile::WriteOnly));

    if (::geteuid() != 0 && code == ErrorCode::Refused)
        QSKIP("only a superuser can make folders that this user has no right to");
    const QByteArray refusal = asOrdinaryUser([&] {
        const auto folder = LocalFolder::lock(root.filePath(database));
        return folder
            ? QByteArray("taken")
            : QByteArray::number(int(folder.error().code)) + ' ' + folder.error().message.toUtf8();
    });
    QVERIFY2(refusal.startsWith(QByteArray::number(int(code)) + ' '), refusal.constData());
    QVERIFY2(refusal.contains(text.toUtf8()), refusal.constData());
    QVERIFY(QDir(root.filePath(u"others"_s)).isEmpty());
    QVERIFY(QDir(root.filePath(u"mine/beer.db.local"_s)).isEmpty());
}

void tst_LocalFolder::lock_inAFolderOfNamelessOnes_saysTheirNumbers()
{
    if (::geteuid() != 0)
        QSKIP("only a superuser can give a folder away");
    constexpr uid_t User = 4'000'000'000;
    constexpr gid_t Group = 4'000'000'001;
    QCOMPARE(::chown(QFile::encodeName(m_folder->path()).constData(), User, Group), 0);
    ::chmod(QFile::encodeName(m_folder->path()).constData(), 0755);
    const QByteArray refusal
        = asOrdinaryUser([this] { return LocalFolder::make(database()).error().message.toUtf8(); });
    QVERIFY2(refusal.endsWith("it belongs to user 4000000000 and group 4000000001"),
             refusal.constData());
}

void tst_LocalFolder::lock_given_leavesNothing()
{
    {
        const auto folder = LocalFolder::lock(database());
        QVERIFY(folder);
    }
    QVERIFY(m_folder->isValid());
    QVERIFY(QDir(m_folder->path()).isEmpty());
    {
        const auto folder = need(LocalFolder::lock(database()));
        need(folder->rememberLastSync(QDateTime::currentDateTimeUtc()));
    }
    QCOMPARE(QDir(database() + u".local"_s).entryList(QDir::Files), QStringList{u"last-sync"_s});
}

void tst_LocalFolder::lastSync_isRemembered()
{
    QVERIFY(!LocalFolder::lastSync(database()).isValid());
    const auto at = QDateTime::fromString(u"2026-11-23T18:05:09Z"_s, Qt::ISODate);
    {
        const auto folder = need(LocalFolder::lock(database()));
        need(folder->rememberLastSync(at.addDays(-1)));
        need(folder->rememberLastSync(at.toOffsetFromUtc(3'600)));
    }
    QCOMPARE(LocalFolder::lastSync(database()), at);
    QCOMPARE(LocalFolder::lastSync(database()).timeSpec(), Qt::UTC);
}

void tst_LocalFolder::lastSync_unreadable_isNotKnown()
{
    const auto folder = need(LocalFolder::lock(database()));
    QFile file(folder->path() + u"/last-sync"_s);
    for (const QByteArray &content : {QByteArray(), QByteArray("yesterday\n"),
                                      QByteArray(1'000'000, '7'), QByteArray(100, '\0')})
    {
        QVERIFY(file.open(QFile::WriteOnly | QFile::Truncate));
        file.write(content);
        file.close();
        QVERIFY(!LocalFolder::lastSync(database()).isValid());
    }
    QVERIFY(file.remove());
    QVERIFY(QDir().mkdir(file.fileName()));
    QVERIFY(!LocalFolder::lastSync(database()).isValid());
    QVERIFY(!folder->rememberLastSync(QDateTime::currentDateTimeUtc()));
}

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && arguments[1] == u"--hold"_s)
        return hold(arguments[2]);
    tst_LocalFolder test;
    return QTest::qExec(&test, arguments);
}

#include "tst_localfolder.moc"
