// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/sync/head_history.h"

namespace keg::sync {

namespace {

constexpr int RememberedHeads = 1'024;

} // namespace

void HeadHistory::moveTo(const Head &head)
{
    if (head.position.epoch != m_head.position.epoch)
        m_digests.clear();
    m_head = head;
    remember(head.position);
}

void HeadHistory::remember(const Position &position)
{
    if (position.epoch != m_head.position.epoch)
        return;
    m_digests.insert(position.sequence, position.digest);
    while (m_digests.size() > RememberedHeads)
        m_digests.erase(m_digests.cbegin());
}

bool HeadHistory::contains(const Position &position) const
{
    if (position.epoch == m_head.position.epoch)
        return true;
    return m_head.previous && position.epoch == m_head.previous->ended
        && position.sequence <= m_head.previous->sequence;
}

bool HeadHistory::contradicts(const Position &position) const
{
    if (position.epoch != m_head.position.epoch)
        return false;
    const auto known = m_digests.constFind(position.sequence);
    return known != m_digests.cend() && *known != position.digest;
}

} // namespace keg::sync
