// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/commands/status.h"

#include "app/one_line.h"
#include "app/output.h"
#include "app/text_table.h"
#include "core/base/clock.h"
#include "core/base/foreign_name.h"
#include "core/service/keg_file.h"
#include "core/service/status_query.h"

#include <QJsonArray>
#include <QJsonObject>

namespace keg::app {

namespace {

using namespace Qt::StringLiterals;
using service::KegFile;

QString line(const QString &label, const QString &text)
{
    return label.leftJustified(14) + onOneLine(text) + u'\n';
}

/// For people; null and absent: not known.
QString wordOf(const QJsonValue &value)
{
    const QString text = value.isDouble() ? QString::number(value.toInteger()) : value.toString();
    return text.isEmpty() ? u"-"_s : text;
}

/// What a machine calls itself.
QString nameOf(const QJsonValue &name)
{
    return wordOf(foreignName(name.toString()));
}

QString countersText(const QJsonObject &counters)
{
    const QJsonArray heals = counters[u"heals"_s].toArray();
    QString text = line(u"counters"_s,
                        u"%1 deltas, %2 snapshots, %3 heals, %4 reconnects"_s.arg(
                            wordOf(counters[u"deltas"_s]), wordOf(counters[u"snapshots"_s]),
                            QString::number(heals.size()), wordOf(counters[u"reconnects"_s])));
    for (const QJsonValue &heal : heals)
        text
            += line(u"healed"_s, u"%1: %2"_s.arg(wordOf(heal[u"at"_s]), wordOf(heal[u"reason"_s])));
    return text;
}

QString displaysText(const QJsonArray &displays)
{
    if (displays.isEmpty())
        return line(u"displays"_s, u"none"_s);
    TextTable table;
    table.addColumn(u"Address"_s);
    table.addColumn(u"State"_s);
    table.addColumn(u"Sequence"_s, TextTable::Align::Right);
    table.addColumn(u"Lag ms"_s, TextTable::Align::Right);
    table.addColumn(u"Last seen"_s);
    table.addColumn(u"Display"_s);
    for (const QJsonValue &display : displays) {
        table.addRow({wordOf(display[u"address"_s]), wordOf(display[u"state"_s]),
                      wordOf(display[u"sequence"_s]), wordOf(display[u"lag_ms"_s]),
                      wordOf(display[u"last_seen"_s]), nameOf(display[u"name"_s])});
    }
    return u'\n' + table.toString();
}

QString instanceText(const QJsonObject &status)
{
    if (!status[u"running"_s].toBool())
        return u"not running"_s;
    return u"running, process %1, version %2"_s.arg(wordOf(status[u"pid"_s]),
                                                    wordOf(status[u"version"_s]));
}

QString databaseText(const QJsonObject &database)
{
    return line(u"database"_s, wordOf(database[u"path"_s]))
        + line(u"position"_s,
               u"epoch %1, sequence %2, digest %3"_s.arg(wordOf(database[u"epoch"_s]),
                                                         wordOf(database[u"sequence"_s]),
                                                         wordOf(database[u"digest"_s])))
        + line(u"content"_s,
               u"%1 beers, %2 taps"_s.arg(wordOf(database[u"beers"_s]),
                                          wordOf(database[u"taps"_s])));
}

/// Where browsers are answered, or why they are not.
QString webText(const QJsonObject &listen)
{
    const QString error = listen[u"web_error"_s].toString();
    const QString reason = error.isEmpty() ? QString() : u", "_s + error;
    const QJsonValue port = listen[u"web"_s];
    return line(u"web"_s, (port.isNull() ? u"off"_s : u"port "_s + wordOf(port)) + reason);
}

/// What a primary alone has to say.
QString primaryText(const QJsonObject &status)
{
    const QJsonObject listen = status[u"listen"_s].toObject();
    return line(u"ports"_s,
                u"%1 notifications, %2 snapshots"_s.arg(wordOf(listen[u"notify"_s]),
                                                        wordOf(listen[u"snapshot"_s])))
        + countersText(status[u"counters"_s].toObject())
        + displaysText(status[u"displays"_s].toArray());
}

/// While it waits to be approved.
QString wordsText(const QJsonValue &words)
{
    return words.isString() ? line(u"words"_s, words.toString()) : QString();
}

/// While it follows nobody: whom people may choose.
QString foundText(const QJsonArray &primaries)
{
    QString text;
    for (const QJsonValue &primary : primaries) {
        const QString where
            = u"%1, %2"_s.arg(wordOf(primary[u"address"_s]), wordOf(primary[u"id"_s]));
        text += line(u"found"_s, withNameLast(where, primary[u"name"_s].toString()));
    }
    return text;
}

/// What a client alone has to say.
QString clientText(const QJsonObject &status)
{
    const QJsonObject upstream = status[u"upstream"_s].toObject();
    return line(u"link"_s,
                u"%1 since %2 to %3"_s.arg(wordOf(upstream[u"state"_s]),
                                           wordOf(upstream[u"since"_s]),
                                           wordOf(upstream[u"address"_s])))
        + line(u"because"_s, wordOf(upstream[u"reason"_s])) + wordsText(upstream[u"words"_s])
        + foundText(upstream[u"found"_s].toArray())
        + line(u"last in step"_s, wordOf(upstream[u"last_sync"_s]))
        + countersText(status[u"counters"_s].toObject());
}

QString statusText(const QJsonObject &status)
{
    const QJsonValue upstream = status[u"upstream"_s];
    const QString role = upstream.isObject()
        ? u"client of the primary "_s + nameOf(upstream[u"name"_s])
        : u"primary"_s;
    const QString text = line(u"instance"_s, instanceText(status))
        + line(u"id"_s, wordOf(status[u"id"_s])) + line(u"name"_s, wordOf(status[u"name"_s]))
        + line(u"role"_s, role) + databaseText(status[u"database"_s].toObject());
    if (!status[u"running"_s].toBool())
        return text;
    return text + webText(status[u"listen"_s].toObject())
        + (upstream.isObject() ? clientText(status) : primaryText(status));
}

Result<void> runStatus(const CommandCall &, const Options &options, Output &output)
{
    auto status = service::queryStatus(options.dbPath, SystemClock());
    if (!status)
        return status.error();
    if ((*status)[u"name"_s].isNull())
        status->insert(u"name"_s, options.name); // as an instance would be called
    output.print(QJsonDocument(*status), statusText(*status));
    return {};
}

Result<void> runDigest(const CommandCall &, const Options &options, Output &output)
{
    auto file = KegFile::openToRead(options.dbPath, SystemClock());
    if (!file)
        return file.error();
    const auto position = file->position();
    if (!position)
        return position.error();
    const qint64 epoch = position->epoch.counter;
    const QString digest = position->digest.toHex();
    output.print(
        QJsonDocument(QJsonObject{
            {u"epoch"_s, epoch}, {u"sequence"_s, position->sequence}, {u"digest"_s, digest}}),
        u"epoch %1, sequence %2, digest %3\n"_s.arg(epoch).arg(position->sequence).arg(digest));
    return {};
}

constexpr CommandSpec Commands[] = {
    {"status"_L1, {}, "what runs on the database, who follows it, how far"_L1, {}, runStatus},
    {"digest"_L1,
     {},
     "where the database stands, computed from the file\nTwo machines in step print the same."_L1,
     {},
     runDigest},
};

} // namespace

std::span<const CommandSpec> statusCommands()
{
    return Commands;
}

} // namespace keg::app
