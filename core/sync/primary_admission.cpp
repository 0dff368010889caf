// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// Who gets in: the part of PrimaryMachine that speaks with strangers.

#include "core/base/address_group.h"
#include "core/sync/greeting.h"
#include "core/sync/primary_machine.h"

#include <utility>

namespace keg::sync {

namespace {

constexpr qsizetype ProgramLimit = 40; // of a version, in UTF-16 units

} // namespace

void PrimaryMachine::greet(PeerId id, Peer &peer, const wire::Hello &hello)
{
    using Kind = wire::Failure::Kind;
    if (peer.state != PeerState::Greeting && peer.state != PeerState::Snapshot)
        return refuse(id, Kind::Protocol, QStringLiteral("a Hello that nobody waits for"));
    if (m_links.backlog(id) >= BacklogLimit)
        return refuse(id, Kind::Overloaded, QStringLiteral("it takes no answers to its Hellos"));
    if (const auto objection = protocolObjection(hello))
        return refuse(id, objection->kind, objection->text);
    peer.name = hello.name.left(Display::NameLimit);
    peer.program = hello.program.left(ProgramLimit);
    if (!m_trust.isApproved(peer.machine))
        return knock(id, peer, hello);
    if (!hello.token.isEmpty()) // is used up, also by whoever did not need it
        m_store.admitDisplay(id, peer.machine, peer.name, hello.token);
    follow(id, peer, hello);
}

/// Nobody has approved it: it may have a join string, the primary may be open; else people decide.
void PrimaryMachine::knock(PeerId id, Peer &peer, const wire::Hello &hello)
{
    using Kind = wire::Failure::Kind;
    const bool isRevoked = m_trust.standingOf(peer.machine) == TrustList::Standing::Revoked;
    if (isRevoked && hello.token.isEmpty()) { // no guess, so it uses up no try
        return refuse(id, Kind::Untrusted,
                      QStringLiteral("this display was revoked: pair or approve it again"));
    }
    if (!m_trust.isOpen() && !m_attempts.allows(peer.address, m_clock.monotonic()))
        return refuse(id, Kind::Untrusted, QStringLiteral("too many tries, wait ten minutes"));
    peer.since = m_clock.monotonic();
    peer.applicant.emplace(hello);
    enter(id, peer, PeerState::Pending);
    if (m_trust.isOpen() || !hello.token.isEmpty())
        m_store.admitDisplay(id, peer.machine, peer.name, hello.token);
    else
        askPeople(id, peer);
}

void PrimaryMachine::askPeople(PeerId id, Peer &peer)
{
    const QString from = addressGroup(peer.address);
    int waiting = 0;
    int waitingThere = 0;
    for (const auto &[otherId, other] : m_peers) {
        const bool waits = other.applicant && other.applicant->awaitsPeople();
        waiting += waits;
        waitingThere += waits && addressGroup(other.address) == from;
    }
    if (waiting >= m_settings.pendingPeers || waitingThere >= m_settings.pendingPeersPerAddress) {
        return refuse(id, wire::Failure::Kind::Untrusted,
                      QStringLiteral("too many displays wait to be approved: approve those first, "
                                     "or join this one by a join string"));
    }
    if (const auto asked = peer.applicant->askPeople(m_settings.makeNonce()); !asked)
        return refuse(id, wire::Failure::Kind::Protocol, asked.error().message);
    peer.mayReveal = true;
    m_links.send(id, wire::encode(peer.applicant->pending(m_settings.name)));
}

void PrimaryMachine::take(PeerId id, Peer &peer, const wire::Reveal &reveal)
{
    const bool isFirst = !peer.applicant->hasRevealed();
    if (const auto revealed = peer.applicant->reveal(reveal.nonce); !revealed)
        return refuse(id, wire::Failure::Kind::Protocol, revealed.error().message);
    if (isFirst) {
        note(peer,
             QStringLiteral("waits to be approved as %1 and shows: %2")
                 .arg(peer.machine.toString(), wordsOf(peer)));
    }
}

/// Who knocked is on the list now.
void PrimaryMachine::welcomeApplicant(PeerId id, Peer &peer)
{
    const Applicant applicant = *std::exchange(peer.applicant, std::nullopt);
    note(peer,
         applicant.awaitsPeople() ? QStringLiteral("was approved")
             : m_trust.isOpen()   ? QStringLiteral("was let in, since this primary is open")
                                  : QStringLiteral("was let in by a join string"));
    follow(id, peer, applicant.hello());
}

/// Empty if it shows none.
QString PrimaryMachine::wordsOf(const Peer &peer) const
{
    return peer.applicant ? peer.applicant->words(peer.machine, m_settings.machine) : QString();
}

void PrimaryMachine::trustChanged(const TrustList &trust)
{
    m_trust = trust;
    for (const PeerId id : ids()) {
        Peer &peer = *find(id);
        const auto standing = m_trust.standingOf(peer.machine);
        if (peer.applicant && standing == TrustList::Standing::Approved)
            welcomeApplicant(id, peer);
        else if (peer.state != PeerState::Greeting && standing != TrustList::Standing::Approved
                 && !mayWait(peer, standing))
            refuse(id, wire::Failure::Kind::Untrusted,
                   QStringLiteral("this display was revoked: pair or approve it again"));
    }
}

/// Whether a peer that is not approved may go on waiting to be. A revoked one has a join string,
/// which is being looked at.
bool PrimaryMachine::mayWait(const Peer &peer, TrustList::Standing standing)
{
    return peer.applicant
        && (standing == TrustList::Standing::Stranger || !peer.applicant->awaitsPeople());
}

void PrimaryMachine::displayRefused(PeerId id, const Error &error)
{
    if (const Peer *peer = find(id); peer && peer->applicant)
        refuse(id, wire::Failure::Kind::Untrusted, error.message);
}

} // namespace keg::sync
