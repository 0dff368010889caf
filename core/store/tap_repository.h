// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/domain/board.h"

#include <QList>

#include <optional>

namespace keg::store {

class Database;

/// The taps. Errors of all: as Database::error; on a client's copy every write is Refused.
class TapRepository
{
public:
    explicit TapRepository(Database &database)
        : m_database(database)
    {}

    /// By number.
    Result<QList<Tap>> all();
    Result<std::optional<Tap>> find(int number);

    /// A vacant tap with that number, or with the next one. Returns the number. Errors: Refused if
    /// there is one already.
    Result<int> add(std::optional<int> number = {});
    /// What pours from it; nothing: vacant. Call inside a Transaction. Writes nothing if it is so
    /// already. Errors: NotFound for the tap or the beer.
    Result<void> set(int number, std::optional<qint64> beerId);
    /// Errors: NotFound.
    Result<void> remove(int number);
    /// Makes the taps those from 1 to `count`: adds vacant ones, removes the others whatever pours
    /// there. Call inside a Transaction.
    Result<void> setCount(int count);

private:
    Database &m_database;
};

} // namespace keg::store
