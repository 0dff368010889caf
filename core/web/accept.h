// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QStringList>

namespace keg::web {

// What a client says that it likes: lists with weights, RFC 9110, 12.4.

/// The language of `offered` that a client with this Accept-Language likes best; English if none.
QString bestLanguage(const QByteArray &acceptLanguage, const QStringList &offered);

/// Whether a client with this Accept-Encoding takes "deflate".
bool takesDeflate(const QByteArray &acceptEncoding);

} // namespace keg::web
