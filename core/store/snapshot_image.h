// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/payload.h"
#include "core/domain/position.h"

#include <QFile>
#include <QMutex>
#include <QString>

#include <memory>

namespace keg {
class Interruption;
}

namespace keg::store {

/// The bytes of a copy of a whole database at one position, in a temporary file that disappears
/// with the last owner.
class SnapshotImage final : public Payload
{
public:
    /// Makes the copy in `folder` on a connection of its own, so from any thread, while others read
    /// and write. Errors: as Database::open and Database::error (DiskFull for `folder`, too;
    /// Interrupted).
    static Result<std::shared_ptr<const SnapshotImage>>
    create(const QString &databasePath, const QString &folder,
           const Interruption *interruption = nullptr);
    ~SnapshotImage() override;

    /// With the digest computed from the image itself.
    const Position &position() const { return m_position; }

    qint64 size() const override { return m_size; }
    Result<QByteArray> read(qint64 offset, qint64 length) const override;

private:
    explicit SnapshotImage(const QString &path);
    Result<void> take(const QString &databasePath, const Interruption *interruption);
    Error readError() const;

    mutable QMutex m_mutex;
    mutable QFile m_file;
    qint64 m_size = 0;
    Position m_position;
};

} // namespace keg::store
