// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QDBusConnection>
#include <QDBusMessage>
#include <QLocalSocket>
#include <QObject>
#include <QTimer>

#include <functional>

class QDBusServiceWatcher;

namespace keg::net {

/// Avahi on the system bus: whether it is there, and calls to it. Nothing here waits: a bus is
/// connected to only when it has just answered. Lives in the thread of its owner.
class AvahiBus final : public QObject
{
    Q_OBJECT

public:
    explicit AvahiBus(QObject *parent);
    ~AvahiBus() override;

    /// Looks for the bus, now and from time to time.
    void start();

    using Answer = std::function<void(const QDBusMessage &reply)>;
    /// Calls a method of one of Avahi's interfaces, "Server" say, at `path`. No answer comes if
    /// Avahi went away in between.
    void call(const QString &path, const char *interface, const char *method,
              const QVariantList &arguments, const Answer &answer = {});
    /// Connects a signal of Avahi's, of any path, to a slot of `receiver`.
    void subscribe(const char *interface, const char *signal, QObject *receiver, const char *slot);

signals:
    /// It runs, anew: it knows nothing of what was asked of it before.
    void avahiUp();
    void avahiDown();

private:
    void lookForBus();
    void greetBus();
    void connectToBus();
    void takeOwner(const QString &owner);
    void missing(const QString &what);
    QDBusConnection connection() const;

    const QString m_name; ///< of our connection, in this program
    QLocalSocket m_probe;
    QTimer m_retry;
    QDBusServiceWatcher *m_watcher = nullptr; ///< child; as long as there is a connection
    QString m_owner; ///< Avahi's unique name; empty: it does not run
    bool m_isMissingTold = false;
};

bool isError(const QDBusMessage &reply);

// What Avahi's methods want to hear for "does not matter".
constexpr int AnyInterface = -1;
constexpr int AnyProtocol = -1;
constexpr uint NoFlags = 0;

} // namespace keg::net
