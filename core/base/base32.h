// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

/// Bytes as characters that people read out and type: RFC 4648's base32 (A to Z and 2 to 7)
/// without padding.
namespace keg::base32 {

/// Whether encode() could write it.
bool isCharacter(QChar character);

/// 8 characters for every 5 bytes; what is begun ends in zero bits.
QString encode(const QByteArray &bytes);

/// The bytes of what encode() made. Absent for another character, a length that no whole number of
/// bytes has, or bits at the end that are not zero.
std::optional<QByteArray> decode(QStringView text);

/// What somebody typed, as encode() writes it: blanks and dashes are gone, letters are upper case,
/// and the digits 0, 1 and 8, which base32 does not have, are the letters they look like: O, I, B.
/// Other characters stay.
QString tidied(QStringView typed);

/// The check character of these characters of base32: Luhn's algorithm modulo 32. It changes when
/// any one of them does, and when neighbours are swapped, unless these are A and 7.
QChar checkCharacter(QStringView characters);

} // namespace keg::base32
