// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/board_reader.h"

#include "core/domain/setting.h"
#include "core/store/beer_repository.h"
#include "core/store/database.h"
#include "core/store/replica_state.h"
#include "core/store/setting_repository.h"
#include "core/store/statement.h"
#include "core/store/transaction.h"

namespace keg::store {

namespace {

Result<void> readTaps(Database &database, QList<BoardTap> *taps)
{
    auto select = Statement::prepare(
        database,
        "SELECT taps.idTap, beers.idBeer, beers.* FROM taps LEFT JOIN beers ON beers.idBeer = "
        "taps.idBeer "
        "WHERE taps.idTap BETWEEN -2147483648 AND 2147483647 ORDER BY taps.idTap");
    if (!select)
        return select.error();
    const BeerReader reader(*select, 2);
    for (;;) {
        const auto row = select->step();
        if (!row)
            return row.error();
        if (!*row)
            return {};
        BoardTap tap;
        tap.number = int(select->integer(0));
        if (!select->isNull(1))
            tap.beer = reader.read(*select);
        taps->append(tap);
    }
}

} // namespace

Result<Board> readBoard(Database &database)
{
    const auto reading = ReadTransaction::begin(database);
    if (!reading)
        return reading.error();
    const auto head = headSequence(database);
    if (!head)
        return head.error();
    Board board;
    board.sequence = *head;
    if (const auto read = readTaps(database, &board.taps); !read)
        return read.error();
    auto menuUrl = SettingRepository(database).usableValue(settings::MenuUrl);
    if (!menuUrl)
        return menuUrl.error();
    board.menuUrl = *std::move(menuUrl);
    return board;
}

} // namespace keg::store
