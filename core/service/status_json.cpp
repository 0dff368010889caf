// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/status_json.h"

#include "core/service/web_place.h"

#include <QJsonArray>

#include <array>

namespace keg::service {

namespace {

QJsonValue timeJson(const QDateTime &at)
{
    return at.isValid() ? QJsonValue(at.toUTC().toString(Qt::ISODateWithMs)) : QJsonValue();
}

const char *word(sync::PeerState state)
{
    static constexpr std::array<const char *, sync::PeerStateCount> Words{
        "connecting", "pending", "connecting", "snapshot", "catching-up", "live",
    };
    return Words[std::size_t(state)];
}

} // namespace

const char *word(sync::ClientState state)
{
    static constexpr std::array<const char *, sync::ClientStateCount> Words{
        "connecting", "pending", "snapshot", "catching-up", "live", "offline", "refused",
    };
    return Words[std::size_t(state)];
}

QJsonObject statusFrame(store::Role role)
{
    const bool isPrimary = role == store::Role::Primary;
    return {
        {QStringLiteral("version"), QStringLiteral(KEG_VERSION)},
        {QStringLiteral("mode"), isPrimary ? QStringLiteral("primary") : QStringLiteral("client")},
        {QStringLiteral("pid"), QJsonValue()},
        {QStringLiteral("name"), QJsonValue()},
        {QStringLiteral("listen"),
         QJsonObject{{QStringLiteral("notify"), QJsonValue()},
                     {QStringLiteral("snapshot"), QJsonValue()},
                     {QStringLiteral("web"), QJsonValue()}}},
        {QStringLiteral("upstream"), QJsonValue()},
    };
}

QJsonObject databaseJson(const QString &path, const StoreWorker::Summary &summary)
{
    const Position &position = summary.position;
    return {
        {QStringLiteral("path"), path},
        {QStringLiteral("id"),
         position.databaseId.isNull() ? QJsonValue()
                                      : position.databaseId.toString(QUuid::WithoutBraces)},
        {QStringLiteral("epoch"), qint64(position.epoch.counter)},
        {QStringLiteral("sequence"), position.sequence},
        {QStringLiteral("digest"), position.digest.toHex()},
        {QStringLiteral("beers"), summary.beers},
        {QStringLiteral("taps"), summary.taps},
    };
}

QJsonObject displayJson(const sync::PeerStatus &peer)
{
    return {
        {QStringLiteral("id"), peer.machine.toString()},
        {QStringLiteral("name"), peer.name},
        {QStringLiteral("version"), peer.program},
        {QStringLiteral("address"), peer.address},
        {QStringLiteral("state"), QLatin1String(word(peer.state))},
        {QStringLiteral("words"), peer.words.isEmpty() ? QJsonValue() : peer.words},
        {QStringLiteral("sequence"), peer.sequence},
        {QStringLiteral("lag_ms"), qint64(peer.lag.count())},
        {QStringLiteral("last_seen"), timeJson(peer.lastSeen)},
    };
}

QJsonObject upstreamJson(const QString &address, const sync::ClientStatus &status,
                         const QDateTime &lastSync)
{
    return {
        {QStringLiteral("address"), address},
        {QStringLiteral("name"), status.primaryName},
        {QStringLiteral("state"), QLatin1String(word(status.state))},
        {QStringLiteral("reason"), status.reason},
        {QStringLiteral("words"), status.words.isEmpty() ? QJsonValue() : status.words},
        {QStringLiteral("since"), timeJson(status.since)},
        {QStringLiteral("last_sync"), timeJson(lastSync)},
    };
}

QJsonValue webJson(const WebPlace &place)
{
    if (place.port == 0)
        return {};
    return QJsonObject{{QStringLiteral("host"), place.host}, {QStringLiteral("port"), place.port}};
}

QJsonArray foundJson(const QList<net::FoundPrimary> &primaries)
{
    QJsonArray found;
    for (const net::FoundPrimary &primary : primaries) {
        found.append(QJsonObject{
            {QStringLiteral("id"), primary.id.toString()},
            {QStringLiteral("name"), primary.name},
            {QStringLiteral("address"), primary.host},
            {QStringLiteral("notify"), primary.notifyPort},
            {QStringLiteral("snapshot"), primary.snapshotPort},
        });
    }
    return found;
}

QJsonObject countersJson(const sync::Counters &counters)
{
    QJsonArray heals;
    for (const sync::Heal &heal : counters.heals)
        heals.append(QJsonObject{{QStringLiteral("at"), timeJson(heal.at)},
                                 {QStringLiteral("reason"), heal.reason}});
    return {
        {QStringLiteral("deltas"), counters.deltas},
        {QStringLiteral("snapshots"), counters.snapshots},
        {QStringLiteral("heals"), heals},
        {QStringLiteral("reconnects"), counters.reconnects},
    };
}

} // namespace keg::service
