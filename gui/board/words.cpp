// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "gui/board/words.h"

namespace keg {

namespace {

constexpr qint64 SecondsOfDay = 86'400;

} // namespace

BoardWords::BoardWords(const QLocale &locale)
    : m_locale(locale)
{
    m_locale.setNumberOptions(QLocale::OmitGroupSeparator);
}

QString BoardWords::title() const
{
    return tr("On tap");
}

QString BoardWords::vacant() const
{
    return tr("Back soon");
}

QString BoardWords::noTaps() const
{
    return tr("Nothing on tap just yet, but the first keg is on its way.");
}

QString BoardWords::primaryAway(const QDateTime &asOf, const QDateTime &now) const
{
    if (!asOf.isValid())
        return tr("primary away");
    const QDateTime local = asOf.toLocalTime();
    const QString time = m_locale.toString(local.time(), QLocale::ShortFormat);
    if (asOf.secsTo(now) <= SecondsOfDay)
        //: %1: a time of day
        return tr("primary away, as of %1").arg(time);
    //: %1: a date, %2: a time of day
    return tr("primary away, as of %1, %2")
        .arg(m_locale.toString(local.date(), QLocale::ShortFormat), time);
}

QString BoardWords::page(int page, int pageCount) const
{
    //: page 2 of 5
    return tr("%1 / %2").arg(m_locale.toString(page + 1), m_locale.toString(pageCount));
}

QString BoardWords::tapNumber(int number) const
{
    return m_locale.toString(number);
}

QString BoardWords::abv(double percent) const
{
    QString number = m_locale.toString(percent, 'f', 2);
    if (number.endsWith(m_locale.zeroDigit()))
        number.chop(1);
    //: the strength of a beer in percent, as this language writes it
    return tr("%1%").arg(number);
}

QString BoardWords::abvLabel() const
{
    //: short for alcohol by volume, behind a number of percent
    return tr("ABV");
}

QString BoardWords::ibu(double ibu) const
{
    //: international bitterness units
    return tr("%1 IBU").arg(m_locale.toString(ibu, 'f', 0));
}

QString BoardWords::gravity(const Beer &beer) const
{
    QStringList parts;
    if (beer.originalGravity)
        //: original gravity
        parts.append(tr("OG %1").arg(m_locale.toString(*beer.originalGravity, 'f', 3)));
    if (beer.finalGravity)
        //: final gravity
        parts.append(tr("FG %1").arg(m_locale.toString(*beer.finalGravity, 'f', 3)));
    return parts.join(QStringLiteral(" · "));
}

} // namespace keg
