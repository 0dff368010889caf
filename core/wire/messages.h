// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/domain/position.h"
#include "core/wire/frame.h"

#include <QByteArray>
#include <QString>

#include <variant>

// What travels in frames; docs/PROTOCOL.md gives every key, unit and limit.
namespace keg::wire {

/// First field of every first message, so that a wrong service is told apart at once.
constexpr char Magic[] = "KegDisplay";
/// Versions of the protocol that this program speaks.
constexpr int LowestProtocol = 1;
constexpr int HighestProtocol = 1;

/// Client to primary, first on 5002, and again when its position has moved by a snapshot.
struct Hello
{
    QString magic = QString::fromLatin1(Magic);
    qint64 lowestProtocol = LowestProtocol;
    qint64 highestProtocol = HighestProtocol;
    qint64 schemaVersion = 0;
    Position position;
    QString name; ///< what the client is called in lists of displays
    QString program; ///< the version of its program
    bool wantsSnapshot = false; ///< its copy is known to be wrong
    QByteArray token; ///< of a join string; empty: none
    QByteArray commitment; ///< to the nonce that Reveal may have to show; see core/domain/pairing.h
};

/// Why a client must take a snapshot; stays readable when newer versions add reasons.
enum class SnapshotReason {
    None, ///< it may resume
    Fresh, ///< it has no data yet
    Asked,
    Epoch, ///< its line of history ended before its sequence
    Floor, ///< the log does not reach back that far
    Ahead, ///< it has states that the primary has lost
    Digest, ///< same sequence, other content
};

/// Primary to client: accepted. With a reason, the client fetches a snapshot and says Hello again.
struct Welcome
{
    qint64 protocol = HighestProtocol;
    Position head;
    QString name; ///< the primary's
    SnapshotReason reason = SnapshotReason::None;
};

/// Primary to client: everything between two positions, whole.
struct Changes
{
    Position from; ///< digest unused
    Position to;
    QByteArray payload; ///< see DeltaEncoder
    QByteArray check; ///< see DeltaCheck
};

/// The same for a large payload, which follows in parts.
struct DeltaBegin
{
    Position from; ///< digest unused
    Position to;
    qint64 size = 0; ///< bytes of the payload
};

struct DeltaPart
{
    QByteArray bytes;
};

struct DeltaEnd
{
    QByteArray check; ///< see DeltaCheck
};

/// Client to primary: committed up to here.
struct Ack
{
    Position position;
};

/// Both ways: I live, and I am here.
struct Heartbeat
{
    Position position;
    quint16 webPort = 0; ///< a primary's: where its web interface answers HTTPS; 0: nowhere
};

/// Both ways: I am leaving on purpose.
struct Bye
{
    QString reason;
};

/// Both ways: the connection ends because of this.
struct Failure
{
    /// Why; stays readable when newer versions add kinds.
    enum class Kind {
        Protocol, ///< not understood
        Version, ///< no common version of the protocol
        Schema, ///< the client's program is too old for the primary's tables
        Foreign, ///< the copy belongs to another database
        OldEpoch, ///< the primary's history is older than the copy's
        Mismatch, ///< digest or position differ
        Untrusted, ///< the primary does not know this display, or has revoked it
        Overloaded,
    };
    Kind kind = Kind::Protocol;
    QString text;
};

/// Primary to client: nobody has approved this display yet. Repeated until somebody does.
struct Pending
{
    QByteArray nonce; ///< the primary's share of the pairing words
    QString name; ///< the primary's
};

/// Client to primary, the answer to each Pending.
struct Reveal
{
    QByteArray nonce; ///< the client's share, to which Hello was committed
};

/// Client to primary, first on 5003.
struct SnapshotRequest
{
    QString magic = QString::fromLatin1(Magic);
    qint64 lowestProtocol = LowestProtocol;
    qint64 highestProtocol = HighestProtocol;
    qint64 schemaVersion = 0;
    Position position;
    QString name;
    qint64 offset = 0; ///< bytes of the same image that the client already has
};

/// Primary to client: others are first; repeated every few seconds.
struct SnapshotQueued
{
    qint64 place = 0; ///< 1: next
};

struct SnapshotHeader
{
    qint64 size = 0; ///< bytes of the image
    Position position;
    qint64 schemaVersion = 0;
};

struct SnapshotChunk
{
    QByteArray bytes;
};

struct SnapshotTrailer
{
    QByteArray sha256; ///< over the whole image
};

using Message = std::variant<Hello, Welcome, Changes, DeltaBegin, DeltaPart, DeltaEnd, Ack,
                             Heartbeat, Bye, Failure, Pending, Reveal, SnapshotRequest,
                             SnapshotQueued, SnapshotHeader, SnapshotChunk, SnapshotTrailer>;

/// The whole frame.
QByteArray encode(const Message &message);

/// Errors: Damaged for an unknown type, a body that is not the CBOR map of that type, a field that
/// is missing or of another type or range. Unknown fields are passed over.
Result<Message> decode(const Frame &frame);

} // namespace keg::wire
