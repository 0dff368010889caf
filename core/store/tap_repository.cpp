// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/tap_repository.h"

#include "core/store/beer_repository.h"
#include "core/store/database.h"
#include "core/store/statement.h"

namespace keg::store {

namespace {

Error noTap(int number)
{
    return {ErrorCode::NotFound, QStringLiteral("there is no tap %1").arg(number),
            Reason{"tap_unknown"}};
}

Error noBeer(qint64 id)
{
    return {ErrorCode::NotFound, QStringLiteral("there is no beer %1").arg(id),
            Reason{"beer_unknown"}};
}

Tap readTap(const Statement &row)
{
    Tap tap;
    tap.number = int(row.integer(0));
    const Cell beer = row.cell(1);
    if (const auto *id = std::get_if<qint64>(&beer))
        tap.beerId = *id;
    return tap;
}

} // namespace

Result<QList<Tap>> TapRepository::all()
{
    // Other programs' numbers may be larger than ours can be.
    auto select = Statement::prepare(
        m_database,
        "SELECT idTap, idBeer FROM taps WHERE idTap BETWEEN -2147483648 AND 2147483647 "
        "ORDER BY idTap");
    if (!select)
        return select.error();
    QList<Tap> taps;
    for (;;) {
        const auto row = select->step();
        if (!row)
            return row.error();
        if (!*row)
            return taps;
        taps.append(readTap(*select));
    }
}

Result<std::optional<Tap>> TapRepository::find(int number)
{
    auto select = Statement::prepare(m_database, "SELECT idTap, idBeer FROM taps WHERE idTap = ?1");
    if (!select)
        return select.error();
    select->bind(1, number);
    const auto row = select->step();
    if (!row)
        return row.error();
    return *row ? std::optional(readTap(*select)) : std::nullopt;
}

Result<int> TapRepository::add(std::optional<int> number)
{
    if (!number) {
        const auto highest = m_database.integer(
            "SELECT max(idTap) FROM taps WHERE idTap BETWEEN 1 AND 2147483646");
        if (!highest)
            return highest.error();
        number = int(*highest) + 1;
    }
    const auto taken = find(*number);
    if (!taken)
        return taken.error();
    if (taken->has_value()) {
        return Error{ErrorCode::Refused, QStringLiteral("there is a tap %1 already").arg(*number),
                     Reason{"tap_exists", {QString::number(*number)}}};
    }
    auto insert = Statement::prepare(m_database, "INSERT INTO taps(idTap) VALUES(?1)");
    if (!insert)
        return insert.error();
    insert->bind(1, *number);
    if (const auto done = insert->run(); !done)
        return done.error();
    return *number;
}

Result<void> TapRepository::set(int number, std::optional<qint64> beerId)
{
    const auto tap = find(number);
    if (!tap)
        return tap.error();
    if (!tap->has_value())
        return noTap(number);
    if ((*tap)->beerId == beerId)
        return {};
    if (beerId) {
        const auto beer = BeerRepository(m_database).find(*beerId);
        if (!beer)
            return beer.error();
        if (!beer->has_value())
            return noBeer(*beerId);
    }
    auto update = Statement::prepare(m_database, "UPDATE taps SET idBeer = ?2 WHERE idTap = ?1");
    if (!update)
        return update.error();
    update->bind(1, number);
    update->bind(2, beerId);
    return update->run();
}

Result<void> TapRepository::remove(int number)
{
    auto statement = Statement::prepare(m_database, "DELETE FROM taps WHERE idTap = ?1");
    if (!statement)
        return statement.error();
    statement->bind(1, number);
    if (auto done = statement->run(); !done)
        return done;
    return m_database.changedRows() > 0 ? Result<void>() : noTap(number);
}

Result<void> TapRepository::setCount(int count)
{
    auto others
        = Statement::prepare(m_database, "DELETE FROM taps WHERE idTap NOT BETWEEN 1 AND ?1");
    if (!others)
        return others.error();
    others->bind(1, count);
    if (auto removed = others->run(); !removed)
        return removed;
    auto missing = Statement::prepare(
        m_database,
        "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?1)"
        " INSERT INTO taps(idTap) SELECT n FROM numbers WHERE n <= ?1"
        " AND n NOT IN (SELECT idTap FROM taps)");
    if (!missing)
        return missing.error();
    missing->bind(1, count);
    return missing->run();
}

} // namespace keg::store
