// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/domain/machine_id.h"

#include "core/base/base32.h"

#include <QHash>

#include <algorithm>

namespace keg {

namespace {

constexpr int GroupLength = 7;
constexpr int DataLength = 13; // of base32, in front of each check character
constexpr int CheckedLength = DataLength + 1; // two groups
constexpr int Length = 8 * GroupLength;

Error wrong(const QString &what)
{
    return {ErrorCode::Usage,
            QStringLiteral("this is no machine's id: %1; copy it again from the machine's screen "
                           "or from its status")
                .arg(what)};
}

/// Nothing is wrong: none.
std::optional<Error> problemOf(const QString &characters)
{
    const auto foreign = std::ranges::find_if(
        characters, [](QChar character) { return !base32::isCharacter(character); });
    if (foreign != characters.end())
        return wrong(QStringLiteral("it has the character %1, where only letters and digits stand")
                         .arg(QChar(foreign->isPrint() ? *foreign : u'?')));
    if (characters.size() != Length)
        return wrong(QStringLiteral("it has %1 letters and digits instead of %2")
                         .arg(characters.size())
                         .arg(Length));
    for (int start = 0; start < Length; start += CheckedLength) {
        const auto data = QStringView(characters).mid(start, DataLength);
        if (base32::checkCharacter(data) != characters[start + DataLength]) {
            const int group = start / GroupLength + 1;
            return wrong(QStringLiteral("something in its groups %1 and %2 (%3-%4) is mistyped")
                             .arg(group)
                             .arg(group + 1)
                             .arg(characters.mid(start, GroupLength),
                                  characters.mid(start + GroupLength, GroupLength)));
        }
    }
    return {};
}

} // namespace

std::optional<MachineId> MachineId::fromBytes(const QByteArray &bytes)
{
    MachineId id;
    if (bytes.size() != Size)
        return {};
    std::ranges::copy(bytes, id.m_bytes.begin());
    return id.isNull() ? std::nullopt : std::optional(id);
}

Result<MachineId> MachineId::parse(const QString &text)
{
    const QString characters = base32::tidied(text);
    if (const auto problem = problemOf(characters))
        return *problem;
    QString data;
    for (int start = 0; start < Length; start += CheckedLength)
        data += QStringView(characters).mid(start, DataLength);
    const auto bytes = base32::decode(data);
    const auto id = bytes ? fromBytes(*bytes) : std::nullopt;
    if (!id)
        return wrong(QStringLiteral("no machine can have it"));
    return *id;
}

QByteArray MachineId::toByteArray() const
{
    if (isNull())
        return {};
    return {reinterpret_cast<const char *>(m_bytes.data()), Size};
}

QString MachineId::toString() const
{
    const QString data = base32::encode(toByteArray());
    QString characters;
    for (qsizetype start = 0; start < data.size(); start += DataLength) {
        const auto part = QStringView(data).mid(start, DataLength);
        characters += part;
        characters += base32::checkCharacter(part);
    }
    for (qsizetype dash = characters.size() - GroupLength; dash > 0; dash -= GroupLength)
        characters.insert(dash, u'-');
    return characters;
}

QString MachineId::shortForm() const
{
    return toString().left(GroupLength);
}

QString MachineId::approvalForm() const
{
    return toString().left(2 * GroupLength + 1);
}

size_t qHash(const MachineId &id, size_t seed)
{
    return qHash(id.toByteArray(), seed);
}

} // namespace keg
