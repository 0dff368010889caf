// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/commands/status.h"

#include "app/one_line.h"
#include "app/output.h"
#include "app/text_table.h"
#include "core/base/clock.h"
#include "core/service/keg_file.h"
#include "core/service/status_query.h"

#include <QJsonArray>
#include <QJsonObject>

namespace keg::app {

namespace {

using namespace Qt::StringLiterals;
using service::KegFile;

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

/// "name" or, of a null, a dash.
QString shown(const QJsonValue &value)
{
    if (value.isDouble())
        return QString::number(value.toInteger());
    const QString text = value.toString();
    return text.isEmpty() ? u"-"_s : onOneLine(text);
}

QString displaysText(const QJsonArray &displays)
{
    if (displays.isEmpty())
        return u"displays: none\n"_s;
    TextTable table;
    for (const char *title : {"display", "address", "state"})
        table.addColumn(QLatin1String(title));
    table.addColumn(u"sequence"_s, TextTable::Align::Right);
    table.addColumn(u"lag ms"_s, TextTable::Align::Right);
    table.addColumn(u"last seen"_s);
    for (const auto &entry : displays) {
        const QJsonObject display = entry.toObject();
        QStringList values;
        for (const QLatin1String key :
             {"name"_L1, "address"_L1, "state"_L1, "sequence"_L1, "lag_ms"_L1, "last_seen"_L1})
            values.append(shown(display.value(key)));
        table.addRow(values);
    }
    return table.toString();
}

QString upstreamText(const QJsonObject &upstream)
{
    return u"primary %1 at %2: %3 since %4, last in step %5\n%6"_s.arg(
        shown(upstream.value("name"_L1)), shown(upstream.value("address"_L1)),
        shown(upstream.value("state"_L1)), shown(upstream.value("since"_L1)),
        shown(upstream.value("last_sync"_L1)),
        upstream.value("reason"_L1).toString().isEmpty()
            ? QString()
            : u"  %1\n"_s.arg(shown(upstream.value("reason"_L1))));
}

QString statusText(const QJsonObject &status)
{
    const QJsonObject database = status.value("database"_L1).toObject();
    const QJsonObject listen = status.value("listen"_L1).toObject();
    const QJsonObject counters = status.value("counters"_L1).toObject();
    const QJsonArray heals = counters.value("heals"_L1).toArray();
    QString text = status.value("running"_L1).toBool()
        ? u"%1 %2 runs as process %3\n"_s.arg(shown(status.value("mode"_L1)),
                                              shown(status.value("name"_L1)),
                                              shown(status.value("pid"_L1)))
        : u"%1, not running\n"_s.arg(shown(status.value("mode"_L1)));
    text += u"database %1: %2 beers, %3 taps, epoch %4, sequence %5, digest %6\n"_s.arg(
        shown(database.value("path"_L1)), shown(database.value("beers"_L1)),
        shown(database.value("taps"_L1)), shown(database.value("epoch"_L1)),
        shown(database.value("sequence"_L1)), shown(database.value("digest"_L1)));
    if (!listen.value("notify"_L1).isNull())
        text += u"ports: notifications %1, snapshots %2\n"_s.arg(
            shown(listen.value("notify"_L1)), shown(listen.value("snapshot"_L1)));
    text += u"deltas %1, snapshots %2, heals %3, reconnects %4\n"_s.arg(
        shown(counters.value("deltas"_L1)), shown(counters.value("snapshots"_L1)),
        QString::number(heals.size()), shown(counters.value("reconnects"_L1)));
    for (const auto &heal : heals)
        text += u"  healed %1: %2\n"_s.arg(shown(heal.toObject().value("at"_L1)),
                                           shown(heal.toObject().value("reason"_L1)));
    return text
        + (status.contains("displays"_L1) ? displaysText(status.value("displays"_L1).toArray())
                                          : upstreamText(status.value("upstream"_L1).toObject()));
}

Result<void> runStatus(const CommandCall &, const Options &options, Output &output)
{
    const auto status = service::queryStatus(options.dbPath, SystemClock());
    if (!status)
        return status.error();
    output.print(QJsonDocument(*status), statusText(*status));
    return {};
}

constexpr CommandSpec Commands[] = {
    {"status"_L1,
     {},
     "what runs on the database, and how its displays or its primary are"_L1,
     {},
     runStatus},
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
