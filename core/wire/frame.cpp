// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/wire/frame.h"

#include <QtEndian>

namespace keg::wire {

namespace {

constexpr qsizetype LengthSize = 4;
constexpr quint32 TypeSize = 2;

} // namespace

QByteArray encodeFrame(quint16 type, const QByteArray &body)
{
    QByteArray bytes(LengthSize + TypeSize, Qt::Uninitialized);
    qToBigEndian(quint32(TypeSize + body.size()), bytes.data());
    qToBigEndian(type, bytes.data() + LengthSize);
    return bytes + body;
}

FrameReader::FrameReader(quint32 limit)
    : m_limit(limit)
{}

void FrameReader::setLimit(quint32 limit)
{
    m_limit = limit;
}

void FrameReader::append(const QByteArray &bytes)
{
    if (m_error)
        return;
    m_buffer.remove(0, m_consumed);
    m_consumed = 0;
    m_buffer += bytes;
}

Result<std::optional<Frame>> FrameReader::next()
{
    if (m_error)
        return *m_error;
    const qsizetype available = m_buffer.size() - m_consumed;
    if (available < LengthSize)
        return std::optional<Frame>();
    const char *start = m_buffer.constData() + m_consumed;
    const auto length = qFromBigEndian<quint32>(start);
    if (length < TypeSize || length > m_limit) {
        m_buffer.clear();
        m_error = Error{ErrorCode::Damaged,
                        QStringLiteral("a frame of %1 bytes where %2 to %3 are allowed")
                            .arg(length)
                            .arg(TypeSize)
                            .arg(m_limit)};
        return *m_error;
    }
    if (available < LengthSize + qsizetype(length))
        return std::optional<Frame>();
    m_consumed += LengthSize + qsizetype(length);
    return std::optional<Frame>(
        Frame{qFromBigEndian<quint16>(start + LengthSize),
              QByteArray(start + LengthSize + TypeSize, qsizetype(length - TypeSize))});
}

} // namespace keg::wire
