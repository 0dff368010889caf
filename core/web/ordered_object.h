// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QJsonValue>
#include <QLatin1String>

namespace keg::web {

/// A JSON object with its keys in the order in which they were added, which QJsonObject forgets.
class OrderedObject
{
public:
    OrderedObject &add(QLatin1String key, const QJsonValue &value);
    /// `json` is a whole value, as text.
    OrderedObject &addText(QLatin1String key, QByteArrayView json);

    QByteArray text() const { return '{' + m_text + '}'; }

private:
    QByteArray m_text;
};

} // namespace keg::web
