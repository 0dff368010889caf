// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/unix_signals.h"

#include <QSocketNotifier>

#include <csignal>
#include <cstdint>
#include <utility>

#include <sys/eventfd.h>
#include <unistd.h>

namespace keg::app {

namespace {

int wakeUp = -1; // all that a signal handler may do is write to a descriptor

void noteSignal(int /*number*/)
{
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(wakeUp, &one, sizeof one);
}

void setHandler(void (*handler)(int))
{
    struct sigaction action
    {
    };
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    for (const int number : {SIGTERM, SIGINT})
        sigaction(number, &action, nullptr);
}

} // namespace

UnixSignals::UnixSignals(QObject *parent)
    : QObject(parent)
{
    wakeUp = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (wakeUp < 0)
        return;
    m_notifier = new QSocketNotifier(wakeUp, QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, [this] {
        m_notifier->setEnabled(false);
        emit terminationRequested();
    });
    setHandler(&noteSignal);
}

UnixSignals::~UnixSignals()
{
    setHandler(SIG_DFL);
    if (wakeUp >= 0)
        ::close(std::exchange(wakeUp, -1));
}

} // namespace keg::app
