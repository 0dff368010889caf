// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/benchmarks/figure.h"

#include "app/text_table.h"

#include <QJsonObject>

#include <algorithm>
#include <cmath>

namespace keg::bench {

namespace {

double percentile(const QList<double> &sorted, double share)
{
    return sorted.at(qsizetype(std::ceil(share * double(sorted.size()))) - 1);
}

double median(QList<double> values)
{
    std::ranges::sort(values);
    return percentile(values, 0.5);
}

QString number(double value)
{
    return QString::number(value, 'f', value < 10 ? 3 : value < 1'000 ? 1 : 0);
}

} // namespace

Figure figureOf(const QString &name, QList<double> samples, const QString &unit)
{
    std::ranges::sort(samples);
    return {
        name, samples.size(), percentile(samples, 0.5), percentile(samples, 0.99), samples.last(),
        unit};
}

QList<Figure> medians(const QList<QList<Figure>> &runs)
{
    QList<Figure> figures = runs.first();
    for (qsizetype i = 0; i < figures.size(); ++i) {
        for (double Figure::*statistic : {&Figure::p50, &Figure::p99, &Figure::max}) {
            QList<double> values;
            for (const QList<Figure> &run : runs)
                values.append(run.at(i).*statistic);
            figures[i].*statistic = median(values);
        }
    }
    return figures;
}

QString toTable(const QList<Figure> &figures)
{
    using Align = app::TextTable::Align;
    app::TextTable table;
    table.addColumn(QStringLiteral("name"));
    for (const char *title : {"n", "p50", "p99", "max"})
        table.addColumn(QLatin1String(title), Align::Right);
    table.addColumn(QStringLiteral("unit"));
    for (const Figure &figure : figures)
        table.addRow({figure.name, QString::number(figure.count), number(figure.p50),
                      number(figure.p99), number(figure.max), figure.unit});
    return table.toString();
}

QJsonArray toJson(const QList<Figure> &figures)
{
    QJsonArray array;
    for (const Figure &figure : figures)
        array.append(QJsonObject{{QStringLiteral("name"), figure.name},
                                 {QStringLiteral("n"), figure.count},
                                 {QStringLiteral("p50"), figure.p50},
                                 {QStringLiteral("p99"), figure.p99},
                                 {QStringLiteral("max"), figure.max},
                                 {QStringLiteral("unit"), figure.unit}});
    return array;
}

} // namespace keg::bench
