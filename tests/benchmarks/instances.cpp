// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/benchmarks/instances.h"

#include "core/base/clock.h"
#include "core/service/keg_file.h"
#include "core/service/status_query.h"
#include "tests/support/plain_sqlite.h"

#include <QDeadlineTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QThread>

namespace keg::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::minutes Patience{1};
constexpr int StatusPeriodMs = 20;

QStringList instanceWords(const QString &databasePath, const QString &mode, const Ports &ports)
{
    return {u"--db-path"_s,       databasePath,
            u"--mode"_s,          mode,
            u"--bind"_s,          u"127.0.0.1"_s,
            u"--notify-port"_s,   QString::number(ports.notify),
            u"--snapshot-port"_s, QString::number(ports.snapshot),
            u"--no-web"_s};
}

QJsonObject part(const QJsonObject &status, QLatin1String name)
{
    return status.value(name).toObject();
}

bool haveSamePosition(const QJsonObject &one, const QJsonObject &other)
{
    const auto has = [&](QLatin1String name) {
        return part(one, "database"_L1).value(name) == part(other, "database"_L1).value(name);
    };
    return has("sequence"_L1) && has("digest"_L1);
}

} // namespace

Result<void> fill(const QString &databasePath, int beers)
{
    if (const auto made = service::KegFile::openOrCreate(databasePath, SystemClock()); !made)
        return made.error();
    const QByteArray output
        = test::PlainSqlite(databasePath)
              .run("BEGIN IMMEDIATE;"
                   "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE "
                   "n < "
                   + QByteArray::number(beers)
                   + ")"
                     "INSERT INTO beers(idBeer, Name, ABV, IBU, Color, OriginalGravity, "
                     "FinalGravity,"
                     " Description, Kegged, style, brewery)"
                     "SELECT n, 'Harbour Ale ' || n, 4.0 + n % 50 / 10.0, n % 80, n % 40, 1.052, "
                     "1.012,"
                     " 'Bready malt and a floral nose, then orange peel and a long dry finish. "
                     "Brewed with"
                     " two kinds of hops and left in the cellar for six weeks.', '2026-03-01', "
                     "'Pale ale',"
                     " 'Harbour Brewery' FROM number;"
                     "INSERT INTO taps(idTap, idBeer) SELECT idBeer, idBeer FROM beers LIMIT 12;"
                     "COMMIT");
    if (output.isEmpty())
        return {};
    return Error{ErrorCode::Failed, QString::fromUtf8(output)};
}

QStringList primaryWords(const QString &databasePath, const Ports &ports)
{
    return instanceWords(databasePath, u"primary"_s, ports) + QStringList(u"--open"_s);
}

QStringList clientWords(const QString &databasePath, const Ports &primary)
{
    return instanceWords(databasePath, u"client"_s, primary)
        + QStringList{u"--primary-ip"_s, u"127.0.0.1"_s};
}

Result<QJsonObject> awaitStatus(const QString &databasePath,
                                const std::function<bool(const QJsonObject &)> &satisfies)
{
    const QDeadlineTimer deadline(Patience);
    for (;;) {
        const auto status = service::queryStatus(databasePath, SystemClock());
        if (status && satisfies(*status))
            return status;
        if (deadline.hasExpired()) {
            const QString said = status
                ? QString::fromUtf8(QJsonDocument(*status).toJson(QJsonDocument::Compact))
                : status.error().message;
            return Error{ErrorCode::Failed,
                         u"%1 does not get where it should: %2"_s.arg(databasePath, said)};
        }
        QThread::msleep(StatusPeriodMs);
    }
}

bool isRunning(const QJsonObject &status)
{
    return status.value("running"_L1).toBool();
}

bool isLive(const QJsonObject &status)
{
    return part(status, "upstream"_L1).value("state"_L1) == "live"_L1;
}

Ports portsOf(const QJsonObject &status)
{
    const QJsonObject listen = part(status, "listen"_L1);
    return {listen.value("notify"_L1).toInteger(), listen.value("snapshot"_L1).toInteger()};
}

Result<void> checkInStep(const QString &primaryPath, const QString &clientPath)
{
    const auto primary = awaitStatus(primaryPath, isRunning);
    if (!primary)
        return primary.error();
    const auto client = awaitStatus(clientPath, [&](const QJsonObject &status) {
        return isLive(status) && haveSamePosition(status, *primary);
    });
    if (!client)
        return client.error();
    const QJsonObject counters = part(*client, "counters"_L1);
    if (counters.value("heals"_L1).toArray().isEmpty() && counters.value("snapshots"_L1) == 1)
        return {};
    return Error{ErrorCode::Mismatch,
                 u"%1 was healed: %2"_s.arg(clientPath,
                                            QString::fromUtf8(QJsonDocument(counters).toJson()))};
}

} // namespace keg::bench
