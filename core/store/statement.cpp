// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/statement.h"

#include "core/store/database.h"

#include <utility>

#include <sqlite3.h>

namespace keg::store {

Result<std::optional<Statement>> Statement::prepareNext(Database &database, QByteArray *script)
{
    while (!script->isEmpty()) {
        sqlite3_stmt *statement = nullptr;
        const char *tail = nullptr;
        const int code = sqlite3_prepare_v2(database.handle(), script->constData(),
                                            int(script->size()), &statement, &tail);
        if (code != SQLITE_OK)
            return database.error(code);
        script->remove(0, tail - script->constData());
        if (statement)
            return std::optional(Statement(database, statement));
    }
    return std::optional<Statement>();
}

Result<Statement> Statement::prepare(Database &database, const QByteArray &sql)
{
    if (sqlite3_stmt *idle = database.idleStatements().take(sql))
        return Statement(database, idle, sql);
    QByteArray script = sql;
    auto statement = prepareNext(database, &script);
    if (!statement)
        return statement.error();
    Q_ASSERT(statement->has_value());
    (*statement)->m_text = sql;
    return std::move(**statement);
}

Statement::Statement(Database &database, sqlite3_stmt *statement, QByteArray text)
    : m_database(&database)
    , m_statement(statement)
    , m_text(std::move(text))
{}

Statement::~Statement()
{
    if (m_text.isEmpty())
        sqlite3_finalize(m_statement);
    else if (m_statement)
        m_database->idleStatements().give(m_text, m_statement);
}

Statement::Statement(Statement &&other) noexcept
    : m_database(other.m_database)
    , m_statement(std::exchange(other.m_statement, nullptr))
    , m_text(std::move(other.m_text))
    , m_bindingCode(other.m_bindingCode)
{}

Statement &Statement::operator=(Statement &&other) noexcept
{
    std::swap(m_database, other.m_database);
    std::swap(m_statement, other.m_statement);
    std::swap(m_text, other.m_text);
    std::swap(m_bindingCode, other.m_bindingCode);
    return *this;
}

void Statement::noteBinding(int code)
{
    if (code != SQLITE_OK)
        m_bindingCode = code;
}

void Statement::bind(int parameter, qint64 value)
{
    noteBinding(sqlite3_bind_int64(m_statement, parameter, value));
}

void Statement::bind(int parameter, double value)
{
    noteBinding(sqlite3_bind_double(m_statement, parameter, value));
}

void Statement::bind(int parameter, const QString &value)
{
    bind(parameter, Text{value.toUtf8()});
}

void Statement::bind(int parameter, const Text &value)
{
    noteBinding(sqlite3_bind_text64(m_statement, parameter, value.bytes.constData(),
                                    sqlite3_uint64(value.bytes.size()), SQLITE_TRANSIENT,
                                    SQLITE_UTF8));
}

void Statement::bind(int parameter, const Blob &value)
{
    noteBinding(sqlite3_bind_blob64(m_statement, parameter, value.bytes.constData(),
                                    sqlite3_uint64(value.bytes.size()), SQLITE_TRANSIENT));
}

void Statement::bind(int parameter, std::nullopt_t)
{
    noteBinding(sqlite3_bind_null(m_statement, parameter));
}

void Statement::bind(int parameter, const Cell &value)
{
    const auto bindHeld = [&](const auto &held) {
        if constexpr (std::is_same_v<decltype(held), const std::monostate &>)
            bind(parameter, std::nullopt);
        else
            bind(parameter, held);
    };
    std::visit(bindHeld, value);
}

Result<bool> Statement::step()
{
    if (m_bindingCode != SQLITE_OK)
        return m_database->error(m_bindingCode);
    const int code = sqlite3_step(m_statement);
    if (code == SQLITE_ROW)
        return true;
    if (code == SQLITE_DONE)
        return false;
    const Error error = m_database->error(code);
    reset();
    return error;
}

void Statement::reset()
{
    sqlite3_reset(m_statement);
}

Result<void> Statement::run()
{
    for (;;) {
        const auto row = step();
        if (!row)
            return row.error();
        if (!*row)
            break;
    }
    reset();
    return {};
}

int Statement::columnCount() const
{
    return sqlite3_column_count(m_statement);
}

QByteArray Statement::columnName(int column) const
{
    return sqlite3_column_name(m_statement, column);
}

bool Statement::isNull(int column) const
{
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

qint64 Statement::integer(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

double Statement::real(int column) const
{
    return sqlite3_column_double(m_statement, column);
}

QByteArray Statement::bytes(int column) const
{
    // A BLOB's bytes are those that column_text would give, without a terminator.
    const void *data = sqlite3_column_type(m_statement, column) == SQLITE_BLOB
        ? sqlite3_column_blob(m_statement, column)
        : static_cast<const void *>(sqlite3_column_text(m_statement, column));
    return {static_cast<const char *>(data), sqlite3_column_bytes(m_statement, column)};
}

QString Statement::text(int column) const
{
    return QString::fromUtf8(bytes(column));
}

Cell Statement::cell(int column) const
{
    switch (sqlite3_column_type(m_statement, column)) {
    case SQLITE_INTEGER:
        return integer(column);
    case SQLITE_FLOAT:
        return real(column);
    case SQLITE_TEXT:
        return Text{bytes(column)};
    case SQLITE_BLOB:
        return Blob{bytes(column)};
    default:
        return std::monostate();
    }
}

} // namespace keg::store
