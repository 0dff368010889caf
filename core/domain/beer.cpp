// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/domain/beer.h"

#include <algorithm>
#include <cmath>

namespace keg {

namespace {

constexpr int MaximumNameLength = 200;
constexpr int MaximumTextLength = 10'000;

Error refusal(const QString &message)
{
    return {ErrorCode::Refused, message};
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
                       .arg(high));
}

Result<void> checkText(const char *field, const QString &text)
{
    if (text.size() <= MaximumTextLength)
        return {};
    return refusal(QStringLiteral("%1 has %2 characters, at most %3 are allowed")
                       .arg(QLatin1String(field))
                       .arg(text.size())
                       .arg(MaximumTextLength));
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
    if (std::ranges::all_of(name, isUnseen))
        return refusal(QStringLiteral("Name is missing"));
    if (std::ranges::any_of(name, isControl)) {
        return refusal(QStringLiteral("Name has a character that is none to be read, such as "
                                      "an escape"));
    }
    if (name.size() > MaximumNameLength) {
        return refusal(QStringLiteral("Name has %1 characters, at most %2 are allowed")
                           .arg(name.size())
                           .arg(MaximumNameLength));
    }
    return {};
}

Result<void> checkGravities(const Beer &beer)
{
    if (!beer.originalGravity || !beer.finalGravity || *beer.finalGravity <= *beer.originalGravity)
        return {};
    return refusal(QStringLiteral("FinalGravity %1 is above OriginalGravity %2")
                       .arg(*beer.finalGravity)
                       .arg(*beer.originalGravity));
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
