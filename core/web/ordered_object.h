// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QJsonValue>
#include <QLatin1String>

namespace keg::web {

/// A JSON object with its keys in the order in which they were added, which QJsonObject forgets.
/// Cheap enough for lists of thousands.
class OrderedObject
{
public:
    static constexpr qsizetype UsualSize = 600; ///< of its text, in bytes

    OrderedObject() { m_text.reserve(UsualSize); }

    OrderedObject &add(QLatin1String key, const QJsonValue &value);
    OrderedObject &add(QLatin1String key, const QString &text);
    /// `json` is a whole value, as text.
    OrderedObject &addText(QLatin1String key, QByteArrayView json);

    QByteArray text() const { return (m_text.isEmpty() ? QByteArray("{") : m_text) + '}'; }

private:
    void begin(QLatin1String key);

    QByteArray m_text; ///< without its end
};

} // namespace keg::web
