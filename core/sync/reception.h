// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/wire/delta_check.h"
#include "core/wire/messages.h"

namespace keg::sync {

/// A delta that a client receives in parts.
class Reception
{
public:
    explicit Reception(const wire::DeltaBegin &announced);

    const Position &from() const { return m_announced.from; }
    const Position &to() const { return m_announced.to; }
    /// Whether a part of so many bytes was announced.
    bool hasRoomFor(qint64 bytes) const { return bytes <= m_announced.size - m_received; }
    void add(const QByteArray &part);
    bool isComplete() const { return m_received == m_announced.size; }
    bool fits(const QByteArray &check) const { return m_check.result() == check; }

private:
    wire::DeltaBegin m_announced;
    wire::DeltaCheck m_check;
    qint64 m_received = 0; ///< bytes
};

} // namespace keg::sync
