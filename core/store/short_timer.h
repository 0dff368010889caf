// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <chrono>

namespace keg::store {

/// A repeating timer for periods below the millisecond, where QTimer ends. Lives in one thread.
class ShortTimer final : public QObject
{
    Q_OBJECT

public:
    explicit ShortTimer(QObject *parent = nullptr);
    ~ShortTimer() override;

    /// `period` is below a second; starts anew if it runs.
    void start(std::chrono::nanoseconds period);
    void stop();

signals:
    void timeout();

private:
    void expire();

    const int m_descriptor;
    QSocketNotifier m_notifier;
};

} // namespace keg::store
