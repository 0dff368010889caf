// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/condition.h"

#include "core/web/cached_text.h"
#include "core/web/failure.h"
#include "core/web/ordered_object.h"

#include <algorithm>

namespace keg::web {

using namespace Qt::StringLiterals;

namespace {

/// Whether that is a list of entity tags (RFC 9110, 13.1) with this one, or stands for any.
bool namesTag(const QByteArray &list, const QByteArray &tag)
{
    const QByteArrayList tags = list.split(',');
    return std::ranges::any_of(
        tags, [&](const QByteArray &one) { return one.trimmed() == tag || one.trimmed() == "*"; });
}

/// For a weak comparison.
QByteArray withoutWeakness(QByteArray tags)
{
    return tags.replace("W/", "");
}

} // namespace

Result<void> Condition::check(const QByteArray &current)
{
    const QByteArray tag = entityTag(current);
    if (m_wanted.isNull() || namesTag(m_wanted, tag) || namesTag(m_wanted, deflatedTag(tag)))
        return {};
    m_conflict = current;
    return Error{ErrorCode::Refused,
                 QStringLiteral("somebody else has changed this meanwhile; look at what it is now, "
                                "and change that"),
                 Reason{"changed_meanwhile"}};
}

Response Condition::refusal(const Error &error) const
{
    if (m_conflict.isEmpty())
        return failure(error);
    Response response = Response::json(OrderedObject()
                                           .add("error"_L1, error.message)
                                           .add("code"_L1, QString::fromLatin1(error.reason.code))
                                           .addText("current"_L1, m_conflict),
                                       412);
    response.headers.add("ETag", entityTag(m_conflict));
    return response;
}

Response unlessKnown(const QByteArray &known, Response response)
{
    const QByteArray tag = response.headers.value("ETag");
    if (tag.isEmpty() || !namesTag(withoutWeakness(known), withoutWeakness(tag)))
        return response;
    Response notModified;
    notModified.status = 304;
    notModified.headers.add("ETag", tag);
    notModified.headers.add("Cache-Control", "no-cache");
    if (const QByteArray vary = response.headers.value("Vary"); !vary.isEmpty())
        notModified.headers.add("Vary", vary);
    return notModified;
}

} // namespace keg::web
