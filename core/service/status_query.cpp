// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/status_query.h"

#include "core/identity/identity.h"
#include "core/net/control_socket.h"
#include "core/service/keg_file.h"
#include "core/service/local_folder.h"
#include "core/service/sightings.h"
#include "core/service/status_json.h"
#include "core/store/replica_state.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

namespace keg::service {

namespace {

/// Null if this machine has none yet, or it cannot be read, of which the next start tells.
QJsonValue idOf(const QString &databasePath)
{
    const auto identity = identity::Identity::load(LocalFolder::pathFor(databasePath));
    return identity && *identity ? (*identity)->machineId().toString() : QJsonValue();
}

Result<QJsonObject> readStatus(const QString &databasePath, const Clock &clock)
{
    auto file = KegFile::openToRead(databasePath, clock);
    if (!file)
        return file.error();
    const auto state = file->replicaState();
    if (!state)
        return state.error();
    const auto position = file->position();
    if (!position)
        return position.error();
    Editing editing = file->editing();
    const auto beers = editing.beers();
    if (!beers)
        return beers.error();
    const auto taps = editing.taps();
    if (!taps)
        return taps.error();

    const bool isClient = state->role == store::Role::Client;
    QJsonObject status = statusFrame(isClient ? store::Role::Client : store::Role::Primary);
    status.insert(QStringLiteral("id"), idOf(databasePath));
    status.insert(QStringLiteral("running"), false);
    status.insert(QStringLiteral("database"),
                  databaseJson(databasePath, {*position, int(beers->size()), int(taps->size())}));
    status.insert(QStringLiteral("counters"), countersJson({}));
    if (isClient) {
        sync::ClientStatus upstream;
        upstream.primaryName = state->primaryName;
        upstream.reason = QStringLiteral("no instance runs on this database");
        status.insert(QStringLiteral("upstream"),
                      upstreamJson({}, upstream, LocalFolder::lastSync(databasePath)));
    } else {
        status.insert(QStringLiteral("displays"), QJsonArray());
        status.insert(QStringLiteral("seen"),
                      Sightings::load(LocalFolder::pathFor(databasePath)).toJson());
    }
    return status;
}

} // namespace

Result<QJsonObject> queryStatus(const QString &databasePath, const Clock &clock)
{
    const auto answer
        = net::askInstance(LocalFolder::pathFor(databasePath), "status", net::AnswerTime);
    if (!answer) {
        const bool runsNone = answer.error().code == ErrorCode::NotFound;
        return runsNone ? readStatus(databasePath, clock) : answer.error();
    }
    const QJsonDocument document = QJsonDocument::fromJson(*answer);
    if (!document.isObject()) {
        return Error{ErrorCode::Unreachable,
                     QStringLiteral("the running instance gave an answer that is no status")};
    }
    return document.object();
}

} // namespace keg::service
