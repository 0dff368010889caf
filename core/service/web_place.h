// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QString>

#include <optional>

namespace keg {
class Clock;
}

namespace keg::service {

/// What the options say of a primary's web interface.
struct WebSettings
{
    QString bindAddress; ///< empty: all
    quint16 port = 0; ///< 0: any free one
    bool isOn = true;
};

/// Where browsers reach the web interface of a primary.
struct WebPlace
{
    QString host; ///< a name, or an address without brackets
    quint16 port = 0;
    bool isServed = false; ///< an instance runs, and listens there

    /// "https://host:port" and the path, an IPv6 address in brackets.
    QString url(const QString &path) const;

    bool operator==(const WebPlace &) const = default;
};

/// The place of the primary on that database. `host` is where browsers will find this machine;
/// empty: where the instance listens, or this machine's likeliest address, or localhost without a
/// network. `configured` is used if no instance runs to tell its own. For commands. Errors: Refused
/// on a client's copy, if the web interface is off or cannot be told; those of queryStatus().
Result<WebPlace> findWebPlace(const QString &databasePath, const QString &host,
                              const WebSettings &configured, const Clock &clock);

/// Where browsers find the web interface of a display's primary; none: that is not known. `told` is
/// where the display finds it, with port 0 if nowhere; `ownHost` is what the browser calls the
/// display, for a primary that runs beside it. An address that is of use on one link only is none:
/// no browser takes it.
std::optional<WebPlace> primaryWebPlace(const WebPlace &told, const QString &ownHost);

/// Where guests' phones find the menu of the primary that has that status, as
/// "http://192.168.1.20:8080/": at the one of its addresses that is `usedHost`, else at the
/// likeliest. Empty: nowhere.
QString menuAddress(const QJsonObject &status, const QString &usedHost);

} // namespace keg::service
