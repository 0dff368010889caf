// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/domain/changes.h"

#include <QByteArray>
#include <QString>

#include <optional>

struct sqlite3_stmt;

namespace keg::store {

class Database;

/// One prepared statement, with SQLite's exact types and bytes in both directions. Belongs to its
/// database's thread and must not outlive it. sqlite3_prepare_v2 and sqlite3_step are called here
/// and nowhere else.
class Statement
{
public:
    /// Prepares the one statement in `sql`, or takes it as it was prepared before. What a PRAGMA
    /// sets while it is being prepared, it sets the first time only: execute() those. Errors: as
    /// Database::error.
    static Result<Statement> prepare(Database &database, const QByteArray &sql);
    /// Prepares the first statement and takes it off the front of `script`; none if only
    /// blanks and comments are left. Errors: as Database::error.
    static Result<std::optional<Statement>> prepareNext(Database &database, QByteArray *script);
    ~Statement();
    Statement(Statement &&other) noexcept;
    Statement &operator=(Statement &&other) noexcept;

    // Parameters count from 1. What cannot be bound makes the next step() fail.
    void bind(int parameter, int value) { bind(parameter, qint64(value)); }
    void bind(int parameter, qint64 value);
    void bind(int parameter, double value);
    void bind(int parameter, const QString &value);
    void bind(int parameter, const Text &value);
    void bind(int parameter, const Blob &value);
    void bind(int parameter, std::nullopt_t);
    void bind(int parameter, const Cell &value);
    template<typename T>
    void bind(int parameter, const std::optional<T> &value)
    {
        value ? bind(parameter, *value) : bind(parameter, std::nullopt);
    }

    /// True: a row is there to be read. False: done. Errors: as Database::error.
    Result<bool> step();
    /// Makes it ready to run again; the parameters stay bound.
    void reset();
    /// Steps to the end and resets. Errors: as Database::error.
    Result<void> run();

    // Columns count from 0. The values are copies, converted as SQLite converts.
    int columnCount() const;
    QByteArray columnName(int column) const;
    bool isNull(int column) const;
    qint64 integer(int column) const;
    double real(int column) const;
    QByteArray bytes(int column) const;
    QString text(int column) const;
    /// The value with the type it is stored with.
    Cell cell(int column) const;

private:
    Statement(Database &database, sqlite3_stmt *statement, QByteArray text = {});
    void noteBinding(int code);

    Database *m_database;
    sqlite3_stmt *m_statement;
    QByteArray m_text; ///< under which it is kept for the next time; empty: it is not
    int m_bindingCode = 0;
};

} // namespace keg::store
