// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/identity/users.h"
#include "core/web/web_interface.h"
#include "tests/support/bar/bar.h"
#include "tests/support/web/web_client.h"

#include <QJsonObject>
#include <QMutex>
#include <QThread>

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

namespace keg::test {

/// The machine's, or so many days later.
class LaterClock final : public Clock
{
public:
    milliseconds monotonic() const override { return m_clock.monotonic(); }
    QDateTime utcNow() const override { return m_clock.utcNow().addDays(days); }

    std::atomic<int> days = 0;

private:
    SystemClock m_clock;
};

/// A display of the bar, with its web interface.
struct Wall
{
    Wall(const Bar &bar, const Ports &primary);
    ~Wall();
    Wall(const Wall &) = delete;
    Wall &operator=(const Wall &) = delete;

    SystemClock clock;
    std::unique_ptr<service::Instance> instance;
    std::unique_ptr<web::WebInterface> web;
    quint16 port = 0;
};

/// An instance on a folder of its own, with its web interface.
struct Pub
{
    static constexpr int Patience = 20'000; // ms; what takes longer hangs
    static const QString Password; ///< of anna, who is an admin

    /// `fill` is called before anything runs.
    explicit Pub(const std::function<void(const Bar &)> &fill = {});
    ~Pub() { stop(); }
    Pub(const Pub &) = delete;
    Pub &operator=(const Pub &) = delete;

    void startPrimary(quint16 webPort = 0);
    void startClient(quint16 webPort = 0);
    void stop();

    /// Requests with the admin's key.
    QByteArray get(const QByteArray &path, const QByteArray &lines = {}) const;
    QByteArray send(const QByteArray &method, const QByteArray &path, const QByteArray &body,
                    const QByteArray &lines = {}) const;

    LaterClock clock;
    Bar bar;
    QByteArray key; ///< an admin's header line
    std::unique_ptr<service::Instance> instance; // before web, which outlives its stop()
    std::unique_ptr<web::WebInterface> web;
    quint16 port = 0;

private:
    void start(std::unique_ptr<service::Instance> one, const QString &path, quint16 webPort);
};

/// Clients in threads of their own, each of which asks the same again and again until it is cut
/// off.
class Askers
{
public:
    Askers(quint16 port, const QByteArray &request, int size);
    ~Askers() { wait(); }
    Askers(const Askers &) = delete;
    Askers &operator=(const Askers &) = delete;

    bool wait();
    /// Whole ones.
    int answers() const { return m_answers; }
    /// Ids of beers that were said to be added.
    QList<qint64> added();

private:
    void ask(quint16 port, const QByteArray &request);

    std::vector<std::unique_ptr<QThread>> m_threads;
    std::atomic<int> m_answers = 0;
    QMutex m_mutex;
    QList<qint64> m_added;
};

quint16 webPortOf(service::Instance &instance);
/// What every web interface of these tests is told.
web::Settings settingsFor(const service::Instance &instance, const QString &path, quint16 port);

/// Asks while this thread goes on with its events.
QByteArray askMeanwhile(quint16 port, const QByteArray &request);

/// The rows of all tables that people know.
QByteArray contentOf(const QString &path);

QByteArray bodyOf(const QByteArray &answer);
/// Of an answer that may be deflated.
QByteArray textOf(const QByteArray &answer);
QJsonObject jsonOf(const QByteArray &answer);
QByteArray headerOf(const QByteArray &answer, const QString &name);
/// The id that the answer sets.
QByteArray sessionOf(const QByteArray &answer);
QByteArray logInRequest(const QString &name, const QString &password, const QByteArray &lines = {});
/// A line of a header.
QByteArray withSession(const QByteArray &id);

} // namespace keg::test
