// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/one_line.h"

#include <QList>

namespace keg::app {

namespace {

using namespace Qt::StringLiterals;

constexpr char32_t NonJoiner = 0x200c;
constexpr char32_t Joiner = 0x200d;

bool isEscaped(char32_t character)
{
    // Persian and Indic words and emoji need the joiners, which hide and move nothing.
    if (character == NonJoiner || character == Joiner)
        return false;
    switch (QChar::category(character)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return false;
    }
}

QString escaped(char32_t character)
{
    if (character == U'\n')
        return u"\\n"_s;
    if (character == U'\r')
        return u"\\r"_s;
    if (character == U'\t')
        return u"\\t"_s;
    return u"\\x%1"_s.arg(uint(character), 2, 16, QChar(u'0'));
}

} // namespace

QString onOneLine(const QString &text)
{
    QString line;
    line.reserve(text.size());
    const QList<uint> characters = text.toUcs4(); // halves of surrogates become U+FFFD
    for (const char32_t character : characters) {
        if (isEscaped(character))
            line += escaped(character);
        else
            line += QChar::fromUcs4(character);
    }
    return line;
}

} // namespace keg::app
