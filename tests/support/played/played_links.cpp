// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/played/played_links.h"

#include <utility>

namespace keg::test {

void SentMessages::append(const QByteArray &frame)
{
    m_reader.append(frame);
    auto message = m_reader.next();
    for (; message && *message; message = m_reader.next())
        m_messages.append(**message);
    if (!message)
        qFatal("%s", qPrintable(message.error().message));
}

QList<wire::Message> SentMessages::takeAll()
{
    return std::exchange(m_messages, {});
}

void PlayedPeers::send(sync::PeerId peer, const QByteArray &frame)
{
    sent[peer].append(frame);
    if (isTakingNothing)
        backlogs[peer] += frame.size();
}

void PlayedServer::open()
{
    ++opened;
    isOpen = true;
}

void PlayedServer::close(const QString &reason)
{
    isOpen = false;
    closeReason = reason;
}

} // namespace keg::test
