// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/import_plan.h"

#include <QHash>

#include <algorithm>
#include <limits>

namespace keg::service {

namespace {

using namespace Qt::StringLiterals;
using Action = ImportStep::Action;

/// Meets the rows of one file with the beers that are stored.
class Planner
{
public:
    Planner(const interchange::BeerFile &file, const QList<Beer> &stored, Match match);

    ImportStep plan(const interchange::BeerRow &row);

private:
    void keepFree(qint64 id);
    Result<const Beer *> meet(const Beer &beer) const;
    Result<const Beer *> meetByName(const QString &name) const;
    ImportStep change(const interchange::BeerRow &row, const Beer &stored) const;
    Result<void> claim(qint64 id, int line);

    const QList<BeerField> &m_fields;
    const Match m_match;
    QHash<qint64, Beer> m_byId;
    QMultiHash<QString, qint64> m_byName;
    QHash<qint64, int> m_lines; ///< of the ids that rows have been given
    qint64 m_freeId = 1; ///< above all that are stored or in the file
};

Planner::Planner(const interchange::BeerFile &file, const QList<Beer> &stored, Match match)
    : m_fields(file.fields)
    , m_match(match)
{
    for (const Beer &beer : stored) {
        m_byId.insert(beer.id, beer);
        m_byName.insert(beer.name, beer.id);
        keepFree(beer.id);
    }
    for (const interchange::BeerRow &row : file.rows)
        keepFree(row.beer.id);
}

void Planner::keepFree(qint64 id)
{
    if (id < std::numeric_limits<qint64>::max())
        m_freeId = std::max(m_freeId, id + 1);
}

ImportStep Planner::plan(const interchange::BeerRow &row)
{
    ImportStep step{row.line, Action::Refuse, row.beer, {}, row.faults, {}};
    if (!row.faults.isEmpty())
        return step;
    const auto met = meet(row.beer);
    if (!met) {
        step.reasons.append(met.error());
        return step;
    }
    if (*met) {
        step = change(row, **met);
    } else {
        step.action = Action::Add;
        if (step.beer.id == 0 || m_byId.contains(step.beer.id))
            step.beer.id = m_freeId++;
    }
    if (auto claimed = claim(step.beer.id, row.line); !claimed)
        return {row.line, Action::Refuse, row.beer, {}, {claimed.error()}, {}};
    return step;
}

/// The stored beer that a row is about; nullptr: it is a new one. Errors: Refused, a conflict.
Result<const Beer *> Planner::meet(const Beer &beer) const
{
    const auto same = m_byId.constFind(beer.id);
    const bool isKnown = beer.id != 0 && same != m_byId.cend();
    if (isKnown && (same->name == beer.name || m_match == Match::ById))
        return &*same;
    if (m_match == Match::ByName)
        return meetByName(beer.name);
    if (!isKnown)
        return nullptr;
    return Error{
        ErrorCode::Refused,
        u"beer %1 is '%2' here, not '%3'; say --match id or --match name"_s.arg(beer.id).arg(
            same->name, beer.name),
        Reason{"beer_named_otherwise", {QString::number(beer.id), same->name, beer.name}}};
}

Result<const Beer *> Planner::meetByName(const QString &name) const
{
    const auto ids = m_byName.values(name);
    if (ids.isEmpty())
        return nullptr;
    if (ids.size() > 1) {
        return Error{ErrorCode::Refused,
                     u"%1 beers here are called '%2'"_s.arg(ids.size()).arg(name),
                     Reason{"beer_name_shared", {ids.size(), name}}};
    }
    return &*m_byId.constFind(ids.first());
}

ImportStep Planner::change(const interchange::BeerRow &row, const Beer &stored) const
{
    ImportStep step{row.line, Action::Keep, stored, {}, {}, {}};
    const Beer tidy = withTidyDates(stored);
    for (const BeerField &field : m_fields) {
        if (field.column == "idBeer"_L1 || fieldText(row.beer, field) == fieldText(tidy, field))
            continue;
        copyField(row.beer, step.beer, field);
        step.changes.append(field.column);
        step.action = Action::Change;
        step.before = tidy;
    }
    return step;
}

/// Errors: Refused, when an earlier row is about the same beer.
Result<void> Planner::claim(qint64 id, int line)
{
    if (const int earlier = m_lines.value(id); earlier > 0)
        return Error{ErrorCode::Refused, u"line %1 is about the same beer"_s.arg(earlier),
                     Reason{"beer_twice", {QString::number(earlier)}}};
    m_lines.insert(id, line);
    return {};
}

} // namespace

QStringList ImportStep::reasonTexts() const
{
    QStringList texts;
    for (const Error &reason : reasons)
        texts.append(reason.message);
    return texts;
}

qsizetype ImportPlan::count(Action action) const
{
    return std::ranges::count(steps, action, &ImportStep::action);
}

QString ImportPlan::refusal() const
{
    const auto first = std::ranges::find(steps, Action::Refuse, &ImportStep::action);
    if (first == steps.cend())
        return {};
    const auto others = count(Action::Refuse) - 1;
    const QString more = others == 0 ? QString()
        : others == 1                ? u" (and 1 more row)"_s
                                     : u" (and %1 more rows)"_s.arg(others);
    return u"line %1: %2"_s.arg(first->line).arg(first->reasonTexts().join(u"; "_s)) + more;
}

ImportPlan planImport(const interchange::BeerFile &file, const QList<Beer> &stored, Match match)
{
    Planner planner(file, stored, match);
    ImportPlan plan;
    for (const interchange::BeerRow &row : file.rows)
        plan.steps.append(planner.plan(row));
    return plan;
}

} // namespace keg::service
