// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/domain/changes.h"

#include <QList>

namespace keg::test {

/// Keeps the parts of a delta in a list, where a test can read and falsify them.
class RecordedChanges final : public ChangeSink
{
public:
    Result<void> add(const LogEntry &entry) override;
    Result<void> add(const RowImage &row) override;

    QList<ChangeSource::Item> items;
};

/// Gives a list's parts.
class ReplayedChanges final : public ChangeSource
{
public:
    explicit ReplayedChanges(QList<Item> items);

    Result<std::optional<Item>> next() override;

private:
    const QList<Item> m_items;
    qsizetype m_next = 0;
};

} // namespace keg::test
