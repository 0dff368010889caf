// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/sim/simulation.h"

#include <QLoggingCategory>
#include <QTest>

#include <array>
#include <cstdio>

using namespace keg;
using namespace keg::sim;
using sync::ClientState;
using sync::PeerState;

class tst_Simulation : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void ordinaryEdits_oneSnapshotEach_noHeal();
    void randomFaults_everySeed_endsInStepAndNeverShowsAWrongState();
};

namespace {

constexpr std::array<const char *, sync::ClientStateCount> ClientWords{
    "connecting", "pending", "snapshot", "catching-up", "live", "offline", "refused",
};
constexpr std::array<const char *, sync::PeerStateCount> PeerWords{
    "greeting", "pending", "admission", "snapshot", "catching-up", "live",
};

using ClientStep = std::pair<ClientState, ClientState>;
using PeerStep = std::pair<PeerState, PeerState>;

// The steps that must be seen; rarer ones, which need two coincidences, are printed only.
const std::vector<ClientStep> ClientSteps{
    {ClientState::Connecting, ClientState::Pending},
    {ClientState::Connecting, ClientState::Snapshot},
    {ClientState::Connecting, ClientState::CatchingUp},
    {ClientState::Connecting, ClientState::Live},
    {ClientState::Connecting, ClientState::Offline},
    {ClientState::Connecting, ClientState::Refused},
    {ClientState::Pending, ClientState::Snapshot},
    {ClientState::Pending, ClientState::Offline},
    {ClientState::Snapshot, ClientState::CatchingUp},
    {ClientState::Snapshot, ClientState::Live},
    {ClientState::Snapshot, ClientState::Offline},
    {ClientState::CatchingUp, ClientState::Live},
    {ClientState::CatchingUp, ClientState::Offline},
    {ClientState::Live, ClientState::CatchingUp},
    {ClientState::Live, ClientState::Snapshot},
    {ClientState::Live, ClientState::Offline},
    {ClientState::Live, ClientState::Refused},
    {ClientState::Offline, ClientState::Connecting},
};
const std::vector<PeerStep> PeerSteps{
    {PeerState::Greeting, PeerState::Admission}, {PeerState::Greeting, PeerState::Snapshot},
    {PeerState::Greeting, PeerState::Pending},   {PeerState::Pending, PeerState::Snapshot},
    {PeerState::Admission, PeerState::Snapshot}, {PeerState::Admission, PeerState::CatchingUp},
    {PeerState::Admission, PeerState::Live},     {PeerState::Snapshot, PeerState::Admission},
    {PeerState::CatchingUp, PeerState::Live},    {PeerState::CatchingUp, PeerState::Snapshot},
    {PeerState::Live, PeerState::Snapshot},
};

template<typename State, typename Words>
void print(const char *title, const Transitions<State> &transitions, const Words &words)
{
    std::printf("%s\n", title);
    for (const auto &[step, count] : transitions)
        std::printf("  %-12s -> %-12s %8lld\n", words[std::size_t(step.first)],
                    words[std::size_t(step.second)], static_cast<long long>(count));
}

/// KEG_SEEDS and KEG_FIRST_SEED make longer runs, and repeat one.
quint64 fromEnvironment(const char *name, quint64 fallback)
{
    bool isSet = false;
    const qulonglong value = qEnvironmentVariable(name).toULongLong(&isSet);
    return isSet ? value : fallback;
}

} // namespace

void tst_Simulation::initTestCase()
{
    if (!qEnvironmentVariableIsSet("KEG_VERBOSE"))
        QLoggingCategory::setFilterRules(QStringLiteral("keg.*=false"));
}

void tst_Simulation::ordinaryEdits_oneSnapshotEach_noHeal()
{
    Statistics statistics;
    for (quint64 seed = 1; seed <= 20; ++seed) {
        const auto result = Simulation(seed).run(200, 0, &statistics);
        QVERIFY2(result, result ? "" : qPrintable(result.error().message));
    }
    QCOMPARE(statistics.heals, 0);
    QCOMPARE(statistics.snapshots, 20 * 3);
}

void tst_Simulation::randomFaults_everySeed_endsInStepAndNeverShowsAWrongState()
{
    const quint64 first = fromEnvironment("KEG_FIRST_SEED", 1'000);
    const quint64 seeds = fromEnvironment("KEG_SEEDS", 500);
    Statistics statistics;
    for (quint64 seed = first; seed < first + seeds; ++seed) {
        const Statistics before = statistics;
        const auto result = Simulation(seed).run(200, 30, &statistics);
        QVERIFY2(result,
                 result ? ""
                        : qPrintable(
                            QStringLiteral("seed %1: %2").arg(seed).arg(result.error().message)));
        QVERIFY(statistics.edits - before.edits >= 200);
        QVERIFY(statistics.faults - before.faults >= 20);
    }

    std::printf("%llu seeds, %lld edits, %lld faults, %lld snapshots, %lld heals\nfaults\n",
                static_cast<unsigned long long>(seeds), static_cast<long long>(statistics.edits),
                static_cast<long long>(statistics.faults),
                static_cast<long long>(statistics.snapshots),
                static_cast<long long>(statistics.heals));
    for (int fault = 0; fault < FaultCount; ++fault)
        std::printf("  %-28s %8lld\n", name(Fault(fault)),
                    static_cast<long long>(statistics.faultsOf[Fault(fault)]));
    print("a client's states", statistics.clientTransitions, ClientWords);
    print("the primary's view of a client", statistics.peerTransitions, PeerWords);
    std::fflush(stdout);

    if (seeds < 500)
        return; // too few to have seen everything
    for (int fault = 0; fault < FaultCount; ++fault)
        QVERIFY2(statistics.faultsOf[Fault(fault)] > 0, name(Fault(fault)));
    for (const ClientStep &step : ClientSteps)
        QVERIFY2(statistics.clientTransitions[step] > 0,
                 qPrintable(QStringLiteral("%1 -> %2")
                                .arg(QLatin1String(ClientWords[std::size_t(step.first)]),
                                     QLatin1String(ClientWords[std::size_t(step.second)]))));
    for (const PeerStep &step : PeerSteps)
        QVERIFY2(statistics.peerTransitions[step] > 0,
                 qPrintable(QStringLiteral("%1 -> %2")
                                .arg(QLatin1String(PeerWords[std::size_t(step.first)]),
                                     QLatin1String(PeerWords[std::size_t(step.second)]))));
}

QTEST_GUILESS_MAIN(tst_Simulation)
#include "tst_simulation.moc"
