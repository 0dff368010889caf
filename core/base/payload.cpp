// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/base/payload.h"

#include <QMutex>
#include <QTemporaryFile>

#include <algorithm>

namespace keg {

MemoryPayload::MemoryPayload(QByteArray bytes)
    : m_bytes(std::move(bytes))
{}

qint64 MemoryPayload::size() const
{
    return m_bytes.size();
}

Result<QByteArray> MemoryPayload::read(qint64 offset, qint64 length) const
{
    return m_bytes.mid(offset, length);
}

/// Bytes in a temporary file that disappears with the last owner.
class Spool::FilePayload final : public Payload
{
public:
    explicit FilePayload(const QString &folder)
        : m_file(folder + QStringLiteral("/spool-XXXXXX"))
    {}

    Result<void> open()
    {
        if (!m_file.open())
            return failure("created");
        return {};
    }

    Result<void> append(const QByteArray &bytes)
    {
        if (m_file.write(bytes) != bytes.size())
            return failure("written");
        m_size += bytes.size();
        return {};
    }

    Result<void> flush()
    {
        if (!m_file.flush())
            return failure("written");
        return {};
    }

    qint64 size() const override { return m_size; }

    Result<QByteArray> read(qint64 offset, qint64 length) const override
    {
        const QMutexLocker lock(&m_mutex);
        const qint64 wanted = std::clamp<qint64>(m_size - offset, 0, length);
        if (!m_file.seek(offset))
            return failure("read");
        QByteArray bytes = m_file.read(wanted);
        if (bytes.size() != wanted)
            return failure("read");
        return bytes;
    }

private:
    Error failure(const char *verb) const
    {
        const bool full = m_file.error() == QFileDevice::ResourceError;
        return {full ? ErrorCode::DiskFull : ErrorCode::Failed,
                QStringLiteral("temporary file %1 cannot be %2: %3")
                    .arg(m_file.fileTemplate(), QLatin1String(verb), m_file.errorString())};
    }

    mutable QMutex m_mutex;
    mutable QTemporaryFile m_file;
    qint64 m_size = 0;
};

Spool::Spool(QString folder, qint64 memoryLimit)
    : m_folder(std::move(folder))
    , m_memoryLimit(memoryLimit)
{}

Spool::~Spool() = default;

qint64 Spool::size() const
{
    return m_file ? m_file->size() : m_memory.size();
}

Result<void> Spool::append(const QByteArray &bytes)
{
    if (!m_file && m_memory.size() + bytes.size() > m_memoryLimit) {
        if (auto moved = moveToFile(); !moved)
            return moved;
    }
    if (m_file)
        return m_file->append(bytes);
    m_memory += bytes;
    return {};
}

Result<SharedPayload> Spool::finish()
{
    if (!m_file)
        return SharedPayload(std::make_shared<MemoryPayload>(std::exchange(m_memory, {})));
    if (auto flushed = m_file->flush(); !flushed)
        return flushed.error();
    return SharedPayload(std::move(m_file));
}

Result<void> Spool::moveToFile()
{
    auto file = std::make_unique<FilePayload>(m_folder);
    if (auto opened = file->open(); !opened)
        return opened;
    if (auto written = file->append(m_memory); !written)
        return written;
    m_memory.clear();
    m_file = std::move(file);
    return {};
}

} // namespace keg
