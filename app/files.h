// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <memory>

class QFileDevice;

namespace keg::app {

/// All of a file. Errors: NotFound; Refused, when it is a folder, may not be read or has more than
/// `limit` bytes.
Result<QByteArray> readFile(const QString &path, qint64 limit);

/// Whether both paths name one file, which need not be there yet.
bool areSameFile(const QString &one, const QString &other);

/// A file that a command writes: under its name only once it is whole. A pipe or terminal is
/// written to as it is.
class TargetFile
{
public:
    /// Makes a temporary file beside it, which goes unless committed. `database` and what SQLite
    /// keeps beside it are never overwritten, other files if `mayOverwrite`. Errors: Refused;
    /// NotFound for its folder; DiskFull.
    static Result<TargetFile> open(const QString &path, bool mayOverwrite, const QString &database);
    ~TargetFile();
    TargetFile(TargetFile &&other) noexcept;
    TargetFile &operator=(TargetFile &&other) noexcept;

    /// Errors: DiskFull, Failed.
    Result<void> write(const QByteArray &bytes);
    /// Errors: as write().
    Result<void> commit();

private:
    explicit TargetFile(std::unique_ptr<QFileDevice> file);

    std::unique_ptr<QFileDevice> m_file;
};

} // namespace keg::app
