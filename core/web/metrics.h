// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QJsonObject>

namespace keg::web {

/// What `status` says, in Prometheus' text format 0.0.4.
QByteArray metricsOf(const QJsonObject &status);

} // namespace keg::web
