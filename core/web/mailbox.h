// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QMutex>

#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

namespace keg::web {

/// Brings work to the web thread from any other, as long as there is one; afterwards drops it.
class Mailbox
{
public:
    explicit Mailbox(boost::asio::io_context &context)
        : m_context(&context)
    {}

    template<typename Work>
    void post(Work work)
    {
        const QMutexLocker locker(&m_mutex);
        if (m_context)
            boost::asio::post(*m_context, std::move(work));
    }

    /// Before the io_context goes.
    void close()
    {
        const QMutexLocker locker(&m_mutex);
        m_context = nullptr;
    }

private:
    QMutex m_mutex;
    boost::asio::io_context *m_context; ///< null: closed
};

} // namespace keg::web
