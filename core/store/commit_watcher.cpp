// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/commit_watcher.h"

#include "core/store/database.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <chrono>

#include <sqlite3.h>

using namespace std::chrono_literals;

namespace keg::store {

namespace {

// The file system reports the write before the commit can be seen: between the two lies the
// writer's fsync, of less than a millisecond or, on a slow card, of many. Looking without a pause
// would keep the writer itself from the processor; looking ever more seldom adds a twentieth.
constexpr std::chrono::nanoseconds ShortestPeriod = 500us;
constexpr int PeriodsInTheTimeSoFar = 20;
constexpr auto CloseLookDuration = 1s;
// In case the file system reports nothing.
constexpr auto FallbackPeriod = 100ms;

} // namespace

CommitWatcher::CommitWatcher(Database &database, Scope scope, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_wal(QFile::decodeName(sqlite3_filename_wal(sqlite3_db_filename(database.handle(), "main"))))
{
    m_announce.setSingleShot(true);
    connect(&m_announce, &QTimer::timeout, this, &CommitWatcher::committed);
    sqlite3_wal_hook(m_database.handle(), &CommitWatcher::onWalCommit, this);
    if (scope == Scope::Own)
        return;

    connect(&m_lookOften, &ShortTimer::timeout, this, &CommitWatcher::lookAgain);
    connect(&m_lookSeldom, &QTimer::timeout, this, &CommitWatcher::look);
    connect(&m_files, &QFileSystemWatcher::fileChanged, this, &CommitWatcher::lookClosely);
    connect(&m_files, &QFileSystemWatcher::directoryChanged, this, &CommitWatcher::watchFiles);
    m_dataVersion = dataVersion();
    m_files.addPath(QFileInfo(m_wal).absolutePath());
    watchFiles();
    m_lookSeldom.start(FallbackPeriod);
}

CommitWatcher::~CommitWatcher()
{
    sqlite3_wal_hook(m_database.handle(), nullptr, nullptr);
}

std::optional<int> CommitWatcher::takeWalPages()
{
    return std::exchange(m_walPages, std::nullopt);
}

int CommitWatcher::onWalCommit(void *self, sqlite3 *, const char *, int pages)
{
    auto *watcher = static_cast<CommitWatcher *>(self);
    watcher->m_walPages = pages;
    watcher->m_announce.start(0);
    return SQLITE_OK;
}

// The log goes and comes again when another program deletes it.
void CommitWatcher::watchFiles()
{
    if (!m_files.files().contains(m_wal) && QFileInfo::exists(m_wal) && m_files.addPath(m_wal))
        lookClosely();
}

void CommitWatcher::lookClosely()
{
    m_sinceWrite.start();
    m_lookOften.start(ShortestPeriod);
}

void CommitWatcher::lookAgain()
{
    const std::chrono::nanoseconds soFar(m_sinceWrite.nsecsElapsed());
    if (soFar < CloseLookDuration)
        m_lookOften.start(std::max(ShortestPeriod, soFar / PeriodsInTheTimeSoFar));
    else
        m_lookOften.stop();
    look();
}

void CommitWatcher::look()
{
    const qint64 version = dataVersion();
    if (version == m_dataVersion)
        return;
    m_dataVersion = version;
    ++m_foreignCommits;
    emit committed();
}

qint64 CommitWatcher::dataVersion()
{
    const auto version = m_database.integer("PRAGMA data_version");
    return version ? *version : m_dataVersion;
}

} // namespace keg::store
