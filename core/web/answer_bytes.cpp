// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/answer_bytes.h"

namespace keg::web {

void AnswerBytes::hold(const QByteArray &bytes)
{
    if (++m_holders[bytes.constData()] == 1)
        m_total += bytes.size();
}

void AnswerBytes::drop(const QByteArray &bytes)
{
    const auto holders = m_holders.find(bytes.constData());
    if (--*holders > 0)
        return;
    m_holders.erase(holders);
    m_total -= bytes.size();
}

} // namespace keg::web
