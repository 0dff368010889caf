// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>

#include <functional>

namespace keg::test {

/// What `function` returns in a child process that has no special rights over files, even when the
/// tests are run as root.
QByteArray asOrdinaryUser(const std::function<QByteArray()> &function);

} // namespace keg::test
