// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/sim/client_node.h"
#include "tests/support/sim/primary_node.h"

#include <QLoggingCategory>
#include <QTest>

#include <cstdio>

using namespace keg;
using namespace keg::sim;

class tst_CutSession : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cut_afterEveryByteOfASession_endsInStepWithoutHealing();
};

namespace {

constexpr milliseconds Deadline{120'000};

/// A fresh client waits to be approved, joins by snapshot, then follows small changes and one in
/// many parts.
class Session
{
public:
    explicit Session(std::optional<qint64> cutAfter)
    {
        if (cutAfter)
            m_network.cutAfter(*cutAfter);
        edit({{"beers", {{1, "Pils"}, {2, "Porter"}}}});
        m_primary.boot();
        m_client.boot();
        m_events.after(milliseconds(300), [this] { m_primary.list(m_client.machine(), true); });
        m_events.after(milliseconds(1'000), [this] { edit({{"taps", {{1, "Pils"}}}}); });
        m_events.after(milliseconds(2'000), [this] {
            QMap<qint64, std::optional<QByteArray>> many;
            for (qint64 row = 10; row < 40; ++row)
                many[row] = QByteArray(20, 'x');
            edit({{"beers", many}});
        });
        m_events.after(milliseconds(3'000), [this] { edit({{"beers", {{1, std::nullopt}}}}); });
    }

    /// None if the client ended in step, never showed a wrong state and never had to heal.
    std::optional<QString> run()
    {
        m_events.after(milliseconds(3'001), [this] { m_isOver = true; });
        while (!(m_isOver && isInStep()) && m_events.step(Deadline)) {
        }
        if (!isInStep())
            return QStringLiteral("not in step");
        if (m_client.status()->counters.heals.size() > 0)
            return QStringLiteral("healed");
        return m_client.fault();
    }

    qint64 arrived() const { return m_network.arrived(); }

private:
    void edit(const PrimaryNode::Changes &changes) { m_primary.commit(changes); }

    bool isInStep() const
    {
        const auto status = m_client.status();
        return status && status->state == sync::ClientState::Live
            && m_client.disk().position == m_primary.disk().position
            && m_client.disk().rows == m_primary.disk().rows;
    }

    EventQueue m_events;
    Network m_network{m_events, 1};
    Oracle m_oracle;
    PrimaryNode m_primary{m_events, m_network, m_oracle, 2};
    ClientNode m_client{m_events, m_network, m_oracle, 3};
    bool m_isOver = false;
};

} // namespace

void tst_CutSession::initTestCase()
{
    QLoggingCategory::setFilterRules(QStringLiteral("keg.*=false"));
}

void tst_CutSession::cut_afterEveryByteOfASession_endsInStepWithoutHealing()
{
    Session whole({});
    const auto fault = whole.run();
    QVERIFY2(!fault, fault ? qPrintable(*fault) : "");
    const qint64 bytes = whole.arrived();
    QVERIFY(bytes > 3'000);

    qint64 survived = 0;
    for (qint64 cutAfter = 1; cutAfter <= bytes; ++cutAfter) {
        const auto found = Session(cutAfter).run();
        QVERIFY2(!found,
                 found ? qPrintable(QStringLiteral("cut after %1: %2").arg(cutAfter).arg(*found))
                       : "");
        ++survived;
    }
    std::printf("%lld of %lld\n", static_cast<long long>(survived), static_cast<long long>(bytes));
}

QTEST_GUILESS_MAIN(tst_CutSession)
#include "tst_cut_session.moc"
