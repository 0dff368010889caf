// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/interchange/beer_csv.h"

#include "core/base/foreign_name.h"
#include "core/interchange/csv.h"

#include <QRegularExpression>

#include <algorithm>

namespace keg::interchange {

namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype MostFaults = 1'000; // of a file; from there on each row has one at most

Error refusal(const QString &message, const Reason &reason)
{
    return {ErrorCode::Refused, message, reason};
}

/// The row is no CSV.
Reason unreadable()
{
    return Reason{"csv_unreadable"};
}

/// The columns that a header names. Errors: Refused, naming what is missing or unknown.
Result<QList<BeerField>> readHeader(const CsvRow &header)
{
    const QString place = u"line %1: "_s.arg(header.line);
    if (!header.fault.isEmpty())
        return refusal(place + header.fault, unreadable());
    QList<BeerField> fields;
    for (const CsvField &name : header.fields) {
        const BeerField *field = findBeerField(name.text.trimmed());
        if (!field)
            return refusal(
                place + u"the header has an unknown column '%1'"_s.arg(foreignName(name.text)),
                Reason{"csv_column_unknown", {foreignName(name.text)}});
        if (fields.contains(*field))
            return refusal(place + u"the header has the column %1 twice"_s.arg(field->column),
                           Reason{"csv_column_twice", {field->column}});
        fields.append(*field);
    }
    QStringList missing;
    for (const BeerField &field : beerFields()) {
        if (!field.isNewer && !fields.contains(field))
            missing.append(field.column);
    }
    if (!missing.isEmpty()) {
        const QString list = missing.join(u", "_s);
        return refusal(place + u"the header lacks %1"_s.arg(list),
                       Reason{"csv_columns_missing", {list}});
    }
    return fields;
}

bool isPlainText(const BeerField &field)
{
    return std::holds_alternative<QString Beer::*>(field.member) && !field.isDate;
}

/// As with commas, what programs write that separate fields by semicolons.
void translate(CsvRow &row, const QList<BeerField> &columns)
{
    static const QRegularExpression decimalComma(u"^(\\s*[+-]?[0-9]*),([0-9]+\\s*)$"_s);
    static const QRegularExpression dayFirst(
        u"^\\s*([0-9]{1,2})([./])([0-9]{1,2})\\2([0-9]{4})(?![0-9])"_s);
    for (qsizetype i = 0; i < std::min(row.fields.size(), columns.size()); ++i) {
        QString &text = row.fields[i].text;
        if (columns.at(i).isDate)
            text.replace(dayFirst, u"\\4-\\3-\\1"_s);
        else if (!isPlainText(columns.at(i)))
            text.replace(decimalComma, u"\\1.\\2"_s);
    }
}

QString valueOf(const CsvField &field, const BeerField &column)
{
    const bool isNothing
        = field.text.trimmed() == "NULL"_L1 && !(field.isQuoted && isPlainText(column));
    return isNothing ? QString() : field.text;
}

/// What is wrong with the numbers of a row that has too many or too few fields. That is a stray
/// quote in a text, mostly, so if all of them read as numbers they stand where they belong.
QList<Error> faultsOfNumbers(const CsvRow &row, const QList<BeerField> &columns)
{
    Beer beer;
    for (qsizetype i = 0; i < std::min(row.fields.size(), columns.size()); ++i) {
        const BeerField &column = columns.at(i);
        if (column.isDate || (isPlainText(column) && column.column != "Name"_L1))
            continue;
        if (!setField(beer, column, valueOf(row.fields.at(i), column)))
            return {};
    }
    const auto valid = validate(beer);
    return valid ? QList<Error>() : QList<Error>{valid.error()};
}

/// What is left of one that cannot be taken: enough to find it by.
Beer traceOf(const Beer &beer)
{
    Beer trace;
    trace.id = beer.id;
    trace.name = foreignName(beer.name);
    return trace;
}

BeerRow readRow(const CsvRow &row, const QList<BeerField> &columns)
{
    BeerRow result{row.line, {}, {}};
    if (!row.fault.isEmpty()) {
        result.faults = {refusal(row.fault, unreadable())};
        return result;
    }
    if (row.fields.size() != columns.size()) {
        const Error count = refusal(
            u"%1 fields where the header has %2"_s.arg(row.fields.size()).arg(columns.size()),
            Reason{"csv_field_count", {row.fields.size(), columns.size()}});
        result.faults = QList<Error>{count} + faultsOfNumbers(row, columns);
        return result;
    }
    for (qsizetype i = 0; i < columns.size(); ++i) {
        const QString value = valueOf(row.fields.at(i), columns.at(i));
        if (auto set = setField(result.beer, columns.at(i), value); !set)
            result.faults.append(set.error());
    }
    if (auto valid = validate(result.beer); !valid && result.faults.isEmpty())
        result.faults.append(valid.error());
    if (!result.faults.isEmpty())
        result.beer = traceOf(result.beer);
    return result;
}

} // namespace

Result<BeerFile> readBeers(const QByteArray &csv)
{
    auto reader = CsvReader::open(csv);
    if (!reader)
        return reader.error();
    const std::optional<CsvRow> header = reader->next();
    if (!header)
        return refusal(u"the file is empty; its first line must name the columns"_s,
                       Reason{"csv_empty"});
    const auto fields = readHeader(*header);
    if (!fields)
        return fields.error();
    BeerFile file{*fields, {}};
    qsizetype faults = 0;
    while (std::optional<CsvRow> row = reader->next()) {
        if (reader->separator() == ';')
            translate(*row, *fields);
        file.rows.append(readRow(*row, *fields));
        QList<Error> &found = file.rows.last().faults;
        if (faults > MostFaults && !found.isEmpty())
            found = {found.first()};
        faults += found.size();
    }
    return file;
}

QByteArray writeBeers(const QList<Beer> &beers)
{
    QStringList header;
    for (const BeerField &field : beerFields())
        header.append(field.column);
    QByteArray csv = csvLine(header);
    for (const Beer &beer : beers) {
        const Beer tidy = withTidyDates(beer);
        QStringList texts;
        for (const BeerField &field : beerFields())
            texts.append(fieldText(tidy, field));
        csv += csvLine(texts);
    }
    return csv;
}

} // namespace keg::interchange
