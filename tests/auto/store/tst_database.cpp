// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/database.h"
#include "core/store/statement.h"
#include "core/store/transaction.h"
#include "tests/support/need.h"
#include "tests/support/ordinary_user.h"
#include "tests/support/plain_sqlite.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>
#include <unistd.h>

using namespace keg;
using namespace keg::store;
using namespace keg::test;

class tst_Database : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void open_absentFile_isNotFoundAndMakesNone();
    void open_absentFolder_isNotFound();
    void open_folder_isRefused();
    void open_notADatabase_isDamaged();
    void open_truncatedAnywhere_isDamaged();
    void open_nameWithSpecialCharacters_isThatFile();
    void open_symbolicLink_namesTheFileItself();
    void create_asRoot_inAnothersFolder_isForThatOne();
    void create_asRoot_whereALinkLeads_isForThatFoldersOwner();
    void create_asRoot_whereAFileIs_givesNothingAway();
    void open_folderWithoutRights_isRefusedNamingTheGroup();
    void open_readOnlyFolder_isRefused();
    void open_readOnlyWithoutRights_readsWhatAnotherProcessHolds();
    void open_readOnly_leavesNoFileBehind();
    void error_full_isDiskFull();
    void error_lockedByAnother_isBusy();
    void error_damagedPage_isDamaged();
    void checkIntegrity_wholeFile_passes();

private:
    QString path(const char *name = "beer.db") const;
    // 40 pages, switched to WAL, closed.
    void build() const;
    QByteArray fileBytes() const;
    void writeFile(const QByteArray &bytes) const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

const Access AllAccess[] = {Access::ReadOnly, Access::ReadWrite, Access::Create};

void checkRefusal(const Result<std::unique_ptr<Database>> &opened, ErrorCode code)
{
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, code);
    QVERIFY2(!opened.error().message.contains(u'\n'), qPrintable(opened.error().message));
}

constexpr uid_t Root = 0;
constexpr uid_t Nobody = 65534;
constexpr gid_t Games = 60;

void giveToNobody(const QString &path)
{
    QCOMPARE(::chown(QFile::encodeName(path).constData(), Nobody, Games), 0);
}

bool isNobodys(const QString &path)
{
    const QFileInfo file(path);
    return file.exists() && file.ownerId() == Nobody && file.groupId() == Games;
}

// "code: message", or "opened".
QByteArray outcome(const QString &path, Access access)
{
    const auto opened = Database::open(path, access);
    if (opened)
        return "opened";
    return QByteArray::number(int(opened.error().code)) + ": " + opened.error().message.toUtf8();
}

QByteArray beginning(ErrorCode code)
{
    return QByteArray::number(int(code)) + ": ";
}

} // namespace

void tst_Database::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    // For the tests that look at it as another user.
    QVERIFY(QFile::setPermissions(m_folder->path(), QFile::Permissions(0x7755)));
}

void tst_Database::cleanup()
{
    m_folder.reset();
}

QString tst_Database::path(const char *name) const
{
    return m_folder->filePath(QString::fromUtf8(name));
}

void tst_Database::build() const
{
    const auto database = need(Database::open(path(), Access::Create));
    need(database->useWriteAheadLog());
    need(database->execute(
        "CREATE TABLE t(id INTEGER PRIMARY KEY, bytes);"
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 150)"
        "INSERT INTO t SELECT i, zeroblob(1000) FROM n"));
}

QByteArray tst_Database::fileBytes() const
{
    QFile file(path());
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void tst_Database::writeFile(const QByteArray &bytes) const
{
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

void tst_Database::open_absentFile_isNotFoundAndMakesNone()
{
    for (const Access access : {Access::ReadOnly, Access::ReadWrite})
        checkRefusal(Database::open(path(), access), ErrorCode::NotFound);
    QVERIFY(QDir(m_folder->path()).isEmpty());
}

void tst_Database::open_absentFolder_isNotFound()
{
    for (const Access access : AllAccess)
        checkRefusal(Database::open(path("none/beer.db"), access), ErrorCode::NotFound);
    QVERIFY(QDir(m_folder->path()).isEmpty());
}

void tst_Database::open_folder_isRefused()
{
    for (const Access access : AllAccess)
        checkRefusal(Database::open(m_folder->path(), access), ErrorCode::Refused);
}

void tst_Database::open_notADatabase_isDamaged()
{
    writeFile(QByteArray("idBeer,Name,ABV\n").repeated(1000));
    const QByteArray before = fileBytes();
    for (const Access access : AllAccess)
        checkRefusal(Database::open(path(), access), ErrorCode::Damaged);
    QCOMPARE(fileBytes(), before);
}

void tst_Database::open_truncatedAnywhere_isDamaged()
{
    build();
    const QByteArray whole = fileBytes();
    QVERIFY(whole.size() > 100'000);
    for (const qsizetype size :
         {qsizetype(1), qsizetype(15), qsizetype(16), qsizetype(60), qsizetype(100),
          qsizetype(4095), qsizetype(4096), qsizetype(4097), whole.size() / 2, whole.size() - 4096,
          whole.size() - 100, whole.size() - 1})
    {
        writeFile(whole.first(size));
        for (const Access access : AllAccess) {
            const auto opened = Database::open(path(), access);
            QVERIFY2(!opened, qPrintable(QString::number(size)));
            QCOMPARE(opened.error().code, ErrorCode::Damaged);
        }
        QCOMPARE(fileBytes().size(), size);
    }
    writeFile(whole);
    QVERIFY(Database::open(path(), Access::ReadOnly));
}

void tst_Database::open_nameWithSpecialCharacters_isThatFile()
{
    const char *name = "50% K\xc3\xb6lsch? #1 & 'more'; mode=ro.db";
    need(Database::open(path(name), Access::Create)).reset();
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList{QString::fromUtf8(name)});
    QVERIFY(Database::open(path(name), Access::ReadWrite));
}

void tst_Database::open_symbolicLink_namesTheFileItself()
{
    build();
    QVERIFY(QFile::link(path(), path("link.db")));
    const auto database = need(Database::open(path("link.db"), Access::ReadWrite));
    QCOMPARE(database->path(), QFileInfo(path()).canonicalFilePath());
    QVERIFY(QFile::exists(database->path() + QStringLiteral("-wal")));
}

void tst_Database::create_asRoot_inAnothersFolder_isForThatOne()
{
    if (::geteuid() != Root)
        QSKIP("only a superuser can work for others");
    giveToNobody(m_folder->path());
    build();
    const auto database = need(Database::open(path(), Access::ReadWrite));
    need(database->execute("DELETE FROM t WHERE id > 7"));
    for (const char *name : {"beer.db", "beer.db-wal", "beer.db-shm"})
        QVERIFY2(isNobodys(path(name)), name);
    QCOMPARE(asOrdinaryUser([&] { return outcome(path(), Access::ReadWrite); }), "opened");
}

void tst_Database::create_asRoot_whereALinkLeads_isForThatFoldersOwner()
{
    if (::geteuid() != Root)
        QSKIP("only a superuser can work for others");
    for (const char *name : {"nobodys", "roots"})
        QVERIFY(QDir(m_folder->path()).mkdir(QString::fromUtf8(name)));
    giveToNobody(path("nobodys"));
    QVERIFY(QFile::link(QStringLiteral("nobodys/there.db"), path("link.db")));
    QVERIFY(QFile::link(QStringLiteral("link.db"), path("beer.db")));
    QVERIFY(QFile::link(path("roots/there.db"), path("nobodys/beer.db")));
    build();
    QVERIFY(isNobodys(path("nobodys/there.db")));
    need(Database::open(path("nobodys/beer.db"), Access::Create)).reset();
    QCOMPARE(QFileInfo(path("roots/there.db")).ownerId(), Root);
}

void tst_Database::create_asRoot_whereAFileIs_givesNothingAway()
{
    if (::geteuid() != Root)
        QSKIP("only a superuser can work for others");
    build();
    giveToNobody(m_folder->path());
    need(Database::open(path(), Access::Create)).reset();
    QCOMPARE(QFileInfo(path()).ownerId(), Root);
}

void tst_Database::open_folderWithoutRights_isRefusedNamingTheGroup()
{
    build();
    QVERIFY(QFile::setPermissions(m_folder->path(), QFile::Permissions(0x7700)));
    for (const Access access : AllAccess) {
        const QByteArray seen = asOrdinaryUser([&] { return outcome(path(), access); });
        QVERIFY2(seen.startsWith(beginning(ErrorCode::Refused)), seen.constData());
        QVERIFY2(seen.contains("group kegdisplay"), seen.constData());
    }
}

void tst_Database::open_readOnlyFolder_isRefused()
{
    const QByteArray absent = asOrdinaryUser([&] { return outcome(path(), Access::Create); });
    QVERIFY2(absent.startsWith(beginning(ErrorCode::Refused)), absent.constData());
    build();
    for (const Access access : AllAccess) {
        const QByteArray seen = asOrdinaryUser([&] { return outcome(path(), access); });
        QVERIFY2(seen.startsWith(beginning(ErrorCode::Refused)), seen.constData());
    }
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 1);
}

void tst_Database::open_readOnlyWithoutRights_readsWhatAnotherProcessHolds()
{
    build();
    const auto database = need(Database::open(path(), Access::ReadWrite));
    need(database->execute("DELETE FROM t WHERE id > 7"));
    const QByteArray rows = asOrdinaryUser([&] {
        const auto reader = Database::open(path(), Access::ReadOnly);
        if (!reader)
            return reader.error().message.toUtf8();
        const auto count = (*reader)->integer("SELECT count(*) FROM t");
        return count ? QByteArray::number(*count) : count.error().message.toUtf8();
    });
    QCOMPARE(rows, QByteArray("7"));
}

void tst_Database::open_readOnly_leavesNoFileBehind()
{
    build();
    const QByteArray before = fileBytes();
    {
        const auto reader = need(Database::open(path(), Access::ReadOnly));
        QCOMPARE(need(reader->integer("SELECT count(*) FROM t")), 150);
        const auto written = reader->execute("DELETE FROM t");
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::Refused);
    }
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 1);
    QCOMPARE(fileBytes(), before);
}

void tst_Database::error_full_isDiskFull()
{
    build();
    const auto database = need(Database::open(path(), Access::ReadWrite));
    need(database->execute("PRAGMA max_page_count = 1"));
    const auto written = database->execute("INSERT INTO t(bytes) VALUES(zeroblob(100000))");
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::DiskFull);
    QVERIFY(written.error().message.contains(path()));
}

void tst_Database::error_lockedByAnother_isBusy()
{
    build();
    const auto first = need(Database::open(path(), Access::ReadWrite));
    const auto second = need(Database::open(path(), Access::ReadWrite));
    sqlite3_busy_timeout(second->handle(), 0);
    auto writing = need(Transaction::begin(*first));
    const auto refused = Transaction::begin(*second);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Busy);
    need(writing.commit());
    QVERIFY(Transaction::begin(*second));
}

void tst_Database::error_damagedPage_isDamaged()
{
    build();
    QByteArray bytes = fileBytes();
    bytes.replace(10 * 4096, 4096, QByteArray(4096, '\x55'));
    writeFile(bytes);
    const auto database = need(Database::open(path(), Access::ReadOnly));
    const auto read = database->integer("SELECT sum(length(bytes)) FROM t");
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::Damaged);
    const auto checked = database->checkIntegrity();
    QVERIFY(!checked);
    QCOMPARE(checked.error().code, ErrorCode::Damaged);
    QVERIFY(!checked.error().message.contains(u'\n'));
}

void tst_Database::checkIntegrity_wholeFile_passes()
{
    build();
    const auto database = need(Database::open(path(), Access::ReadOnly));
    QVERIFY(database->checkIntegrity());
}

QTEST_GUILESS_MAIN(tst_Database)
#include "tst_database.moc"
