// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/secret.h"

#include "core/base/base32.h"
#include "core/identity/random.h"

#include <QCryptographicHash>

#include <openssl/crypto.h>

namespace keg::identity {

namespace {

constexpr qsizetype SecretSize = 32;
constexpr char Zero[] = {'\0'};

} // namespace

QString newSecret()
{
    return base32::encode(randomBytes(SecretSize));
}

std::optional<QByteArray> secretHash(QByteArrayView domain, QStringView secret)
{
    const auto bytes = base32::decode(secret);
    if (!bytes || bytes->size() != SecretSize)
        return {};
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(domain);
    hash.addData(QByteArrayView(Zero, sizeof Zero));
    hash.addData(*bytes);
    return hash.result();
}

bool isSameHash(const QByteArray &one, const QByteArray &other)
{
    return one.size() == other.size()
        && CRYPTO_memcmp(one.constData(), other.constData(), size_t(one.size())) == 0;
}

} // namespace keg::identity
