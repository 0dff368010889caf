// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/domain/pairing.h"

#include "core/domain/pairing_word_list.h"

#include <QCryptographicHash>

namespace keg {

namespace {

constexpr char CommitmentDomain[] = "KegDisplay nonce commitment 1";
constexpr char WordsDomain[] = "KegDisplay pairing words 1";
constexpr qsizetype WordCount = 3; // of 8 bits each

/// SHA-256 over the text with its zero byte, and what follows.
template<std::size_t Length>
QByteArray hashOf(const char (&domain)[Length], const QByteArray &rest)
{
    return QCryptographicHash::hash(QByteArray(domain, Length) + rest, QCryptographicHash::Sha256);
}

} // namespace

QByteArray commitmentTo(const QByteArray &nonce)
{
    return hashOf(CommitmentDomain, nonce);
}

bool isCommittedTo(const QByteArray &commitment, const QByteArray &nonce)
{
    return nonce.size() == NonceSize && commitment == commitmentTo(nonce);
}

QStringList pairingWords(const MachineId &display, const MachineId &primary,
                         const QByteArray &displayNonce, const QByteArray &primaryNonce)
{
    if (display.isNull() || primary.isNull() || displayNonce.size() != NonceSize
        || primaryNonce.size() != NonceSize)
        return {};
    const QByteArray hash = hashOf(
        WordsDomain, display.toByteArray() + primary.toByteArray() + displayNonce + primaryNonce);
    QStringList words;
    for (const char byte : hash.first(WordCount))
        words += QString::fromLatin1(PairingWordList[quint8(byte)]);
    return words;
}

} // namespace keg
