// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/service/instance.h"

#include <QJsonArray>
#include <QTemporaryDir>

#include <memory>

namespace keg::test {

/// Where a primary is to be found on this machine.
struct Ports
{
    quint16 notify = 0;
    quint16 snapshot = 0;
};

Ports portsOf(const service::Instance &primary);

/// The files of a bar in a temporary folder, and instances on them.
class Bar
{
public:
    QString path(const QString &name) const { return m_folder.filePath(name); }
    QString folder() const { return m_folder.path(); }

    service::Instance::Options primaryOptions(const Ports &ports = {}) const;
    service::Instance::Options clientOptions(const QString &name, const Ports &primary) const;
    /// On "primary.db"; on any free ports if none are given.
    std::unique_ptr<service::Instance> startPrimary(const Ports &ports = {}) const;
    /// On the file `name`; approved, if it was not before.
    std::unique_ptr<service::Instance> startClient(const QString &name, const Ports &primary) const;
    std::unique_ptr<service::Instance> make(const service::Instance::Options &options) const;

    QString primaryPath() const { return path(QStringLiteral("primary.db")); }
    /// Two beers on three taps, written before anybody runs.
    void fillCellar() const;
    /// Puts the machines on these files on the primary's list, unless they are there.
    void approve(const QStringList &names) const;

    /// The machine on the file `name`.
    identity::Identity identityOf(const QString &name) const;
    /// Every machine that there is.
    QList<identity::Identity> identities() const;

private:
    QTemporaryDir m_folder;
    SystemClock m_clock;
};

/// What `status` says at this moment.
QJsonObject statusOf(service::Instance &instance);
QJsonObject countersOf(service::Instance &instance);
QJsonArray healsOf(service::Instance &instance);
/// "live", "offline", ... of a client.
QString stateOf(service::Instance &client);
/// Whether the client is live and both are at the same position.
bool areInStep(service::Instance &primary, service::Instance &client);

} // namespace keg::test
