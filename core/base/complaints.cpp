// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/base/complaints.h"

namespace keg {

void Complaints::say(const QString &line, milliseconds now)
{
    if (!m_since || now - *m_since >= Window) {
        if (m_count > Lines)
            qCInfo(m_category) << m_count - Lines << "more strangers were turned away";
        m_since = now;
        m_count = 0;
    }
    if (++m_count <= Lines)
        qCInfo(m_category).noquote() << line;
    if (m_count == Lines)
        qCInfo(m_category) << "strangers are only counted for the rest of the minute";
}

} // namespace keg
