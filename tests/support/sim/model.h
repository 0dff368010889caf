// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/payload.h"
#include "core/domain/changes.h"
#include "core/sync/change_batch.h"

#include <QByteArray>
#include <QMap>
#include <QSet>
#include <QString>

#include <compare>
#include <map>
#include <optional>
#include <vector>

namespace keg::sim {

/// One row's place in the model.
struct Key
{
    QByteArray table;
    qint64 row = 0;

    std::strong_ordering operator<=>(const Key &other) const;
    bool operator==(const Key &) const = default;
};

using Rows = std::map<Key, QByteArray>;

Digest digestOf(const Rows &rows);

/// A database as simple as can be: rows, a log of keys, a position. What a power cut leaves is what
/// it held at some earlier commit, so copies of it serve as disks.
struct ModelDatabase
{
    Rows rows;
    Rows known; ///< the rows as the log knows them; differs after a change behind its back
    std::map<qint64, Key> log;
    Position position;
    qint64 floor = 0;
    std::optional<sync::EpochSwitch> previous;

    /// One transaction: rows with a value are written, those without deleted.
    void commit(const QMap<QByteArray, QMap<qint64, std::optional<QByteArray>>> &changes);
    void startEpoch(quint64 random, qint64 switchSequence);
    /// Drops all but the newest part of the log.
    void raiseFloor();

    /// Errors as PrimaryMachine::changesRead() expects them.
    Result<sync::ChangeBatch> changesAfter(qint64 sequence) const;
    /// What ReplicaStore::apply() promises.
    Result<void> apply(const Position &from, const Position &to, const SharedPayload &payload);

    QByteArray toImage() const;
    /// What merging a snapshot promises.
    Result<void> merge(const QByteArray &image, const Position &announced);
};

/// Remembers every state that the primary committed and judges every state that a client shows.
class Oracle
{
public:
    void committed(const ModelDatabase &primary);
    /// The fault that is found, if any. `shown` is the client's last position, moved on.
    std::optional<QString> judge(const ModelDatabase &replica,
                                 std::optional<Position> &shown) const;

private:
    /// More than one where a primary lost its tail and others wrote before it could notice.
    std::map<std::pair<Epoch, qint64>, std::vector<Rows>> m_states;
};

} // namespace keg::sim
