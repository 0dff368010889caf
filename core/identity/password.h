// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

namespace keg::identity {

/// Fewest and most characters of a password, as people count them (Unicode's grapheme clusters).
constexpr int ShortestPassword = 8;
constexpr int LongestPassword = 256;

/// Whether somebody may choose it. Errors: Refused if it is too short, too long or no text.
Result<void> validatePassword(const QString &password);

/// What is kept of a password: Argon2id (RFC 9106) by libsodium with two passes over 19 MiB, as
/// ASCII with its salt and costs. The password counts in NFC, so that every keyboard writes the
/// same one. Takes some 50 ms on a Pi; one at a time, others wait, so that the memory is needed
/// once. Errors: those of validatePassword(); Failed without memory.
Result<QByteArray> hashPassword(const QString &password);

/// Whether hashPassword() could have made it, so that checking a password by it costs the same.
bool isPasswordHash(const QByteArray &hash);

/// Whether the hash is this password's; takes as long as hashPassword(), one at a time. Errors:
/// Failed without memory.
Result<bool> isPasswordOf(const QByteArray &hash, const QString &password);

/// Takes as long as isPasswordOf(), for an account that does not exist. Errors: as there.
Result<void> pretendToCheck(const QString &password);

} // namespace keg::identity
