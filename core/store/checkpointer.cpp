// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/checkpointer.h"

#include "core/store/database.h"
#include "core/store/transaction.h"

#include <sqlite3.h>

namespace keg::store {

Result<std::unique_ptr<Checkpointer>> Checkpointer::open(Database &database)
{
    auto second = Database::open(database.path(), Access::ReadWrite);
    if (!second)
        return second.error();
    return std::unique_ptr<Checkpointer>(new Checkpointer(database, std::move(*second)));
}

Checkpointer::Checkpointer(Database &database, std::unique_ptr<Database> second)
    : m_database(database)
    , m_second(std::move(second))
{}

Checkpointer::~Checkpointer() = default;

void Checkpointer::noteCommits(std::optional<int> walPages, qint64 foreignCommits)
{
    m_foreignCommits = foreignCommits;
    if (!walPages)
        return;
    // A shorter log has been started again from its beginning.
    if (*walPages < m_walPagesBefore)
        m_walPagesBefore = 0;
    m_walPages = *walPages;
}

bool Checkpointer::isDue() const
{
    return m_walPages - m_walPagesBefore >= DuePages
        || m_foreignCommits - m_foreignCommitsBefore >= DueForeignCommits;
}

Result<bool> Checkpointer::run()
{
    const auto writeLock = Transaction::tryBegin(m_database);
    if (!writeLock) {
        if (writeLock.error().code == ErrorCode::Busy)
            return false;
        return writeLock.error();
    }
    int walPages = 0;
    int writtenBack = 0;
    const int code = sqlite3_wal_checkpoint_v2(m_second->handle(), "main",
                                               SQLITE_CHECKPOINT_PASSIVE, &walPages, &writtenBack);
    if ((code & 0xff) == SQLITE_BUSY)
        return false;
    if (code != SQLITE_OK)
        return m_second->error(code);
    m_walPages = walPages;
    if (writtenBack < walPages)
        return false;
    m_walPagesBefore = walPages;
    m_foreignCommitsBefore = m_foreignCommits;
    return true;
}

} // namespace keg::store
