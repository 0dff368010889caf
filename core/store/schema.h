// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QList>

namespace keg::store {

class Database;

/// The replicated tables: the one list of them.
const QList<QByteArray> &replicatedTables();
/// Their columns besides the key, in the order of their names: what travels and counts in the state
/// digest. A file may have columns of its own besides. Empty for other tables.
QList<QByteArray> replicatedColumns(const QByteArray &table);
/// How a file must declare one of those columns: its type decides which values SQLite converts when
/// it stores them, and its constraints which ones a copy can take.
QByteArray replicatedType(const QByteArray &table, const QByteArray &column);

/// One column of a UNIQUE index; an expression has no name.
struct UniqueColumn
{
    QByteArray name;
    QByteArray collation;
};

/// What replication needs to know of a table, as it is in the file.
struct TableSchema
{
    QByteArray name;
    QByteArray key; ///< the INTEGER PRIMARY KEY
    QList<QByteArray> columns; ///< stored ones, without the key
    QList<QList<UniqueColumn>> uniqueIndexes; ///< besides the key
};

/// Errors: NotFound, Refused if it has no INTEGER PRIMARY KEY, and as Database::error.
Result<TableSchema> readTable(Database &database, const QByteArray &name);

/// Whether a table or view of that name exists.
Result<bool> hasTable(Database &database, const QByteArray &name);

/// An identifier, a text as SQL has them in quotes.
QByteArray quotedName(const QByteArray &identifier);
QByteArray quotedText(const QByteArray &text);

} // namespace keg::store
