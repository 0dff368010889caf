// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QStringList>

namespace keg::bench {

// What kegbench's child processes do. They take orders from standard input, a line each, answer on
// standard output, and end with their input.

/// A primary on a database file that commits on its own connection; `hasWeb`: with its web
/// interface on a free port. "edit ID NOTE" gives a beer
/// that note; "flood COUNT NOTE" asks for that edit of each of the first beers at once. Both are
/// answered, after the last COMMIT, by "committed ASKED DONE", two moments.
int servePrimary(const QString &databasePath, bool hasWeb);

/// Somebody who knows SQLite only and reads a database file. "ID NOTE" is answered by "watching"
/// and, once that beer has that note, by "seen MOMENT"; `ofTaps`: a tap's number and beer.
int serveReader(const QString &databasePath, bool ofTaps);

/// Stands between a client and port `port` of its primary. Says "port PORT"; "count" is answered
/// by "bytes DOWN UP", payload bytes so far from the primary and to it.
int serveProxy(quint16 port);

/// `count` displays of the primary on that port of this machine. Says "ready"; asked to, lets them
/// come, and says "started MOMENT", then "live MOMENT" and "away MOMENT" as all are or not.
int serveCrowd(quint16 port, int count);

/// Says "attacking" once it holds 2,000 half-open connections to that port; throws garbage, too.
int serveAttack(quint16 port);

} // namespace keg::bench
