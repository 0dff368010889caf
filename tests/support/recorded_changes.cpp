// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/recorded_changes.h"

namespace keg::test {

Result<void> RecordedChanges::add(const LogEntry &entry)
{
    items.append(entry);
    return {};
}

Result<void> RecordedChanges::add(const RowImage &row)
{
    items.append(row);
    return {};
}

ReplayedChanges::ReplayedChanges(QList<Item> items)
    : m_items(std::move(items))
{}

Result<std::optional<ChangeSource::Item>> ReplayedChanges::next()
{
    if (m_next == m_items.size())
        return std::optional<Item>();
    return std::optional<Item>(m_items.at(m_next++));
}

} // namespace keg::test
