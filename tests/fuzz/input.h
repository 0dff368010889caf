// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>

#include <algorithm>

namespace keg::fuzz {

/// What libFuzzer made up, taken off from the front.
class Input
{
public:
    Input(const quint8 *data, std::size_t size)
        : m_bytes(reinterpret_cast<const char *>(data), qsizetype(size))
    {}

    bool isEmpty() const { return m_bytes.isEmpty(); }
    /// 0 at the end.
    quint8 number()
    {
        const QByteArray taken = bytes(1);
        return taken.isEmpty() ? 0 : quint8(taken[0]);
    }
    /// Fewer at the end. A copy of just these bytes, so that reading past them is found.
    QByteArray bytes(qsizetype count)
    {
        const qsizetype length = std::min(count, m_bytes.size());
        QByteArray taken(m_bytes.constData(), length);
        m_bytes.remove(0, length);
        return taken;
    }
    QByteArray rest() { return bytes(m_bytes.size()); }

private:
    QByteArray m_bytes;
};

} // namespace keg::fuzz
