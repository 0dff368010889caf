// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/domain/changes.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace keg::store {

class Database;

/// Carries the change log of an older KegDisplay over into ours: its newest row, so that the
/// sequence goes on, and the columns that we do not know, so that the program that made them can go
/// on writing. The rest of the history stays in the dated copy.
class LegacyLog
{
public:
    /// Takes the log, of whatever shape, out of the database; call inside a Transaction. None if
    /// there is none. Errors: as Database::error.
    static Result<LegacyLog> take(Database &database);
    /// Puts it into the new change_log. Errors: as Database::error.
    Result<void> restore(Database &database) const;

private:
    struct Column
    {
        QByteArray name;
        QByteArray type;
    };

    QList<Column> m_columns;
    std::optional<QList<Cell>> m_newest; ///< as many as columns
};

} // namespace keg::store
