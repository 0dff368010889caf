// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/ordered_object.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace keg::web {

namespace {

constexpr double LargestWhole = 9'007'199'254'740'992; // 2^53: below, doubles are exact

/// It stands as it is between quotes.
constexpr auto isPlain
    = [](char letter) { return quint8(letter) >= ' ' && letter != '"' && letter != '\\'; };

QByteArray escaped(char letter)
{
    if (letter == '"' || letter == '\\')
        return QByteArray("\\") + letter;
    return "\\u00" + QByteArray(1, letter).toHex();
}

void append(QByteArray &json, const QString &text)
{
    const QByteArray letters = text.toUtf8();
    json += '"';
    for (auto from = letters.begin(); from != letters.end();) {
        const auto end = std::find_if_not(from, letters.end(), isPlain);
        json.append(from, end - from);
        if (end != letters.end())
            json += escaped(*end);
        from = end == letters.end() ? end : end + 1;
    }
    json += '"';
}

void append(QByteArray &json, double number)
{
    if (!std::isfinite(number))
        json += "null";
    else if (number == std::floor(number) && std::abs(number) < LargestWhole)
        json += QByteArray::number(qint64(number));
    else
        json += QByteArray::number(number, 'g', QLocale::FloatingPointShortest);
}

/// As QJsonDocument writes it compactly, without making a document of every text and number first.
void append(QByteArray &json, const QJsonValue &value)
{
    if (value.isNull())
        json += "null";
    else if (value.isString())
        append(json, value.toString());
    else if (value.isDouble())
        append(json, value.toDouble());
    else
        json
            += QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact).sliced(1).chopped(1);
}

} // namespace

OrderedObject &OrderedObject::add(QLatin1String key, const QJsonValue &value)
{
    begin(key);
    append(m_text, value);
    return *this;
}

OrderedObject &OrderedObject::add(QLatin1String key, const QString &text)
{
    begin(key);
    append(m_text, text);
    return *this;
}

OrderedObject &OrderedObject::addText(QLatin1String key, QByteArrayView json)
{
    begin(key);
    m_text += json;
    return *this;
}

void OrderedObject::begin(QLatin1String key)
{
    m_text += m_text.isEmpty() ? "{\"" : ",\"";
    m_text += QByteArrayView(key.data(), key.size());
    m_text += "\":";
}

} // namespace keg::web
