// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QList>
#include <QStringList>

#include <optional>

namespace keg::interchange {

/// One field of a CSV row. Quotes tell the text "NULL" from nothing.
struct CsvField
{
    QString text;
    bool isQuoted = false;

    bool operator==(const CsvField &) const = default;
};

/// One row of a CSV file, or what is wrong with it.
struct CsvRow
{
    int line = 0; ///< where it begins; the first is 1
    QList<CsvField> fields;
    QString fault; ///< empty: none
};

/// Reads RFC 4180, row by row, so that a file costs little more than its bytes: UTF-8 with or
/// without a byte order mark, CRLF or LF, quoted fields with doubled quotes and line breaks in
/// them; rows without any text are left out. Semicolons instead of commas are told by the first
/// line. After a row with a fault it goes on with the next line.
class CsvReader
{
public:
    /// Errors: Refused (over 64 MiB; not UTF-8, with the line).
    static Result<CsvReader> open(const QByteArray &csv);

    /// Between two fields: a comma or a semicolon.
    char separator() const { return m_separator; }
    /// Absent: that was all.
    std::optional<CsvRow> next();

private:
    explicit CsvReader(const QByteArray &csv);

    bool atEnd() const { return m_at >= m_csv.size(); }
    CsvRow readRow();
    CsvField readField();
    CsvField readQuotedField();
    QString faultOf(const CsvRow &row, QByteArrayView bytes) const;
    bool isTooLong(qsizetype size);
    bool atRowEnd() const;

    QByteArray m_csv;
    char m_separator = ',';
    qsizetype m_at = 0;
    int m_line = 1;
    QString m_fault; ///< of the row that is being read
};

/// One row with its CRLF; fields are quoted where they must be, and where the text NULL would be
/// taken for nothing.
QByteArray csvLine(const QStringList &fields);

} // namespace keg::interchange
