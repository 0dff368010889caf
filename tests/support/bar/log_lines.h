// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QMutex>
#include <QStringList>
#include <QtMessageHandler>

namespace keg::test {

/// Collects what all threads log while it exists, instead of printing it. One at a time.
class LogLines
{
public:
    LogLines();
    ~LogLines();
    LogLines(const LogLines &) = delete;
    LogLines &operator=(const LogLines &) = delete;

    qsizetype count(const QString &text) const;
    void clear();
    /// To stderr; for a test that has failed.
    void print() const;

private:
    static void take(QtMsgType type, const QMessageLogContext &context, const QString &message);

    const QtMessageHandler m_before;
    mutable QMutex m_mutex;
    QStringList m_lines;
};

} // namespace keg::test
