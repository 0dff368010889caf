// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/sim/model.h"

#include "core/wire/delta.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QDir>

#include <algorithm>

namespace keg::sim {

std::strong_ordering Key::operator<=>(const Key &other) const
{
    const int tables = table.compare(other.table);
    return tables != 0 ? tables <=> 0 : row <=> other.row;
}

Digest digestOf(const Rows &rows)
{
    Digest sum;
    for (const auto &[key, value] : rows) {
        const QByteArray text = key.table + ':' + QByteArray::number(key.row) + ':' + value;
        Digest one;
        (void)Digest::fromBytes(QCryptographicHash::hash(text, QCryptographicHash::Md5), &one);
        sum += one;
    }
    return sum;
}

void ModelDatabase::commit(const QMap<QByteArray, QMap<qint64, std::optional<QByteArray>>> &changes)
{
    for (auto table = changes.cbegin(); table != changes.cend(); ++table) {
        for (auto change = table->cbegin(); change != table->cend(); ++change) {
            const Key key{table.key(), change.key()};
            std::erase_if(log, [&key](const auto &entry) { return entry.second == key; });
            log.emplace(++position.sequence, key);
            for (Rows *copy : {&rows, &known}) {
                if (*change)
                    (*copy)[key] = **change;
                else
                    copy->erase(key);
            }
        }
    }
    position.digest = digestOf(known);
}

void ModelDatabase::startEpoch(quint64 random, qint64 switchSequence)
{
    previous = sync::EpochSwitch{position.epoch, switchSequence};
    position.epoch = {position.epoch.counter + 1, random};
    known = rows;
    position.digest = digestOf(known);
}

void ModelDatabase::raiseFloor()
{
    const std::size_t keep = log.size() / 8 + 1;
    while (log.size() > keep) {
        floor = log.cbegin()->first;
        log.erase(log.cbegin());
    }
}

Result<sync::ChangeBatch> ModelDatabase::changesAfter(qint64 sequence) const
{
    if (sequence > position.sequence)
        return Error{ErrorCode::Mismatch, QStringLiteral("beyond the head")};
    if (sequence < floor)
        return Error{ErrorCode::NotFound, QStringLiteral("below the floor")};
    wire::DeltaEncoder encoder(QDir::tempPath());
    for (auto entry = log.upper_bound(sequence); entry != log.cend(); ++entry) {
        const LogEntry item{
            entry->first, Text{entry->second.table}, Text{"X"}, entry->second.row, {}};
        if (auto added = encoder.add(item); !added)
            return added.error();
    }
    for (auto entry = log.upper_bound(sequence); entry != log.cend(); ++entry) {
        const auto row = known.find(entry->second);
        if (row == known.cend())
            continue;
        const RowImage item{row->first.table, row->first.row, {"value"}, {Text{row->second}}};
        if (auto added = encoder.add(item); !added)
            return added.error();
    }
    auto payload = encoder.finish();
    if (!payload)
        return payload.error();
    return sync::ChangeBatch{sequence, {position, previous}, *payload};
}

Result<void> ModelDatabase::apply(const Position &from, const Position &to,
                                  const SharedPayload &payload)
{
    if (from.epoch != position.epoch || from.sequence != position.sequence)
        return Error{ErrorCode::Mismatch, QStringLiteral("another position")};
    ModelDatabase next = *this;
    wire::DeltaDecoder decoder(payload);
    auto item = decoder.next();
    for (; item && *item; item = decoder.next()) {
        if (const auto *entry = std::get_if<LogEntry>(&**item)) {
            const auto *table = std::get_if<Text>(&entry->table);
            const auto *row = std::get_if<qint64>(&entry->rowId);
            if (!table || !row)
                return Error{ErrorCode::Damaged, QStringLiteral("a strange log entry")};
            next.rows.erase({table->bytes, *row});
            next.log[entry->id] = {table->bytes, *row};
        } else {
            const auto &row = std::get<RowImage>(**item);
            const auto *value = row.cells.size() == 1 ? std::get_if<Text>(&row.cells[0]) : nullptr;
            if (!value)
                return Error{ErrorCode::Damaged, QStringLiteral("a strange row")};
            next.rows[{row.table, row.key}] = value->bytes;
        }
    }
    if (!item)
        return item.error();
    if (digestOf(next.rows) != to.digest)
        return Error{ErrorCode::Mismatch, QStringLiteral("another digest")};
    next.known = next.rows;
    next.position = to;
    *this = std::move(next);
    return {};
}

QByteArray ModelDatabase::toImage() const
{
    QByteArray image;
    QDataStream stream(&image, QIODevice::WriteOnly);
    stream << position.toString() << position.databaseId << position.epoch.random
           << quint32(known.size());
    for (const auto &[key, value] : known)
        stream << key.table << key.row << value;
    return image;
}

Result<void> ModelDatabase::merge(const QByteArray &image, const Position &announced)
{
    QDataStream stream(image);
    Position own = announced;
    QString place;
    quint32 count = 0;
    stream >> place >> own.databaseId >> own.epoch.random >> count;
    Rows content;
    for (quint32 index = 0; index < count && stream.status() == QDataStream::Ok; ++index) {
        Key key;
        QByteArray value;
        stream >> key.table >> key.row >> value;
        content[key] = value;
    }
    if (stream.status() != QDataStream::Ok || place != announced.toString() || own != announced
        || digestOf(content) != announced.digest)
        return Error{ErrorCode::Damaged, QStringLiteral("the image is damaged")};
    if (own.epoch < position.epoch
        || (own.epoch == position.epoch && own.sequence < position.sequence))
        return Error{ErrorCode::Mismatch, QStringLiteral("the image is older than this copy")};
    rows = content;
    known = content;
    log.clear();
    position = announced;
    return {};
}

void Oracle::committed(const ModelDatabase &primary)
{
    std::vector<Rows> &states = m_states[{primary.position.epoch, primary.position.sequence}];
    if (std::find(states.cbegin(), states.cend(), primary.known) == states.cend())
        states.push_back(primary.known);
}

std::optional<QString> Oracle::judge(const ModelDatabase &replica,
                                     std::optional<Position> &shown) const
{
    const Position &now = replica.position;
    if (shown
        && (now.epoch < shown->epoch
            || (now.epoch == shown->epoch && now.sequence < shown->sequence)))
        return QStringLiteral("went back from %1 to %2").arg(shown->toString(), now.toString());
    const auto found = m_states.find({now.epoch, now.sequence});
    if (found == m_states.cend())
        return QStringLiteral("shows %1, which was never committed").arg(now.toString());
    const std::vector<Rows> &states = found->second;
    if (std::find(states.cbegin(), states.cend(), replica.rows) == states.cend())
        return QStringLiteral("shows other rows than the primary had at %1").arg(now.toString());
    shown = now;
    return {};
}

} // namespace keg::sim
