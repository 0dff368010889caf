// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/role_claim.h"

#include "core/store/capture.h"
#include "core/store/database.h"
#include "core/store/state_digest.h"
#include "core/store/transaction.h"

namespace keg::store {

namespace {

Error isCopy(const Database &database, const QString &primaryName)
{
    const QString of = primaryName.isEmpty() ? QString() : QStringLiteral(" of ") + primaryName;
    return {
        ErrorCode::Refused,
        QStringLiteral("%1 is a client's copy%2 and cannot be a primary's database: start it as "
                       "a client, or make it the primary with kegdisplay promote")
            .arg(database.path(), of)};
}

Error isOriginal(const Database &database)
{
    return {
        ErrorCode::Refused,
        QStringLiteral("%1 is a primary's database with data of its own and cannot become a "
                       "client's copy: start it as a primary, or name a new file with --db-path")
            .arg(database.path())};
}

Result<bool> isEmpty(Database &database)
{
    const auto head = headSequence(database);
    if (!head)
        return head.error();
    const auto digest = StateDigest::of(database);
    if (!digest)
        return digest.error();
    return *head == 0 && digest->sum() == Digest();
}

Result<ReplicaState> becomeFreshCopy(Database &database)
{
    const auto empty = isEmpty(database);
    if (!empty)
        return empty.error();
    if (!*empty)
        return isOriginal(database);
    if (const auto forgotten = database.execute("DELETE FROM epochs"); !forgotten)
        return forgotten.error();
    ReplicaState state;
    state.role = Role::Client;
    return state;
}

Result<ReplicaState> becomePrimary(Database &database)
{
    auto state = ensureIdentity(database);
    if (state)
        state->role = Role::Primary;
    return state;
}

Result<ReplicaState> stateAs(Role role, Database &database, const ReplicaState &state)
{
    if (state.role == role)
        return state;
    if (role == Role::Client)
        return becomeFreshCopy(database);
    return state.role ? isCopy(database, state.primaryName) : becomePrimary(database);
}

} // namespace

Result<void> claimRole(Database &database, std::optional<Role> role)
{
    auto transaction = Transaction::begin(database);
    if (!transaction)
        return transaction.error();
    const auto before = readReplicaState(database);
    if (!before)
        return before.error();
    const Role wanted = role ? *role : before->role.value_or(Role::Primary);
    const auto state = stateAs(wanted, database, *before);
    if (!state)
        return state.error();
    if (*state != *before) {
        if (auto written = writeReplicaState(database, *state); !written)
            return written;
    }
    if (auto installed = installRoleTriggers(database, *state); !installed)
        return installed;
    return transaction->commit();
}

Result<void> installRoleTriggers(Database &database, const ReplicaState &state)
{
    return state.role == Role::Client ? installClientGuards(database, state.primaryName)
                                      : installPrimaryTriggers(database);
}

} // namespace keg::store
