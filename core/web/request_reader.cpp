// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/request_reader.h"

#include <algorithm>
#include <cstdint>
#include <limits>

#include <boost/asio/buffer.hpp>

namespace keg::web {

namespace http = boost::beast::http;

namespace {

constexpr QByteArrayView HeaderEnd("\r\n\r\n");

QByteArray bytesOf(boost::beast::string_view text)
{
    return {text.data(), qsizetype(text.size())};
}

Response largeBody()
{
    return Response::error(413, QStringLiteral("the body is too large; send less at once"),
                           Reason{"too_large"});
}

Response largeHeader()
{
    return Response::error(431,
                           QStringLiteral("the header is too large; send fewer or shorter lines, "
                                          "or delete the cookies"),
                           Reason{"header_large"});
}

Response failureOf(const boost::system::error_code &error)
{
    if (error == http::error::header_limit)
        return largeHeader();
    if (error == http::error::body_limit || error == http::error::buffer_overflow)
        return largeBody();
    if (error == http::error::bad_version)
        return Response::error(400,
                               QStringLiteral("the first line must end in HTTP/1.1 or "
                                              "HTTP/1.0 and a line break of CR and LF"),
                               Reason{"bad_request"});
    return Response::error(400,
                           QStringLiteral("this is no request of HTTP/1.1: %1")
                               .arg(QString::fromStdString(error.message())),
                           Reason{"bad_request"});
}

/// A line that begins with a blank goes on with the one before, which proxies understand in
/// different ways: RFC 9112, 5.2.
bool hasFoldedLine(QByteArrayView header)
{
    return header.contains("\r\n ") || header.contains("\r\n\t");
}

/// As in an address of the web, with or without port: RFC 3986, 3.2.2. It stands in links and
/// redirects of ours.
bool isHost(const QByteArray &text)
{
    return std::ranges::all_of(text, [](char character) {
        return QByteArrayView("-._~!$&'()*+,;=:[]%").contains(character)
            || (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z')
            || (character >= 'A' && character <= 'Z');
    });
}

bool isEqual(const QByteArray &text, QByteArrayView other)
{
    return text.compare(other, Qt::CaseInsensitive) == 0;
}

} // namespace

RequestReader::RequestReader(qint64 headerLimit)
    : m_headerLimit(headerLimit)
{
    m_parser.eager(false);
    m_parser.header_limit(std::uint32_t(headerLimit)); // it has one of 8 KiB otherwise
    m_parser.body_limit(std::numeric_limits<std::uint64_t>::max()); // until limitBody()
}

/// The parser gets the header whole: what it takes in pieces it neither counts against the limit
/// together, nor can it be seen whether a line was folded.
void RequestReader::takeHeader(QByteArray &bytes)
{
    const qsizetype end = bytes.indexOf(HeaderEnd, m_searched);
    const qsizetype size = end < 0 ? bytes.size() : end + HeaderEnd.size();
    if (size > m_headerLimit)
        m_failure = largeHeader();
    m_searched = std::max<qsizetype>(0, size - HeaderEnd.size());
    if (end < 0 || m_failure)
        return;
    const QByteArray header = bytes.first(size);
    bytes.remove(0, size);
    put(header);
    if (!m_failure && !m_parser.is_header_done())
        m_failure = failureOf(http::make_error_code(http::error::partial_message));
    if (m_failure)
        return;
    if (hasFoldedLine(header))
        return fail(400, QStringLiteral("a header line must not begin with a blank"));
    m_hasHeader = true;
    for (const auto &field : m_parser.get())
        m_headers.add(bytesOf(field.name_string()), bytesOf(field.value()));
    checkHeader();
}

void RequestReader::checkHeader()
{
    if (m_parser.get().method() == http::verb::unknown)
        return fail(501,
                    QStringLiteral("this method is not known here; use GET, HEAD, POST, PUT, "
                                   "PATCH or DELETE"));
    const qsizetype hosts = m_headers.count("Host");
    if (hosts > 1 || (hosts == 0 && m_parser.get().version() >= 11))
        return fail(400, QStringLiteral("the header must have one line Host"));
    if (!isHost(m_headers.value("Host")))
        return fail(400, QStringLiteral("the line Host must have a name or an address"));
    if (m_headers.contains("Transfer-Encoding") && !m_parser.chunked())
        return fail(501, QStringLiteral("the only Transfer-Encoding known here is chunked"));
    if (m_headers.contains("Expect") && !isEqual(m_headers.value("Expect"), "100-continue"))
        return fail(417, QStringLiteral("the only Expect known here is 100-continue"));
    Result<Target> target = parseTarget(bytesOf(m_parser.get().target()));
    if (!target)
        return fail(400, target.error().message);
    m_target = *std::move(target);
}

void RequestReader::limitBody(qint64 limit)
{
    m_parser.body_limit(quint64(limit));
    const auto length = m_parser.content_length();
    if (length && *length > quint64(limit))
        m_failure = largeBody();
}

void RequestReader::takeBody(QByteArray &bytes)
{
    // Beast 1.74 asserts that it has five bytes of a last chunk, than which nothing that is still
    // to come is shorter.
    const qsizetype least = m_parser.chunked() ? 5 : 1;
    qsizetype taken = 1;
    while (!m_failure && !m_parser.is_done() && taken > 0 && bytes.size() >= least) {
        taken = put(bytes);
        bytes.remove(0, taken);
    }
    // The parser leaves a chunk's first line, and what comes after the last one, until it is whole.
    if (!m_failure && !m_parser.is_done() && bytes.size() > m_headerLimit)
        m_failure = largeHeader();
}

/// How many of them are used up.
qsizetype RequestReader::put(const QByteArray &bytes)
{
    boost::system::error_code error;
    const std::size_t taken = m_parser.put(
        boost::asio::const_buffer(bytes.constData(), std::size_t(bytes.size())), error);
    if (error && error != http::error::need_more)
        m_failure = failureOf(error);
    return qsizetype(taken);
}

/// Only programs send what cannot be read.
void RequestReader::fail(int status, const QString &text)
{
    m_failure = Response::error(status, text, Reason{"bad_request"});
}

QByteArray RequestReader::method() const
{
    return bytesOf(m_parser.get().method_string());
}

bool RequestReader::waitsForContinue() const
{
    return m_headers.contains("Expect") && !isComplete();
}

} // namespace keg::web
