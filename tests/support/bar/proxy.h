// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/wire/frame.h"
#include "tests/support/bar/bar.h"

#include <QObject>

#include <functional>
#include <optional>

class QSslSocket;
class QTcpSocket;

namespace keg::test {

/// Stands between clients and the two ports of a primary, and does to what passes what a test
/// wants. Lives in the test's thread.
class Proxy final : public QObject
{
public:
    /// Sees ciphertext only, as anybody on the way does.
    explicit Proxy(const Ports &primary);
    /// Has the keys of all machines of the bar, so that it sees what they say.
    Proxy(const Ports &primary, const Bar &bar);

    Ports ports() const { return m_ports; }

    /// What passes instead of a frame of the primary: any bytes, or none. With keys only.
    using Forger = std::function<QByteArray(const wire::Frame &frame)>;
    void setForger(Forger forger) { m_forger = std::move(forger); }

    /// Cuts every connection, once, when that many bytes in all have passed, both ways.
    void cutAfter(qint64 bytes) { m_cutAfter = bytes; }
    void cut();
    /// From now on the primary's bytes are not taken from it.
    void pause() { m_isPaused = true; }
    void resume();

    qint64 passed() const { return m_passed; } ///< bytes, both ways
    int connections() const { return m_connections; } ///< so far

private:
    struct Passage
    {
        QTcpSocket *client = nullptr;
        QTcpSocket *primary = nullptr; ///< child of the client
        wire::FrameReader frames{wire::PeerFrameLimit};
    };

    quint16 passOnBlindly(quint16 target);
    quint16 readAndPassOn(quint16 target, const Bar &bar);
    void join(QTcpSocket *client, QTcpSocket *primary);
    void passUp(Passage &passage);
    void passDown(Passage &passage);
    QByteArray forge(Passage &passage, const QByteArray &bytes) const;
    void pass(QTcpSocket *to, QByteArray bytes);

    const Ports m_ports;
    std::vector<std::shared_ptr<Passage>> m_passages;
    Forger m_forger;
    std::optional<qint64> m_cutAfter;
    qint64 m_passed = 0;
    int m_connections = 0;
    bool m_isPaused = false;
};

} // namespace keg::test
