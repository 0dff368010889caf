// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/ordinary_user.h"

#include <sys/wait.h>
#include <unistd.h>

#include <grp.h>

namespace keg::test {

namespace {

constexpr uid_t Nobody = 65534;

[[noreturn]] void reportAndExit(int pipe, const std::function<QByteArray()> &function)
{
    if (geteuid() == 0
        && (setgroups(0, nullptr) != 0 || setgid(Nobody) != 0 || setuid(Nobody) != 0))
        _exit(1);
    const QByteArray report = function();
    _exit(write(pipe, report.constData(), size_t(report.size())) == report.size() ? 0 : 1);
}

} // namespace

QByteArray asOrdinaryUser(const std::function<QByteArray()> &function)
{
    int ends[2];
    if (pipe(ends) != 0)
        qFatal("no pipe");
    const pid_t child = fork();
    if (child < 0)
        qFatal("no child process");
    if (child == 0)
        reportAndExit(ends[1], function);
    close(ends[1]);
    QByteArray report;
    char buffer[4096];
    for (ssize_t length; (length = read(ends[0], buffer, sizeof buffer)) > 0;)
        report.append(buffer, length);
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    if (status != 0)
        qFatal("the child process failed");
    return report;
}

} // namespace keg::test
