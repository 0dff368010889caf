// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/wire/announcement.h"

#include "core/wire/field_map.h"
#include "core/wire/messages.h"

namespace keg::wire {

namespace {

// The kinds of docs/PROTOCOL.md.
constexpr qint64 AnnounceKind = 1;
constexpr qint64 AskKind = 2;

Error damaged(const QString &what)
{
    return {ErrorCode::Damaged, what};
}

struct Head
{
    QString magic = QString::fromLatin1(Magic);
    qint64 version = AnnouncementVersion;
    qint64 kind = 0;
};

template<typename Fields, typename H>
void describeHead(Fields &fields, H &head)
{
    fields.field("magic", head.magic);
    fields.field("version", head.version);
    fields.field("kind", head.kind);
}

template<typename Fields, typename A>
void describeAnnounce(Fields &fields, A &announce)
{
    fields.field("id", announce.primary);
    fields.field("name", announce.name);
    fields.field("notify", announce.notifyPort);
    fields.field("snapshot", announce.snapshotPort);
    fields.field("db", announce.databaseId);
}

Result<Datagram> decodeAnnounce(FieldReader &reader)
{
    Announce announce;
    describeAnnounce(reader, announce);
    if (auto read = reader.finish(); !read)
        return read.error();
    if (announce.notifyPort == 0 || announce.snapshotPort == 0)
        return damaged(QStringLiteral("a primary without ports"));
    announce.name = announcedName(announce.name);
    return Datagram(std::move(announce));
}

} // namespace

QString announcedName(const QString &name)
{
    QString kept;
    qsizetype size = 0;
    for (const char32_t character : name.toUcs4()) {
        if (!QChar::isPrint(character))
            continue;
        const QString text = QString::fromUcs4(&character, 1);
        size += text.toUtf8().size();
        if (size > AnnouncedNameLimit)
            break;
        kept += text;
    }
    return kept;
}

QByteArray encodeDatagram(const Datagram &datagram)
{
    FieldWriter writer;
    Head head;
    if (const auto *announce = std::get_if<Announce>(&datagram)) {
        head.kind = AnnounceKind;
        Announce presented = *announce;
        presented.name = announcedName(presented.name);
        describeHead(writer, head);
        describeAnnounce(writer, std::as_const(presented));
    } else {
        head.kind = AskKind;
        describeHead(writer, head);
        writer.field("pad", QByteArray(AskSize, '\0'));
    }
    return writer.finish();
}

Result<Datagram> decodeDatagram(const QByteArray &bytes)
{
    if (bytes.size() > DatagramLimit)
        return damaged(QStringLiteral("a datagram of more than %1 bytes").arg(DatagramLimit));
    FieldReader reader(bytes);
    Head head;
    describeHead(reader, head);
    if (auto read = reader.finish(); !read)
        return read.error();
    if (head.magic != QLatin1String(Magic))
        return damaged(QStringLiteral("a datagram of another program"));
    if (head.version != AnnouncementVersion)
        return Error{ErrorCode::TooNew,
                     QStringLiteral("a datagram of version %1 where %2 is spoken")
                         .arg(head.version)
                         .arg(AnnouncementVersion)};
    if (head.kind == AnnounceKind)
        return decodeAnnounce(reader);
    if (head.kind != AskKind)
        return damaged(QStringLiteral("a datagram of the unknown kind %1").arg(head.kind));
    if (bytes.size() < AskSize)
        return damaged(QStringLiteral("a question shorter than its answer"));
    return Datagram(Ask());
}

} // namespace keg::wire
