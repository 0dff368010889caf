// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>

namespace keg::net {

/// Whether somebody listens on a local socket, such as a display server's; the path of an abstract
/// one begins with a zero byte.
bool hasLocalListener(const QByteArray &socketPath);

} // namespace keg::net
