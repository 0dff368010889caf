// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/complaints.h"
#include "core/base/result.h"
#include "core/identity/identity.h"

#include <QElapsedTimer>
#include <QHash>
#include <QList>
#include <QObject>
#include <QSslConfiguration>
#include <QTcpServer>
#include <QTimer>

#include <map>
#include <memory>

class QSocketNotifier;
class QSslSocket;

namespace keg::net {

class Acceptor;

/// A listening port, and whoever came to it, until they have proved by TLS who they are. Costs
/// little, whoever comes: before its first bytes a connection is a descriptor and nothing more;
/// what does not begin a TLS handshake is closed; few strangers are inside at a time, and each
/// handshake has its time. When places are short, those of the address that has the fewest come
/// first. Lives in the thread of its owner.
class Doorstep final : public QObject
{
    Q_OBJECT

public:
    /// "Per address" is per addressGroup().
    struct Limits
    {
        int connections = 4'000; ///< in all
        int strangers = 2'000; ///< connections that are not trusted
        int strangersPerAddress = 1'200; ///< a router between may make many displays one address
        int inside = 160; ///< strangers that shake hands or have done so
        int insidePerAddress = 64;
        std::chrono::milliseconds firstByteLimit{10'000};
        std::chrono::milliseconds handshakeLimit{5'000};
    };

    Doorstep(const identity::Identity &identity, Limits limits, QObject *parent);
    ~Doorstep() override;

    /// As LinkServer::listen().
    Result<void> listen(const QString &address, quint16 port);
    void startAccepting();
    /// As LinkServer::port().
    quint16 port() const;

    /// A connection that entered is no stranger any more.
    void trust(const QString &address);
    /// A connection that entered is over.
    void leave(const QString &address, bool wasTrusted);

signals:
    /// The receiver owns the socket, and says trust() and leave() for it.
    void entered(QSslSocket *socket, const QString &address, const keg::MachineId &machine);

private:
    /// Has not said anything yet, or waits for its handshake to begin.
    struct Visitor
    {
        QString address;
        QString group; ///< addressGroup() of it
        std::unique_ptr<QSocketNotifier> notifier;
        qint64 since = 0; ///< ms
        bool hasSpoken = false;
    };
    struct Handshake
    {
        QString address;
        qint64 since = 0; ///< ms
    };

    void admit(qintptr descriptor);
    void look(qintptr descriptor);
    void startHandshakes();
    void shakeHands(qintptr descriptor);
    void complete(QSslSocket *socket);
    void fail(QSslSocket *socket, const QString &reason);
    void letOut(const QString &address);
    bool makeRoomFor(const QString &group);
    void turnAway(qintptr descriptor, const QString &reason);
    QString endVisit(qintptr descriptor);
    void endLate();
    void forgetStranger(const QString &group);
    void complain(const QString &address, const QString &reason);

    const Limits m_limits;
    const QSslConfiguration m_tls;
    QTcpServer m_listener; ///< accepts nothing itself
    std::unique_ptr<Acceptor> m_acceptor;
    QElapsedTimer m_clock;
    Complaints m_complaints{logNet};
    QTimer m_lateTimer;
    std::map<qintptr, Visitor> m_visitors; ///< by descriptor
    QList<qintptr> m_waiting; ///< visitors that have spoken, oldest first
    QHash<QSslSocket *, Handshake> m_handshakes; ///< children
    QHash<QString, int> m_insidePerGroup;
    int m_inside = 0; ///< of the strangers
    QHash<QString, int> m_strangersPerGroup;
    int m_strangers = 0;
    int m_connections = 0; ///< strangers and trusted
};

} // namespace keg::net
