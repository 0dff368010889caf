// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/domain/board.h"
#include "core/domain/position.h"
#include "core/service/editing.h"

#include <memory>

namespace keg {
class Clock;
}

namespace keg::store {
enum class Access;
struct ReplicaState;
} // namespace keg::store

namespace keg::service {

/// A keg database that one command works on, whether or not an instance runs on it. Belongs to the
/// thread that opened it.
class KegFile
{
public:
    /// As it is, which may be an older shape. Errors: NotFound, TooNew, Refused, Damaged, Busy.
    static Result<KegFile> openToRead(const QString &path, const Clock &clock);
    /// Upgraded to the newest schema, unless an instance runs on an older one. Errors: as
    /// openToRead(), DiskFull.
    static Result<KegFile> openToWrite(const QString &path, const Clock &clock);
    /// The same; made if it is absent, though not its folder.
    static Result<KegFile> openOrCreate(const QString &path, const Clock &clock);
    ~KegFile();
    KegFile(KegFile &&other) noexcept;
    KegFile &operator=(KegFile &&other) noexcept;

    Editing editing();
    /// Errors: as store::Database::error().
    Result<Board> board();
    /// Of an older shape: that of a file which no instance has claimed. Errors: as
    /// store::Database::error().
    Result<store::ReplicaState> replicaState();
    /// With a digest computed afresh. Errors: as store::Database::error().
    Result<Position> position();

private:
    static Result<KegFile> open(const QString &path, store::Access access, const Clock &clock);
    explicit KegFile(std::unique_ptr<store::Database> database);

    std::unique_ptr<store::Database> m_database;
};

} // namespace keg::service
