// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/replica_state.h"

#include "core/store/database.h"
#include "core/store/schema.h"
#include "core/store/statement.h"

#include <QRandomGenerator>

#include <algorithm>

namespace keg::store {

namespace {

constexpr auto PrimaryRole = "primary";
constexpr auto ClientRole = "client";

std::optional<Role> roleOf(const QByteArray &text)
{
    if (text == PrimaryRole)
        return Role::Primary;
    if (text == ClientRole)
        return Role::Client;
    return {};
}

Cell roleCell(const std::optional<Role> &role)
{
    if (!role)
        return {};
    return Text{*role == Role::Primary ? PrimaryRole : ClientRole};
}

Cell idCell(const QUuid &id)
{
    return id.isNull() ? Cell() : Cell(Text{id.toByteArray(QUuid::WithoutBraces)});
}

} // namespace

Result<ReplicaState> readReplicaState(Database &database)
{
    const auto exists = hasTable(database, "replica");
    if (!exists)
        return exists.error();
    ReplicaState state;
    if (!*exists)
        return state;
    auto select = Statement::prepare(
        database,
        "SELECT role, primary_name, database_id, epoch_counter, epoch_random, sequence, log_floor "
        "FROM replica");
    if (!select)
        return select.error();
    const auto row = select->step();
    if (!row)
        return row.error();
    if (!*row)
        return state;
    state.role = roleOf(select->bytes(0));
    state.primaryName = select->text(1);
    state.databaseId = QUuid::fromString(select->text(2));
    state.epoch = {quint32(select->integer(3)), quint64(select->integer(4))};
    state.sequence = select->integer(5);
    state.logFloor = select->integer(6);
    return state;
}

Result<void> writeReplicaState(Database &database, const ReplicaState &state)
{
    auto update = Statement::prepare(
        database,
        "UPDATE replica SET role = ?1, primary_name = ?2, database_id = ?3, epoch_counter = ?4, "
        "epoch_random = ?5, sequence = ?6, log_floor = ?7");
    if (!update)
        return update.error();
    update->bind(1, roleCell(state.role));
    update->bind(2, state.primaryName);
    update->bind(3, idCell(state.databaseId));
    update->bind(4, qint64(state.epoch.counter));
    update->bind(5, qint64(state.epoch.random));
    update->bind(6, state.sequence);
    update->bind(7, state.logFloor);
    return update->run();
}

Result<qint64> headSequence(Database &database)
{
    const auto exists = hasTable(database, "change_log");
    if (!exists)
        return exists.error();
    if (!*exists)
        return 0;
    return database.integer("SELECT max(id) FROM change_log");
}

Result<QList<EpochStart>> readEpochs(Database &database)
{
    auto select
        = Statement::prepare(database, "SELECT counter, random, switch_sequence FROM epochs");
    if (!select)
        return select.error();
    QList<EpochStart> starts;
    for (;;) {
        const auto row = select->step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        starts.append(
            {{quint32(select->integer(0)), quint64(select->integer(1))}, select->integer(2)});
    }
    // Here and not in SQL, which would order the random ids as signed numbers.
    std::ranges::sort(starts, {}, &EpochStart::epoch);
    return starts;
}

Result<void> recordEpoch(Database &database, const EpochStart &start)
{
    auto insert = Statement::prepare(
        database, "INSERT INTO epochs(counter, random, switch_sequence) VALUES(?1, ?2, ?3)");
    if (!insert)
        return insert.error();
    insert->bind(1, qint64(start.epoch.counter));
    insert->bind(2, qint64(start.epoch.random));
    insert->bind(3, start.switchSequence);
    return insert->run();
}

Result<ReplicaState> startEpoch(Database &database, qint64 switchSequence)
{
    auto state = readReplicaState(database);
    if (!state)
        return state;
    state->epoch = {state->epoch.counter + 1, QRandomGenerator::system()->generate64()};
    if (const auto recorded = recordEpoch(database, {state->epoch, switchSequence}); !recorded)
        return recorded.error();
    if (const auto written = writeReplicaState(database, *state); !written)
        return written.error();
    return state;
}

Result<ReplicaState> ensureIdentity(Database &database)
{
    auto state = readReplicaState(database);
    if (!state || !state->databaseId.isNull())
        return state;
    state->databaseId = QUuid::createUuid();
    if (const auto written = writeReplicaState(database, *state); !written)
        return written.error();
    return startEpoch(database, -1);
}

} // namespace keg::store
