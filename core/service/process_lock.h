// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QString>

#include <memory>
#include <optional>

namespace keg::service {

/// A lock that one process holds as long as this object is. The system gives it up when the process
/// ends, however it ends: process numbers are given again, in a container always the same ones, and
/// the program may have been replaced under its name. The file holds the number only to be told.
class ProcessLock
{
public:
    /// Who holds the lock of that file, 0 if that is not known yet; none: nobody, or the file is
    /// not for our eyes. Writes nothing.
    static std::optional<qint64> holder(const QString &path);

    /// Makes the file; it is removed with the lock. Errors: Busy if somebody holds it, Refused if
    /// there is no right, DiskFull, Failed.
    static Result<std::unique_ptr<ProcessLock>> take(const QString &path);
    ~ProcessLock();
    ProcessLock(const ProcessLock &) = delete;
    ProcessLock &operator=(const ProcessLock &) = delete;

private:
    ProcessLock(QString path, int descriptor);

    const QString m_path;
    const int m_descriptor;
};

} // namespace keg::service
