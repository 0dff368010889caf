// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/domain/beer.h"
#include "core/domain/notice.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace keg {

/// What a board says in its own words, in the language and numbers of its locale.
class BoardWords
{
    Q_DECLARE_TR_FUNCTIONS(keg::BoardWords)

public:
    explicit BoardWords(const QLocale &locale);

    QString title() const;
    QString vacant() const;
    QString noTaps() const;
    // On a board without taps: one sentence, what to do about it, and which machine this is.
    QString welcome(const Notice &notice) const;
    QString pairingWords(const Notice &notice) const;
    QString hint(const Notice &notice) const; ///< empty: nothing
    /// What somebody has to do, beside a board that is shown from its copy; empty: nothing.
    QString news(const Notice &notice) const;
    QString machine(const Notice &notice) const;
    /// The mark of a copy whose primary is away; an invalid moment is unknown.
    QString primaryAway(const QDateTime &asOf, const QDateTime &now) const;
    QString menu() const; ///< what the QR code leads to
    QString page(int page, int pageCount) const; ///< page counts from 0

    QString tapNumber(int number) const;
    QString abv(double percent) const; ///< one decimal, two where it has them
    QString abvLabel() const;
    QString ibu(double ibu) const;
    QString gravity(const Beer &beer) const; ///< empty when none is known

private:
    QLocale m_locale;
};

} // namespace keg
