// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/payload.h"
#include "core/base/result.h"
#include "core/web/channel.h"
#include "core/web/headers.h"

#include <QJsonObject>
#include <QString>

#include <memory>

namespace keg::web {

class OrderedObject;

/// One answer. A value; the connection adds length, date and the security headers.
struct Response
{
    int status = 200;
    Headers headers;
    QByteArray body;
    SharedPayload payload; ///< set: the body in place of `body`; may be larger than memory
    Reason reason; ///< of an error
    QString detail; ///< of an error that is not the client's: see Discretion
    std::shared_ptr<Channel> channel; ///< set: its events are the body, until one side ends it

    static Response json(const QJsonObject &object, int status = 200);
    static Response json(const QJsonArray &array, int status = 200);
    static Response json(const OrderedObject &object, int status = 200);
    /// {"error": `text`, "code", "args"?, "field"?}: the text says what to do, the reason so, too.
    static Response error(int status, const QString &text, const Reason &reason);
    /// 302, to a path of ours.
    static Response redirect(const QByteArray &path);
    /// Server-sent events: the channel's newest at once, if there is one, then each newer one.
    static Response stream(std::shared_ptr<Channel> channel);
};

/// The header as it travels, for a body of that size. What an answer does not say of security
/// and caching is said here.
QByteArray headerBytes(const Response &response, bool isKeptAlive);

} // namespace keg::web
