// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/display_overview.h"

#include "core/service/keg_file.h"
#include "core/service/status_query.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

namespace keg::service {

namespace {

constexpr qsizetype ShortestBeginning = 4;

QString plain(QString id)
{
    return id.remove(u'-').remove(u' ').toUpper();
}

/// What people have decided counts at once; the connection follows.
void settle(DisplayLine *line)
{
    if (!line->display.isApproved)
        line->state = QStringLiteral("revoked");
    else if (line->state == QLatin1String("pending"))
        line->state = QStringLiteral("connecting");
    line->words.clear();
}

/// What is known of a display that may be away.
void addSighting(const QJsonValue &sighting, DisplayLine *line)
{
    line->version = sighting[QStringLiteral("version")].toString();
    line->address = sighting[QStringLiteral("address")].toString();
    line->lastSeen = sighting[QStringLiteral("last_seen")].toString();
}

/// What the running primary says of the machine, if it does.
void addConnection(const QJsonObject &connection, QList<DisplayLine> *lines)
{
    const auto machine = MachineId::parse(connection[QStringLiteral("id")].toString());
    if (!machine)
        return;
    auto line = std::find_if(lines->begin(), lines->end(), [&](const DisplayLine &known) {
        return known.display.machine == *machine;
    });
    const bool isListed = line != lines->end();
    if (!isListed) {
        lines->append(DisplayLine());
        line = lines->end() - 1;
        line->display.machine = *machine;
        line->display.name = connection[QStringLiteral("name")].toString();
    }
    line->state = connection[QStringLiteral("state")].toString();
    line->words = connection[QStringLiteral("words")].toString();
    addSighting(connection, &*line);
    line->sequence = connection[QStringLiteral("sequence")].toInteger();
    line->lagMs = connection[QStringLiteral("lag_ms")].toInteger();
    if (isListed)
        settle(&*line);
}

} // namespace

QList<DisplayLine> displayLines(const QList<Display> &displays, const QJsonObject &status)
{
    QList<DisplayLine> lines;
    const QJsonObject seen = status[QStringLiteral("seen")].toObject();
    for (const Display &display : displays) {
        DisplayLine line;
        line.display = display;
        addSighting(seen[display.machine.toString()], &line);
        line.state = display.isApproved ? QStringLiteral("offline") : QStringLiteral("revoked");
        lines.append(line);
    }
    const QJsonArray connections = status[QStringLiteral("displays")].toArray();
    for (const QJsonValue &connection : connections)
        addConnection(connection.toObject(), &lines);
    return lines;
}

Result<QList<DisplayLine>> listDisplays(const QString &databasePath, const Clock &clock)
{
    auto file = KegFile::openToRead(databasePath, clock);
    if (!file)
        return file.error();
    const auto displays = file->editing().displays();
    if (!displays)
        return displays.error();
    const auto status = queryStatus(databasePath, clock);
    if (!status)
        return status.error();
    return displayLines(*displays, *status);
}

Result<DisplayLine> findDisplay(const QString &text, const QString &databasePath,
                                const Clock &clock)
{
    const auto lines = listDisplays(databasePath, clock);
    return lines ? findDisplay(text, *lines) : lines.error();
}

Result<DisplayLine> findDisplay(const QString &text, const QList<DisplayLine> &lines)
{
    const QString beginning = plain(text);
    QList<DisplayLine> found;
    std::copy_if(lines.cbegin(), lines.cend(), std::back_inserter(found),
                 [&](const DisplayLine &line) {
                     return plain(line.display.machine.toString()).startsWith(beginning);
                 });
    if (beginning.size() >= ShortestBeginning && found.size() == 1)
        return found.first();
    if (const auto machine = MachineId::parse(text)) {
        DisplayLine line;
        line.display.machine = *machine;
        return line;
    }
    if (beginning.size() >= ShortestBeginning && found.size() > 1) {
        return Error{ErrorCode::Refused,
                     QStringLiteral("%1 displays have ids that begin with %2: give more of it")
                         .arg(found.size())
                         .arg(text.left(60))};
    }
    return Error{
        ErrorCode::NotFound,
        QStringLiteral("no display has an id that begins with %1 (at least %2 characters); "
                       "see `kegdisplay displays`")
            .arg(text.left(60))
            .arg(ShortestBeginning),
        Reason{"display_unknown"}};
}

} // namespace keg::service
