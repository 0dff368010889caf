// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/joining.h"

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/identity/identity.h"
#include "core/identity/join_tokens.h"
#include "core/identity/trusted_primary.h"
#include "core/net/control_socket.h"
#include "core/net/own_addresses.h"
#include "core/service/keg_file.h"
#include "core/service/local_folder.h"
#include "core/service/status_json.h"
#include "core/service/status_query.h"
#include "core/store/database.h"
#include "core/store/dated_copy.h"
#include "core/store/emptying.h"
#include "core/store/migrator.h"
#include "core/store/replica_state.h"
#include "core/store/schema.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <memory>
#include <utility>

namespace keg::service {

namespace {

using identity::JoinString;
using identity::TrustedPrimary;

Error refusal(const QString &message)
{
    return {ErrorCode::Refused, message};
}

Result<store::ReplicaState> stateOf(const QString &databasePath, const Clock &clock)
{
    auto file = KegFile::openToRead(databasePath, clock);
    if (!file)
        return file.error();
    return file->replicaState();
}

/// Whether the file is of no use to a copy of that primary as it is, or somebody says so: the same
/// machine may have another database. Errors: Refused if it may not be replaced either.
Result<bool> isInTheWay(const QString &databasePath, const MachineId &primary, Replace replace,
                        const Clock &clock)
{
    if (!QFile::exists(databasePath))
        return false;
    if (replace == Replace::Yes)
        return true;
    auto file = KegFile::openToRead(databasePath, clock);
    if (!file)
        return file.error();
    const auto state = file->replicaState();
    if (!state)
        return state.error();
    if (state->role != store::Role::Client)
        return true;
    const auto position = file->position();
    if (!position)
        return position.error();
    if (position->databaseId.isNull()) // it has followed nobody yet
        return false;
    const auto trusted = TrustedPrimary::load(LocalFolder::pathFor(databasePath));
    if (!trusted)
        return trusted.error();
    return trusted->has_value() && (*trusted)->id != primary;
}

Result<bool> holdsData(store::Database &database)
{
    for (const QByteArray &table : store::replicatedTables()) {
        const auto rows = database.integer("SELECT count(*) FROM " + table);
        if (!rows)
            return rows.error();
        if (*rows > 0)
            return true;
    }
    return false;
}

/// What is in the way of a copy, held until it is gone.
struct Obstacle
{
    std::unique_ptr<LocalFolder> lock;
    std::unique_ptr<store::Database> database;
};

/// Nothing is lost: what the file holds is beside it before it may go.
Result<Obstacle> setAside(const QString &databasePath, Replace replace, const Clock &clock)
{
    Obstacle obstacle;
    auto lock = LocalFolder::lock(databasePath);
    if (!lock)
        return lock.error();
    obstacle.lock = std::move(*lock);
    auto database = store::openKegDatabase(databasePath, store::Access::ReadWrite, clock);
    if (!database)
        return database.error();
    obstacle.database = std::move(*database);
    const auto isFull = holdsData(*obstacle.database);
    if (!isFull)
        return isFull.error();
    if (!*isFull)
        return obstacle;
    if (replace == Replace::No) {
        return refusal(
            QStringLiteral("%1 holds other data, which the primary's would replace: say "
                           "--replace, and a dated copy is kept, or name a new file with "
                           "--db-path")
                .arg(databasePath));
    }
    const auto kept = store::makeDatedCopy(*obstacle.database, clock);
    if (!kept)
        return kept.error();
    qCWarning(logStore).noquote() << "replacing" << databasePath << "- as it was, it is" << *kept;
    return obstacle;
}

/// Errors: Refused, if a primary runs there.
Result<void> checkNoPrimaryRuns(const QString &databasePath, const Clock &clock)
{
    const auto status = queryStatus(databasePath, clock);
    if (!status || !status->value(QStringLiteral("running")).toBool()
        || status->value(QStringLiteral("mode")).toString() != QStringLiteral("primary"))
        return {};
    return refusal(
        QStringLiteral("%1 is the database of a primary that runs on this machine: join "
                       "on the display; to make this machine one, stop the primary first")
            .arg(databasePath));
}

/// Where the primary may be reached by the ports that it has, or will have.
Place placeOf(const QString &databasePath, const Place &configured, const Clock &clock)
{
    const auto status = queryStatus(databasePath, clock);
    if (!status || !status->value(QStringLiteral("running")).toBool())
        return configured;
    const QJsonValue listen = status->value(QStringLiteral("listen"));
    return {listen[QStringLiteral("address")].toString(),
            quint16(listen[QStringLiteral("notify")].toInt()),
            quint16(listen[QStringLiteral("snapshot")].toInt())};
}

/// Errors: Refused, if the string is of this machine itself.
Result<void> checkIsElsewhere(const QString &folder, const MachineId &primary)
{
    const auto own = identity::Identity::load(folder);
    if (!own || !*own || (*own)->machineId() != primary)
        return {};
    return refusal(QStringLiteral("this join string is of this machine itself: use it on the "
                                  "display"));
}

/// What the running instance said of its new primary.
Result<Joined> outcomeOf(const QByteArray &answer)
{
    const QJsonObject upstream = QJsonDocument::fromJson(answer).object();
    const QString state = upstream[QStringLiteral("state")].toString();
    const auto is = [&](sync::ClientState one) { return state == QLatin1String(word(one)); };
    if (is(sync::ClientState::Refused))
        return refusal(upstream[QStringLiteral("reason")].toString());
    if (is(sync::ClientState::Pending))
        return Joined::Pending;
    return is(sync::ClientState::Connecting) || is(sync::ClientState::Offline)
        ? Joined::WhenReachable
        : Joined::Now;
}

/// Tells the instance that runs, if one does.
Result<Joined> tell(const QString &folder)
{
    const auto answer = net::askInstance(folder, "rejoin", net::AnswerTime);
    if (answer)
        return outcomeOf(*answer);
    if (answer.error().code == ErrorCode::NotFound)
        return Joined::WhenStarted;
    return answer.error();
}

/// The new primary will not have this display: it goes on as before.
void takeBack(const QString &folder, const std::optional<TrustedPrimary> &former)
{
    if (const auto done = former ? former->save(folder) : TrustedPrimary::forget(folder); !done)
        qCWarning(logApp).noquote() << done.error().message;
    if (const auto told = tell(folder); !told)
        qCInfo(logApp).noquote() << told.error().message;
}

} // namespace

Result<JoinString> makeJoinString(const QString &databasePath, const QString &host,
                                  const Place &configured, const Clock &clock)
{
    const auto state = stateOf(databasePath, clock);
    if (!state)
        return state.error();
    if (state->role == store::Role::Client) {
        return refusal(QStringLiteral("%1 is a display's copy: make the join string on the primary")
                           .arg(databasePath));
    }
    return makeJoinString(databasePath, host, placeOf(databasePath, configured, clock));
}

QStringList joinHosts(const QString &bindAddress)
{
    return net::ownAddresses(bindAddress);
}

Result<JoinString> makeJoinString(const QString &databasePath, const QString &host,
                                  const Place &place)
{
    JoinString string;
    string.host = host.isEmpty() ? joinHosts(place.host).value(0) : host;
    if (string.host.isEmpty()) {
        return Error{ErrorCode::NotFound,
                     QStringLiteral("this machine has no address on a network: connect it, or say "
                                    "--host"),
                     Reason{"no_network"}};
    }
    string.notifyPort = place.notifyPort;
    string.snapshotPort = place.snapshotPort;
    const QString folder = LocalFolder::pathFor(databasePath);
    if (const auto made = LocalFolder::make(databasePath); !made)
        return made.error();
    const auto identity = identity::Identity::loadOrCreate(folder);
    if (!identity)
        return identity.error();
    string.primary = identity->machineId();
    const auto now = identity::BootTime::now();
    if (!now)
        return now.error();
    const auto token = identity::JoinTokens::issue(folder, *now);
    if (!token)
        return token.error();
    string.token = *token;
    return string;
}

/// Whom to follow is saved before the old content goes: whatever ends this in between leaves the
/// file as it was, or a display that says what is wrong.
Result<Joined> join(const QString &databasePath, const JoinString &to, Replace replace,
                    const Clock &clock)
{
    const QString folder = LocalFolder::pathFor(databasePath);
    if (const auto elsewhere = checkIsElsewhere(folder, to.primary); !elsewhere)
        return elsewhere.error();
    if (const auto free = checkNoPrimaryRuns(databasePath, clock); !free)
        return free.error();
    const auto inTheWay = isInTheWay(databasePath, to.primary, replace, clock);
    if (!inTheWay)
        return inTheWay.error();
    Obstacle obstacle;
    if (*inTheWay) {
        auto aside = setAside(databasePath, replace, clock);
        if (!aside)
            return aside.error();
        obstacle = *std::move(aside);
    }
    if (const auto made = LocalFolder::make(databasePath); !made)
        return made.error();
    const auto former = TrustedPrimary::load(folder);
    if (!former)
        return former.error();
    const TrustedPrimary primary{to.primary, to.host, to.notifyPort, to.snapshotPort, to.token, {}};
    if (const auto saved = primary.save(folder); !saved)
        return saved.error();
    if (obstacle.database) {
        if (const auto emptied = store::emptyOut(*obstacle.database); !emptied)
            return emptied.error();
    }
    auto joined = tell(folder);
    if (!joined && joined.error().code == ErrorCode::Refused)
        takeBack(folder, *former);
    return joined;
}

} // namespace keg::service
