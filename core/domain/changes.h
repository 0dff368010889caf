// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/domain/position.h"

#include <QByteArray>
#include <QList>

#include <optional>
#include <variant>

namespace keg {

/// A column's text, byte for byte as SQLite holds it (UTF-8 that nobody has checked).
struct Text
{
    QByteArray bytes;
    bool operator==(const Text &) const = default;
};

/// A column's BLOB.
struct Blob
{
    QByteArray bytes;
    bool operator==(const Blob &) const = default;
};

/// One column of one row with SQLite's own types; monostate: NULL.
using Cell = std::variant<std::monostate, qint64, double, Text, Blob>;

/// One row of change_log: a key that was touched. `operation` is never interpreted.
struct LogEntry
{
    qint64 id = 0;
    Cell table; ///< TEXT for our triggers; other programs may have written anything
    Cell operation;
    Cell rowId;
    Cell timestamp;

    bool operator==(const LogEntry &) const = default;
};

/// One whole row of a replicated table as it is now.
struct RowImage
{
    QByteArray table;
    qint64 key = 0; ///< of its INTEGER PRIMARY KEY, which `columns` leaves out
    QList<QByteArray> columns;
    QList<Cell> cells; ///< as many as columns

    bool operator==(const RowImage &) const = default;
};

/// Takes the parts of a delta one by one, the log entries first.
class ChangeSink
{
public:
    ChangeSink() = default;
    virtual ~ChangeSink() = default;
    ChangeSink(const ChangeSink &) = delete;
    ChangeSink &operator=(const ChangeSink &) = delete;

    virtual Result<void> add(const LogEntry &entry) = 0;
    virtual Result<void> add(const RowImage &row) = 0;
};

/// Gives the parts of a delta one by one, the log entries first.
class ChangeSource
{
public:
    using Item = std::variant<LogEntry, RowImage>;

    ChangeSource() = default;
    virtual ~ChangeSource() = default;
    ChangeSource(const ChangeSource &) = delete;
    ChangeSource &operator=(const ChangeSource &) = delete;

    /// The next part; none at the end. Errors: Damaged.
    virtual Result<std::optional<Item>> next() = 0;
};

} // namespace keg
