// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/headers.h"

#include <algorithm>

namespace keg::web {

namespace {

bool isControl(char character)
{
    return (character >= 0 && character < ' ') || character == '\x7f';
}

/// Mostly it is one, and no copy.
QByteArray oneLine(QByteArray text)
{
    if (std::none_of(text.cbegin(), text.cend(), isControl))
        return text;
    std::replace_if(text.begin(), text.end(), isControl, ' ');
    return text;
}

auto named(QByteArrayView name)
{
    return [name](const Headers::Line &line) {
        return line.first.compare(name, Qt::CaseInsensitive) == 0;
    };
}

} // namespace

void Headers::add(const QByteArray &name, const QByteArray &value)
{
    m_lines.append({oneLine(name), oneLine(value)});
}

QByteArray Headers::value(QByteArrayView name) const
{
    const auto line = std::ranges::find_if(m_lines, named(name));
    return line == m_lines.end() ? QByteArray() : line->second;
}

qsizetype Headers::count(QByteArrayView name) const
{
    return std::ranges::count_if(m_lines, named(name));
}

} // namespace keg::web
