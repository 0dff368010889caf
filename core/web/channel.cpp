// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/channel.h"

#include <algorithm>

namespace keg::web {

void Channel::publish(const QByteArray &event)
{
    m_newest = event + "\n\n";
    ++m_revision;
    wakeReaders();
}

void Channel::wakeReaders() const
{
    for (const std::weak_ptr<const Wake> &reader : m_readers) {
        if (const auto wake = reader.lock())
            (*wake)();
    }
}

std::shared_ptr<const Channel::Wake> Channel::subscribe(Wake wake)
{
    std::erase_if(m_readers, [](const auto &reader) { return reader.expired(); });
    auto reader = std::make_shared<const Wake>(std::move(wake));
    m_readers.push_back(reader);
    return reader;
}

int Channel::readers() const
{
    return int(std::ranges::count_if(m_readers, [](const auto &one) { return !one.expired(); }));
}

} // namespace keg::web
