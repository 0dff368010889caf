// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/domain/board.h"
#include "core/domain/setting.h"
#include "core/domain/trust_list.h"
#include "core/service/import_plan.h"

#include <functional>
#include <optional>

namespace keg::store {
class Database;
}

namespace keg::service {

/// Whether to do what takes something off a board.
enum class Force { No, Yes };

/// By what a display shows that it is to be let in.
enum class Proof { None, JoinString };

/// Looks at what a change is about, in its transaction, before anything is changed; an Error keeps
/// it from being done, and is its Error. Null: anything goes.
template<typename T>
using Precondition = std::function<Result<void>(const T &)>;

/// The taps that a house can have.
constexpr int MaximumTaps = 1000;

/// Whether a tap may have that number. Errors: Refused.
Result<void> validateTapNumber(int number);

/// What people may ask and change about beers, taps, displays and settings, with all its rules: one
/// way for every face of the program. Each change is one transaction. Belongs to the thread of its
/// database.
///
/// Errors of all: as store::Database::error(). Errors of all changes: Refused on a client's copy,
/// naming the primary.
class Editing
{
public:
    explicit Editing(store::Database &database)
        : m_database(database)
    {}

    /// By id.
    Result<QList<Beer>> beers();
    /// Errors: NotFound.
    Result<Beer> beer(qint64 id);
    /// Returns it with its new id. Errors: Refused, as validate().
    Result<Beer> addBeer(const Beer &beer);
    /// Returns the beer as `change` made it. Errors: NotFound; Refused, as validate(); those of
    /// `change`.
    Result<Beer> changeBeer(qint64 id, const std::function<Result<void>(Beer &)> &change);
    /// Returns what was removed; taps that poured it become vacant. Errors: NotFound; Refused if it
    /// is on tap, unless forced.
    Result<Beer> removeBeer(qint64 id, Force force, const Precondition<Beer> &condition = {});
    /// Returns how many there were; all taps become vacant.
    Result<qint64> removeAllBeers();

    /// By number.
    Result<QList<Tap>> taps();
    /// Errors: NotFound.
    Result<Tap> tap(int number);
    /// A tap with that number, or with the next one, and what pours from it; nothing: vacant.
    /// Errors: Refused if there is one or it is not from 1 to MaximumTaps; NotFound for the beer.
    Result<Tap> addTap(std::optional<int> number, std::optional<qint64> beerId = {});
    /// What pours from it; nothing: vacant. Errors: NotFound for the tap or the beer.
    Result<Tap> setTap(int number, std::optional<qint64> beerId,
                       const Precondition<Tap> &condition = {});
    /// Returns what was removed. Errors: NotFound.
    Result<Tap> removeTap(int number, const Precondition<Tap> &condition = {});
    /// Makes the taps those from 1 to `count`. Errors: as validateTapNumber(); Refused if a tap
    /// goes that pours, unless forced. The condition is about all taps.
    Result<QList<Tap>> setTapCount(int count, Force force,
                                   const Precondition<QList<Tap>> &condition = {});

    /// What import() would do; changes nothing. Errors: Refused on a client's copy.
    Result<ImportPlan> planImport(const interchange::BeerFile &file, Match match);
    /// Does it in one transaction and returns what was done. Errors: Refused if any row is, unless
    /// these are to be skipped. The condition is about all beers.
    Result<ImportPlan> import(const interchange::BeerFile &file, Match match, bool isSkippingBad,
                              const Precondition<QList<Beer>> &condition = {});
    /// Adds the beers of a file, and taps with what pours from them. Errors: Refused if any row is
    /// or there is such a tap; NotFound for a tap's beer.
    Result<void> fill(const interchange::BeerFile &file, const QList<Tap> &taps);

    /// In the order in which they came.
    Result<QList<Display>> displays();
    /// Lets a display have a copy of the database. `name` is what it is called from now on; empty:
    /// what it was. Errors: Usage if that is longer than Display::NameLimit.
    Result<Display> approveDisplay(const MachineId &machine, const QString &name);
    /// Lets a display in that nobody was asked about. `name` is what it calls itself, and counts
    /// until somebody gives it another one. Errors: Refused if it was revoked and has no proof.
    Result<Display> admitDisplay(const MachineId &machine, const QString &name, Proof proof);
    /// It is cut off, and does not come back without being approved or paired again. `seenAs`: what
    /// a display calls itself that came and need not be on the list yet; it is put there. Errors:
    /// NotFound; Refused if the list is full.
    Result<Display> revokeDisplay(const MachineId &machine,
                                  const std::optional<QString> &seenAs = {});
    /// `name` is what it is called from now on. Errors: NotFound; Usage if it is empty or longer
    /// than Display::NameLimit.
    Result<Display> renameDisplay(const MachineId &machine, const QString &name);
    /// Whether it may become the primary. Errors: NotFound; Refused if it is not approved.
    Result<Display> setMayPromote(const MachineId &machine, bool mayPromote);

    /// Those that knownSettings() lists, as they are in the file; empty: not set.
    Result<QList<Setting>> settings();
    /// What guests read above the menu; empty: nothing usable is set.
    Result<QString> houseName();
    /// What counts on every display from now on; an empty value: nothing. The condition is about
    /// all settings. Errors: Refused, as validate().
    Result<Setting> setSetting(const QString &key, const QString &value,
                               const Precondition<QList<Setting>> &condition = {});

private:
    Result<ImportPlan> importRows(const interchange::BeerFile &file, Match match,
                                  bool isSkippingBad);

    store::Database &m_database;
};

} // namespace keg::service
