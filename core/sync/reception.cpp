// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/sync/reception.h"

namespace keg::sync {

Reception::Reception(const wire::DeltaBegin &announced)
    : m_announced(announced)
    , m_check(announced.from, announced.to)
{}

void Reception::add(const QByteArray &part)
{
    m_received += part.size();
    m_check.add(part);
}

} // namespace keg::sync
