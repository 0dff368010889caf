// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/web/request.h"
#include "core/web/settings.h"

#include <QSet>

namespace keg::test {

/// A GET, with that line in its header.
web::Request requestWith(const QByteArray &header = {}, const QByteArray &value = {});

/// For pages in English and German.
web::Settings pageSettings(const QString &house = QStringLiteral("cellar"));

QByteArray contentsOf(const QString &path);
/// Names of files of resources/web, by a pattern such as "*.js".
QStringList filesLike(const QString &pattern);
QByteArray webFile(const QString &name);

/// All that are captured by the expression's first group.
QSet<QString> captured(const QString &text, const QString &expression);

} // namespace keg::test
