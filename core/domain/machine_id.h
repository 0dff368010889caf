// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <array>
#include <compare>
#include <optional>

namespace keg {

/// Which machine it is: SHA-256 over its certificate in DER. A value.
class MachineId
{
public:
    static constexpr int Size = 32;

    /// Null: nobody.
    MachineId() = default;

    /// Absent if `bytes` are not exactly 32, or all zero.
    static std::optional<MachineId> fromBytes(const QByteArray &bytes);

    /// What toString() writes, as people type it: any case, blanks and dashes anywhere, 0 for O, 1
    /// for I and 8 for B. Errors: Usage, naming what is wrong with it.
    static Result<MachineId> parse(const QString &text);

    /// 32 bytes; empty: null.
    QByteArray toByteArray() const;
    /// 8 groups of 7 characters with dashes between: the bytes in base32, and after each 13
    /// characters their base32::checkCharacter(). Empty: null.
    QString toString() const;
    /// The first group, for lists.
    QString shortForm() const;
    /// The first two groups, for people who type it to approve a display. Nobody in between can
    /// make as many certificates as it takes to get one whose id begins with these 65 bits.
    QString approvalForm() const;
    bool isNull() const { return *this == MachineId(); }

    auto operator<=>(const MachineId &) const = default; // NOLINT(modernize-use-nullptr)

private:
    std::array<quint8, Size> m_bytes{};
};

size_t qHash(const MachineId &id, size_t seed = 0);

} // namespace keg
