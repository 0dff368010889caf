// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/store/database.h"

namespace keg::store {

/// While it lives, no trigger fires for what its connection writes: neither capture nor guards.
/// Must outlive the transaction.
class TriggerPause
{
public:
    explicit TriggerPause(Database &database)
        : m_database(database)
    {
        m_database.setTriggersEnabled(false);
    }
    ~TriggerPause() { m_database.setTriggersEnabled(true); }
    TriggerPause(const TriggerPause &) = delete;
    TriggerPause &operator=(const TriggerPause &) = delete;

private:
    Database &m_database;
};

} // namespace keg::store
