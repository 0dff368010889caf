// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/identity/private_file.h"

#include <QJsonObject>

namespace keg::identity {

/// The object that a private file holds, with a "version" in it. Absent: there is no file. Errors:
/// those of PrivateFile::read(); Damaged; TooNew.
Result<std::optional<QJsonObject>> readObject(const PrivateFile &file);

/// Errors: those of PrivateFile::write().
Result<void> writeObject(const PrivateFile &file, QJsonObject object, const FolderLock &lock);

} // namespace keg::identity
