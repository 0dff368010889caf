// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/wire/message_reader.h"

namespace keg::wire {

Result<std::optional<Message>> MessageReader::next()
{
    if (m_error)
        return *m_error;
    const auto frame = m_frames.next();
    if (!frame)
        return frame.error();
    if (!*frame)
        return std::optional<Message>();
    auto message = decode(**frame);
    if (!message) {
        m_error = message.error();
        return *m_error;
    }
    return std::optional<Message>(std::move(*message));
}

} // namespace keg::wire
