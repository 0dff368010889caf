// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/sync/change_batch.h"

#include <QMap>

namespace keg::sync {

/// Where a primary is, and what it knows of how it got there: decides whether a copy may go on
/// from its position.
class HeadHistory
{
public:
    const Head &head() const { return m_head; }
    const Position &position() const { return m_head.position; }

    void moveTo(const Head &head);
    /// A position on the way to a head that moveTo() has not named yet.
    void remember(const Position &position);

    /// Whether the present history contains the position's epoch and sequence.
    bool contains(const Position &position) const;
    /// Whether this sequence is known to have had another digest. Only positions of the present
    /// epoch that are still remembered can be told; for others the digest at the end of the delta
    /// decides.
    bool contradicts(const Position &position) const;

private:
    Head m_head;
    QMap<qint64, Digest> m_digests; ///< by sequence, of the newest heads of this epoch
};

} // namespace keg::sync
