// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/acceptor.h"

#include "core/base/log.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <utility>

#include <sys/socket.h>

#include <fcntl.h>

namespace keg::net {

namespace {

constexpr int AtATime = 64; ///< then whatever else the thread has to do comes first
constexpr std::chrono::seconds RestTime{1};
constexpr std::chrono::minutes ComplaintInterval{1};

/// Whether it speaks of the one connection that was next, not of those that follow: accept(2).
bool isOfOneConnection(int error)
{
    constexpr std::array Errors{EINTR,     ECONNABORTED, ENETDOWN,     EPROTO,     ENOPROTOOPT,
                                EHOSTDOWN, ENONET,       EHOSTUNREACH, EOPNOTSUPP, ENETUNREACH};
    return std::ranges::find(Errors, error) != Errors.end();
}

} // namespace

Acceptor::Acceptor(qintptr listener, const QString &name, Receiver receiver)
    : m_name(name)
    , m_receiver(std::move(receiver))
    , m_notifier(listener, QSocketNotifier::Read)
{
    ::fcntl(int(listener), F_SETFL, ::fcntl(int(listener), F_GETFL) | O_NONBLOCK);
    pause();
    m_rest.setSingleShot(true);
    m_rest.setInterval(RestTime);
    QObject::connect(&m_notifier, &QSocketNotifier::activated, &m_notifier, [this] { accept(); });
    QObject::connect(&m_rest, &QTimer::timeout, &m_rest, [this] { start(); });
}

void Acceptor::start()
{
    m_rest.stop();
    m_notifier.setEnabled(true);
}

void Acceptor::pause()
{
    m_rest.stop();
    m_notifier.setEnabled(false);
}

void Acceptor::accept()
{
    for (int count = 0; count < AtATime && m_notifier.isEnabled(); ++count) {
        const int descriptor
            = ::accept4(int(m_notifier.socket()), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (descriptor >= 0)
            m_receiver(descriptor);
        else if (errno == EAGAIN)
            return;
        else if (!isOfOneConnection(errno))
            rest(errno);
    }
}

/// The connections wait: they would be there again at once.
void Acceptor::rest(int error)
{
    pause();
    m_rest.start();
    if (!m_saidEnough.hasExpired())
        return;
    m_saidEnough.setRemainingTime(ComplaintInterval);
    qCWarning(logNet).noquote() << m_name << "cannot accept connections:" << qt_error_string(error)
                                << "- it tries again every second; if this goes on, give the "
                                   "program more open files (LimitNOFILE) or the machine more "
                                   "memory";
}

} // namespace keg::net
