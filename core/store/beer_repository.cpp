// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/beer_repository.h"

#include "core/domain/beer_fields.h"
#include "core/store/database.h"
#include "core/store/statement.h"

#include <cmath>

namespace keg::store {

namespace {

std::optional<double> readNumber(const Statement &row, int column)
{
    const Cell cell = row.cell(column);
    double number = 0;
    if (const auto *integer = std::get_if<qint64>(&cell)) {
        number = double(*integer);
    } else if (const auto *real = std::get_if<double>(&cell)) {
        number = *real;
    } else {
        bool isNumber = false;
        number = row.bytes(column).trimmed().toDouble(&isNumber);
        if (!isNumber)
            return {};
    }
    return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

void readInto(qint64 &id, const Statement &row, int column)
{
    id = row.integer(column);
}

void readInto(std::optional<double> &number, const Statement &row, int column)
{
    number = readNumber(row, column);
}

void readInto(QString &text, const Statement &row, int column)
{
    text = row.text(column);
}

Cell cellOf(qint64 id)
{
    return id == 0 ? Cell() : Cell(id);
}

Cell cellOf(const std::optional<double> &number)
{
    return number ? Cell(*number) : Cell();
}

Cell cellOf(const QString &text)
{
    return text.isEmpty() ? Cell() : Cell(Text{text.toUtf8()});
}

Cell cellOf(const Beer &beer, const BeerField &field)
{
    return std::visit([&](auto member) { return cellOf(beer.*member); }, field.member);
}

struct Value
{
    QByteArray column;
    Cell cell;
};

// The columns in which `beer` differs from `stored`.
QList<Value> differences(const Beer &beer, const Beer &stored)
{
    QList<Value> values;
    for (const BeerField &field : beerFields()) {
        const Cell cell = cellOf(beer, field);
        if (cell != cellOf(stored, field))
            values.append({field.column.latin1(), cell});
    }
    return values;
}

Result<QList<Beer>> readAll(Statement &select)
{
    const BeerReader reader(select);
    QList<Beer> beers;
    for (;;) {
        const auto row = select.step();
        if (!row)
            return row.error();
        if (!*row)
            return beers;
        beers.append(reader.read(select));
    }
}

Error noBeer(qint64 id)
{
    return {ErrorCode::NotFound, QStringLiteral("there is no beer %1").arg(id),
            Reason{"beer_unknown"}};
}

} // namespace

BeerReader::BeerReader(const Statement &row, int firstColumn)
{
    QByteArrayList names;
    for (int column = 0; column < row.columnCount(); ++column)
        names.append(row.columnName(column).toLower());
    for (const BeerField &field : beerFields()) {
        const QByteArray name = QByteArray(field.column.latin1()).toLower();
        m_columns.append(int(names.indexOf(name, firstColumn)));
    }
}

Beer BeerReader::read(const Statement &row) const
{
    Beer beer;
    for (int i = 0; i < m_columns.size(); ++i) {
        const int column = m_columns.at(i);
        if (column >= 0) {
            std::visit([&](auto member) { readInto(beer.*member, row, column); },
                       beerFields()[size_t(i)].member);
        }
    }
    return beer;
}

Result<QList<Beer>> BeerRepository::all()
{
    auto select = Statement::prepare(m_database, "SELECT * FROM beers ORDER BY idBeer");
    return select ? readAll(*select) : select.error();
}

Result<std::optional<Beer>> BeerRepository::find(qint64 id)
{
    auto select = Statement::prepare(m_database, "SELECT * FROM beers WHERE idBeer = ?1");
    if (!select)
        return select.error();
    select->bind(1, id);
    const auto row = select->step();
    if (!row)
        return row.error();
    return *row ? std::optional(BeerReader(*select).read(*select)) : std::nullopt;
}

Result<QList<Beer>> BeerRepository::named(const QString &name)
{
    auto select
        = Statement::prepare(m_database, "SELECT * FROM beers WHERE Name = ?1 ORDER BY idBeer");
    if (!select)
        return select.error();
    select->bind(1, name);
    return readAll(*select);
}

Result<qint64> BeerRepository::count()
{
    return m_database.integer("SELECT count(*) FROM beers");
}

Result<qint64> BeerRepository::add(const Beer &beer)
{
    if (beer.id != 0) {
        const auto taken = find(beer.id);
        if (!taken)
            return taken.error();
        if (taken->has_value()) {
            return Error{
                ErrorCode::Refused,
                QStringLiteral("there is a beer %1 already: %2").arg(beer.id).arg((*taken)->name),
                Reason{"beer_exists", {(*taken)->name}}};
        }
    }
    QByteArrayList columns;
    QByteArrayList parameters;
    const auto values = differences(beer, Beer());
    for (const Value &value : values) {
        columns.append(value.column);
        parameters.append('?' + QByteArray::number(columns.size()));
    }
    auto insert = Statement::prepare(m_database,
                                     "INSERT INTO beers(" + columns.join(", ") + ") VALUES("
                                         + parameters.join(", ") + ')');
    if (!insert)
        return insert.error();
    for (int i = 0; i < values.size(); ++i)
        insert->bind(i + 1, values.at(i).cell);
    if (const auto done = insert->run(); !done)
        return done.error();
    return m_database.lastInsertId();
}

Result<void> BeerRepository::update(const Beer &beer)
{
    const auto stored = find(beer.id);
    if (!stored)
        return stored.error();
    if (!stored->has_value())
        return noBeer(beer.id);
    const auto values = differences(beer, **stored);
    if (values.isEmpty())
        return {};
    QByteArrayList assignments;
    for (const Value &value : values)
        assignments.append(value.column + " = ?" + QByteArray::number(assignments.size() + 2));
    auto update = Statement::prepare(
        m_database, "UPDATE beers SET " + assignments.join(", ") + " WHERE idBeer = ?1");
    if (!update)
        return update.error();
    update->bind(1, beer.id);
    for (int i = 0; i < values.size(); ++i)
        update->bind(i + 2, values.at(i).cell);
    return update->run();
}

Result<void> BeerRepository::remove(qint64 id)
{
    auto statement = Statement::prepare(m_database, "DELETE FROM beers WHERE idBeer = ?1");
    if (!statement)
        return statement.error();
    statement->bind(1, id);
    if (auto done = statement->run(); !done)
        return done;
    return m_database.changedRows() > 0 ? Result<void>() : noBeer(id);
}

} // namespace keg::store
