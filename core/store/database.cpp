// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/database.h"

#include "core/base/file_owner.h"
#include "core/base/interruption.h"
#include "core/store/statement.h"

#include <QFile>
#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlDriver>
#include <QSqlError>
#include <QSqlQuery>
#include <QThread>
#include <QUuid>
#include <QVariant>

#include <cerrno>

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fcntl.h>

namespace keg::store {

namespace {

constexpr int BusyTimeoutMs = 5000;
constexpr int BusyNapMs = 2;
constexpr int StepsBetweenLooks = 1000; // of SQLite's machine: far less than a millisecond
constexpr mode_t RightsOfSQLite = 0644; // less the umask, of files that it makes
constexpr int MostLinks = 40; // that the kernel follows
constexpr int JournalSizeLimit = 4 * 1024 * 1024; // bytes kept of a -wal that was written back

// As a URI, because only that says "never create".
QString uriOf(const QString &path, Access access)
{
    const QByteArray file = QFile::encodeName(path).toPercentEncoding("/");
    const auto mode = access == Access::Create ? QLatin1String("rwc") : QLatin1String("rw");
    return QStringLiteral("file:%1?mode=%2").arg(QString::fromLatin1(file), mode);
}

// Official Qt binaries carry an SQLite of their own, whose handles ours must not touch.
Result<void> checkLibrary(const QSqlDatabase &connection)
{
    QSqlQuery query(QStringLiteral("SELECT sqlite_version()"), connection);
    query.next();
    const QString ofQt = query.value(0).toString();
    const QString ours = QString::fromLatin1(sqlite3_libversion());
    if (ofQt == ours)
        return {};
    return Error{ErrorCode::Failed,
                 QStringLiteral("Qt's SQLite driver uses SQLite %1 and this program %2: use a Qt "
                                "whose driver uses the system's SQLite (libqt6sql6-sqlite)")
                     .arg(ofQt, ours)};
}

// Not so if this user may not look.
bool isAbsent(const QString &path)
{
    return ::access(QFile::encodeName(path).constData(), F_OK) != 0 && errno != EACCES;
}

QString behindLinks(QString path)
{
    for (int links = 0; links < MostLinks && QFileInfo(path).isSymLink(); ++links)
        path = QFileInfo(path).symLinkTarget();
    return path;
}

// Before SQLite, which then gives -wal and -shm to the same owner, and says why nothing can be
// made. Nobody here has the file open yet, whose locks would go with this descriptor.
Result<void> makeForFoldersOwner(const QString &path)
{
    const QFileInfo made(behindLinks(path));
    const QByteArray name = QFile::encodeName(made.fileName());
    const Descriptor folder(
        ::open(QFile::encodeName(made.path()).constData(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    const Descriptor file(::openat(folder.number(), name.constData(),
                                   O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                                   RightsOfSQLite));
    if (!file.isOpen() || giveToOwnerOf(folder.number(), file.number()))
        return {};
    const QString reason = qt_error_string(errno);
    ::unlinkat(folder.number(), name.constData(), 0);
    return Error{ErrorCode::Refused,
                 QStringLiteral("%1 cannot be given to the owner of its folder, user %2 (%3): "
                                "become that user")
                     .arg(made.filePath(), ownerOf(made.path()), reason)};
}

Error noDatabase(const QString &path)
{
    return {ErrorCode::NotFound,
            QStringLiteral("no database %1: start kegdisplay there once or name another file")
                .arg(path)};
}

Error cannotOpen(const QString &path, const QString &reason)
{
    const QFileInfo file(path);
    if (isAbsent(file.absolutePath())) {
        return {ErrorCode::NotFound,
                QStringLiteral("no folder %1 for the database %2: create it or name another file")
                    .arg(file.absolutePath(), file.fileName())};
    }
    if (file.isDir()) {
        return {ErrorCode::Refused,
                QStringLiteral("%1 is a folder: name the database file in it").arg(path)};
    }
    return {ErrorCode::Refused,
            QStringLiteral("no access to the database %1 (%2): give this user the right to write "
                           "the file and its folder (services: the group kegdisplay)")
                .arg(path, reason)};
}

Error damaged(const QString &path, const QString &reason)
{
    return {ErrorCode::Damaged,
            QStringLiteral("the file %1 is damaged or no database (%2): restore a backup or name "
                           "another file")
                .arg(path, reason)};
}

} // namespace

Result<std::unique_ptr<Database>> Database::open(const QString &path, Access access,
                                                 const Interruption *interruption)
{
    const QString absolutePath = QFileInfo(path).absoluteFilePath();
    if (access != Access::Create && isAbsent(absolutePath))
        return noDatabase(absolutePath);
    if (access == Access::Create && isAbsent(absolutePath)) {
        if (const auto made = makeForFoldersOwner(absolutePath); !made)
            return made.error();
    }
    const QString name = QUuid::createUuid().toString(QUuid::WithoutBraces);
    sqlite3 *handle = nullptr;
    Result<void> opened;
    {
        // A scope of its own: removeDatabase() wants no copy of it left.
        QSqlDatabase connection = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        connection.setConnectOptions(QStringLiteral("QSQLITE_OPEN_URI"));
        connection.setDatabaseName(uriOf(absolutePath, access));
        if (!connection.open())
            opened = cannotOpen(absolutePath, connection.lastError().databaseText());
        else if (opened = checkLibrary(connection); opened)
            handle = *static_cast<sqlite3 *const *>(connection.driver()->handle().constData());
    }
    if (!handle) {
        QSqlDatabase::removeDatabase(name);
        return opened.error();
    }
    // SQLite follows symbolic links; its other files lie beside the file that it found.
    const QString realPath = QFile::decodeName(sqlite3_db_filename(handle, "main"));
    std::unique_ptr<Database> database(new Database(realPath, access, interruption, name, handle));
    // Found out before anything is read: without rights SQLite could not remove a -wal it made.
    if (access != Access::ReadOnly && sqlite3_db_readonly(handle, "main") == 1)
        return cannotOpen(realPath, QStringLiteral("it may only be read"));
    if (const auto prepared = database->prepareConnection(); !prepared)
        return prepared.error();
    return database;
}

Database::Database(QString path, Access access, const Interruption *interruption,
                   QString connectionName, sqlite3 *handle)
    : m_path(std::move(path))
    , m_access(access)
    , m_interruption(interruption)
    , m_connectionName(std::move(connectionName))
    , m_handle(handle)
    , m_thread(QThread::currentThreadId())
{}

Database::~Database()
{
    m_idleStatements.clear();
    QSqlDatabase::removeDatabase(m_connectionName);
}

sqlite3 *Database::handle() const
{
    Q_ASSERT(QThread::currentThreadId() == m_thread);
    return m_handle;
}

Result<void> Database::prepareConnection()
{
    sqlite3_extended_result_codes(m_handle, 1);
    sqlite3_busy_handler(m_handle, &Database::onBusy, this);
    sqlite3_progress_handler(m_handle, StepsBetweenLooks, &Database::onProgress, this);
    sqlite3_db_config(m_handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(m_handle, SQLITE_DBCONFIG_ENABLE_FKEY, 0, nullptr);
    sqlite3_wal_autocheckpoint(m_handle, 0);
    const QByteArray script = "PRAGMA mmap_size=0; PRAGMA cell_size_check=ON;"
                              "PRAGMA journal_size_limit="
        + QByteArray::number(JournalSizeLimit) + ";PRAGMA query_only="
        + (m_access == Access::ReadOnly ? "ON" : "OFF") + ";SELECT count(*) FROM sqlite_schema";
    if (auto prepared = execute(script); !prepared)
        return prepared;
    if (auto whole = checkLength(); !whole)
        return whole;
    return setDurability(Durability::Full);
}

// SQLite misses a cut within the last page. A file that still has a log to be written back may
// lack any part of its end.
Result<void> Database::checkLength()
{
    const auto pageSize = integer("PRAGMA page_size");
    if (!pageSize)
        return pageSize.error();
    const bool isWhole = QFileInfo(m_path).size() % *pageSize == 0;
    if (isWhole || QFileInfo(m_path + QStringLiteral("-wal")).size() > 0)
        return {};
    return damaged(m_path, QStringLiteral("its end is missing"));
}

Result<void> Database::execute(const QByteArray &sqlScript)
{
    QByteArray rest = sqlScript;
    for (;;) {
        auto statement = Statement::prepareNext(*this, &rest);
        if (!statement)
            return statement.error();
        if (!statement->has_value())
            return {};
        if (auto done = (*statement)->run(); !done)
            return done;
    }
}

Result<qint64> Database::integer(const QByteArray &sql)
{
    auto statement = Statement::prepare(*this, sql);
    if (!statement)
        return statement.error();
    const auto row = statement->step();
    if (!row)
        return row.error();
    return *row ? statement->integer(0) : 0;
}

Result<void> Database::useWriteAheadLog()
{
    auto statement = Statement::prepare(*this, "PRAGMA journal_mode=WAL");
    if (!statement)
        return statement.error();
    const auto row = statement->step();
    if (!row)
        return row.error();
    if (*row && statement->bytes(0) == "wal")
        return {};
    return Error{ErrorCode::Refused,
                 QStringLiteral("the file system of %1 cannot hold a write-ahead log: move the "
                                "database to a local disk")
                     .arg(m_path)};
}

Result<void> Database::setDurability(Durability durability)
{
    return execute(durability == Durability::Full ? "PRAGMA synchronous=FULL"
                                                  : "PRAGMA synchronous=NORMAL");
}

void Database::setWaitsForWriters(bool waits)
{
    m_waitsForWriters = waits;
}

bool Database::isInterrupted() const
{
    return m_interruption && m_interruption->isRequested();
}

/// SQLite asks whether to try again, having asked `tries` times before.
int Database::onBusy(void *self, int tries)
{
    const auto *database = static_cast<const Database *>(self);
    const bool waits = database->m_waitsForWriters && !database->isInterrupted();
    if (!waits || tries * BusyNapMs >= BusyTimeoutMs)
        return 0;
    sqlite3_sleep(BusyNapMs);
    return 1;
}

/// SQLite asks whether to give up.
int Database::onProgress(void *self)
{
    const auto *database = static_cast<const Database *>(self);
    return int(database->m_isInterruptible && database->isInterrupted());
}

void Database::setTriggersEnabled(bool enabled)
{
    sqlite3_db_config(m_handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, int(enabled), nullptr);
}

Result<void> Database::checkIntegrity()
{
    const auto interruptible = beInterruptible();
    auto statement = Statement::prepare(*this, "PRAGMA integrity_check(1)");
    if (!statement)
        return statement.error();
    const auto row = statement->step();
    if (!row)
        return row.error();
    if (*row && statement->bytes(0) == "ok")
        return {};
    return Error{ErrorCode::Damaged,
                 QStringLiteral("the database %1 is damaged (%2): restore a backup")
                     .arg(m_path, statement->text(0).simplified())};
}

Result<qint64> Database::userVersion()
{
    return integer("PRAGMA user_version");
}

qint64 Database::lastInsertId() const
{
    return sqlite3_last_insert_rowid(m_handle);
}

qint64 Database::changedRows() const
{
    return sqlite3_changes64(m_handle);
}

Error Database::error(int sqliteCode) const
{
    const QString reason = QString::fromUtf8(sqlite3_errmsg(m_handle));
    if (sqlite3_system_errno(m_handle) == ENOSPC && (sqliteCode & 0xff) == SQLITE_IOERR)
        sqliteCode = SQLITE_FULL;
    switch (sqliteCode & 0xff) {
    case SQLITE_CONSTRAINT:
        return {ErrorCode::Refused, reason};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {ErrorCode::Busy,
                QStringLiteral("another program keeps the database %1 locked: try again, or end "
                               "that program")
                    .arg(m_path)};
    case SQLITE_INTERRUPT:
        return {ErrorCode::Interrupted,
                QStringLiteral("database %1: given up, because this program ends").arg(m_path)};
    case SQLITE_FULL:
        return {ErrorCode::DiskFull,
                QStringLiteral("the disk of %1 is full: free some space").arg(m_path)};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return damaged(m_path, reason);
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_CANTOPEN:
        return cannotOpen(m_path, reason);
    default:
        return {ErrorCode::Failed, QStringLiteral("database %1: %2").arg(m_path, reason)};
    }
}

} // namespace keg::store
