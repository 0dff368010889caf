// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArrayList>
#include <QString>

#include <atomic>
#include <thread>

namespace keg::test {

/// Another program that reads a database file all the time, on a connection and thread of its own,
/// and remembers every answer that it ever got.
class Reader
{
public:
    Reader(const QString &path, const QByteArray &sql);
    ~Reader();
    Reader(const Reader &) = delete;
    Reader &operator=(const Reader &) = delete;

    /// Each answer once, in the order in which they were first seen; stops reading.
    QByteArrayList stop();
    int readings() const { return m_readings; }

private:
    QByteArrayList m_seen;
    std::atomic<int> m_readings = 0;
    std::atomic<bool> m_isStopping = false;
    std::thread m_thread;
};

} // namespace keg::test
