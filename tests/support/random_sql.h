// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArrayList>
#include <QList>
#include <QRandomGenerator>

namespace keg::test {

/// A table to be written to at random: its columns, each with the SQL values that it may get.
struct RandomTable
{
    struct Column
    {
        QByteArray name;
        QByteArrayList values;
    };

    QByteArray name;
    QByteArray key;
    QList<Column> columns;
};

/// Writing statements of every kind that SQLite has, on few keys and values, so that they clash.
/// KEG_SEED in the environment repeats a run.
class RandomSql
{
public:
    explicit RandomSql(QList<RandomTable> tables);

    quint32 seed() const { return m_seed; }
    /// Some statements, now and then in a transaction of their own. Any of them may fail.
    QByteArrayList batch();

private:
    quint32 below(quint32 limit) { return m_random.bounded(limit); }
    template<typename List>
    const auto &oneOf(const List &list)
    {
        return list.at(below(quint32(list.size())));
    }

    QByteArray statement();
    QByteArray insert(const RandomTable &table);
    QByteArray upsert(const RandomTable &table);
    QByteArray insertSelected(const RandomTable &table);
    QByteArray update(const RandomTable &table);
    QByteArray remove(const RandomTable &table);
    QByteArray key();
    QByteArray conflict();
    QByteArray row(const RandomTable &table);
    QByteArray rows(const RandomTable &table);
    QByteArray columnNames(const RandomTable &table);
    QByteArray assignments(const RandomTable &table);
    QByteArray condition(const RandomTable &table);

    const QList<RandomTable> m_tables;
    const quint32 m_seed;
    QRandomGenerator m_random;
};

} // namespace keg::test
