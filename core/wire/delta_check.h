// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/domain/position.h"

#include <QByteArray>
#include <QCryptographicHash>

namespace keg::wire {

/// Checksum over a delta's two positions and its payload. The state digest covers the rows; this
/// covers the way there, so that not even a flipped bit in a sequence number goes unseen.
class DeltaCheck
{
public:
    DeltaCheck(const Position &from, const Position &to);

    void add(const QByteArray &payload);
    /// 32 bytes: SHA-256 over from's epoch and sequence, to's database id, epoch, sequence and
    /// digest, and the payload (docs/PROTOCOL.md).
    QByteArray result() const;

private:
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
};

} // namespace keg::wire
