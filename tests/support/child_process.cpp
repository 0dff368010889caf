// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/child_process.h"

#include <csignal>

#include <sys/ptrace.h>
#include <sys/wait.h>

namespace keg::test {

void waitToBeKilled()
{
    if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0)
        ::_exit(1);
    ::raise(SIGSTOP);
}

bool killAfter(pid_t child, int calls)
{
    int status = 0;
    ::waitpid(child, &status, 0); // it stops itself first
    for (int call = 0; call < calls; ++call) {
        ::ptrace(PTRACE_SYSCALL, child, nullptr, nullptr);
        ::waitpid(child, &status, 0);
        if (WIFEXITED(status))
            return false;
    }
    ::kill(child, SIGKILL);
    ::waitpid(child, &status, 0);
    return true;
}

} // namespace keg::test
