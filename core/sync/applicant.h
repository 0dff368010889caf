// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/domain/machine_id.h"
#include "core/wire/messages.h"

#include <QByteArray>
#include <QString>

namespace keg::sync {

/// A display that is not approved yet: its Hello, and what both sides have said so that people can
/// compare words. Nobody can choose his nonce to fit: the display is committed to its own before
/// the primary reveals its own.
class Applicant
{
public:
    explicit Applicant(wire::Hello hello);

    const wire::Hello &hello() const { return m_hello; }
    /// From now on people decide. `nonce` is the primary's. Errors: Mismatch, without a commitment.
    Result<void> askPeople(const QByteArray &nonce);
    bool awaitsPeople() const { return !m_nonce.isEmpty(); }
    /// What the primary tells it.
    wire::Pending pending(const QString &primaryName) const { return {m_nonce, primaryName}; }
    /// Errors: Mismatch if it was not asked, or is not committed to that nonce.
    Result<void> reveal(const QByteArray &nonce);
    bool hasRevealed() const { return !m_displayNonce.isEmpty(); }
    /// That its screen shows, too; empty: it shows none.
    QString words(const MachineId &display, const MachineId &primary) const;

private:
    wire::Hello m_hello;
    QByteArray m_nonce; ///< the primary's; empty: it was not asked to wait
    QByteArray m_displayNonce;
};

} // namespace keg::sync
