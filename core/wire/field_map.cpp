// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/wire/field_map.h"

#include "core/wire/cbor_integer.h"

#include <QCborStreamReader>
#include <QtEndian>

namespace keg::wire {

namespace {

constexpr int EpochSize = 12; // u32 counter, u64 random

Error damaged(const QString &what)
{
    return {ErrorCode::Damaged, what};
}

/// The string at the reader, all its chunks; absent if it is broken.
std::optional<QByteArray> readBytes(QCborStreamReader &reader)
{
    QByteArray bytes;
    auto chunk = reader.readByteArray();
    while (chunk.status == QCborStreamReader::Ok) {
        bytes += chunk.data;
        chunk = reader.readByteArray();
    }
    if (chunk.status == QCborStreamReader::Error)
        return {};
    return bytes;
}

std::optional<QString> readText(QCborStreamReader &reader)
{
    QString text;
    auto chunk = reader.readString();
    while (chunk.status == QCborStreamReader::Ok) {
        text += chunk.data;
        chunk = reader.readString();
    }
    if (chunk.status == QCborStreamReader::Error)
        return {};
    return text;
}

} // namespace

FieldWriter::FieldWriter()
    : m_writer(&m_bytes)
{
    m_writer.startMap();
}

void FieldWriter::field(const char *name, const QString &text)
{
    appendKey(name);
    m_writer.append(text);
}

void FieldWriter::field(const char *name, const QByteArray &bytes)
{
    appendKey(name);
    m_writer.append(bytes);
}

void FieldWriter::field(const char *name, const Digest &digest)
{
    field(name, digest.toByteArray());
}

void FieldWriter::field(const char *name, const Epoch &epoch)
{
    QByteArray bytes(EpochSize, Qt::Uninitialized);
    qToBigEndian(epoch.counter, bytes.data());
    qToBigEndian(epoch.random, bytes.data() + 4);
    field(name, bytes);
}

void FieldWriter::field(const char *name, const QUuid &uuid)
{
    field(name, uuid.isNull() ? QByteArray() : uuid.toRfc4122());
}

void FieldWriter::field(const char *name, const MachineId &id)
{
    field(name, id.toByteArray());
}

QByteArray FieldWriter::finish()
{
    m_writer.endMap();
    return m_bytes;
}

void FieldWriter::appendKey(const char *name)
{
    m_writer.append(QLatin1String(name));
}

void FieldWriter::appendFlag(const char *name, bool value)
{
    appendKey(name);
    m_writer.append(value);
}

void FieldWriter::appendInteger(const char *name, qint64 value)
{
    appendKey(name);
    m_writer.append(value);
}

FieldReader::FieldReader(const QByteArray &body)
    : m_state(read(body))
{}

Result<void> FieldReader::read(const QByteArray &body)
{
    QCborStreamReader reader(body);
    if (!reader.isMap() || !reader.enterContainer())
        return damaged(QStringLiteral("the body is not a CBOR map"));
    while (reader.lastError() == QCborError::NoError && reader.hasNext()) {
        if (!reader.isString())
            return damaged(QStringLiteral("a key is not a text"));
        const auto key = readText(reader);
        if (!key)
            break;
        if (reader.isInteger()) {
            if (const auto number = integerAt(reader))
                m_values.insert(*key, *number);
            reader.next();
        } else if (reader.isBool()) {
            m_values.insert(*key, reader.toBool());
            reader.next();
        } else if (reader.isString()) {
            if (const auto text = readText(reader))
                m_values.insert(*key, *text);
        } else if (reader.isByteArray()) {
            if (const auto bytes = readBytes(reader))
                m_values.insert(*key, *bytes);
        } else {
            reader.next(4); // a newer version's field
        }
    }
    if (reader.lastError() != QCborError::NoError)
        return damaged(
            QStringLiteral("the body is broken CBOR: %1").arg(reader.lastError().toString()));
    return {};
}

template<typename T>
bool FieldReader::take(const char *name, T *value)
{
    if (!m_state)
        return false;
    const auto found = m_values.constFind(QLatin1String(name));
    const T *typed = found == m_values.cend() ? nullptr : std::get_if<T>(&*found);
    if (!typed) {
        refuse(name);
        return false;
    }
    *value = *typed;
    return true;
}

void FieldReader::takeFlag(const char *name, bool *value)
{
    take(name, value);
}

bool FieldReader::takeInteger(const char *name, qint64 *value)
{
    return take(name, value);
}

void FieldReader::field(const char *name, QString &text)
{
    take(name, &text);
}

void FieldReader::field(const char *name, QByteArray &bytes)
{
    take(name, &bytes);
}

void FieldReader::field(const char *name, Digest &digest)
{
    QByteArray bytes;
    if (take(name, &bytes) && !Digest::fromBytes(bytes, &digest))
        refuse(name);
}

void FieldReader::field(const char *name, Epoch &epoch)
{
    QByteArray bytes;
    if (!take(name, &bytes))
        return;
    if (bytes.size() != EpochSize)
        return refuse(name);
    epoch.counter = qFromBigEndian<quint32>(bytes.constData());
    epoch.random = qFromBigEndian<quint64>(bytes.constData() + 4);
}

void FieldReader::field(const char *name, QUuid &uuid)
{
    QByteArray bytes;
    if (!take(name, &bytes))
        return;
    if (bytes.size() != 16 && !bytes.isEmpty())
        return refuse(name);
    uuid = QUuid::fromRfc4122(bytes);
}

void FieldReader::field(const char *name, MachineId &id)
{
    QByteArray bytes;
    if (!take(name, &bytes))
        return;
    const auto known = MachineId::fromBytes(bytes);
    if (!known)
        return refuse(name);
    id = *known;
}

void FieldReader::refuse(const char *name)
{
    if (m_state)
        m_state = damaged(
            QStringLiteral("%1 is missing or has no such value").arg(QLatin1String(name)));
}

Result<void> FieldReader::finish() const
{
    return m_state;
}

} // namespace keg::wire
