// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/keg_file.h"

#include "core/store/board_reader.h"
#include "core/store/migrator.h"
#include "core/store/position_tracker.h"
#include "core/store/replica_state.h"

namespace keg::service {

KegFile::KegFile(std::unique_ptr<store::Database> database)
    : m_database(std::move(database))
{}

KegFile::~KegFile() = default;
KegFile::KegFile(KegFile &&other) noexcept = default;
KegFile &KegFile::operator=(KegFile &&other) noexcept = default;

Result<KegFile> KegFile::open(const QString &path, store::Access access, const Clock &clock)
{
    auto database = store::openKegDatabase(path, access, clock);
    if (!database)
        return database.error();
    return KegFile(std::move(*database));
}

Result<KegFile> KegFile::openToRead(const QString &path, const Clock &clock)
{
    return open(path, store::Access::ReadOnly, clock);
}

Result<KegFile> KegFile::openToWrite(const QString &path, const Clock &clock)
{
    return open(path, store::Access::ReadWrite, clock);
}

Result<KegFile> KegFile::openOrCreate(const QString &path, const Clock &clock)
{
    return open(path, store::Access::Create, clock);
}

Editing KegFile::editing()
{
    return Editing(*m_database);
}

Result<Board> KegFile::board()
{
    return store::readBoard(*m_database);
}

Result<store::ReplicaState> KegFile::replicaState()
{
    return store::readReplicaState(*m_database);
}

Result<Position> KegFile::position()
{
    return store::computePosition(*m_database);
}

} // namespace keg::service
