// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/one_line.h"

namespace keg::app {

namespace {

using namespace Qt::StringLiterals;

bool breaksLine(QChar c)
{
    return c.category() == QChar::Other_Control || c.category() == QChar::Separator_Line
        || c.category() == QChar::Separator_Paragraph;
}

QString escaped(QChar c)
{
    if (c == u'\n')
        return u"\\n"_s;
    if (c == u'\r')
        return u"\\r"_s;
    if (c == u'\t')
        return u"\\t"_s;
    return u"\\x%1"_s.arg(c.unicode(), 2, 16, QChar(u'0'));
}

} // namespace

QString onOneLine(const QString &text)
{
    QString line;
    line.reserve(text.size());
    for (const QChar c : text)
        line += breaksLine(c) ? escaped(c) : QString(c);
    return line;
}

} // namespace keg::app
