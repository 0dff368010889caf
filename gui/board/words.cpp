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

QString BoardWords::welcome(const Notice &notice) const
{
    switch (notice.kind) {
    case Notice::Kind::None:
        break;
    case Notice::Kind::Searching:
        return tr("Looking for the primary on this network");
    case Notice::Kind::Connecting:
        //: %1: the name of the primary, or its address
        return tr("Connecting to %1").arg(notice.primary);
    case Notice::Kind::Pending:
        //: %1: the name of the primary
        return tr("This display waits to be approved on %1").arg(notice.primary);
    case Notice::Kind::Refused:
        //: %1: the name of the primary, or its address
        return tr("%1 does not let this display in").arg(notice.primary);
    }
    return noTaps();
}

QString BoardWords::pairingWords(const Notice &notice) const
{
    return QString(notice.words).replace(u' ', QStringLiteral(" · "));
}

QString BoardWords::hint(const Notice &notice) const
{
    switch (notice.kind) {
    case Notice::Kind::None:
    case Notice::Kind::Connecting:
        break;
    case Notice::Kind::Searching:
        if (!notice.primary.isEmpty())
            //: %1: names and addresses
            return tr("There are several: %1. Choose one with `kegdisplay join`, or start with "
                      "--primary-ip.")
                .arg(notice.primary);
        return tr("On the primary, `kegdisplay pair` makes a join string; here, `kegdisplay join` "
                  "takes it.");
    case Notice::Kind::Pending:
        //: %1: the beginning of this display's id
        return tr("The primary must show these words, too. If it does, say there: "
                  "kegdisplay approve %1")
            .arg(notice.machine.approvalForm());
    case Notice::Kind::Refused:
        return notice.reason;
    }
    return {};
}

QString BoardWords::news(const Notice &notice) const
{
    if (notice.kind == Notice::Kind::Pending) {
        //: %1: the words that the primary shows, too
        return tr("waits to be approved: %1").arg(pairingWords(notice));
    }
    if (notice.kind == Notice::Kind::Refused) {
        //: %1: why
        return tr("refused: %1").arg(notice.reason);
    }
    return {};
}

QString BoardWords::machine(const Notice &notice) const
{
    //: %1: the id of this machine
    return tr("This machine is %1").arg(notice.machine.toString());
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

QString BoardWords::menu() const
{
    //: beside a QR code that leads to the list of beers; short
    return tr("Our menu");
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
