// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/bar/log_lines.h"

#include <atomic>
#include <cstdio>

namespace keg::test {

namespace {

std::atomic<LogLines *> present = nullptr;

} // namespace

LogLines::LogLines()
    : m_before(qInstallMessageHandler(&LogLines::take))
{
    present = this;
}

LogLines::~LogLines()
{
    qInstallMessageHandler(m_before);
    present = nullptr;
}

qsizetype LogLines::count(const QString &text) const
{
    const QMutexLocker lock(&m_mutex);
    return m_lines.filter(text).size();
}

void LogLines::clear()
{
    const QMutexLocker lock(&m_mutex);
    m_lines.clear();
}

void LogLines::print() const
{
    const QMutexLocker lock(&m_mutex);
    for (const QString &line : m_lines)
        std::fprintf(stderr, "%s\n", qPrintable(line));
}

void LogLines::take(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    LogLines &lines = *present;
    if (type == QtFatalMsg)
        return lines.m_before(type, context, message);
    const QMutexLocker lock(&lines.m_mutex);
    lines.m_lines.append(QString::fromLatin1(context.category) + QStringLiteral(": ") + message);
}

} // namespace keg::test
