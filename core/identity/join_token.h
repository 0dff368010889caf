// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace keg::identity {

/// Bytes of a join token: 128 random bits.
constexpr int JoinTokenSize = 16;

/// 27 characters: base32 and its check character.
QString joinTokenText(const QByteArray &token);

/// The token that joinTokenText() wrote, as base32::tidied() takes it. Absent if it is another
/// text, or mistyped.
std::optional<QByteArray> joinTokenFromText(QStringView text);

} // namespace keg::identity
