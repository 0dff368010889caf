// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/sync/links.h"
#include "core/wire/message_reader.h"

#include <QHash>
#include <QList>
#include <QSet>

namespace keg::test {

/// What a machine has sent over one connection and a test has not looked at yet.
class SentMessages
{
public:
    void append(const QByteArray &frame);
    /// All of it; ends the test program if something is no message.
    QList<wire::Message> takeAll();
    bool isEmpty() const { return m_messages.isEmpty(); }

private:
    wire::MessageReader m_reader{wire::PeerFrameLimit};
    QList<wire::Message> m_messages;
};

/// The last message of that kind; none if it is absent.
template<typename T>
std::optional<T> lastOf(const QList<wire::Message> &messages)
{
    std::optional<T> found;
    for (const wire::Message &message : messages) {
        if (const auto *wanted = std::get_if<T>(&message))
            found = *wanted;
    }
    return found;
}

/// The connections of a server, played by a test.
class PlayedPeers final : public sync::PeerLinks
{
public:
    void send(sync::PeerId peer, const QByteArray &frame) override;
    void close(sync::PeerId peer, const QString &reason) override { closed.insert(peer, reason); }
    void trust(sync::PeerId peer) override { trusted.insert(peer); }
    qint64 backlog(sync::PeerId peer) const override { return backlogs.value(peer); }

    QHash<sync::PeerId, SentMessages> sent;
    QHash<sync::PeerId, QString> closed; ///< with the reason
    QSet<sync::PeerId> trusted;
    QHash<sync::PeerId, qint64> backlogs; ///< bytes; stay what the test makes them, unless:
    bool isTakingNothing = false; ///< what is sent becomes backlog
};

/// The connection of a client, played by a test.
class PlayedServer final : public sync::ServerLink
{
public:
    void open() override;
    void send(const QByteArray &frame) override { sent.append(frame); }
    void close(const QString &reason) override;

    SentMessages sent;
    int opened = 0;
    bool isOpen = false;
    QString closeReason;
};

} // namespace keg::test
