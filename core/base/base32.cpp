// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/base/base32.h"

namespace keg::base32 {

namespace {

constexpr char Alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr int Base = 32;
constexpr int BitsOfCharacter = 5;

QChar characterOf(uint value)
{
    return QLatin1Char(Alphabet[value % Base]);
}

/// 0 to 31; absent for other characters.
std::optional<uint> valueOf(QChar character)
{
    const ushort code = character.unicode();
    if (code >= 'A' && code <= 'Z')
        return code - 'A';
    if (code >= '2' && code <= '7')
        return code - '2' + 26;
    return {};
}

QChar upper(QChar character)
{
    switch (character.unicode()) {
    case '0':
        return u'O';
    case '1':
        return u'I';
    case '8':
        return u'B';
    default:
        // Not QChar::toUpper(): that makes letters of base32 out of others.
        return character >= u'a' && character <= u'z' ? QChar(character.unicode() - 'a' + 'A')
                                                      : character;
    }
}

} // namespace

bool isCharacter(QChar character)
{
    return valueOf(character).has_value();
}

QString encode(const QByteArray &bytes)
{
    QString text;
    uint bits = 0;
    int count = 0;
    for (const char byte : bytes) {
        bits = (bits << 8 | quint8(byte)) & 0xFFF; // at most 4 are left over
        for (count += 8; count >= BitsOfCharacter; count -= BitsOfCharacter)
            text += characterOf(bits >> (count - BitsOfCharacter));
    }
    if (count > 0)
        text += characterOf(bits << (BitsOfCharacter - count));
    return text;
}

std::optional<QByteArray> decode(QStringView text)
{
    QByteArray bytes;
    uint bits = 0;
    int count = 0;
    for (const QChar character : text) {
        const auto value = valueOf(character);
        if (!value)
            return {};
        bits = (bits << BitsOfCharacter | *value) & 0xFFF; // at most 7 are left over
        count += BitsOfCharacter;
        if (count >= 8) {
            count -= 8;
            bytes += char(bits >> count);
        }
    }
    const bool isWhole = count < BitsOfCharacter && (bits & ((1U << count) - 1)) == 0;
    return isWhole ? std::optional(bytes) : std::nullopt;
}

QString tidied(QStringView typed)
{
    QString text;
    for (const QChar character : typed) {
        if (!character.isSpace() && character.category() != QChar::Punctuation_Dash)
            text += upper(character);
    }
    return text;
}

QChar checkCharacter(QStringView characters)
{
    uint sum = 0;
    for (qsizetype index = 0; index < characters.size(); ++index) {
        // The last one is doubled, so that swapping it with the check character shows.
        const bool isDoubled = (characters.size() - index) % 2 == 1;
        const uint addend = valueOf(characters[index]).value_or(0) * (isDoubled ? 2 : 1);
        sum += addend / Base + addend % Base;
    }
    return characterOf(Base - sum % Base);
}

} // namespace keg::base32
