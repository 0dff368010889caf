// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/bar/reader.h"

#include "tests/support/plain_sqlite.h"

namespace keg::test {

Reader::Reader(const QString &path, const QByteArray &sql)
    : m_thread([this, path, sql] {
        PlainSqlite database(path);
        while (!m_isStopping) {
            const QByteArray answer = database.run(sql);
            if (!m_seen.contains(answer))
                m_seen.append(answer);
            ++m_readings;
            std::this_thread::yield();
        }
    })
{}

Reader::~Reader()
{
    stop();
}

QByteArrayList Reader::stop()
{
    m_isStopping = true;
    if (m_thread.joinable())
        m_thread.join();
    return m_seen;
}

} // namespace keg::test
