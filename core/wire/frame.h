// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QByteArray>

#include <optional>

namespace keg::wire {

/// A frame on either port: u32 big-endian length of what follows, u16 big-endian type, body.
struct Frame
{
    quint16 type = 0;
    QByteArray body;
};

/// Longest frame (type and body) that a peer may send before and after it was accepted, in bytes.
constexpr quint32 StrangerFrameLimit = 4 * 1024;
constexpr quint32 PeerFrameLimit = 1024 * 1024;

QByteArray encodeFrame(quint16 type, const QByteArray &body);

/// Cuts a stream of bytes into frames. After an error it gives nothing but that error.
class FrameReader
{
public:
    explicit FrameReader(quint32 limit);

    /// From now on frames of up to `limit` bytes are taken.
    void setLimit(quint32 limit);
    void append(const QByteArray &bytes);
    /// The next whole frame; none if more bytes are needed. Errors: Damaged for a length that is
    /// too short for a type or over the limit, told from the header alone.
    Result<std::optional<Frame>> next();

private:
    quint32 m_limit;
    QByteArray m_buffer;
    qsizetype m_consumed = 0;
    std::optional<Error> m_error;
};

} // namespace keg::wire
