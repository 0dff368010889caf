// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/beer_repository.h"

#include "core/store/database.h"
#include "core/store/statement.h"

#include <cmath>

namespace keg::store {

namespace {

struct NumberField
{
    const char *column;
    std::optional<double> Beer::*member;
};

struct TextField
{
    const char *column;
    QString Beer::*member;
};

constexpr NumberField NumberFields[] = {
    {"ABV", &Beer::abv},
    {"IBU", &Beer::ibu},
    {"Color", &Beer::color},
    {"OriginalGravity", &Beer::originalGravity},
    {"FinalGravity", &Beer::finalGravity},
};

constexpr TextField TextFields[] = {
    {"Name", &Beer::name},     {"Description", &Beer::description}, {"Brewed", &Beer::brewed},
    {"Kegged", &Beer::kegged}, {"Tapped", &Beer::tapped},           {"Notes", &Beer::notes},
    {"style", &Beer::style},   {"brewery", &Beer::brewery},
};

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

// An empty text is absent; a name cannot be.
Cell textCell(const TextField &field, const QString &text)
{
    if (text.isEmpty() && field.member != &Beer::name)
        return {};
    return Text{text.toUtf8()};
}

Cell numberCell(const std::optional<double> &number)
{
    return number ? Cell(*number) : Cell();
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
    for (const TextField &field : TextFields) {
        if (beer.*field.member != stored.*field.member)
            values.append({field.column, textCell(field, beer.*field.member)});
    }
    for (const NumberField &field : NumberFields) {
        if (beer.*field.member != stored.*field.member)
            values.append({field.column, numberCell(beer.*field.member)});
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
    return {ErrorCode::NotFound, QStringLiteral("there is no beer %1").arg(id)};
}

} // namespace

BeerReader::BeerReader(const Statement &row, int firstColumn)
{
    QByteArrayList columns;
    for (int column = 0; column < row.columnCount(); ++column)
        columns.append(row.columnName(column).toLower());
    const auto indexOf = [&](const char *column) {
        return int(columns.indexOf(QByteArray(column).toLower(), firstColumn));
    };
    m_id = indexOf("idBeer");
    for (const TextField &field : TextFields)
        m_texts.append(indexOf(field.column));
    for (const NumberField &field : NumberFields)
        m_numbers.append(indexOf(field.column));
}

Beer BeerReader::read(const Statement &row) const
{
    Beer beer;
    beer.id = row.integer(m_id);
    for (int i = 0; i < m_texts.size(); ++i) {
        if (const int column = m_texts.at(i); column >= 0)
            beer.*TextFields[i].member = row.text(column);
    }
    for (int i = 0; i < m_numbers.size(); ++i) {
        if (const int column = m_numbers.at(i); column >= 0)
            beer.*NumberFields[i].member = readNumber(row, column);
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
                QStringLiteral("there is a beer %1 already: %2").arg(beer.id).arg((*taken)->name)};
        }
    }
    QByteArray columns = "idBeer, Name";
    QByteArray parameters = "?1, ?2";
    Beer unset;
    unset.name = beer.name;
    const auto values = differences(beer, unset);
    for (int i = 0; i < values.size(); ++i) {
        columns += ", " + values.at(i).column;
        parameters += ", ?" + QByteArray::number(i + 3);
    }
    auto insert = Statement::prepare(
        m_database, "INSERT INTO beers(" + columns + ") VALUES(" + parameters + ')');
    if (!insert)
        return insert.error();
    insert->bind(1, beer.id == 0 ? std::nullopt : std::optional(beer.id));
    insert->bind(2, beer.name);
    for (int i = 0; i < values.size(); ++i)
        insert->bind(i + 3, values.at(i).cell);
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
