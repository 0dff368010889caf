// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/domain/trust_list.h"

#include <optional>

namespace keg::store {

class Database;

/// The list of displays. Rows whose fingerprint is not as MachineId::toString() writes it are
/// passed over: another program's. Errors of all: as Database::error; on a client's copy every
/// write is Refused.
class DisplayRepository
{
public:
    /// Of the table. Revoked displays stay in it, so that they stay out.
    static constexpr int MostRows = 1'000;

    explicit DisplayRepository(Database &database)
        : m_database(database)
    {}

    /// In the order in which they came.
    Result<QList<Display>> all();
    Result<std::optional<Display>> find(const MachineId &machine);
    /// Whether the change log names the list beyond that sequence.
    Result<bool> isLoggedAfter(qint64 sequence);

    /// Whether put() may give it a row, or has no need to. Errors: Refused.
    Result<void> checkRoomFor(const MachineId &machine);
    /// Its row, made or changed, unless it says so already; the id of `display` is not looked at.
    /// Call inside a Transaction. Returns the row. Errors: Refused if one more were too many.
    Result<Display> put(const Display &display);

private:
    Result<void> checkRoom();
    Result<void> add(const Display &display);
    Result<void> change(const Display &display);

    Database &m_database;
};

} // namespace keg::store
