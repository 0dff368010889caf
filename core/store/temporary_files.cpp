// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/temporary_files.h"

#include "core/base/log.h"

#include <QDir>
#include <QFile>

namespace keg::store {

void useTemporaryFolder(const QString &folder)
{
    qputenv("SQLITE_TMPDIR", QFile::encodeName(folder));
}

void removeOrphans(const QString &folder)
{
    const QDir dir(folder);
    const QStringList names = dir.entryList(
        {QStringLiteral("image-*"), QStringLiteral("snapshot-*"), QStringLiteral("spool-*")},
        QDir::Files);
    for (const QString &name : names) {
        if (!QFile::remove(dir.filePath(name)))
            qCWarning(logStore).noquote() << "cannot remove the left-over" << dir.filePath(name);
    }
}

} // namespace keg::store
