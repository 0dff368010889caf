// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QObject>
#include <QTimer>

class QSocketNotifier;

namespace keg::net {

/// Says when a network interface or an address appears, from the kernel's own announcements
/// (netlink), so that a client need not wait for its next try. Where they cannot be had it stays
/// silent.
class NetworkWatcher final : public QObject
{
    Q_OBJECT

public:
    explicit NetworkWatcher(QObject *parent = nullptr);
    ~NetworkWatcher() override;

signals:
    void cameUp();
    /// A second later, and at most once a second: addresses often come one after the other.
    void settled();

private:
    void drain();

    int m_socket;
    QSocketNotifier *m_notifier = nullptr; ///< child
    QTimer m_settling;
};

} // namespace keg::net
