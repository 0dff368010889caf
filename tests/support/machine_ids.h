// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/domain/machine_id.h"
#include "core/domain/pairing.h"

#include <QCryptographicHash>

namespace keg::test {

/// A machine as good as any, told apart by its name.
inline MachineId machineCalled(const QByteArray &name)
{
    return *MachineId::fromBytes(QCryptographicHash::hash(name, QCryptographicHash::Sha256));
}

/// What nobody else foresees.
inline QByteArray nonceOf(const QByteArray &seed)
{
    return QCryptographicHash::hash(seed, QCryptographicHash::Sha256);
}

} // namespace keg::test
