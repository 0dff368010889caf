// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QSocketNotifier>

#include <functional>

namespace keg::bench {

/// Says a line to whom standard output leads to, at once. From any thread.
void say(const QByteArray &line);

/// Reads standard input, calls `obey` for every line, and ends the application with it. Needs an
/// event loop.
class Orders final : public QObject
{
public:
    explicit Orders(std::function<void(const QByteArray &)> obey);

private:
    void read();

    const std::function<void(const QByteArray &)> m_obey;
    QSocketNotifier m_notifier;
    QByteArray m_buffer;
};

} // namespace keg::bench
