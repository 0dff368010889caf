// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/sync/applicant.h"

#include "core/domain/pairing.h"

#include <utility>

namespace keg::sync {

Applicant::Applicant(wire::Hello hello)
    : m_hello(std::move(hello))
{}

Result<void> Applicant::askPeople(const QByteArray &nonce)
{
    if (m_hello.commitment.size() != NonceSize)
        return Error{ErrorCode::Mismatch, QStringLiteral("a Hello without a commitment")};
    m_nonce = nonce;
    return {};
}

Result<void> Applicant::reveal(const QByteArray &nonce)
{
    if (!awaitsPeople() || !isCommittedTo(m_hello.commitment, nonce)) {
        return Error{ErrorCode::Mismatch,
                     QStringLiteral("a nonce to which its Hello was not committed")};
    }
    m_displayNonce = nonce;
    return {};
}

QString Applicant::words(const MachineId &display, const MachineId &primary) const
{
    return pairingWords(display, primary, m_displayNonce, m_nonce).join(u' ');
}

} // namespace keg::sync
