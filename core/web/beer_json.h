// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/domain/board.h"

#include <QJsonObject>
#include <QList>

namespace keg::web {

/// A tap and the beer that it pours; no beer: vacant.
struct PouringTap
{
    Tap tap;
    std::optional<Beer> beer;
};

// Rows as the routes give them: keys in the order of the table's columns, newer ones behind, null
// for what is not known. Lists give each row its "etag", the tag of the row by itself.

QByteArray beerJson(const Beer &beer);
/// By name.
QByteArray beersJson(const QList<Beer> &beers);
QByteArray tapJson(const PouringTap &tap);
QByteArray tapsJson(const QList<PouringTap> &taps);
/// What guests may know. `house` is what this machine is called.
QByteArray menuJson(const QString &house, const QList<PouringTap> &taps);

/// What is in those columns, null for nothing, for whoever compares it with `other`: of a long text
/// an excerpt, from shortly before the place where it differs.
QJsonObject excerptJson(const QStringList &columns, const Beer &beer, const Beer &other);

/// Puts the fields that `json` has into the beer; others stay. Numbers may be texts like "5.6";
/// null and blank texts are nothing. Errors: Refused, naming field and value.
Result<void> takeFields(const QJsonObject &json, Beer &beer);

} // namespace keg::web
