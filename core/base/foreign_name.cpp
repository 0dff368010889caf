// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/base/foreign_name.h"

#include <QList>

#include <algorithm>
#include <array>

namespace keg {

namespace {

constexpr qsizetype Length = 32;

bool isBlank(char32_t character)
{
    static constexpr std::array<char32_t, 5> Fillers{0x115f, 0x1160, 0x2800, 0x3164, 0xffa0};
    return QChar::isSpace(character) || std::ranges::count(Fillers, character) > 0;
}

/// Between two blanks: it has no width.
bool isInvisible(char32_t character)
{
    const QChar::Category category = QChar::category(character);
    return category == QChar::Other_Format || category == QChar::Mark_NonSpacing;
}

QString withSingleBlanks(const QString &text)
{
    QString folded;
    bool isBehindBlank = true;
    const QList<uint> characters = text.toUcs4();
    for (const char32_t character : characters) {
        if (isBehindBlank && (isBlank(character) || isInvisible(character)))
            continue;
        isBehindBlank = isBlank(character);
        if (isBehindBlank)
            folded += u' ';
        else
            folded += QChar::fromUcs4(character);
    }
    if (folded.endsWith(u' '))
        folded.chop(1);
    return folded;
}

} // namespace

QString foreignName(const QString &name)
{
    const QString folded = withSingleBlanks(name);
    if (folded.size() <= Length)
        return folded;
    QString beginning = folded.left(Length - 1);
    if (beginning.back().isHighSurrogate())
        beginning.chop(1);
    return beginning + QChar(u'\u2026');
}

QString withNameLast(const QString &line, const QString &name)
{
    const QString shown = foreignName(name);
    return shown.isEmpty() ? line : QStringLiteral("%1, called \"%2\"").arg(line, shown);
}

} // namespace keg
