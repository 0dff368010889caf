// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/clock.h"

#include <QCborMap>
#include <QStringList>

namespace keg::test {

/// A document, by its headings and tables, to be compared with the code.
class Page
{
public:
    /// `name`: its path in the project. Ends the test program if it cannot be read.
    explicit Page(const QString &name);

    bool has(const QString &line) const;
    QString text() const;
    /// The lines from a heading to the next one of any kind.
    QStringList section(const QString &heading) const;
    /// The lines from a heading to the next one that is not below it.
    QStringList chapter(const QString &heading) const;
    /// The cells of those table rows in a section whose first cell begins like that.
    QList<QStringList> rows(const QString &heading, QLatin1String beginning) const;

private:
    template<typename Condition>
    QStringList linesFrom(const QString &heading, Condition isEnd) const;

    QStringList m_lines;
};

/// "`db` `epoch`" -> db, epoch
QStringList quoted(const QString &cell);

/// "key type" for every key that a table lists.
QStringList documentedKeys(const QList<QStringList> &rows);

/// "key type" for every key of a map.
QStringList keysOf(const QCborMap &body);

/// As the documents write it.
QString inSeconds(milliseconds time);

} // namespace keg::test
