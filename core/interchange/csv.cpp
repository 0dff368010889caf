// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/interchange/csv.h"

#include <algorithm>

namespace keg::interchange {

namespace {

using namespace Qt::StringLiterals;

constexpr QByteArrayView ByteOrderMark = "\xEF\xBB\xBF";
constexpr qsizetype MaximumSize = 64 * 1024 * 1024; // bytes; a thousand times a large bar's list
// Bytes; more than the longest of a beer's texts, if all of it is quotes.
constexpr qsizetype MaximumFieldSize = 64 * 1024;
constexpr qsizetype MaximumFields = 1000; // of a row, since an empty one takes 32 times its byte

Error notUtf8(const QByteArray &bytes)
{
    int line = 1;
    qsizetype from = 0;
    for (qsizetype end = bytes.indexOf('\n'); end >= 0; end = bytes.indexOf('\n', from)) {
        if (!QByteArrayView(bytes).sliced(from, end - from).isValidUtf8())
            break;
        from = end + 1;
        ++line;
    }
    return {ErrorCode::Refused, u"line %1 is not UTF-8; save the file as UTF-8"_s.arg(line),
            Reason{"csv_not_utf8", {QString::number(line)}}};
}

/// That of the first line, if there are no commas, is a semicolon.
char separatorOf(const QByteArray &csv)
{
    const qsizetype end = csv.indexOf('\n');
    const auto line = QByteArrayView(csv).first(end < 0 ? csv.size() : end);
    return line.contains(';') && !line.contains(',') ? ';' : ',';
}

bool isBlank(const CsvRow &row)
{
    return row.fault.isEmpty() && std::ranges::all_of(row.fields, [](const CsvField &field) {
               return field == CsvField();
           });
}

bool needsQuotes(const QString &field)
{
    static const QString special = u",\"\r\n"_s;
    return field.trimmed() == "NULL"_L1
        || std::ranges::any_of(field, [](QChar c) { return special.contains(c); });
}

QString quoted(const QString &field)
{
    return u'"' + QString(field).replace(u'"', u"\"\""_s) + u'"';
}

} // namespace

CsvReader::CsvReader(const QByteArray &csv)
    : m_csv(csv)
    , m_separator(separatorOf(csv))
    , m_at(csv.startsWith(ByteOrderMark) ? ByteOrderMark.size() : 0)
{}

Result<CsvReader> CsvReader::open(const QByteArray &csv)
{
    if (csv.size() > MaximumSize)
        return Error{ErrorCode::Refused, u"the file is larger than 64 MiB"_s, Reason{"too_large"}};
    if (!QByteArrayView(csv).isValidUtf8())
        return notUtf8(csv);
    return CsvReader(csv);
}

std::optional<CsvRow> CsvReader::next()
{
    while (!atEnd()) {
        CsvRow row = readRow();
        if (!isBlank(row))
            return row;
    }
    return {};
}

CsvRow CsvReader::readRow()
{
    const qsizetype start = m_at;
    CsvRow row{m_line, {}, {}};
    m_fault.clear();
    row.fields.append(readField());
    while (m_fault.isEmpty() && !atRowEnd() && row.fields.size() < MaximumFields) {
        ++m_at; // the separator
        row.fields.append(readField());
    }
    row.fault = faultOf(row, QByteArrayView(m_csv).sliced(start, m_at - start));
    const qsizetype from = row.fault.isEmpty() ? m_at : start;
    const qsizetype lineBreak = m_csv.indexOf('\n', from);
    m_at = lineBreak < 0 ? m_csv.size() : lineBreak + 1;
    m_line += int(QByteArrayView(m_csv).sliced(start, m_at - start).count('\n'));
    return row;
}

/// `bytes` is what was read of it. Empty: nothing is wrong.
QString CsvReader::faultOf(const CsvRow &row, QByteArrayView bytes) const
{
    if (!m_fault.isEmpty())
        return m_fault;
    if (row.fields.size() >= MaximumFields)
        return u"the row has too many fields"_s;
    return bytes.contains('\0') ? u"the row has a zero byte"_s : QString();
}

CsvField CsvReader::readField()
{
    if (!atEnd() && m_csv.at(m_at) == '"')
        return readQuotedField();
    const qsizetype start = m_at;
    while (!atRowEnd() && m_csv.at(m_at) != m_separator)
        ++m_at;
    if (isTooLong(m_at - start))
        return {};
    return {QString::fromUtf8(QByteArrayView(m_csv).sliced(start, m_at - start)), false};
}

CsvField CsvReader::readQuotedField()
{
    CsvField field{{}, true};
    const qsizetype opening = m_at;
    while (!isTooLong(m_at - opening)) {
        const qsizetype start = m_at + 1;
        const qsizetype end = m_csv.indexOf('"', start);
        if (end < 0) {
            m_fault = u"a quote is opened and never closed"_s;
            return field;
        }
        field.text += QString::fromUtf8(QByteArrayView(m_csv).sliced(start, end - start));
        m_at = end + 1;
        if (atEnd() || m_csv.at(m_at) != '"')
            break;
        field.text += u'"';
    }
    if (m_fault.isEmpty() && !atRowEnd() && m_csv.at(m_at) != m_separator)
        m_fault = u"text follows a closing quote; quotes inside a field must be doubled"_s;
    return field;
}

bool CsvReader::isTooLong(qsizetype size)
{
    if (size > MaximumFieldSize)
        m_fault = u"a field is too long"_s;
    return !m_fault.isEmpty();
}

bool CsvReader::atRowEnd() const
{
    const QByteArrayView rest
        = QByteArrayView(m_csv).sliced(m_at).first(std::min<qsizetype>(2, m_csv.size() - m_at));
    return rest.isEmpty() || rest.startsWith('\n') || rest == "\r\n" || rest == "\r";
}

QByteArray csvLine(const QStringList &fields)
{
    QStringList texts;
    for (const QString &field : fields)
        texts.append(needsQuotes(field) ? quoted(field) : field);
    return texts.join(u',').toUtf8() + "\r\n";
}

} // namespace keg::interchange
