// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/ordered_object.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace keg::web {

OrderedObject &OrderedObject::add(QLatin1String key, const QJsonValue &value)
{
    const QByteArray one = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return addText(key, QByteArrayView(one).sliced(1).chopped(1));
}

OrderedObject &OrderedObject::addText(QLatin1String key, QByteArrayView json)
{
    m_text += m_text.isEmpty() ? "\"" : ",\"";
    m_text += QByteArrayView(key.data(), key.size());
    m_text += "\":";
    m_text += json;
    return *this;
}

} // namespace keg::web
