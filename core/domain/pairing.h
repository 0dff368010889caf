// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/domain/machine_id.h"

#include <QByteArray>
#include <QStringList>

// How two machines that do not know each other show two people, or one who walks, that nobody is
// between them. The display commits itself to a nonce, the primary reveals its own, the display
// reveals that nonce: neither can choose its nonce for the words that come out. Somebody between
// them has one guess in 2^24.
namespace keg {

/// Bytes of a nonce and of a commitment.
constexpr int NonceSize = 32;

/// What is said of a nonce before it is revealed: SHA-256 over a text, a zero byte and the nonce.
QByteArray commitmentTo(const QByteArray &nonce);

/// Whether that nonce was committed to; false for one of another length.
bool isCommittedTo(const QByteArray &commitment, const QByteArray &nonce);

/// The words that both screens show: three of a list of 256, the first three bytes of SHA-256 over
/// a text, a zero byte, both ids and both nonces. Empty if an id is null or a nonce is of another
/// length.
QStringList pairingWords(const MachineId &display, const MachineId &primary,
                         const QByteArray &displayNonce, const QByteArray &primaryNonce);

} // namespace keg
