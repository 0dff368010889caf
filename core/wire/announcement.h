// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/domain/machine_id.h"

#include <QByteArray>
#include <QString>
#include <QUuid>

#include <variant>

// What travels in the datagrams by which primaries are found: docs/PROTOCOL.md, Finding a primary.
namespace keg::wire {

/// The UDP port of all of them, whatever port a primary takes connections on.
constexpr quint16 AnnouncementPort = 5002;
constexpr int AnnouncementVersion = 1;
/// Longest datagram that is looked at, in bytes.
constexpr qsizetype DatagramLimit = 512;
/// Shortest Ask, in bytes, and longest Announce: so that no answer is bigger than its question.
constexpr qsizetype AskSize = 256;
/// Longest name of a primary, in bytes of UTF-8; that of a DNS label, for DNS-SD.
constexpr qsizetype AnnouncedNameLimit = 63;

/// Primary to whoever listens: here I am, at the address that this comes from.
struct Announce
{
    MachineId primary;
    QString name; ///< for people; both ways only what announcedName() leaves
    quint16 notifyPort = 0;
    quint16 snapshotPort = 0;
    QUuid databaseId; ///< null: none yet
};

/// To all primaries: announce yourselves to me.
struct Ask
{
};

/// What of a name may stand in lists and logs: no control characters, no more than the limit.
QString announcedName(const QString &name);

using Datagram = std::variant<Announce, Ask>;

QByteArray encodeDatagram(const Datagram &datagram);

/// Errors: Damaged for what is too long, no CBOR map, not ours or of an unknown kind, lacks a field
/// or has one of another type or range, and for a short Ask; TooNew for another version. Unknown
/// fields are passed over.
Result<Datagram> decodeDatagram(const QByteArray &bytes);

} // namespace keg::wire
