// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/benchmarks/orders.h"

#include <QCoreApplication>

#include <array>
#include <cstdio>

#include <unistd.h>

namespace keg::bench {

void say(const QByteArray &line)
{
    const QByteArray bytes = line + '\n';
    std::fwrite(bytes.constData(), 1, std::size_t(bytes.size()), stdout);
    std::fflush(stdout);
}

Orders::Orders(std::function<void(const QByteArray &)> obey)
    : m_obey(std::move(obey))
    , m_notifier(STDIN_FILENO, QSocketNotifier::Read)
{
    connect(&m_notifier, &QSocketNotifier::activated, this, &Orders::read);
}

void Orders::read()
{
    std::array<char, 4'096> piece;
    const ssize_t length = ::read(STDIN_FILENO, piece.data(), piece.size());
    if (length <= 0)
        return QCoreApplication::quit();
    m_buffer.append(piece.data(), length);
    for (qsizetype end; (end = m_buffer.indexOf('\n')) >= 0; m_buffer.remove(0, end + 1))
        m_obey(m_buffer.left(end));
}

} // namespace keg::bench
