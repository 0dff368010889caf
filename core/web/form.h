// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QHash>
#include <QString>

namespace keg::web {

/// The fields of a body of application/x-www-form-urlencoded; of a name that comes twice the last
/// one. What is no such body has none.
QHash<QString, QString> readUrlEncoded(const QByteArray &body);

} // namespace keg::web
