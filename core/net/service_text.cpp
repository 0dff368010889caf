// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/service_text.h"

#include <algorithm>

namespace keg::net {

namespace {

QByteArray pair(const char *key, const QByteArray &value)
{
    return QByteArray(key) + '=' + value;
}

/// The first one counts, and case does not.
QByteArray valueOf(const char *key, const QByteArrayList &text)
{
    const QByteArray beginning = QByteArray(key) + '=';
    const auto found
        = std::find_if(text.cbegin(), text.cend(), [&beginning](const QByteArray &one) {
              return one.left(beginning.size()).compare(beginning, Qt::CaseInsensitive) == 0;
          });
    return found == text.cend() ? QByteArray() : found->mid(beginning.size());
}

} // namespace

QByteArrayList toServiceText(const wire::Announce &words)
{
    return {pair("version", QByteArray::number(wire::AnnouncementVersion)),
            pair("id", words.primary.toString().toLatin1()),
            pair("name", wire::announcedName(words.name).toUtf8()),
            pair("snapshot", QByteArray::number(words.snapshotPort)),
            pair("db",
                 words.databaseId.isNull() ? QByteArray()
                                           : words.databaseId.toByteArray(QUuid::WithoutBraces))};
}

std::optional<wire::Announce> fromServiceText(const QByteArrayList &text, quint16 notifyPort)
{
    const auto id = MachineId::parse(QString::fromLatin1(valueOf("id", text)));
    const quint16 snapshotPort = valueOf("snapshot", text).toUShort();
    const QByteArray version = QByteArray::number(wire::AnnouncementVersion);
    if (valueOf("version", text) != version || !id || notifyPort == 0 || snapshotPort == 0)
        return {};
    return wire::Announce{*id, wire::announcedName(QString::fromUtf8(valueOf("name", text))),
                          notifyPort, snapshotPort,
                          QUuid::fromString(QLatin1String(valueOf("db", text)))};
}

} // namespace keg::net
