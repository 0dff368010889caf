// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/net/found_primaries.h"
#include "core/service/store_worker.h"
#include "core/sync/client_machine.h"
#include "core/sync/primary_machine.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QList>

namespace keg::service {

struct WebPlace;

/// "live", "offline", ...
const char *word(sync::ClientState state);
/// What every status has, whatever is known: version, role, and null for the rest.
QJsonObject statusFrame(store::Role role);
/// What `status` says of the database. `path` is the file's.
QJsonObject databaseJson(const QString &path, const StoreWorker::Summary &summary);
/// One line of `displays`.
QJsonObject displayJson(const sync::PeerStatus &peer);
/// `upstream`; `address` is where the primary is looked for.
QJsonObject upstreamJson(const QString &address, const sync::ClientStatus &status,
                         const QDateTime &lastSync);
/// Where the primary's web interface is; null: not known.
QJsonValue webJson(const WebPlace &place);
/// Primaries that were found on the network.
QJsonArray foundJson(const QList<net::FoundPrimary> &primaries);
QJsonObject countersJson(const sync::Counters &counters);

} // namespace keg::service
