// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/wire/announcement.h"

#include <QByteArrayList>

#include <optional>

namespace keg::net {

/// What primaries are published as by DNS-SD.
constexpr char ServiceType[] = "_kegdisplay._tcp";

/// The TXT record of a primary's service (RFC 6763, section 6; docs/PROTOCOL.md). The port of the
/// service is its notify port.
QByteArrayList toServiceText(const wire::Announce &words);

/// What it says; absent if it is not a primary's of this version.
std::optional<wire::Announce> fromServiceText(const QByteArrayList &text, quint16 notifyPort);

} // namespace keg::net
