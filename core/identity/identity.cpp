// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/identity.h"

#include "core/identity/key_pair.h"
#include "core/identity/private_file.h"

#include <QCryptographicHash>

namespace keg::identity {

namespace {

PrivateFile fileIn(const QString &folder)
{
    return {folder, QStringLiteral("identity.pem"),
            QStringLiteral("put it back from a backup; or remove it, then this machine gets a new "
                           "identity and must be paired again")};
}

} // namespace

Identity::Identity(QByteArray keyPem, QByteArray certificatePem, const MachineId &machineId)
    : m_keyPem(std::move(keyPem))
    , m_certificatePem(std::move(certificatePem))
    , m_machineId(machineId)
{}

MachineId Identity::idOf(const QByteArray &certificateDer)
{
    const QByteArray hash = QCryptographicHash::hash(certificateDer, QCryptographicHash::Sha256);
    return MachineId::fromBytes(hash).value_or(MachineId());
}

Result<Identity> Identity::make()
{
    const auto pair = KeyPair::generate();
    if (!pair)
        return pair.error();
    return Identity(pair->keyPem, pair->certificatePem, idOf(pair->certificateDer));
}

Result<std::optional<Identity>> Identity::load(const QString &folder)
{
    const PrivateFile file = fileIn(folder);
    const auto bytes = file.read();
    if (!bytes)
        return bytes.error();
    if (!*bytes)
        return std::optional<Identity>();
    const auto pair = KeyPair::fromPem(**bytes);
    if (!pair)
        return file.damaged(pair.error().message);
    return std::optional(Identity(pair->keyPem, pair->certificatePem, idOf(pair->certificateDer)));
}

Result<Identity> Identity::loadOrCreate(const QString &folder)
{
    auto there = load(folder);
    if (!there)
        return there.error();
    if (*there)
        return **std::move(there);

    const auto lock = FolderLock::take(folder);
    if (!lock)
        return lock.error();
    there = load(folder); // another process may have been first
    if (!there)
        return there.error();
    if (*there)
        return **std::move(there);

    auto fresh = make();
    if (!fresh)
        return fresh;
    const auto written = fileIn(folder).write(fresh->keyPem() + fresh->certificatePem(), *lock);
    if (!written)
        return written.error();
    return fresh;
}

} // namespace keg::identity
