// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QHash>

namespace keg::web {

/// How much memory answers take while they are being written: what several clients are given from
/// the same memory counts once.
class AnswerBytes
{
public:
    void hold(const QByteArray &bytes);
    /// The same memory as held.
    void drop(const QByteArray &bytes);
    qint64 total() const { return m_total; }

private:
    QHash<const char *, int> m_holders;
    qint64 m_total = 0;
};

} // namespace keg::web
