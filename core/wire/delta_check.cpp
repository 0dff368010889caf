// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/wire/delta_check.h"

#include <QtEndian>

namespace keg::wire {

namespace {

template<typename Integer>
void addBigEndian(QCryptographicHash &hash, Integer value)
{
    const Integer bytes = qToBigEndian(value);
    hash.addData({reinterpret_cast<const char *>(&bytes), sizeof bytes});
}

void addStep(QCryptographicHash &hash, const Position &position)
{
    addBigEndian(hash, position.epoch.counter);
    addBigEndian(hash, position.epoch.random);
    addBigEndian(hash, position.sequence);
}

} // namespace

DeltaCheck::DeltaCheck(const Position &from, const Position &to)
{
    addStep(m_hash, from);
    m_hash.addData(to.databaseId.toRfc4122());
    addStep(m_hash, to);
    m_hash.addData(to.digest.toByteArray());
}

void DeltaCheck::add(const QByteArray &payload)
{
    m_hash.addData(payload);
}

QByteArray DeltaCheck::result() const
{
    return m_hash.result();
}

} // namespace keg::wire
