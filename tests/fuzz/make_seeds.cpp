// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// make_seeds FOLDER: writes one message of each kind into FOLDER/message_decoder and
// FOLDER/message_reader, and one datagram of each kind into FOLDER/announcement, so that the
// fuzzers know the fields of those that came last, too.

#include "core/wire/announcement.h"
#include "core/wire/messages.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <utility>

using namespace keg::wire;

namespace {

void write(const QString &path, const QByteArray &bytes)
{
    QDir().mkpath(QFileInfo(path).path()); // run.sh makes the folders of those that it runs
    QFile file(path);
    if (!file.open(QFile::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("%s: %s", qPrintable(path), qPrintable(file.errorString()));
}

template<std::size_t... Index>
void writeEach(const QString &folder, std::index_sequence<Index...> /*all*/)
{
    const QByteArray frames[] = {encode(std::variant_alternative_t<Index, Message>())...};
    for (std::size_t index = 0; index < std::size(frames); ++index) {
        const QString name = QStringLiteral("/seed-%1").arg(index);
        write(folder + QStringLiteral("/message_decoder") + name, frames[index].mid(4));
        write(folder + QStringLiteral("/message_reader") + name,
              char(frames[index].size()) + frames[index] + frames[0]);
    }
}

void writeDatagrams(const QString &folder)
{
    const Announce announce{*keg::MachineId::fromBytes(QByteArray(keg::MachineId::Size, 'x')),
                            QStringLiteral("bar"), 5002, 5003, QUuid()};
    write(folder + QStringLiteral("/seed-announce"), encodeDatagram(announce));
    write(folder + QStringLiteral("/seed-ask"), encodeDatagram(Ask()));
}

} // namespace

int main(int count, char **arguments)
{
    if (count != 2)
        qFatal("make_seeds FOLDER");
    const QString folder = QFile::decodeName(arguments[1]);
    writeEach(folder, std::make_index_sequence<std::variant_size_v<Message>>());
    writeDatagrams(folder + QStringLiteral("/announcement"));
    return 0;
}
