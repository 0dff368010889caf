// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QStringList>

namespace keg::app {

/// Rows with aligned columns, for people.
class TextTable
{
public:
    enum class Align { Left, Right };

    /// One column more.
    void addColumn(const QString &title, Align align = Align::Left);
    /// One value a column; control characters in them are escaped.
    void addRow(const QStringList &values);

    /// The titles and the rows, a line each.
    QString toString() const;

private:
    QString line(const QStringList &values, const QList<int> &widths) const;

    QStringList m_titles;
    QList<Align> m_aligns;
    QList<QStringList> m_rows;
};

} // namespace keg::app
