// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <sys/types.h>
#include <unistd.h>

namespace keg::test {

/// A child process that does this and ends.
template<typename Function>
pid_t startChild(Function function)
{
    const pid_t child = ::fork();
    if (child == 0) {
        function();
        ::_exit(0);
    }
    return child;
}

/// For the child: lets itself be traced, and waits for killAfter(). Ends where none may be traced.
void waitToBeKilled();

/// Lets the child do that many system calls and kills it. False: it came to its end before.
bool killAfter(pid_t child, int calls);

} // namespace keg::test
