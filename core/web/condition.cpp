// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/condition.h"

#include "core/web/cached_text.h"
#include "core/web/failure.h"

#include <QJsonDocument>

#include <algorithm>

namespace keg::web {

Result<void> Condition::check(const QByteArray &current)
{
    const QByteArrayList tags = m_wanted.split(',');
    const QByteArray tag = entityTag(current);
    const bool isMet = m_wanted.isNull() || std::ranges::any_of(tags, [&](const QByteArray &one) {
                           return one.trimmed() == tag || one.trimmed() == "*";
                       });
    if (isMet)
        return {};
    m_conflict = current;
    return Error{ErrorCode::Refused,
                 QStringLiteral("somebody else has changed this meanwhile; look at what it is now, "
                                "and change that")};
}

Response Condition::refusal(const Error &error) const
{
    if (m_conflict.isEmpty())
        return failure(error);
    return Response::json(
        QJsonObject{{QStringLiteral("error"), error.message},
                    {QStringLiteral("current"), QJsonDocument::fromJson(m_conflict).object()}},
        412);
}

} // namespace keg::web
