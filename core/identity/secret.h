// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace keg::identity {

/// 256 random bits that whoever holds them shows, as 52 characters of base32.
QString newSecret();

/// What is kept of a secret: SHA-256 over `domain`, a zero and its bytes. Secrets for one thing are
/// so worth nothing for another. Absent if newSecret() cannot have made it.
std::optional<QByteArray> secretHash(QByteArrayView domain, QStringView secret);

/// Whether both are the same hash, in a time that does not tell where they differ.
bool isSameHash(const QByteArray &one, const QByteArray &other);

} // namespace keg::identity
