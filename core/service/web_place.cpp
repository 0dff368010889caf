// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/web_place.h"

#include "core/net/own_addresses.h"
#include "core/net/reach.h"
#include "core/service/status_query.h"

#include <QUrl>

namespace keg::service {

namespace {

Error refusal(const QString &message)
{
    return {ErrorCode::Refused, message};
}

/// What the running instance says of itself.
WebSettings settingsIn(const QJsonObject &status)
{
    const QJsonValue listen = status.value(QStringLiteral("listen"));
    const int port = listen[QStringLiteral("web")].toInt();
    return {listen[QStringLiteral("address")].toString(), quint16(port), port != 0};
}

/// Errors: Refused, saying why no browser would find it.
Result<void> checkIsReachable(const WebSettings &web, bool isRunning)
{
    if (web.isOn && web.port != 0)
        return {};
    if (isRunning)
        return refusal(
            QStringLiteral("the running instance has no web interface: see in its log whether its "
                           "port is in use, or start it without --no-web"));
    if (!web.isOn)
        return refusal(QStringLiteral("the web interface is off: take no-web out of the options"));
    return refusal(QStringLiteral("the web interface takes any free port: start the instance, then "
                                  "it is known"));
}

} // namespace

QString WebPlace::url(const QString &path) const
{
    const QString bracketed = host.contains(u':') ? u'[' + host + u']' : host;
    return QStringLiteral("https://%1:%2%3").arg(bracketed, QString::number(port), path);
}

Result<WebPlace> findWebPlace(const QString &databasePath, const QString &host,
                              const WebSettings &configured, const Clock &clock)
{
    const auto status = queryStatus(databasePath, clock);
    if (!status)
        return status.error();
    if (status->value(QStringLiteral("mode")).toString() == QStringLiteral("client"))
        return refusal(QStringLiteral("%1 is a display's copy, which nobody changes: do this on "
                                      "the primary")
                           .arg(databasePath));
    const bool isRunning = status->value(QStringLiteral("running")).toBool();
    const WebSettings web = isRunning ? settingsIn(*status) : configured;
    if (const auto reachable = checkIsReachable(web, isRunning); !reachable)
        return reachable.error();
    const QString likeliest
        = net::ownAddresses(web.bindAddress).value(0, QStringLiteral("localhost"));
    return WebPlace{host.isEmpty() ? likeliest : host, web.port, isRunning};
}

std::optional<WebPlace> primaryWebPlace(const WebPlace &told, const QString &ownHost)
{
    const net::Reach reach = net::reachOf(told.host);
    const QString host = reach == net::Reach::OneMachine ? ownHost : told.host;
    if (told.port == 0 || host.isEmpty() || reach == net::Reach::OneLink)
        return {};
    return WebPlace{host, told.port, told.isServed};
}

QString menuAddress(const QJsonObject &status, const QString &usedHost)
{
    const WebSettings web = settingsIn(status);
    const QStringList hosts = net::ownAddresses(web.bindAddress);
    const QString host = hosts.contains(usedHost) ? usedHost : hosts.value(0);
    if (!web.isOn || host.isEmpty() || net::reachOf(host) != net::Reach::Networks)
        return {};
    QUrl url;
    url.setScheme(QStringLiteral("http"));
    url.setHost(host);
    url.setPort(web.port);
    url.setPath(QStringLiteral("/"));
    return url.toString();
}

} // namespace keg::service
