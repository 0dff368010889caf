// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/wire/messages.h"

#include "core/wire/field_map.h"

#include <algorithm>
#include <array>
#include <concepts>
#include <utility>

namespace keg::wire {

namespace {

// The frame types of docs/PROTOCOL.md, in the order of the alternatives of Message.
constexpr std::array<quint16, std::variant_size_v<Message>> Types{
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 32, 33, 34, 35, 36,
};

// One description a message, for FieldWriter and FieldReader alike.

template<typename Fields, typename M>
void describePosition(Fields &fields, M &position)
{
    fields.field("db", position.databaseId);
    fields.field("epoch", position.epoch);
    fields.field("seq", position.sequence);
    fields.field("digest", position.digest);
}

template<typename Fields, typename M>
void describeStep(Fields &fields, M &from, M &to)
{
    fields.field("from_epoch", from.epoch);
    fields.field("from_seq", from.sequence);
    describePosition(fields, to);
}

template<typename Fields, typename M>
void describeGreeting(Fields &fields, M &message)
{
    fields.field("magic", message.magic);
    fields.field("low", message.lowestProtocol);
    fields.field("high", message.highestProtocol);
    fields.field("schema", message.schemaVersion);
    describePosition(fields, message.position);
    fields.field("name", message.name);
}

template<typename M, typename T>
concept Describes = std::same_as<std::remove_const_t<M>, T>;

template<typename Fields, Describes<Hello> M>
void describe(Fields &fields, M &message)
{
    describeGreeting(fields, message);
    fields.field("program", message.program);
    fields.field("snapshot", message.wantsSnapshot);
    fields.field("token", message.token);
    fields.field("commitment", message.commitment);
}

template<typename Fields, Describes<Welcome> M>
void describe(Fields &fields, M &message)
{
    fields.field("protocol", message.protocol);
    describePosition(fields, message.head);
    fields.field("name", message.name);
    fields.field("reason", message.reason, SnapshotReason::Digest);
}

template<typename Fields, Describes<Changes> M>
void describe(Fields &fields, M &message)
{
    describeStep(fields, message.from, message.to);
    fields.field("payload", message.payload);
    fields.field("check", message.check);
}

template<typename Fields, Describes<DeltaBegin> M>
void describe(Fields &fields, M &message)
{
    describeStep(fields, message.from, message.to);
    fields.field("size", message.size);
}

template<typename Fields, Describes<DeltaPart> M>
void describe(Fields &fields, M &message)
{
    fields.field("bytes", message.bytes);
}

template<typename Fields, Describes<DeltaEnd> M>
void describe(Fields &fields, M &message)
{
    fields.field("check", message.check);
}

template<typename Fields, Describes<Ack> M>
void describe(Fields &fields, M &message)
{
    describePosition(fields, message.position);
}

template<typename Fields, Describes<Heartbeat> M>
void describe(Fields &fields, M &message)
{
    describePosition(fields, message.position);
    fields.optionalField("web", message.webPort);
}

template<typename Fields, Describes<Bye> M>
void describe(Fields &fields, M &message)
{
    fields.field("reason", message.reason);
}

template<typename Fields, Describes<Failure> M>
void describe(Fields &fields, M &message)
{
    fields.field("kind", message.kind, Failure::Kind::Overloaded);
    fields.field("text", message.text);
}

template<typename Fields, Describes<Pending> M>
void describe(Fields &fields, M &message)
{
    fields.field("nonce", message.nonce);
    fields.field("name", message.name);
}

template<typename Fields, Describes<Reveal> M>
void describe(Fields &fields, M &message)
{
    fields.field("nonce", message.nonce);
}

template<typename Fields, Describes<SnapshotRequest> M>
void describe(Fields &fields, M &message)
{
    describeGreeting(fields, message);
    fields.field("offset", message.offset);
}

template<typename Fields, Describes<SnapshotQueued> M>
void describe(Fields &fields, M &message)
{
    fields.field("place", message.place);
}

template<typename Fields, Describes<SnapshotHeader> M>
void describe(Fields &fields, M &message)
{
    fields.field("size", message.size);
    describePosition(fields, message.position);
    fields.field("schema", message.schemaVersion);
}

template<typename Fields, Describes<SnapshotChunk> M>
void describe(Fields &fields, M &message)
{
    fields.field("bytes", message.bytes);
}

template<typename Fields, Describes<SnapshotTrailer> M>
void describe(Fields &fields, M &message)
{
    fields.field("sha256", message.sha256);
}

template<typename M>
Result<Message> decodeAs(const QByteArray &body)
{
    M message;
    FieldReader reader(body);
    describe(reader, message);
    if (auto read = reader.finish(); !read)
        return read.error();
    return Message(std::move(message));
}

using Decoder = Result<Message> (*)(const QByteArray &);

template<std::size_t... Index>
constexpr std::array<Decoder, sizeof...(Index)> makeDecoders(std::index_sequence<Index...> /*all*/)
{
    return {&decodeAs<std::variant_alternative_t<Index, Message>>...};
}

constexpr auto Decoders = makeDecoders(std::make_index_sequence<Types.size()>());

} // namespace

QByteArray encode(const Message &message)
{
    FieldWriter writer;
    std::visit([&writer](const auto &held) { describe(writer, held); }, message);
    return encodeFrame(Types[message.index()], writer.finish());
}

Result<Message> decode(const Frame &frame)
{
    const auto type = std::find(Types.begin(), Types.end(), frame.type);
    if (type == Types.end())
        return Error{ErrorCode::Damaged,
                     QStringLiteral("a frame of the unknown type %1").arg(frame.type)};
    auto message = Decoders[std::size_t(type - Types.begin())](frame.body);
    if (!message)
        return Error{
            ErrorCode::Damaged,
            QStringLiteral("a frame of type %1: %2").arg(frame.type).arg(message.error().message)};
    return message;
}

} // namespace keg::wire
