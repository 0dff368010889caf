// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/web/bytes_body.h"
#include "core/web/response.h"
#include "core/web/target.h"

#include <optional>

#include <boost/beast/http/parser.hpp>

namespace keg::web {

/// Makes one request of the bytes that a connection brings: first its header, then, when the caller
/// knows how long it may be, its body. No I/O.
class RequestReader
{
public:
    explicit RequestReader(qint64 headerLimit);

    /// Takes what it needs off the beginning of `bytes`; to be called again with more of them until
    /// hasHeader() or failure().
    void takeHeader(QByteArray &bytes);
    bool hasHeader() const { return m_hasHeader; }
    /// Before takeBody(). `limit` in bytes.
    void limitBody(qint64 limit);
    /// As takeHeader(), until isComplete() or failure().
    void takeBody(QByteArray &bytes);
    bool isComplete() const { return m_hasHeader && m_parser.is_done(); }
    /// What to answer to somebody who sends that; the connection is of no use afterwards.
    const std::optional<Response> &failure() const { return m_failure; }

    // These need the header.
    QByteArray method() const;
    const Target &target() const { return m_target; }
    const Headers &headers() const { return m_headers; }
    bool isKeptAlive() const { return m_parser.keep_alive(); }
    /// The client sends its body only after a "100 Continue".
    bool waitsForContinue() const;

    /// Of the body, so far.
    qint64 bodySize() const { return qint64(m_parser.get().body().size()); }
    const QByteArray &body() const { return m_parser.get().body(); }

private:
    qsizetype put(const QByteArray &bytes);
    void checkHeader();
    void fail(int status, const QString &text);

    const qint64 m_headerLimit; ///< bytes
    qsizetype m_searched = 0; ///< no end of the header begins before it
    boost::beast::http::request_parser<BytesBody> m_parser;
    Target m_target;
    Headers m_headers;
    std::optional<Response> m_failure;
    bool m_hasHeader = false;
};

} // namespace keg::web
