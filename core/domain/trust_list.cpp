// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/domain/trust_list.h"

namespace keg {

TrustList::TrustList(const QList<Display> &displays, bool isOpen)
    : m_isOpen(isOpen)
{
    for (const Display &display : displays) {
        const bool isApproved = m_approved.value(display.machine, true) && display.isApproved;
        m_approved.insert(display.machine, isApproved);
    }
}

TrustList::Standing TrustList::standingOf(const MachineId &machine) const
{
    const auto found = m_approved.constFind(machine);
    if (machine.isNull() || found == m_approved.cend())
        return Standing::Stranger;
    return *found ? Standing::Approved : Standing::Revoked;
}

bool TrustList::isApproved(const MachineId &machine) const
{
    return standingOf(machine) == Standing::Approved;
}

TrustList TrustList::approvedBy(const TrustList &other) const
{
    TrustList both = *this;
    both.m_approved.removeIf(
        [&](auto entry) { return entry.value() && !other.isApproved(entry.key()); });
    return both;
}

} // namespace keg
