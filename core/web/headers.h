// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QList>

#include <utility>

namespace keg::web {

/// The header lines of one request or answer, in order; names compare without case. A value.
class Headers
{
public:
    using Line = std::pair<QByteArray, QByteArray>; ///< name and value

    /// Control characters in name or value become blanks, so that no value makes a line of its own.
    void add(const QByteArray &name, const QByteArray &value);
    /// The first one's value; null if there is none.
    QByteArray value(QByteArrayView name) const;
    qsizetype count(QByteArrayView name) const;
    bool contains(QByteArrayView name) const { return count(name) > 0; }
    const QList<Line> &lines() const { return m_lines; }

private:
    QList<Line> m_lines;
};

} // namespace keg::web
