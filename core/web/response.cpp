// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/response.h"

#include "core/web/ordered_object.h"
#include "core/web/reason_json.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <array>
#include <ctime>

#include <boost/beast/http/status.hpp>

namespace keg::web {

namespace {

constexpr qsizetype UsualSize = 4 * 1024; // bytes; of a header and a small body behind it

Response jsonResponse(const QByteArray &text, int status)
{
    Response response;
    response.status = status;
    response.headers.add("Content-Type", "application/json");
    response.body = text;
    return response;
}

/// As RFC 9110 wants it.
QByteArray httpDate(std::time_t time)
{
    std::tm parts{};
    ::gmtime_r(&time, &parts);
    std::array<char, 40> text{};
    const std::size_t size
        = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return {text.data(), qsizetype(size)};
}

/// Made once a second: the C library asks the file system for the time zone each time.
const QByteArray &dateOfNow()
{
    thread_local std::time_t second = -1;
    thread_local QByteArray text;
    if (const std::time_t now = std::time(nullptr); now != second) {
        second = now;
        text = httpDate(now);
    }
    return text;
}

QByteArray reason(int status)
{
    const auto text = boost::beast::http::obsolete_reason(boost::beast::http::status(status));
    return {text.data(), qsizetype(text.size())};
}

void append(QByteArray &bytes, QByteArrayView name, QByteArrayView value)
{
    bytes.append(name).append(": ").append(value).append("\r\n");
}

const QList<Headers::Line> &unlessSaid()
{
    static const QList<Headers::Line> lines{
        {"Content-Security-Policy",
         "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "no-referrer"},
        {"Cache-Control", "no-store"}};
    return lines;
}

bool hasLength(const Response &response)
{
    return response.status >= 200 && response.status != 204 && response.status != 304
        && !response.channel;
}

} // namespace

Response Response::json(const QJsonObject &object, int status)
{
    return jsonResponse(QJsonDocument(object).toJson(QJsonDocument::Compact), status);
}

Response Response::json(const QJsonArray &array, int status)
{
    return jsonResponse(QJsonDocument(array).toJson(QJsonDocument::Compact), status);
}

Response Response::json(const OrderedObject &object, int status)
{
    return jsonResponse(object.text(), status);
}

Response Response::error(int status, const QString &text, const Reason &reason)
{
    OrderedObject object;
    object.add(QLatin1String("error"), text);
    const QJsonObject said = toJson(reason);
    for (const auto *key : {"code", "args", "field"}) {
        if (said.contains(QLatin1String(key)))
            object.add(QLatin1String(key), said[QLatin1String(key)]);
    }
    Response response = json(object, status);
    response.reason = reason;
    return response;
}

Response Response::redirect(const QByteArray &path)
{
    Response response;
    response.status = 302;
    response.headers.add("Location", path);
    return response;
}

Response Response::stream(std::shared_ptr<Channel> channel)
{
    Response response;
    response.headers.add("Content-Type", "text/event-stream");
    response.channel = std::move(channel);
    return response;
}

QByteArray headerBytes(const Response &response, bool isKeptAlive)
{
    QByteArray bytes;
    bytes.reserve(UsualSize);
    bytes.append("HTTP/1.1 ").append(QByteArray::number(response.status)).append(' ');
    bytes.append(reason(response.status)).append("\r\n");
    append(bytes, "Date", dateOfNow());
    for (const Headers::Line &line : response.headers.lines())
        append(bytes, line.first, line.second);
    for (const Headers::Line &line : unlessSaid()) {
        if (!response.headers.contains(line.first))
            append(bytes, line.first, line.second);
    }
    const qint64 size = response.payload ? response.payload->size() : response.body.size();
    if (hasLength(response))
        append(bytes, "Content-Length", QByteArray::number(size));
    append(bytes, "Connection", isKeptAlive ? "keep-alive" : "close");
    return bytes.append("\r\n");
}

} // namespace keg::web
