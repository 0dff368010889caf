// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/text_table.h"

#include "app/one_line.h"

#include <algorithm>
#include <cwchar>

namespace keg::app {

namespace {

/// In columns of a terminal: some letters take two, marks none. Goes by the process's locale.
int displayWidth(const QString &text)
{
    int width = 0;
    for (const uint letter : text.toUcs4())
        width += std::max(0, wcwidth(wchar_t(letter)));
    return width;
}

} // namespace

void TextTable::addColumn(const QString &title, Align align)
{
    m_titles.append(title);
    m_aligns.append(align);
}

void TextTable::addRow(const QStringList &values)
{
    QStringList row;
    for (const QString &value : values)
        row.append(onOneLine(value));
    m_rows.append(row);
}

QString TextTable::toString() const
{
    QList<int> widths;
    for (qsizetype column = 0; column < m_titles.size(); ++column) {
        int width = displayWidth(m_titles.at(column));
        for (const QStringList &row : m_rows)
            width = std::max(width, displayWidth(row.at(column)));
        widths.append(width);
    }
    QString text = line(m_titles, widths);
    for (const QStringList &row : m_rows)
        text += line(row, widths);
    return text;
}

QString TextTable::line(const QStringList &values, const QList<int> &widths) const
{
    QString text;
    for (qsizetype column = 0; column < values.size(); ++column) {
        const QString padding(widths.at(column) - displayWidth(values.at(column)), u' ');
        const bool isLeft = m_aligns.at(column) == Align::Left;
        text += (isLeft ? values.at(column) + padding : padding + values.at(column))
            + QStringLiteral("  ");
    }
    while (text.endsWith(u' '))
        text.chop(1);
    return text + u'\n';
}

} // namespace keg::app
