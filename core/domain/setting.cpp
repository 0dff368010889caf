// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/domain/setting.h"

#include <QList>
#include <QRegularExpression>
#include <QStringList>
#include <QUrl>

#include <algorithm>

namespace keg {

namespace {

constexpr int LongestName = 60; // characters

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

Error badName(const QString &fault, const Reason &reason)
{
    return {ErrorCode::Refused,
            QStringLiteral("%1 %2; give the name that guests read above the menu, or nothing for "
                           "that of the machine")
                .arg(settings::HouseName, fault),
            reason};
}

bool isVisible(uint character)
{
    return character == ' ' || (QChar::isPrint(character) && !QChar::isSpace(character));
}

Result<void> checkName(const QString &text)
{
    const QList<uint> characters = text.toUcs4();
    if (characters.size() > LongestName) {
        return badName(QStringLiteral("has %1 characters, at most %2 are allowed")
                           .arg(characters.size())
                           .arg(LongestName),
                       Reason{"too_long", {LongestName, characters.size()}});
    }
    if (!text.isValidUtf16() || !std::ranges::all_of(characters, isVisible))
        return badName(QStringLiteral("has a character that cannot be seen"),
                       Reason{"name_unseen"});
    if (text.trimmed() != text)
        return badName(QStringLiteral("begins or ends with a blank"), Reason{"name_unseen"});
    return {};
}

bool isBlank(QChar c)
{
    return c.isSpace() || !c.isPrint();
}

/// Whether all who go there stay on their own machine. QUrl writes an address in one way only.
bool isOwnMachine(const QString &host)
{
    static const QRegularExpression Own(QStringLiteral(
        "^((.*\\.)?localhost\\.?|(::ffff:)?(127\\.\\d+\\.\\d+\\.\\d+|0\\.0\\.0\\.0)|::1?)$"));
    return Own.match(host).hasMatch();
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
    if (isOwnMachine(url.host()))
        return badUrl(QStringLiteral("leads every phone to itself"), Reason{"address_of_oneself"});
    if (url.authority().contains(u'@'))
        return badUrl(QStringLiteral("holds a user's name, which every guest would read"),
                      Reason{"address_with_user"});
    if (url.hasFragment())
        return badUrl(QStringLiteral("has a part after #"), Reason{"address_with_fragment"});
    return {};
}

constexpr SettingSpec Known[] = {
    {settings::HouseName, QLatin1String("name of the house, above the guests' menu"), checkName},
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
