// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/join_tokens.h"

#include "core/identity/join_token.h"
#include "core/identity/json_object.h"
#include "core/identity/random.h"

#include <QCryptographicHash>
#include <QJsonArray>

#include <algorithm>

#include <openssl/crypto.h>

namespace keg::identity {

namespace {

using std::chrono::milliseconds;

constexpr char Domain[] = "KegDisplay join token 1";

/// What is kept of a token.
struct Outstanding
{
    QByteArray hash; ///< SHA-256
    milliseconds until{0}; ///< BootTime::sinceBoot; from there on it is worth nothing
};

PrivateFile fileIn(const QString &folder)
{
    return {folder, QStringLiteral("join-tokens.json"),
            QStringLiteral("remove it; join strings that nobody used yet are worth nothing then")};
}

QByteArray hashOf(const QByteArray &token)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(QByteArrayView(Domain, sizeof Domain)); // with its zero
    hash.addData(token);
    return hash.result();
}

/// Takes as long for each token and place.
bool isHash(const Outstanding &token, const QByteArray &hash)
{
    return token.hash.size() == hash.size()
        && CRYPTO_memcmp(token.hash.constData(), hash.constData(), size_t(hash.size())) == 0;
}

/// Those that are of use at `now`.
Result<QList<Outstanding>> load(const PrivateFile &file, const BootTime &now)
{
    const auto object = readObject(file);
    if (!object)
        return object.error();
    QList<Outstanding> tokens;
    if (!*object)
        return tokens;
    const QJsonValue boot = (**object)[QLatin1String("boot")];
    const QJsonValue values = (**object)[QLatin1String("tokens")];
    if (!boot.isString() || !values.isArray())
        return file.damaged(QStringLiteral("its \"boot\" or its \"tokens\" is wrong"));
    if (boot.toString() != QString::fromLatin1(now.boot))
        return tokens;
    const QJsonArray list = values.toArray();
    for (const auto value : list) {
        const Outstanding token{
            QByteArray::fromHex(value[QLatin1String("sha256")].toString().toLatin1()),
            milliseconds(value[QLatin1String("until")].toInteger())};
        if (token.until > now.sinceBoot && token.until <= now.sinceBoot + JoinTokens::Validity)
            tokens += token;
    }
    return tokens;
}

Result<void> save(const PrivateFile &file, const QList<Outstanding> &tokens, const BootTime &now,
                  const FolderLock &lock)
{
    QJsonArray values;
    for (const Outstanding &token : tokens)
        values += QJsonObject{
            {QLatin1String("sha256"), QString::fromLatin1(token.hash.toHex())},
            {QLatin1String("until"), qint64(token.until.count())},
        };
    return writeObject(
        file,
        {{QLatin1String("boot"), QString::fromLatin1(now.boot)}, {QLatin1String("tokens"), values}},
        lock);
}

/// Where it is among them, all of them looked at; -1: nowhere.
qsizetype indexOf(const QList<Outstanding> &tokens, const QByteArray &hash)
{
    qsizetype found = -1;
    for (qsizetype index = 0; index < tokens.size(); ++index)
        found = isHash(tokens[index], hash) ? index : found;
    return found;
}

} // namespace

Result<QByteArray> JoinTokens::issue(const QString &folder, const BootTime &now)
{
    const PrivateFile file = fileIn(folder);
    const auto lock = FolderLock::take(folder);
    if (!lock)
        return lock.error();
    auto tokens = load(file, now);
    if (!tokens)
        return tokens.error();
    if (tokens->size() >= MostOutstanding)
        return Error{ErrorCode::Busy,
                     QStringLiteral("%1 join strings are out and not used: use one of them, or "
                                    "wait until they are %2 minutes old")
                         .arg(MostOutstanding)
                         .arg(Validity.count())};
    const QByteArray token = randomBytes(JoinTokenSize);
    *tokens += {hashOf(token), now.sinceBoot + Validity};
    if (auto saved = save(file, *tokens, now, *lock); !saved)
        return saved.error();
    return token;
}

Result<bool> JoinTokens::spend(const QString &folder, const QByteArray &token, const BootTime &now)
{
    const PrivateFile file = fileIn(folder);
    const QByteArray hash = hashOf(token);
    // Guesses get no further than this: neither the lock nor the disk is kept busy by them.
    auto tokens = load(file, now);
    if (!tokens)
        return tokens.error();
    if (indexOf(*tokens, hash) < 0)
        return false;

    const auto lock = FolderLock::take(folder);
    if (!lock)
        return lock.error();
    tokens = load(file, now);
    if (!tokens)
        return tokens.error();
    const qsizetype index = indexOf(*tokens, hash);
    if (index < 0)
        return false; // somebody else has just used it
    tokens->removeAt(index);
    if (auto saved = save(file, *tokens, now, *lock); !saved)
        return saved.error();
    return true;
}

} // namespace keg::identity
