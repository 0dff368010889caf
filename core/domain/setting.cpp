// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/domain/setting.h"

#include <QStringList>
#include <QUrl>

#include <algorithm>

namespace keg {

namespace {

constexpr int LongestUrl
    = 200; // characters; a code of more is too fine for a camera at some distance

Error badUrl(const QString &fault, const Reason &reason)
{
    return {ErrorCode::Refused,
            QStringLiteral("%1 %2; give the address of the menu, as http://192.168.1.20:8080/, or "
                           "nothing to show none")
                .arg(settings::MenuUrl, fault),
            reason};
}

bool isBlank(QChar c)
{
    return c.isSpace() || !c.isPrint();
}

Result<void> checkUrl(const QString &text)
{
    if (text.size() > LongestUrl) {
        return badUrl(QStringLiteral("has %1 characters, at most %2 are allowed")
                          .arg(text.size())
                          .arg(LongestUrl),
                      Reason{"too_long", {LongestUrl, text.size()}});
    }
    const QUrl url(text, QUrl::StrictMode);
    // Surrogates are not printable one by one.
    if (!url.isValid()
        || std::ranges::any_of(text, [](QChar c) { return isBlank(c) && !c.isSurrogate(); }))
        return badUrl(QStringLiteral("is not an address"), Reason{"no_address"});
    if (url.scheme() != QLatin1String("http") && url.scheme() != QLatin1String("https"))
        return badUrl(QStringLiteral("does not begin with http:// or https://"),
                      Reason{"no_address"});
    if (url.host().isEmpty())
        return badUrl(QStringLiteral("names no machine"), Reason{"no_address"});
    if (url.authority().contains(u'@'))
        return badUrl(QStringLiteral("holds a user's name, which every guest would read"),
                      Reason{"address_with_user"});
    if (url.hasFragment())
        return badUrl(QStringLiteral("has a part after #"), Reason{"address_with_fragment"});
    return {};
}

constexpr SettingSpec Known[] = {
    {settings::MenuUrl, QLatin1String("address of the menu that boards show as a QR code"),
     checkUrl},
};

} // namespace

std::span<const SettingSpec> knownSettings()
{
    return Known;
}

Result<void> validate(const Setting &setting)
{
    const auto found = std::ranges::find(Known, setting.key, &SettingSpec::key);
    if (found != std::end(Known))
        return setting.value.isEmpty() ? Result<void>() : found->validate(setting.value);
    QStringList keys;
    for (const SettingSpec &known : Known)
        keys.append(known.key);
    return Error{ErrorCode::Refused,
                 QStringLiteral("there is no setting '%1'; there is: %2")
                     .arg(setting.key, keys.join(QLatin1String(", "))),
                 Reason{"setting_unknown"}};
}

} // namespace keg
