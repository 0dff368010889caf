// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/domain/board.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

namespace keg::app {

/// The keys are the database's column names; what is absent is null.
QJsonObject toJson(const Beer &beer);
QJsonObject toJson(const Tap &tap);

template<typename T>
QJsonArray toJson(const QList<T> &values)
{
    QJsonArray array;
    for (const T &value : values)
        array.append(toJson(value));
    return array;
}

/// For people: a line a beer; a line a field; a line a tap, with what pours there.
QString toText(const QList<Beer> &beers);
QString toText(const Beer &beer);
QString toText(const QList<Tap> &taps, const QList<Beer> &beers);

/// "beer 7 Porter", on one line.
QString titleOf(const Beer &beer);

/// A beer's id, a tap's number as an argument. Errors: Usage.
Result<qint64> readBeerId(const QString &text);
Result<int> readTapNumber(const QString &text);

} // namespace keg::app
