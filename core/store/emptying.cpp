// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/emptying.h"

#include "core/store/database.h"
#include "core/store/replica_state.h"
#include "core/store/schema.h"
#include "core/store/transaction.h"

namespace keg::store {

Result<void> emptyOut(Database &database)
{
    auto transaction = Transaction::begin(database, Triggers::Rest);
    if (!transaction)
        return transaction.error();
    QList<QByteArray> tables = replicatedTables();
    tables += {"change_log", "epochs"};
    for (const QByteArray &table : std::as_const(tables)) {
        if (auto emptied = database.execute("DELETE FROM " + quotedName(table)); !emptied)
            return emptied;
    }
    if (auto written = writeReplicaState(database, {}); !written)
        return written;
    return transaction->commit();
}

} // namespace keg::store
