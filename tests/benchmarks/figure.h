// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QJsonArray>
#include <QList>
#include <QString>

namespace keg::bench {

/// One line of the result: what `count` samples were like.
struct Figure
{
    QString name;
    qsizetype count = 0;
    double p50 = 0;
    double p99 = 0;
    double max = 0;
    QString unit;
};

/// Percentiles by nearest rank. `samples` is not empty.
Figure figureOf(const QString &name, QList<double> samples, const QString &unit);

/// What several runs of the same benchmark found: of each statistic the median.
QList<Figure> medians(const QList<QList<Figure>> &runs);

QString toTable(const QList<Figure> &figures);
QJsonArray toJson(const QList<Figure> &figures);

} // namespace keg::bench
