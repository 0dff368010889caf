// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/keg_file.h"

#include "core/service/local_folder.h"
#include "core/store/board_reader.h"
#include "core/store/database.h"
#include "core/store/migrator.h"
#include "core/store/position_tracker.h"
#include "core/store/replica_state.h"

namespace keg::service {

namespace {

/// An upgrade is refused under a running instance, which knows the older shape only.
Result<void> mayUpgrade(const QString &path, const Clock &clock)
{
    const auto holder = LocalFolder::holder(path);
    if (!holder)
        return {};
    const auto database = store::openKegDatabase(path, store::Access::ReadOnly, clock);
    if (!database)
        return database.error();
    const auto shape = store::recognise(**database);
    if (!shape)
        return shape.error();
    if (*shape == store::FileShape::Current)
        return {};
    return Error{ErrorCode::Refused,
                 QStringLiteral("%1 would have to be upgraded, but process %2 of an older version "
                                "runs on it: stop that first")
                     .arg(path)
                     .arg(*holder)};
}

} // namespace

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
    if (auto free = mayUpgrade(path, clock); !free)
        return free.error();
    return open(path, store::Access::ReadWrite, clock);
}

Result<KegFile> KegFile::openOrCreate(const QString &path, const Clock &clock)
{
    if (auto free = mayUpgrade(path, clock); !free)
        return free.error();
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
