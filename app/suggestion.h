// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QStringList>

namespace keg::app {

/// The candidate that `word` was probably meant to be, as " (did you mean X?)"; empty: none is
/// near.
QString suggestion(const QString &word, const QStringList &candidates);

} // namespace keg::app
