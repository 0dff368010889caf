// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/join_token.h"

#include "core/base/base32.h"

namespace keg::identity {

QString joinTokenText(const QByteArray &token)
{
    const QString data = base32::encode(token);
    return data + base32::checkCharacter(data);
}

std::optional<QByteArray> joinTokenFromText(QStringView text)
{
    const QString characters = base32::tidied(text);
    if (characters.isEmpty())
        return {};
    const QStringView data = QStringView(characters).chopped(1);
    auto token = base32::decode(data);
    const bool isToken = token && token->size() == JoinTokenSize
        && base32::checkCharacter(data) == characters.back();
    return isToken ? token : std::nullopt;
}

} // namespace keg::identity
