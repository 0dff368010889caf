// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/domain/position.h"

#include <QtEndian>

namespace keg {

Digest::Digest(const Bytes &bytes)
    : m_high(qFromBigEndian<quint64>(bytes.data()))
    , m_low(qFromBigEndian<quint64>(bytes.data() + 8))
{}

bool Digest::fromBytes(const QByteArray &bytes, Digest *digest)
{
    if (bytes.size() != Size)
        return false;
    Bytes raw;
    std::copy(bytes.cbegin(), bytes.cend(), raw.begin());
    *digest = Digest(raw);
    return true;
}

Digest::Bytes Digest::bytes() const
{
    Bytes raw;
    qToBigEndian(m_high, raw.data());
    qToBigEndian(m_low, raw.data() + 8);
    return raw;
}

QByteArray Digest::toByteArray() const
{
    const Bytes raw = bytes();
    return {reinterpret_cast<const char *>(raw.data()), Size};
}

QString Digest::toHex() const
{
    return QString::fromLatin1(toByteArray().toHex());
}

Digest &Digest::operator+=(const Digest &other)
{
    m_low += other.m_low;
    const quint64 carry = m_low < other.m_low ? 1 : 0;
    m_high += other.m_high + carry;
    return *this;
}

Digest &Digest::operator-=(const Digest &other)
{
    const quint64 borrow = m_low < other.m_low ? 1 : 0;
    m_low -= other.m_low;
    m_high -= other.m_high + borrow;
    return *this;
}

QString Position::toString() const
{
    return QStringLiteral("%1/%2").arg(epoch.counter).arg(sequence);
}

} // namespace keg
