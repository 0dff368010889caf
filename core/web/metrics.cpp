// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/metrics.h"

#include <QJsonArray>
#include <QLocale>
#include <QMap>

namespace keg::web {

namespace {

using namespace Qt::StringLiterals;

constexpr double MillisecondsPerSecond = 1000;

QByteArray numberText(double number)
{
    return QByteArray::number(number, 'g', QLocale::FloatingPointShortest);
}

/// A label's value in its quotes.
QByteArray quoted(QString text)
{
    text.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s).replace(u'\n', u"\\n"_s);
    return '"' + text.toUtf8() + '"';
}

/// Collects lines; what a metric is stands before its first one.
class Exposition
{
public:
    void begin(const char *name, const char *type, const char *help)
    {
        m_name = name;
        m_text
            += QByteArray("# HELP ") + name + ' ' + help + "\n# TYPE " + name + ' ' + type + '\n';
    }
    void add(double value, const QByteArray &labels = {})
    {
        m_text += m_name + (labels.isEmpty() ? QByteArray() : '{' + labels + '}') + ' '
            + numberText(value) + '\n';
    }
    void addOne(const char *name, const char *type, const char *help, double value)
    {
        begin(name, type, help);
        add(value);
    }
    const QByteArray &text() const { return m_text; }

private:
    QByteArray m_name;
    QByteArray m_text;
};

void addDisplays(Exposition &out, const QJsonArray &displays)
{
    QMap<QString, int> counts;
    for (const char *state : {"connecting", "pending", "snapshot", "catching-up", "live"})
        counts.insert(QString::fromLatin1(state), 0);
    for (const QJsonValue &display : displays)
        ++counts[display[u"state"_s].toString()];
    out.begin("kegdisplay_displays", "gauge", "Connected displays by state.");
    for (auto count = counts.cbegin(); count != counts.cend(); ++count)
        out.add(*count, "state=" + quoted(count.key()));
    out.begin("kegdisplay_display_lag_seconds", "gauge",
              "From a change to a display's acknowledgement.");
    for (const QJsonValue &display : displays) {
        out.add(display[u"lag_ms"_s].toDouble() / MillisecondsPerSecond,
                "id=" + quoted(display[u"id"_s].toString())
                    + ",name=" + quoted(display[u"name"_s].toString()));
    }
}

} // namespace

QByteArray metricsOf(const QJsonObject &status)
{
    const QJsonValue database = status[u"database"_s];
    const QJsonValue counters = status[u"counters"_s];
    Exposition out;
    out.begin("kegdisplay_info", "gauge", "What runs here.");
    out.add(1,
            "version=" + quoted(status[u"version"_s].toString())
                + ",mode=" + quoted(status[u"mode"_s].toString()));
    out.addOne("kegdisplay_sequence", "gauge", "The newest change in the database.",
               database[u"sequence"_s].toDouble());
    out.addOne("kegdisplay_epoch", "gauge", "The database's line of history.",
               database[u"epoch"_s].toDouble());
    out.addOne("kegdisplay_beers", "gauge", "Beers in the database.",
               database[u"beers"_s].toDouble());
    out.addOne("kegdisplay_taps", "gauge", "Taps in the database.", database[u"taps"_s].toDouble());
    out.addOne("kegdisplay_deltas_total", "counter", "Changes sent to displays.",
               counters[u"deltas"_s].toDouble());
    out.addOne("kegdisplay_snapshots_total", "counter", "Whole copies sent to displays.",
               counters[u"snapshots"_s].toDouble());
    out.addOne("kegdisplay_heals_total", "counter", "Copies that were found wrong, and mended.",
               double(counters[u"heals"_s].toArray().size()));
    out.addOne("kegdisplay_reconnects_total", "counter",
               "Connections that were lost and came back.", counters[u"reconnects"_s].toDouble());
    addDisplays(out, status[u"displays"_s].toArray());
    return out.text();
}

} // namespace keg::web
