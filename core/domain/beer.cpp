// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/domain/beer.h"

#include <algorithm>
#include <cmath>

namespace keg {

namespace {

constexpr int MaximumNameLength = 200;
constexpr int MaximumTextLength = 10'000;

Error refusal(const QString &message, const Reason &reason)
{
    return {ErrorCode::Refused, message, reason};
}

Result<void> checkNumber(const char *field, const std::optional<double> &value, double low,
                         double high)
{
    if (!value || (std::isfinite(*value) && *value >= low && *value <= high))
        return {};
    return refusal(QStringLiteral("%1 is %2, which is not between %3 and %4")
                       .arg(QLatin1String(field))
                       .arg(*value)
                       .arg(low)
                       .arg(high),
                   Reason{"out_of_range", {low, high}, QLatin1String(field)});
}

Error tooLong(QLatin1String field, const QString &text, int most)
{
    return refusal(QStringLiteral("%1 has %2 characters, at most %3 are allowed")
                       .arg(field)
                       .arg(text.size())
                       .arg(most),
                   Reason{"too_long", {most, text.size()}, field});
}

Result<void> checkText(const char *field, const QString &text)
{
    if (text.size() <= MaximumTextLength)
        return {};
    return tooLong(QLatin1String(field), text, MaximumTextLength);
}

/// That no text is made of; line breaks and tabs are blanks.
bool isControl(QChar character)
{
    return character.category() == QChar::Other_Control && !character.isSpace();
}

/// Of what a font draws nothing, as U+200B.
bool isUnseen(QChar character)
{
    return character.isSpace() || character.category() == QChar::Other_Format;
}

Result<void> checkName(const QString &name)
{
    constexpr QLatin1String Name("Name");
    if (std::ranges::all_of(name, isUnseen))
        return refusal(QStringLiteral("Name is missing"), Reason{"beer_nameless", {}, Name});
    if (std::ranges::any_of(name, isControl)) {
        return refusal(QStringLiteral("Name has a character that is none to be read, such as "
                                      "an escape"),
                       Reason{"unreadable", {}, Name});
    }
    return name.size() > MaximumNameLength ? tooLong(Name, name, MaximumNameLength)
                                           : Result<void>();
}

Result<void> checkGravities(const Beer &beer)
{
    if (!beer.originalGravity || !beer.finalGravity || *beer.finalGravity <= *beer.originalGravity)
        return {};
    return refusal(QStringLiteral("FinalGravity %1 is above OriginalGravity %2")
                       .arg(*beer.finalGravity)
                       .arg(*beer.originalGravity),
                   Reason{"gravity", {*beer.originalGravity}, QLatin1String("FinalGravity")});
}

} // namespace

Result<void> validate(const Beer &beer)
{
    const Result<void> checks[] = {
        checkName(beer.name),
        checkNumber("ABV", beer.abv, 0, 100),
        checkNumber("IBU", beer.ibu, 0, 1000),
        checkNumber("Color", beer.color, 0, 100),
        checkNumber("OriginalGravity", beer.originalGravity, 0.9, 1.25),
        checkNumber("FinalGravity", beer.finalGravity, 0.9, 1.25),
        checkGravities(beer),
        checkText("Description", beer.description),
        checkText("Brewed", beer.brewed),
        checkText("Kegged", beer.kegged),
        checkText("Tapped", beer.tapped),
        checkText("Notes", beer.notes),
        checkText("style", beer.style),
        checkText("brewery", beer.brewery),
    };
    for (const auto &check : checks) {
        if (!check)
            return check;
    }
    return {};
}

} // namespace keg
