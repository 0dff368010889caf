// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/application.h"
#include "app/command_line.h"
#include "app/log_setup.h"
#include "app/output.h"
#include "app/run_command.h"

#include <cstdio>

#include <malloc.h>

using namespace keg;
using namespace keg::app;

namespace {

/// Large blocks go back to the system when they are freed. By itself the C library stops that once
/// it has seen one, and what foreign requests had taken would stay.
void giveMemoryBack()
{
    constexpr int LargeBlock = 256 * 1024; // bytes
    mallopt(M_MMAP_THRESHOLD, LargeBlock);
}

} // namespace

int main(int argc, char *argv[])
{
    giveMemoryBack();
    QStringList words;
    for (int i = 1; i < argc; ++i)
        words.append(QString::fromLocal8Bit(argv[i]));
    const auto invocation = parse(words, Surroundings::ofThisProcess());
    if (!invocation)
        return report(invocation.error());
    if (!invocation->information.isEmpty()) {
        std::fputs(invocation->information.toUtf8().constData(), stdout);
        return 0;
    }
    const bool isCommand = invocation->command.has_value();
    const auto log = Log::start(LogTarget::from(invocation->options, isCommand));
    if (!log)
        return report(log.error());
    if (isCommand)
        return runCommand(*invocation->command, invocation->options, argv[0]);
    if (const auto ended = runInstance(invocation->options, argv[0]); !ended)
        return report(ended.error());
    return 0;
}
