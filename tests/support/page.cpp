// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/page.h"

#include <QCborValue>
#include <QFile>
#include <QRegularExpression>

namespace keg::test {

namespace {

QString typeName(const QCborValue &value)
{
    if (value.isInteger())
        return QStringLiteral("integer");
    if (value.isString())
        return QStringLiteral("text");
    return value.isBool() ? QStringLiteral("boolean") : QStringLiteral("bytes");
}

} // namespace

Page::Page(const QString &name)
{
    QFile file(QStringLiteral(KEG_SOURCE_DIR "/") + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s", qPrintable(file.errorString()));
    m_lines = QString::fromUtf8(file.readAll()).split(u'\n');
}

bool Page::has(const QString &line) const
{
    return m_lines.contains(line);
}

QString Page::text() const
{
    return m_lines.join(u'\n');
}

template<typename Condition>
QStringList Page::linesFrom(const QString &heading, Condition isEnd) const
{
    QStringList lines;
    for (auto line = m_lines.indexOf(heading) + 1; line > 0 && line < m_lines.size(); ++line) {
        if (isEnd(m_lines.at(line)))
            break;
        lines.append(m_lines.at(line));
    }
    return lines;
}

QStringList Page::section(const QString &heading) const
{
    return linesFrom(heading, [](const QString &line) { return line.startsWith(u'#'); });
}

QStringList Page::chapter(const QString &heading) const
{
    const auto depth = [](const QString &line) { return line.section(u' ', 0, 0).size(); };
    return linesFrom(heading, [&](const QString &line) {
        return line.startsWith(u'#') && depth(line) <= depth(heading);
    });
}

QList<QStringList> Page::rows(const QString &heading, QLatin1String beginning) const
{
    QList<QStringList> found;
    for (const QString &line : section(heading)) {
        if (!line.startsWith(u'|'))
            continue;
        QStringList cells = line.split(u'|').mid(1);
        for (QString &cell : cells)
            cell = cell.trimmed();
        if (cells.constFirst().startsWith(beginning))
            found.append(cells);
    }
    return found;
}

QStringList quoted(const QString &cell)
{
    QStringList words;
    static const QRegularExpression expression(QStringLiteral("`([^`]+)`"));
    for (auto match = expression.globalMatch(cell); match.hasNext();)
        words.append(match.next().captured(1));
    return words;
}

QStringList documentedKeys(const QList<QStringList> &rows)
{
    QStringList keys;
    for (const QStringList &row : rows) {
        for (const QString &key : quoted(row.at(0))) {
            const bool isPosition = row.at(1) == QLatin1String("position");
            const QString inPosition
                = key == QLatin1String("seq") ? QStringLiteral("integer") : QStringLiteral("bytes");
            keys.append(key + u' ' + (isPosition ? inPosition : row.at(1)));
        }
    }
    return keys;
}

QStringList keysOf(const QCborMap &body)
{
    QStringList keys;
    for (auto field = body.constBegin(); field != body.constEnd(); ++field)
        keys.append(field.key().toString() + u' ' + typeName(field.value()));
    return keys;
}

QString inSeconds(milliseconds time)
{
    return QStringLiteral("%1 s").arg(double(time.count()) / 1000);
}

} // namespace keg::test
