// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/cached_text.h"

#include <QCryptographicHash>

#include <utility>

namespace keg::web {

namespace {

constexpr qsizetype TagDigits = 24; // 96 bits

} // namespace

Tagged::Tagged(QByteArray what)
    : text(std::move(what))
    , tag(entityTag(text))
{}

Tagged::Tagged(QByteArray what, QByteArray itsTag)
    : text(std::move(what))
    , tag(std::move(itsTag))
{}

QByteArray entityTag(const QByteArray &text)
{
    const QByteArray hash = QCryptographicHash::hash(text, QCryptographicHash::Blake2b_160).toHex();
    return '"' + hash.first(TagDigits) + '"';
}

QByteArray deflatedTag(const QByteArray &tag)
{
    return tag.chopped(1) + "-deflated\"";
}

void CachedText::get(const Receiver &receiver)
{
    if (m_text && m_textGeneration == m_generation)
        return receiver(*m_text);
    m_waiting.append({m_generation, receiver});
    if (!m_isBeingMade)
        make();
}

void CachedText::make()
{
    m_isBeingMade = true;
    m_make(
        [this, generation = m_generation](const Result<Tagged> &made) { take(generation, made); });
}

/// Whoever asked after a commit that it may not have yet waits for the next one.
void CachedText::take(quint64 generation, const Result<Tagged> &made)
{
    m_isBeingMade = false;
    if (made) {
        m_text = *made;
        m_textGeneration = generation;
    }
    const QList<Waiting> waiting = std::exchange(m_waiting, {});
    for (const Waiting &one : waiting) {
        if (one.generation > generation)
            m_waiting.append(one);
        else
            one.receiver(made);
    }
    if (!m_waiting.isEmpty() && !m_isBeingMade)
        make();
}

DeflatableText::DeflatableText(CachedText::Make make, const Deflate &deflate)
    : m_plain(std::move(make))
    , m_deflated([this, deflate](const std::function<void(Result<Tagged>)> &done) {
        m_plain.get([deflate, done](const Result<Tagged> &plain) {
            if (!plain)
                return done(plain.error());
            deflate(plain->text,
                    [done, tag = deflatedTag(plain->tag)](const Result<QByteArray> &bytes) {
                        done(bytes ? Result(Tagged(*bytes, tag)) : bytes.error());
                    });
        });
    })
{}

void DeflatableText::outdate()
{
    m_plain.outdate();
    m_deflated.outdate();
}

} // namespace keg::web
