// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/domain/machine_id.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace keg::identity {

/// Who this machine is: a private key on P-256 and its self-signed certificate, made once. A value;
/// it holds the key, so it is not for logs or for other machines.
class Identity
{
public:
    /// The one in `folder`, the machine's local folder, which must exist; made now if there is
    /// none, on the disk before this returns. Processes that do this at once get the same one.
    /// Errors: Refused if its file is open to others, this user has no right to it, or it is no
    /// ordinary file; Damaged, and nothing is changed then; NotFound, Busy, DiskFull, Failed.
    static Result<Identity> loadOrCreate(const QString &folder);

    /// The same without making one. Absent: this machine has none yet.
    static Result<std::optional<Identity>> load(const QString &folder);

    /// A new one that no file holds. Errors: Failed.
    static Result<Identity> make();

    /// The id of the machine that shows this certificate.
    static MachineId idOf(const QByteArray &certificateDer);

    QByteArray keyPem() const { return m_keyPem; } ///< PKCS 8, not encrypted
    QByteArray certificatePem() const { return m_certificatePem; }
    MachineId machineId() const { return m_machineId; }

private:
    Identity(QByteArray keyPem, QByteArray certificatePem, const MachineId &machineId);

    QByteArray m_keyPem;
    QByteArray m_certificatePem;
    MachineId m_machineId;
};

} // namespace keg::identity
