// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// How a client gets in, and with whom: the part of ClientMachine that meets a primary.

#include "core/domain/pairing.h"
#include "core/sync/client_machine.h"

#include <utility>

namespace keg::sync {

void ClientMachine::connected(const MachineId &server, AddressSource source)
{
    if (!m_session)
        return;
    if (!m_status.primary.isNull() && server != m_status.primary) {
        return giveUp(
            ClientState::Refused,
            QStringLiteral("another machine answers at the primary's address: %1, not %2. If the "
                           "primary was set up anew, join it with --replace; if it has moved, "
                           "correct --primary-ip")
                .arg(server.toString(), m_status.primary.toString()));
    }
    m_session->isConnected = true;
    m_session->server = server;
    m_session->source = source;
    m_session->lastHeard = m_clock.monotonic();
    if (m_work == Work::None)
        sayHello();
}

void ClientMachine::sayHello()
{
    m_session->saidHello = true;
    m_session->isWelcome = false;
    m_session->since = m_clock.monotonic();
    wire::Hello hello;
    hello.schemaVersion = m_settings.schemaVersion;
    hello.position = m_status.position;
    hello.name = m_settings.name;
    hello.program = m_settings.program;
    hello.wantsSnapshot = m_wantsSnapshot;
    if (!m_hasFollowed) // the first Welcome has spent it
        hello.token = m_settings.token;
    if (m_session->nonce.isEmpty())
        m_session->nonce = m_settings.makeNonce();
    hello.commitment = commitmentTo(m_session->nonce);
    m_link.send(wire::encode(hello));
}

void ClientMachine::beginSession(const wire::Welcome &welcome)
{
    const Position &own = m_status.position;
    if (m_work != Work::None || m_session->delta)
        return refuse(wire::Failure::Kind::Protocol,
                      QStringLiteral("Welcome in the middle of work"));
    if (welcome.protocol < wire::LowestProtocol || welcome.protocol > wire::HighestProtocol)
        return refuse(wire::Failure::Kind::Protocol, QStringLiteral("another protocol was chosen"));
    if (!isChosen())
        return hold(welcome);
    if (!own.databaseId.isNull() && own.databaseId != welcome.head.databaseId) {
        return giveUp(ClientState::Refused,
                      QStringLiteral("the primary has another database than this copy"));
    }
    if (!own.databaseId.isNull() && welcome.head.epoch < own.epoch) {
        return giveUp(ClientState::Refused,
                      QStringLiteral("the primary's history is older than this copy's"));
    }
    if (!m_session->isWelcome && m_hasFollowed && m_status.state == ClientState::Connecting)
        ++m_status.counters.reconnects;
    m_hasFollowed = true;
    m_session->isWelcome = true;
    m_status.isWelcome = true;
    m_status.primary = m_session->server;
    m_session->reader.setFrameLimit(wire::PeerFrameLimit);
    m_status.primaryName = welcome.name.left(200);
    m_headSequence = welcome.head.sequence;
    if (welcome.reason != wire::SnapshotReason::None)
        return beginSnapshot(welcome.reason);
    if (own.sequence == welcome.head.sequence && own.epoch == welcome.head.epoch)
        noteInStep();
    else
        enter(ClientState::CatchingUp, QStringLiteral("changes are on their way"));
}

/// Whether people have had a say in whom this machine follows.
bool ClientMachine::isChosen() const
{
    return !m_status.primary.isNull() || m_session->source == AddressSource::Told
        || (m_wordsWith == m_session->server
            && m_clock.monotonic() >= m_wordsSince + m_settings.wordsTime);
}

/// Whoever is in the network could let this machine in.
void ClientMachine::hold(const wire::Welcome &welcome)
{
    if (m_wordsWith == m_session->server) {
        m_session->earlyWelcome = welcome;
        return;
    }
    giveUp(ClientState::Refused,
           QStringLiteral("the primary %1 was found and lets this display in without being asked: "
                          "if it is yours, give its address as --primary-ip, or join it")
               .arg(welcome.name.left(200)));
}

/// Nobody has approved this display yet; people compare the words on both sides.
void ClientMachine::take(const wire::Pending &pending)
{
    const bool isFirst = m_session->serverNonce.isEmpty();
    const bool fits = m_session->saidHello && pending.nonce.size() == NonceSize
        && (isFirst || pending.nonce == m_session->serverNonce);
    if (!fits)
        return refuse(wire::Failure::Kind::Protocol, QStringLiteral("a nonce that does not fit"));
    m_session->serverNonce = pending.nonce;
    m_link.send(wire::encode(wire::Reveal{m_session->nonce}));
    if (!isFirst)
        return;
    m_status.primaryName = pending.name.left(200);
    if (std::exchange(m_wordsWith, m_session->server) != m_session->server)
        m_wordsSince = m_clock.monotonic();
    m_status.words
        = pairingWords(m_settings.machine, m_session->server, m_session->nonce, pending.nonce)
              .join(u' ');
    enter(ClientState::Pending, QStringLiteral("nobody has approved this display yet"));
}

} // namespace keg::sync
