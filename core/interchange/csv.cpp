// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/interchange/csv.h"

#include <QStringDecoder>

#include <algorithm>

namespace keg::interchange {

namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype MaximumSize = 64 * 1024 * 1024; // bytes; a thousand times a large bar's list
constexpr qsizetype MaximumRowSize = 1024 * 1024; // characters; more than all of a beer's texts

bool isUtf8(const QByteArray &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString decoded = decoder(bytes);
    return !decoder.hasError();
}

Error notUtf8(const QByteArray &bytes)
{
    const auto lines = bytes.split('\n');
    const auto bad = std::ranges::find_if_not(lines, isUtf8);
    return {ErrorCode::Refused,
            u"line %1 is not UTF-8; save the file as UTF-8"_s.arg(bad - lines.cbegin() + 1)};
}

/// Goes through a text row by row.
class Reader
{
public:
    explicit Reader(const QString &text)
        : m_text(text)
    {}

    bool atEnd() const { return m_at >= m_text.size(); }
    CsvRow readRow();

private:
    CsvField readField();
    CsvField readQuotedField();
    bool atRowEnd() const;

    const QString &m_text;
    qsizetype m_at = 0;
    int m_line = 1;
    QString m_fault;
};

CsvRow Reader::readRow()
{
    const qsizetype start = m_at;
    CsvRow row{m_line, {}, {}};
    m_fault.clear();
    row.fields.append(readField());
    while (m_fault.isEmpty() && !atRowEnd()) {
        ++m_at; // the comma
        row.fields.append(readField());
    }
    if (m_fault.isEmpty() && m_at - start > MaximumRowSize)
        m_fault = u"the row is too long"_s;
    if (m_fault.isEmpty() && QStringView(m_text).mid(start, m_at - start).contains(QChar::Null))
        m_fault = u"the row has a zero byte"_s;
    row.fault = m_fault;

    const qsizetype from = m_fault.isEmpty() ? m_at : start;
    const qsizetype lineBreak = m_text.indexOf(u'\n', from);
    m_at = lineBreak < 0 ? m_text.size() : lineBreak + 1;
    m_line += int(QStringView(m_text).mid(start, m_at - start).count(u'\n'));
    return row;
}

CsvField Reader::readField()
{
    if (!atEnd() && m_text.at(m_at) == u'"')
        return readQuotedField();
    const qsizetype start = m_at;
    while (!atRowEnd() && m_text.at(m_at) != u',')
        ++m_at;
    return {m_text.mid(start, m_at - start), false};
}

CsvField Reader::readQuotedField()
{
    CsvField field{{}, true};
    while (true) {
        const qsizetype start = m_at + 1;
        const qsizetype end = m_text.indexOf(u'"', start);
        if (end < 0) {
            m_fault = u"a quote is opened and never closed"_s;
            return field;
        }
        field.text += QStringView(m_text).mid(start, end - start);
        m_at = end + 1;
        if (atEnd() || m_text.at(m_at) != u'"')
            break;
        field.text += u'"';
    }
    if (!atRowEnd() && m_text.at(m_at) != u',')
        m_fault = u"text follows a closing quote; quotes inside a field must be doubled"_s;
    return field;
}

bool Reader::atRowEnd() const
{
    const QStringView rest = QStringView(m_text).mid(m_at, 2);
    return rest.isEmpty() || rest.startsWith(u'\n') || rest == u"\r\n"_s || rest == u"\r"_s;
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

Result<QList<CsvRow>> readCsv(const QByteArray &bytes)
{
    if (bytes.size() > MaximumSize)
        return Error{ErrorCode::Refused, u"the file is larger than 64 MiB"_s};
    if (!isUtf8(bytes))
        return notUtf8(bytes);
    QString text = QString::fromUtf8(bytes);
    if (text.startsWith(QChar::ByteOrderMark))
        text.remove(0, 1);

    QList<CsvRow> rows;
    Reader reader(text);
    while (!reader.atEnd()) {
        CsvRow row = reader.readRow();
        if (!isBlank(row))
            rows.append(std::move(row));
    }
    return rows;
}

QByteArray csvLine(const QStringList &fields)
{
    QStringList texts;
    for (const QString &field : fields)
        texts.append(needsQuotes(field) ? quoted(field) : field);
    return texts.join(u',').toUtf8() + "\r\n";
}

} // namespace keg::interchange
