// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QString>

struct sqlite3;

namespace keg::test {

/// A program that knows SQLite and nothing of KegDisplay, as the sqlite3 shell is. One connection.
class PlainSqlite
{
public:
    explicit PlainSqlite(const QString &path);
    ~PlainSqlite();
    PlainSqlite(const PlainSqlite &) = delete;
    PlainSqlite &operator=(const PlainSqlite &) = delete;

    /// Runs the statements; their rows, one a line, columns between bars. "Error: " and the reason
    /// if one fails.
    QByteArray run(const QByteArray &sql);

private:
    sqlite3 *m_handle = nullptr;
};

/// Runs a file of tests/data into a new database.
void buildDatabase(const QString &script, const QString &path);

} // namespace keg::test
