// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/boot_time.h"

#include <QFile>

#include <ctime>

namespace keg::identity {

Result<BootTime> BootTime::now()
{
    QFile file(QStringLiteral("/proc/sys/kernel/random/boot_id"));
    const QByteArray boot
        = file.open(QIODevice::ReadOnly) ? file.read(100).trimmed() : QByteArray();
    timespec time = {};
    if (boot.isEmpty() || clock_gettime(CLOCK_BOOTTIME, &time) != 0)
        return Error{
            ErrorCode::Failed,
            QStringLiteral("the system does not say which boot this is: %1 must be readable")
                .arg(file.fileName())};
    const auto sinceBoot
        = std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
    return BootTime{boot, std::chrono::duration_cast<std::chrono::milliseconds>(sinceBoot)};
}

} // namespace keg::identity
