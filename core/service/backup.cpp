// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/backup.h"

#include "core/service/local_folder.h"
#include "core/store/snapshot_image.h"

namespace keg::service {

Result<SharedPayload> makeBackup(const QString &databasePath, const Interruption &interruption)
{
    const auto image = store::SnapshotImage::create(
        databasePath, LocalFolder::pathFor(databasePath), &interruption);
    return image ? Result<SharedPayload>(*image) : image.error();
}

} // namespace keg::service
