// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/password.h"

#include <QTextBoundaryFinder>

#include <array>
#include <cerrno>
#include <mutex>

#include <sodium.h>

namespace keg::identity {

namespace {

constexpr unsigned long long Passes = 2;
constexpr size_t Memory = 19 * 1024 * 1024;

/// What people count as one character has a few code points at most, unless somebody is up to
/// something.
constexpr qsizetype MostBytes = qsizetype(LongestPassword) * 16;

/// Of no password: the salt and the hash are zeros.
constexpr char NobodysHash[] = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
                               "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

Error refusal(const QString &message, const Reason &reason)
{
    return {ErrorCode::Refused, message, reason};
}

Error withoutMemory()
{
    return {ErrorCode::Failed,
            QStringLiteral("there is no memory to check a password: close other programs")};
}

QByteArray bytesOf(const QString &password)
{
    return password.normalized(QString::NormalizationForm_C).toUtf8();
}

qsizetype countCharacters(const QString &text)
{
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    qsizetype count = 0;
    while (finder.toNextBoundary() >= 0)
        ++count;
    return count;
}

/// While it lives, nobody else has Argon2id's memory.
std::unique_lock<std::mutex> takeMemory()
{
    static std::mutex mutex;
    return std::unique_lock(mutex);
}

} // namespace

Result<void> validatePassword(const QString &password)
{
    if (!password.isValidUtf16())
        return refusal(QStringLiteral("the password is no text: give one of characters"),
                       Reason{"password_unreadable"});
    const Reason length{"password_length", {ShortestPassword, LongestPassword}};
    if (bytesOf(password).size() > MostBytes)
        return refusal(QStringLiteral("the password is too long: give one of %1 characters at most")
                           .arg(LongestPassword),
                       length);
    const qsizetype count = countCharacters(password.normalized(QString::NormalizationForm_C));
    if (count >= ShortestPassword && count <= LongestPassword)
        return {};
    return refusal(QStringLiteral("the password has %1 characters: give one of %2 to %3")
                       .arg(count)
                       .arg(ShortestPassword)
                       .arg(LongestPassword),
                   length);
}

Result<QByteArray> hashPassword(const QString &password)
{
    if (auto valid = validatePassword(password); !valid)
        return valid.error();
    const QByteArray bytes = bytesOf(password);
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    const auto memory = takeMemory();
    const bool isMade = ::sodium_init() >= 0
        && ::crypto_pwhash_str(hash.data(), bytes.constData(), size_t(bytes.size()), Passes, Memory)
            == 0;
    return isMade ? Result<QByteArray>(QByteArray(hash.data())) : withoutMemory();
}

bool isPasswordHash(const QByteArray &hash)
{
    return hash.size() == sizeof NobodysHash - 1 && hash.startsWith(crypto_pwhash_STRPREFIX)
        && ::crypto_pwhash_str_needs_rehash(hash.constData(), Passes, Memory) == 0;
}

Result<bool> isPasswordOf(const QByteArray &hash, const QString &password)
{
    const QByteArray bytes = bytesOf(password);
    if (bytes.size() > MostBytes || !password.isValidUtf16())
        return false;
    const auto memory = takeMemory();
    if (::sodium_init() < 0)
        return withoutMemory();
    if (::crypto_pwhash_str_verify(hash.constData(), bytes.constData(), size_t(bytes.size())) == 0)
        return true;
    return errno == EINVAL ? Result<bool>(false) : withoutMemory(); // EINVAL: another password
}

Result<void> pretendToCheck(const QString &password)
{
    const auto checked = isPasswordOf(NobodysHash, password);
    return checked ? Result<void>() : checked.error();
}

} // namespace keg::identity
