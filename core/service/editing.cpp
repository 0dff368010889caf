// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/editing.h"

#include "core/store/beer_repository.h"
#include "core/store/database.h"
#include "core/store/display_repository.h"
#include "core/store/replica_state.h"
#include "core/store/setting_repository.h"
#include "core/store/tap_repository.h"
#include "core/store/transaction.h"

#include <algorithm>

namespace keg::service {

namespace {

using namespace Qt::StringLiterals;
using store::BeerRepository;
using store::DisplayRepository;
using store::SettingRepository;
using store::TapRepository;

Error notFound(const QString &what, qint64 number, const Reason &reason)
{
    return {ErrorCode::NotFound, u"there is no %1 %2"_s.arg(what).arg(number), reason};
}

Error refusal(const QString &message, const Reason &reason = {})
{
    return {ErrorCode::Refused, message, reason};
}

/// The guards in the file would refuse as well, but only what writes: this says so before anything
/// else is found wanting.
Result<void> checkWritable(store::Database &database)
{
    const auto state = store::readReplicaState(database);
    if (!state)
        return state.error();
    if (state->role != store::Role::Client)
        return {};
    return refusal(u"%1 is a copy that follows the primary %2; make the change there"_s.arg(
                       database.path(), state->primaryName),
                   Reason{"not_primary", {state->primaryName}});
}

Result<void> checkName(const QString &name)
{
    if (name.size() <= Display::NameLimit)
        return {};
    return Error{ErrorCode::Usage,
                 u"the display's name has %1 characters and may have %2; give it a shorter one"_s
                     .arg(name.size())
                     .arg(Display::NameLimit),
                 Reason{"name_long", {Display::NameLimit}}};
}

Result<Display> findDisplay(store::Database &database, const MachineId &machine)
{
    const auto display = DisplayRepository(database).find(machine);
    if (!display)
        return display.error();
    if (!display->has_value()) {
        return Error{
            ErrorCode::NotFound,
            u"no display %1 is on the list; see `kegdisplay displays`"_s.arg(machine.toString()),
            Reason{"display_unknown"}};
    }
    return **display;
}

/// Runs `work` in one write transaction: all of it, or nothing if it returns an error.
template<typename Work>
auto inTransaction(store::Database &database, Work work) -> decltype(work())
{
    auto transaction = store::Transaction::begin(database);
    if (!transaction)
        return transaction.error();
    if (const auto writable = checkWritable(database); !writable)
        return writable.error();
    auto result = work();
    if (!result)
        return result;
    if (const auto committed = transaction->commit(); !committed)
        return committed.error();
    return result;
}

QString listOf(const QList<int> &taps)
{
    QStringList numbers;
    for (const int tap : taps)
        numbers.append(QString::number(tap));
    return (taps.size() == 1 ? u"tap "_s : u"taps "_s) + numbers.join(u", "_s);
}

/// The taps of those for which `isMeant`, by number.
template<typename Predicate>
Result<QList<int>> tapsWhere(store::Database &database, Predicate isMeant)
{
    const auto taps = TapRepository(database).all();
    if (!taps)
        return taps.error();
    QList<int> numbers;
    for (const Tap &tap : *taps) {
        if (isMeant(tap))
            numbers.append(tap.number);
    }
    return numbers;
}

Result<Beer> findBeer(store::Database &database, qint64 id)
{
    const auto beer = BeerRepository(database).find(id);
    if (!beer)
        return beer.error();
    return *beer ? Result<Beer>(**beer) : notFound(u"beer"_s, id, Reason{"beer_unknown"});
}

Result<Tap> findTap(store::Database &database, int number)
{
    const auto tap = TapRepository(database).find(number);
    if (!tap)
        return tap.error();
    return *tap ? Result<Tap>(**tap) : notFound(u"tap"_s, number, Reason{"tap_unknown"});
}

/// What was found, unless the condition has something against it.
template<typename T>
Result<T> meeting(Result<T> found, const Precondition<T> &condition)
{
    if (!found || !condition)
        return found;
    const auto met = condition(*found);
    return met ? found : met.error();
}

Result<void> apply(store::Database &database, const ImportPlan &plan)
{
    BeerRepository beers(database);
    for (const ImportStep &step : plan.steps) {
        if (step.action == ImportStep::Action::Add) {
            if (const auto added = beers.add(step.beer); !added)
                return added.error();
        } else if (step.action == ImportStep::Action::Change) {
            if (auto changed = beers.update(step.beer); !changed)
                return changed;
        }
    }
    return {};
}

} // namespace

Result<void> validateTapNumber(int number)
{
    if (number >= 1 && number <= MaximumTaps)
        return {};
    return refusal(u"tap %1 is not from 1 to %2"_s.arg(number).arg(MaximumTaps),
                   Reason{"count_range", {MaximumTaps}});
}

Result<QList<Beer>> Editing::beers()
{
    return BeerRepository(m_database).all();
}

Result<Beer> Editing::beer(qint64 id)
{
    return findBeer(m_database, id);
}

Result<Beer> Editing::addBeer(const Beer &beer)
{
    if (const auto valid = validate(beer); !valid)
        return valid.error();
    return inTransaction(m_database, [&]() -> Result<Beer> {
        const auto id = BeerRepository(m_database).add(beer);
        return id ? findBeer(m_database, *id) : id.error();
    });
}

Result<Beer> Editing::changeBeer(qint64 id, const std::function<Result<void>(Beer &)> &change)
{
    return inTransaction(m_database, [&]() -> Result<Beer> {
        auto beer = findBeer(m_database, id);
        if (!beer)
            return beer;
        if (const auto changed = change(*beer); !changed)
            return changed.error();
        if (const auto valid = validate(*beer); !valid)
            return valid.error();
        const auto updated = BeerRepository(m_database).update(*beer);
        return updated ? beer : updated.error();
    });
}

Result<Beer> Editing::removeBeer(qint64 id, Force force, const Precondition<Beer> &condition)
{
    return inTransaction(m_database, [&]() -> Result<Beer> {
        auto beer = meeting(findBeer(m_database, id), condition);
        if (!beer)
            return beer;
        const auto pouring
            = tapsWhere(m_database, [id](const Tap &tap) { return tap.beerId == id; });
        if (!pouring)
            return pouring.error();
        if (!pouring->isEmpty() && force == Force::No) {
            return refusal(u"%1 pours on %2; empty that first or say --force"_s.arg(
                beer->name, listOf(*pouring)));
        }
        const auto removed = BeerRepository(m_database).remove(id);
        return removed ? beer : removed.error();
    });
}

Result<qint64> Editing::removeAllBeers()
{
    return inTransaction(m_database, [&]() -> Result<qint64> {
        const auto beers = BeerRepository(m_database).all();
        if (!beers)
            return beers.error();
        for (const Beer &beer : *beers) {
            if (const auto removed = BeerRepository(m_database).remove(beer.id); !removed)
                return removed.error();
        }
        return qint64(beers->size());
    });
}

Result<QList<Tap>> Editing::taps()
{
    return TapRepository(m_database).all();
}

Result<Tap> Editing::tap(int number)
{
    return findTap(m_database, number);
}

Result<Tap> Editing::addTap(std::optional<int> number, std::optional<qint64> beerId)
{
    return inTransaction(m_database, [&]() -> Result<Tap> {
        const auto added = TapRepository(m_database).add(number);
        if (!added)
            return added.error();
        if (const auto valid = validateTapNumber(*added); !valid)
            return valid.error();
        if (const auto set = TapRepository(m_database).set(*added, beerId); !set)
            return set.error();
        return findTap(m_database, *added);
    });
}

Result<Tap> Editing::setTap(int number, std::optional<qint64> beerId,
                            const Precondition<Tap> &condition)
{
    return inTransaction(m_database, [&]() -> Result<Tap> {
        if (const auto tap = meeting(findTap(m_database, number), condition); !tap)
            return tap;
        const auto set = TapRepository(m_database).set(number, beerId);
        return set ? findTap(m_database, number) : set.error();
    });
}

Result<Tap> Editing::removeTap(int number, const Precondition<Tap> &condition)
{
    return inTransaction(m_database, [&]() -> Result<Tap> {
        auto tap = meeting(findTap(m_database, number), condition);
        if (!tap)
            return tap;
        const auto removed = TapRepository(m_database).remove(number);
        return removed ? tap : removed.error();
    });
}

Result<QList<Tap>> Editing::setTapCount(int count, Force force,
                                        const Precondition<QList<Tap>> &condition)
{
    if (const auto valid = validateTapNumber(count); count != 0 && !valid)
        return valid.error();
    return inTransaction(m_database, [&]() -> Result<QList<Tap>> {
        if (const auto present = meeting(taps(), condition); !present)
            return present;
        const auto lost = tapsWhere(m_database, [count](const Tap &tap) {
            return tap.beerId && (tap.number < 1 || tap.number > count);
        });
        if (!lost)
            return lost.error();
        if (!lost->isEmpty() && force == Force::No) {
            return refusal(
                u"something pours on %1; empty that first or say --force"_s.arg(listOf(*lost)));
        }
        const auto set = TapRepository(m_database).setCount(count);
        return set ? taps() : set.error();
    });
}

Result<QList<Display>> Editing::displays()
{
    return DisplayRepository(m_database).all();
}

Result<Display> Editing::approveDisplay(const MachineId &machine, const QString &name)
{
    if (const auto valid = checkName(name); !valid)
        return valid.error();
    return inTransaction(m_database, [&]() -> Result<Display> {
        const auto known = DisplayRepository(m_database).find(machine);
        if (!known)
            return known.error();
        Display display = known->value_or(Display{0, machine, {}, false, false});
        display.isApproved = true;
        if (!name.isEmpty())
            display.name = name;
        return DisplayRepository(m_database).put(display);
    });
}

Result<Display> Editing::admitDisplay(const MachineId &machine, const QString &name, Proof proof)
{
    return inTransaction(m_database, [&]() -> Result<Display> {
        const auto known = DisplayRepository(m_database).find(machine);
        if (!known)
            return known.error();
        Display display = known->value_or(Display{0, machine, {}, true, false});
        if (!display.isApproved && proof == Proof::None)
            return refusal(u"this display was revoked: pair or approve it again"_s,
                           Reason{"display_revoked"});
        display.isApproved = true;
        if (display.name.isEmpty())
            display.name = name;
        return DisplayRepository(m_database).put(display);
    });
}

Result<Display> Editing::revokeDisplay(const MachineId &machine,
                                       const std::optional<QString> &seenAs)
{
    return inTransaction(m_database, [&]() -> Result<Display> {
        auto display = findDisplay(m_database, machine);
        if (!display && display.error().code == ErrorCode::NotFound && seenAs)
            display = Display{0, machine, seenAs->left(Display::NameLimit), false, false};
        if (!display)
            return display;
        display->isApproved = false;
        display->mayPromote = false;
        return DisplayRepository(m_database).put(*display);
    });
}

Result<Display> Editing::renameDisplay(const MachineId &machine, const QString &name)
{
    if (name.isEmpty())
        return Error{ErrorCode::Usage, u"a display's name has at least one character"_s};
    if (const auto valid = checkName(name); !valid)
        return valid.error();
    return inTransaction(m_database, [&]() -> Result<Display> {
        auto display = findDisplay(m_database, machine);
        if (!display)
            return display;
        display->name = name;
        return DisplayRepository(m_database).put(*display);
    });
}

Result<Display> Editing::setMayPromote(const MachineId &machine, bool mayPromote)
{
    return inTransaction(m_database, [&]() -> Result<Display> {
        auto display = findDisplay(m_database, machine);
        if (!display)
            return display;
        if (mayPromote && !display->isApproved)
            return refusal(u"that display is revoked; approve it first"_s,
                           Reason{"display_revoked"});
        display->mayPromote = mayPromote;
        return DisplayRepository(m_database).put(*display);
    });
}

Result<QList<Setting>> Editing::settings()
{
    QList<Setting> settings;
    for (const SettingSpec &known : knownSettings()) {
        const auto value = SettingRepository(m_database).value(known.key);
        if (!value)
            return value.error();
        settings.append({known.key, *value});
    }
    return settings;
}

Result<QString> Editing::houseName()
{
    return SettingRepository(m_database).usableValue(settings::HouseName);
}

Result<Setting> Editing::setSetting(const QString &key, const QString &value,
                                    const Precondition<QList<Setting>> &condition)
{
    const Setting setting{key, value};
    if (const auto valid = validate(setting); !valid)
        return valid.error();
    return inTransaction(m_database, [&]() -> Result<Setting> {
        if (const auto present = meeting(settings(), condition); !present)
            return present.error();
        const auto set = SettingRepository(m_database).set(key, value);
        return set ? Result<Setting>(setting) : set.error();
    });
}

Result<ImportPlan> Editing::planImport(const interchange::BeerFile &file, Match match)
{
    if (const auto writable = checkWritable(m_database); !writable)
        return writable.error();
    const auto stored = beers();
    return stored ? Result<ImportPlan>(service::planImport(file, *stored, match)) : stored.error();
}

Result<ImportPlan> Editing::import(const interchange::BeerFile &file, Match match,
                                   bool isSkippingBad, const Precondition<QList<Beer>> &condition)
{
    return inTransaction(m_database, [&]() -> Result<ImportPlan> {
        if (const auto present = meeting(beers(), condition); !present)
            return present.error();
        return importRows(file, match, isSkippingBad);
    });
}

Result<ImportPlan> Editing::importRows(const interchange::BeerFile &file, Match match,
                                       bool isSkippingBad)
{
    auto plan = planImport(file, match);
    if (!plan)
        return plan;
    if (!plan->refusal().isEmpty() && !isSkippingBad)
        return refusal(plan->refusal());
    const auto applied = apply(m_database, *plan);
    return applied ? plan : applied.error();
}

Result<void> Editing::fill(const interchange::BeerFile &file, const QList<Tap> &taps)
{
    return inTransaction(m_database, [&]() -> Result<void> {
        if (const auto imported = importRows(file, Match::ById, false); !imported)
            return imported.error();
        TapRepository repository(m_database);
        for (const Tap &tap : taps) {
            if (const auto added = repository.add(tap.number); !added)
                return added.error();
            if (auto set = repository.set(tap.number, tap.beerId); !set)
                return set;
        }
        return {};
    });
}

} // namespace keg::service
