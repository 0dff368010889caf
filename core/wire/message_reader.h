// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/wire/messages.h"

namespace keg::wire {

/// Reads messages off a stream of bytes. After an error it gives nothing but that error.
class MessageReader
{
public:
    explicit MessageReader(quint32 frameLimit)
        : m_frames(frameLimit)
    {}

    /// From now on frames of up to `limit` bytes are taken.
    void setFrameLimit(quint32 limit) { m_frames.setLimit(limit); }
    void append(const QByteArray &bytes) { m_frames.append(bytes); }
    /// The next whole message; none if more bytes are needed. Errors: Damaged, as
    /// FrameReader::next() and decode().
    Result<std::optional<Message>> next();

private:
    FrameReader m_frames;
    std::optional<Error> m_error;
};

} // namespace keg::wire
