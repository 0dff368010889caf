// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/setting_repository.h"

#include "core/domain/setting.h"
#include "core/store/database.h"
#include "core/store/schema.h"
#include "core/store/statement.h"

namespace keg::store {

Result<QString> SettingRepository::value(const QString &key)
{
    const auto exists = hasTable(m_database, "settings");
    if (!exists || !*exists) // an older file, which is only read
        return exists ? QString() : Result<QString>(exists.error());
    const auto cell = stored(key);
    if (!cell)
        return cell.error();
    const auto *text = *cell ? std::get_if<Text>(&**cell) : nullptr;
    return text ? QString::fromUtf8(text->bytes) : QString();
}

Result<QString> SettingRepository::usableValue(const QString &key)
{
    auto found = value(key);
    return found && !validate({key, *found}) ? QString() : found;
}

Result<void> SettingRepository::set(const QString &key, const QString &value)
{
    const auto before = stored(key);
    if (!before)
        return before.error();
    const bool hasRow = before->has_value();
    const Text text{value.toUtf8()};
    if (value.isEmpty() ? !hasRow : *before == Cell(text))
        return {};
    auto statement
        = Statement::prepare(m_database,
                             value.isEmpty() ? "DELETE FROM settings WHERE key = ?1"
                                 : hasRow    ? "UPDATE settings SET value = ?2 WHERE key = ?1"
                                             : "INSERT INTO settings(key, value) VALUES(?1, ?2)");
    if (!statement)
        return statement.error();
    statement->bind(1, key);
    if (!value.isEmpty())
        statement->bind(2, text);
    return statement->run();
}

/// Absent: there is no such row.
Result<std::optional<Cell>> SettingRepository::stored(const QString &key)
{
    auto select = Statement::prepare(m_database, "SELECT value FROM settings WHERE key = ?1");
    if (!select)
        return select.error();
    select->bind(1, key);
    const auto row = select->step();
    if (!row)
        return row.error();
    return *row ? std::optional(select->cell(0)) : std::nullopt;
}

} // namespace keg::store
