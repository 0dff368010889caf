// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/database_faults.h"

#include <QtGlobal>

#include <csignal>

#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

constexpr int Never = -1;
int callsLeft = Never;
int faultCode = SQLITE_OK; // SQLITE_OK: die

bool isNow()
{
    return callsLeft != Never && callsLeft-- == 0;
}

int strike()
{
    if (faultCode == SQLITE_OK)
        ::raise(SIGKILL);
    return faultCode;
}

} // namespace

// The linker sends our calls here (--wrap); Qt's own are not touched.
// NOLINTBEGIN(bugprone-reserved-identifier, readability-identifier-naming)
extern "C" {
int __real_sqlite3_step(sqlite3_stmt *statement);
int __real_sqlite3_prepare_v2(sqlite3 *database, const char *sql, int length,
                              sqlite3_stmt **statement, const char **tail);

int __wrap_sqlite3_step(sqlite3_stmt *statement)
{
    if (!isNow())
        return __real_sqlite3_step(statement);
    if (sqlite3_strnicmp(sqlite3_sql(statement), "ROLLBACK", 8)
        == 0) // ends the transaction, come what may
        __real_sqlite3_step(statement);
    return strike();
}

int __wrap_sqlite3_prepare_v2(sqlite3 *database, const char *sql, int length,
                              sqlite3_stmt **statement, const char **tail)
{
    // A death here leaves the same files as one at the next step.
    if (faultCode != SQLITE_OK && isNow())
        return strike();
    return __real_sqlite3_prepare_v2(database, sql, length, statement, tail);
}
}
// NOLINTEND(bugprone-reserved-identifier, readability-identifier-naming)

namespace keg::test {

bool withFailingCall(int call, int sqliteCode, const std::function<void()> &action)
{
    callsLeft = call;
    faultCode = sqliteCode;
    action();
    const bool hasStruck = callsLeft == Never;
    callsLeft = Never;
    return hasStruck;
}

bool withDeathAtStep(int step, const std::function<void()> &action)
{
    const pid_t child = fork();
    if (child < 0)
        qFatal("no child process");
    if (child == 0) {
        callsLeft = step;
        faultCode = SQLITE_OK;
        action();
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

} // namespace keg::test
