// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>

#include <functional>
#include <memory>
#include <vector>

namespace keg::web {

/// What the readers of a stream of server-sent events are told: always the newest event, and never
/// one that has been replaced meanwhile, so that slow readers cost no memory. Made anywhere,
/// otherwise of the web thread.
class Channel
{
public:
    using Wake = std::function<void()>;

    /// `event` is its lines, like "event: change\ndata: {}", without an empty one at the end.
    void publish(const QByteArray &event);
    /// Has whoever reads see whether they still may.
    void wakeReaders() const;
    /// As it travels; empty before the first publish().
    const QByteArray &newest() const { return m_newest; }
    /// Counts publish().
    quint64 revision() const { return m_revision; }

    /// `wake` is called after each publish(), as long as the caller keeps what is returned; it must
    /// not call the channel.
    [[nodiscard]] std::shared_ptr<const Wake> subscribe(Wake wake);
    int readers() const;

private:
    std::vector<std::weak_ptr<const Wake>> m_readers; ///< some have left
    QByteArray m_newest;
    quint64 m_revision = 0;
};

} // namespace keg::web
