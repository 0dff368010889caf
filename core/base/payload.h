// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QByteArray>

#include <memory>

namespace keg {

/// Bytes of known length that may be larger than memory: held in an array, or in a temporary file.
/// Immutable once shared, so any thread may read it.
class Payload
{
public:
    Payload() = default;
    virtual ~Payload() = default;
    Payload(const Payload &) = delete;
    Payload &operator=(const Payload &) = delete;

    /// Length in bytes.
    virtual qint64 size() const = 0;
    /// The bytes from `offset` on, `length` of them or fewer at the end. Errors: Failed on I/O.
    virtual Result<QByteArray> read(qint64 offset, qint64 length) const = 0;
};

using SharedPayload = std::shared_ptr<const Payload>;

/// A payload that is an array.
class MemoryPayload final : public Payload
{
public:
    explicit MemoryPayload(QByteArray bytes);

    qint64 size() const override;
    Result<QByteArray> read(qint64 offset, qint64 length) const override;

private:
    const QByteArray m_bytes;
};

/// Collects bytes: in memory up to `memoryLimit`, from there on in a temporary
/// file in `folder`. Not thread-safe until finish().
class Spool
{
public:
    static constexpr qint64 DefaultMemoryLimit = 4 * 1024 * 1024;

    explicit Spool(QString folder, qint64 memoryLimit = DefaultMemoryLimit);
    ~Spool();
    Spool(const Spool &) = delete;
    Spool &operator=(const Spool &) = delete;

    qint64 size() const;
    /// Errors: DiskFull, Failed.
    Result<void> append(const QByteArray &bytes);
    /// Everything appended, to be read; the spool is empty afterwards. Errors: DiskFull, Failed.
    Result<SharedPayload> finish();

private:
    class FilePayload;
    Result<void> moveToFile();

    const QString m_folder;
    const qint64 m_memoryLimit;
    QByteArray m_memory;
    std::unique_ptr<FilePayload> m_file;
};

} // namespace keg
