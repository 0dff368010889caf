// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/sync/greeting.h"

namespace keg::sync {

std::optional<wire::Failure> protocolObjection(const wire::Hello &hello)
{
    if (hello.magic == QLatin1String(wire::Magic) && hello.lowestProtocol <= wire::HighestProtocol
        && hello.highestProtocol >= wire::LowestProtocol)
        return {};
    return wire::Failure{wire::Failure::Kind::Version,
                         QStringLiteral("protocol %1 to %2 offered, %3 to %4 spoken here")
                             .arg(hello.lowestProtocol)
                             .arg(hello.highestProtocol)
                             .arg(wire::LowestProtocol)
                             .arg(wire::HighestProtocol)};
}

std::optional<wire::Failure> copyObjection(const wire::Hello &hello, const Position &own,
                                           qint64 schemaVersion)
{
    using wire::Failure;
    using Kind = Failure::Kind;
    if (hello.schemaVersion < schemaVersion) {
        return Failure{
            Kind::Schema,
            QStringLiteral("its tables are of version %1, ours of %2: update the display")
                .arg(hello.schemaVersion)
                .arg(schemaVersion)};
    }
    if (hello.position.databaseId.isNull())
        return {};
    if (hello.position.databaseId != own.databaseId)
        return Failure{Kind::Foreign, QStringLiteral("its copy belongs to another database")};
    if (hello.position.epoch > own.epoch) {
        return Failure{Kind::OldEpoch,
                       QStringLiteral("its copy is of epoch %1, this primary's history ends in %2")
                           .arg(hello.position.epoch.counter)
                           .arg(own.epoch.counter)};
    }
    return {};
}

} // namespace keg::sync
