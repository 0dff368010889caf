// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/display_repository.h"

#include "core/store/database.h"
#include "core/store/schema.h"
#include "core/store/statement.h"

namespace keg::store {

namespace {

constexpr char Select[] = "SELECT id, fingerprint, name, approved, may_promote FROM displays";

bool isTrue(const Statement &row, int column)
{
    const Cell cell = row.cell(column);
    const auto *value = std::get_if<qint64>(&cell);
    return value && *value == 1;
}

Text fingerprintOf(const MachineId &machine)
{
    return {machine.toString().toLatin1()};
}

/// Absent: a row that find() would not find, either.
std::optional<Display> readDisplay(const Statement &row)
{
    const auto machine = MachineId::parse(QString::fromUtf8(row.bytes(1)));
    if (!machine || row.cell(1) != Cell(fingerprintOf(*machine)))
        return {};
    return Display{row.integer(0), *machine, QString::fromUtf8(row.bytes(2)), isTrue(row, 3),
                   isTrue(row, 4)};
}

bool saysTheSame(const Display &one, const Display &other)
{
    return one.name == other.name && one.isApproved == other.isApproved
        && one.mayPromote == other.mayPromote;
}

} // namespace

Result<QList<Display>> DisplayRepository::all()
{
    const auto exists = hasTable(m_database, "displays");
    if (!exists || !*exists) // an older file, which is only read
        return exists ? QList<Display>() : Result<QList<Display>>(exists.error());
    auto select = Statement::prepare(m_database, QByteArray(Select) + " ORDER BY id");
    if (!select)
        return select.error();
    QList<Display> displays;
    for (;;) {
        const auto row = select->step();
        if (!row)
            return row.error();
        if (!*row)
            return displays;
        if (const auto display = readDisplay(*select))
            displays.append(*display);
    }
}

Result<bool> DisplayRepository::isLoggedAfter(qint64 sequence)
{
    auto select = Statement::prepare(
        m_database, "SELECT 1 FROM change_log WHERE id > ?1 AND table_name = 'displays'");
    if (!select)
        return select.error();
    select->bind(1, sequence);
    return select->step();
}

Result<std::optional<Display>> DisplayRepository::find(const MachineId &machine)
{
    auto select = Statement::prepare(m_database, QByteArray(Select) + " WHERE fingerprint = ?1");
    if (!select)
        return select.error();
    select->bind(1, fingerprintOf(machine));
    const auto row = select->step();
    if (!row)
        return row.error();
    return *row ? readDisplay(*select) : std::nullopt;
}

Result<void> DisplayRepository::checkRoomFor(const MachineId &machine)
{
    const auto known = find(machine);
    if (!known)
        return known.error();
    return *known ? Result<void>() : checkRoom();
}

Result<Display> DisplayRepository::put(const Display &display)
{
    const auto known = find(display.machine);
    if (!known)
        return known.error();
    if (*known && saysTheSame(**known, display))
        return **known;
    const auto done = *known ? change(display) : add(display);
    if (!done)
        return done.error();
    const auto written = find(display.machine);
    if (!written)
        return written.error();
    return **written;
}

/// Every display holds all of them, and a list that grew with strangers would grow without end.
Result<void> DisplayRepository::checkRoom()
{
    const auto rows = m_database.integer("SELECT count(*) FROM displays");
    if (!rows)
        return rows.error();
    if (*rows < MostRows)
        return {};
    return Error{ErrorCode::Refused,
                 QStringLiteral("the primary's list of displays is full: it may have %1, revoked "
                                "ones included; delete rows of its table displays that nobody "
                                "needs")
                     .arg(MostRows),
                 Reason{"displays_full", {MostRows}}};
}

Result<void> DisplayRepository::add(const Display &display)
{
    if (auto room = checkRoom(); !room)
        return room;
    auto insert
        = Statement::prepare(m_database,
                             "INSERT INTO displays(fingerprint, name, role, approved, may_promote)"
                             " VALUES(?1, ?2, 'display', ?3, ?4)");
    if (!insert)
        return insert.error();
    insert->bind(1, fingerprintOf(display.machine));
    insert->bind(2, Text{display.name.toUtf8()});
    insert->bind(3, display.isApproved ? 1 : 0);
    insert->bind(4, display.mayPromote ? 1 : 0);
    return insert->run();
}

Result<void> DisplayRepository::change(const Display &display)
{
    auto update = Statement::prepare(m_database,
                                     "UPDATE displays SET name = ?2, approved = ?3, "
                                     "may_promote = ?4 WHERE fingerprint = ?1");
    if (!update)
        return update.error();
    update->bind(1, fingerprintOf(display.machine));
    update->bind(2, Text{display.name.toUtf8()});
    update->bind(3, display.isApproved ? 1 : 0);
    update->bind(4, display.mayPromote ? 1 : 0);
    return update->run();
}

} // namespace keg::store
