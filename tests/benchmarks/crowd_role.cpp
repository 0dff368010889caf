// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/base/backoff.h"
#include "core/domain/pairing.h"
#include "core/identity/identity.h"
#include "core/identity/random.h"
#include "core/net/client_link.h"
#include "core/store/migrator.h"
#include "core/wire/message_reader.h"
#include "tests/benchmarks/moment.h"
#include "tests/benchmarks/orders.h"
#include "tests/benchmarks/roles.h"

#include <QCoreApplication>
#include <QTimer>

#include <memory>
#include <vector>

namespace keg::bench {

namespace {

using namespace std::chrono_literals;

/// As much of a display as port 5002 sees: has an identity, takes every state as its own, comes
/// back with the back-off that displays have.
class Display final : public QObject
{
public:
    Display(const identity::Identity &identity, quint16 port, quint64 seed)
        : m_port(port)
        , m_link(identity)
        , m_backoff(500ms, 30'000ms, seed)
    {
        m_retry.setSingleShot(true);
        connect(&m_retry, &QTimer::timeout, this, [this] { start(); });
        connect(&m_link, &net::ClientLink::connected, this, [this] { greet(); });
        connect(&m_link, &net::ClientLink::bytesReceived, this,
                [this](const QByteArray &bytes) { take(bytes); });
        connect(&m_link, &net::ClientLink::disconnected, this, [this] {
            m_isLive = false;
            m_retry.start(m_backoff.next());
        });
    }

    void start()
    {
        m_reader = wire::MessageReader(wire::PeerFrameLimit);
        m_link.open(QStringLiteral("127.0.0.1"), m_port);
    }
    bool isLive() const { return m_isLive; }

private:
    void greet()
    {
        wire::Hello hello;
        hello.schemaVersion = store::schemaVersion();
        hello.position = m_position;
        hello.name = QStringLiteral("crowd");
        hello.commitment = commitmentTo(identity::randomBytes(NonceSize));
        m_link.send(wire::encode(hello));
    }

    void take(const QByteArray &bytes)
    {
        m_reader.append(bytes);
        for (auto message = m_reader.next(); message && *message; message = m_reader.next())
            take(**message);
    }

    void take(const wire::Message &message)
    {
        if (const auto *welcome = std::get_if<wire::Welcome>(&message)) {
            if (welcome->reason == wire::SnapshotReason::None)
                return settle(m_position);
            m_position = welcome->head;
            greet();
        } else if (const auto *changes = std::get_if<wire::Changes>(&message)) {
            acknowledge(changes->to);
        } else if (const auto *begin = std::get_if<wire::DeltaBegin>(&message)) {
            m_next = begin->to;
        } else if (std::holds_alternative<wire::DeltaEnd>(message)) {
            acknowledge(m_next);
        } else if (std::holds_alternative<wire::Heartbeat>(message)) {
            m_link.send(wire::encode(wire::Heartbeat{m_position}));
        }
    }

    void acknowledge(const Position &position)
    {
        m_link.send(wire::encode(wire::Ack{position}));
        settle(position);
    }

    void settle(const Position &position)
    {
        m_position = position;
        m_isLive = true;
        m_backoff.reset();
    }

    const quint16 m_port;
    net::ClientLink m_link;
    Backoff m_backoff;
    QTimer m_retry;
    wire::MessageReader m_reader{wire::PeerFrameLimit};
    Position m_position;
    Position m_next; ///< after the parts that are coming
    bool m_isLive = false;
};

/// Says so when all are live, and when that has ended for one of them.
class Crowd final : public QObject
{
public:
    explicit Crowd(std::vector<std::unique_ptr<Display>> displays)
        : m_displays(std::move(displays))
    {
        m_look.setInterval(5ms);
        connect(&m_look, &QTimer::timeout, this, [this] { look(); });
    }

    void start()
    {
        say("started " + QByteArray::number(now()));
        for (const auto &display : m_displays)
            display->start();
        m_look.start();
    }

private:
    void look()
    {
        const bool areAll = std::ranges::all_of(
            m_displays, [](const auto &display) { return display->isLive(); });
        if (std::exchange(m_wereAll, areAll) != areAll)
            say((areAll ? "live " : "away ") + QByteArray::number(now()));
    }

    std::vector<std::unique_ptr<Display>> m_displays;
    QTimer m_look;
    bool m_wereAll = false;
};

} // namespace

int serveCrowd(quint16 port, int count)
{
    std::vector<std::unique_ptr<Display>> displays;
    for (int number = 0; number < count; ++number) {
        const auto identity = identity::Identity::make();
        if (!identity) {
            say("refused: " + identity.error().message.toUtf8());
            return 1;
        }
        displays.push_back(std::make_unique<Display>(*identity, port, quint64(number)));
    }
    Crowd crowd(std::move(displays));
    say("ready");
    const Orders orders([&crowd](const QByteArray &) { crowd.start(); });
    return QCoreApplication::exec();
}

} // namespace keg::bench
