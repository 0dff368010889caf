// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/user_name.h"

#include <QList>

#include <algorithm>

namespace keg::identity {

namespace {

bool isVisible(uint character)
{
    const bool isOtherBlank = QChar::isSpace(character) && character != ' ';
    return QChar::isPrint(character) && !isOtherBlank;
}

/// In a path of the web interface. Of dots there, programs make other paths.
bool canStandInAPath(const QString &name)
{
    return !name.contains(u'/') && !name.contains(u'\\') && name != QLatin1String(".")
        && name != QLatin1String("..");
}

Error refusal(const QString &message, const Reason &reason)
{
    return {ErrorCode::Refused, message, reason};
}

} // namespace

Result<QString> validUserName(const QString &name)
{
    const QString kept = name.normalized(QString::NormalizationForm_C).trimmed();
    if (kept.isEmpty())
        return refusal(QStringLiteral("the name is empty: give one"), Reason{"name_missing"});
    const QList<uint> characters = kept.toUcs4();
    if (characters.size() > LongestUserName)
        return refusal(QStringLiteral("the name has %1 characters: give one of %2 at most")
                           .arg(characters.size())
                           .arg(LongestUserName),
                       Reason{"name_long", {LongestUserName}});
    if (!kept.isValidUtf16() || !std::ranges::all_of(characters, isVisible))
        return refusal(QStringLiteral("the name has a character that cannot be seen: give one of "
                                      "letters, digits, signs and blanks"),
                       Reason{"name_unseen"});
    if (!canStandInAPath(kept))
        return refusal(QStringLiteral("the name has a slash, or is nothing but dots: give one of "
                                      "letters, digits, signs and blanks"),
                       Reason{"name_slash"});
    return kept;
}

QString comparableUserName(const QString &name)
{
    constexpr auto Form = QString::NormalizationForm_KC;
    // Only the way to upper case makes two letters of a sharp s.
    return name.normalized(Form).toUpper().toCaseFolded().normalized(Form).trimmed();
}

} // namespace keg::identity
