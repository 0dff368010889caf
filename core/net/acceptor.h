// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QDeadlineTimer>
#include <QSocketNotifier>
#include <QString>
#include <QTimer>

#include <functional>

namespace keg::net {

/// Takes the connections that wait at a listening socket. Qt's own servers never recover when the
/// system has no descriptor left: QTcpServer tries at once and for ever, QLocalServer closes. This
/// says so, rests and tries again. Lives in the thread of its owner.
class Acceptor
{
public:
    /// The descriptor is the receiver's; it does not block, and children do not inherit it.
    using Receiver = std::function<void(qintptr descriptor)>;

    /// Accepts nothing before start(). `listener` stays its owner's, who closes it later than this
    /// ends; `name` is for the log.
    Acceptor(qintptr listener, const QString &name, Receiver receiver);

    void start();
    void pause();

private:
    void accept();
    void rest(int error);

    const QString m_name;
    const Receiver m_receiver;
    QSocketNotifier m_notifier;
    QTimer m_rest;
    QDeadlineTimer m_saidEnough; ///< until then nothing more is said
};

} // namespace keg::net
