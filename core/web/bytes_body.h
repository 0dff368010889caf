// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>

#include <cstdint>
#include <utility> // Boost 1.74's buffers_range.hpp forgets it

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/optional/optional.hpp>
#include <boost/system/error_code.hpp>

namespace keg::web {

/// What Beast's parser puts a body into: in a QByteArray, so that a handler gets it without a copy.
struct BytesBody
{
    using value_type = QByteArray; // NOLINT(readability-identifier-naming): Beast's
    using Error = boost::system::error_code;

    class reader // NOLINT(readability-identifier-naming): Beast's
    {
    public:
        template<bool IsRequest, typename Fields>
        reader(boost::beast::http::header<IsRequest, Fields> & /*header*/, QByteArray &body)
            : m_body(body)
        {}

        void init(const boost::optional<std::uint64_t> &length, Error &error)
        {
            error = {};
            if (length)
                m_body.reserve(qsizetype(*length)); // which was compared with the limit
        }

        template<typename Buffers>
        std::size_t put(const Buffers &buffers, Error &error)
        {
            error = {};
            std::size_t taken = 0;
            for (const boost::asio::const_buffer buffer : boost::beast::buffers_range_ref(buffers))
            {
                m_body.append(static_cast<const char *>(buffer.data()), qsizetype(buffer.size()));
                taken += buffer.size();
            }
            return taken;
        }

        static void finish(Error &error) { error = {}; }

    private:
        QByteArray &m_body;
    };
};

} // namespace keg::web
