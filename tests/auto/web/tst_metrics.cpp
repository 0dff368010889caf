// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/metrics.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace keg::web;
using namespace Qt::StringLiterals;

/// What Prometheus reads.
class tst_Metrics : public QObject
{
    Q_OBJECT

private slots:
    void status_isExposed();
    void status_empty_isExposedAllTheSame();
    void label_isEscaped_data();
    void label_isEscaped();
    void text_isAsPrometheusWantsIt_data();
    void text_isAsPrometheusWantsIt();
};

namespace {

QJsonObject display(const QString &name, const QString &state, double lag)
{
    return {{u"id"_s, u"ID-"_s + name}, {u"name"_s, name}, {u"state"_s, state}, {u"lag_ms"_s, lag}};
}

QJsonObject statusWith(const QJsonArray &displays)
{
    return {{u"version"_s, u"1.2"_s},
            {u"mode"_s, u"primary"_s},
            {u"database"_s,
             QJsonObject{{u"sequence"_s, 1'234'567'890'123.0},
                         {u"epoch"_s, 2},
                         {u"beers"_s, 5},
                         {u"taps"_s, 3}}},
            {u"counters"_s,
             QJsonObject{{u"deltas"_s, 7},
                         {u"snapshots"_s, 1},
                         {u"heals"_s, QJsonArray{1, 2}},
                         {u"reconnects"_s, 4}}},
            {u"displays"_s, displays}};
}

} // namespace

void tst_Metrics::status_isExposed()
{
    const QByteArray text = metricsOf(
        statusWith({display(u"bar"_s, u"live"_s, 12.5), display(u"hall"_s, u"live"_s, 0),
                    display(u"new"_s, u"pending"_s, 0)}));
    for (const char *line :
         {"kegdisplay_info{version=\"1.2\",mode=\"primary\"} 1\n",
          "kegdisplay_sequence 1234567890123\n", "kegdisplay_epoch 2\n", "kegdisplay_beers 5\n",
          "kegdisplay_taps 3\n", "kegdisplay_deltas_total 7\n", "kegdisplay_snapshots_total 1\n",
          "kegdisplay_heals_total 2\n", "kegdisplay_reconnects_total 4\n",
          "kegdisplay_displays{state=\"live\"} 2\n", "kegdisplay_displays{state=\"pending\"} 1\n",
          "kegdisplay_displays{state=\"snapshot\"} 0\n",
          "kegdisplay_display_lag_seconds{id=\"ID-bar\",name=\"bar\"} 0.0125\n"})
        QVERIFY2(text.contains('\n' + QByteArray(line)), line);
}

void tst_Metrics::status_empty_isExposedAllTheSame()
{
    const QByteArray text = metricsOf({});
    QVERIFY(text.contains("\nkegdisplay_sequence 0\n"));
    QVERIFY(text.contains("\nkegdisplay_displays{state=\"live\"} 0\n"));
}

void tst_Metrics::label_isEscaped_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("label");
    QTest::newRow("plain") << u"bar"_s << QByteArray("bar");
    QTest::newRow("quote") << u"a\"b"_s << QByteArray("a\\\"b");
    QTest::newRow("backslash") << u"a\\b"_s << QByteArray("a\\\\b");
    QTest::newRow("line") << u"a\nb"_s << QByteArray("a\\nb");
    QTest::newRow("all") << u"\\\"\n"_s << QByteArray("\\\\\\\"\\n");
    QTest::newRow("forged") << u"x\"} 1\nkegdisplay_forged{a=\""_s
                            << QByteArray("x\\\"} 1\\nkegdisplay_forged{a=\\\"");
    QTest::newRow("unicode") << u"Küche 🍺"_s << QByteArray("Küche 🍺");
}

void tst_Metrics::label_isEscaped()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, label);
    QJsonObject one = display(name, name, 0);
    one[u"id"_s] = name;
    const QByteArray text = metricsOf(statusWith({one}));
    QVERIFY2(text.contains("{id=\"" + label + "\",name=\"" + label + "\"} 0\n"), text);
    QVERIFY2(text.contains("{state=\"" + label + "\"} 1\n"), text);
}

void tst_Metrics::text_isAsPrometheusWantsIt_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("plain") << u"bar"_s;
    QTest::newRow("hostile") << u"x\"} 1\nkegdisplay_forged{a=\"\\"_s;
    QTest::newRow("empty") << QString();
}

/// Each line is a comment or a sample of the metric that the comments before it announce.
void tst_Metrics::text_isAsPrometheusWantsIt()
{
    QFETCH(QString, name);
    static const QRegularExpression Sample(
        u"^(kegdisplay_[a-z_]+)(\\{[a-z]+=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\""
        "(?:,[a-z]+=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\")*\\})? [-+0-9.e]+$"_s);
    static const QRegularExpression Type(u"^# TYPE (kegdisplay_[a-z_]+) (counter|gauge)$"_s);
    const QString text = QString::fromUtf8(metricsOf(statusWith({display(name, name, 1)})));
    QVERIFY(text.endsWith(u'\n'));
    QString announced;
    QSet<QString> seen;
    const QStringList lines = text.chopped(1).split(u'\n');
    for (const QString &line : lines) {
        if (line.startsWith("# HELP "_L1))
            continue;
        if (const auto type = Type.match(line); type.hasMatch()) {
            announced = type.captured(1);
            QVERIFY2(!seen.contains(announced), qPrintable(line));
            seen.insert(announced);
            QCOMPARE(announced.endsWith("_total"_L1), type.captured(2) == u"counter"_s);
            continue;
        }
        const auto sample = Sample.match(line);
        QVERIFY2(sample.hasMatch(), qPrintable(line));
        QCOMPARE(sample.captured(1), announced);
    }
    QVERIFY(seen.size() > 10);
}

QTEST_GUILESS_MAIN(tst_Metrics)
#include "tst_metrics.moc"
