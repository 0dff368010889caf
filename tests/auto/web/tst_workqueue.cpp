// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/work_queue.h"

#include <QMutex>
#include <QSemaphore>
#include <QSet>
#include <QTest>
#include <QThread>

#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>
#include <vector>

using namespace keg::web;
using namespace Qt::StringLiterals;

/// One thread for what takes its time.
class tst_WorkQueue : public QObject
{
    Q_OBJECT

private slots:
    void work_isDoneInOrderInOneThread();
    void work_beyondTheLimit_isNotTaken();
    void work_fromManyThreads_isAllDoneOrRefused();
    void end_finishesWhatRuns();
    void end_dropsWhatTheWorkHolds();
    void queue_thatGoes_waitsForWhatRuns();
    void queue_afterItsEnd_takesWorkAgain();
};

namespace {

constexpr int Patience = 20'000; // ms

/// Work that waits until it is let go.
struct Gate
{
    std::function<void()> work()
    {
        return [this] {
            began.release();
            goesOn.acquire();
            ++done;
        };
    }

    QSemaphore began;
    QSemaphore goesOn;
    std::atomic<int> done = 0;
};

} // namespace

void tst_WorkQueue::work_isDoneInOrderInOneThread()
{
    QList<int> order;
    QSet<QThread *> threads;
    QString name;
    QSemaphore done;
    WorkQueue queue(u"kitchen"_s, 100);
    for (int i = 0; i < 100; ++i) {
        QVERIFY(queue.add([&, i] {
            order.append(i);
            threads.insert(QThread::currentThread());
            name = QThread::currentThread()->objectName();
            done.release();
        }));
    }
    QVERIFY(done.tryAcquire(100, Patience));
    queue.end();
    QCOMPARE(order.size(), 100);
    QVERIFY(std::ranges::is_sorted(order));
    QCOMPARE(threads.size(), 1);
    QVERIFY(!threads.contains(QThread::currentThread()));
    QVERIFY2(name.startsWith(u"kitchen"_s), qPrintable(name));
}

void tst_WorkQueue::work_beyondTheLimit_isNotTaken()
{
    Gate gate;
    WorkQueue queue(u"kitchen"_s, 3);
    for (int i = 0; i < 3; ++i)
        QVERIFY(queue.add(gate.work()));
    for (int i = 0; i < 5; ++i)
        QVERIFY(!queue.add(gate.work()));
    gate.goesOn.release();
    QVERIFY(gate.began.tryAcquire(2, Patience)); // the first is done
    QVERIFY(queue.add(gate.work()));
    QVERIFY(!queue.add(gate.work()));
    gate.goesOn.release(3);
    queue.end();
}

void tst_WorkQueue::work_fromManyThreads_isAllDoneOrRefused()
{
    constexpr int Each = 2'000;
    std::atomic<int> done = 0;
    std::atomic<int> taken = 0;
    std::atomic<int> together = 0;
    std::atomic<bool> isAlone = true;
    WorkQueue queue(u"kitchen"_s, 8);
    std::vector<std::unique_ptr<QThread>> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back(QThread::create([&] {
            for (int j = 0; j < Each; ++j) {
                taken += queue.add([&] {
                    isAlone = isAlone && ++together == 1;
                    ++done;
                    --together;
                });
            }
        }));
        threads.back()->start();
    }
    for (const auto &thread : threads)
        QVERIFY(thread->wait());
    QTRY_COMPARE(done.load(), taken.load());
    QVERIFY(isAlone);
}

void tst_WorkQueue::end_finishesWhatRuns()
{
    Gate gate;
    WorkQueue queue(u"kitchen"_s, 8);
    QVERIFY(queue.add(gate.work()));
    QVERIFY(gate.began.tryAcquire(1, Patience));
    gate.goesOn.release();
    queue.end();
    QCOMPARE(gate.done.load(), 1);
}

void tst_WorkQueue::end_dropsWhatTheWorkHolds()
{
    Gate gate;
    WorkQueue queue(u"kitchen"_s, 8);
    QVERIFY(queue.add(gate.work()));
    QVERIFY(gate.began.tryAcquire(1, Patience));
    const auto held = std::make_shared<int>(1);
    bool isDone = false;
    for (int i = 0; i < 5; ++i)
        QVERIFY(queue.add([held, &isDone] { isDone = true; }));
    QCOMPARE(held.use_count(), 6);
    const std::unique_ptr<QThread> end(QThread::create([&queue] { queue.end(); }));
    end->start();
    QTRY_COMPARE(held.use_count(), 1); // nobody waits for an answer any longer
    gate.goesOn.release();
    QVERIFY(end->wait(Patience));
    QVERIFY(!isDone);
}

void tst_WorkQueue::queue_thatGoes_waitsForWhatRuns()
{
    std::atomic<bool> isDone = false;
    QSemaphore began;
    {
        WorkQueue queue(u"kitchen"_s, 1);
        QVERIFY(queue.add([&] {
            began.release();
            for (int i = 0; i < 1'000; ++i)
                QThread::yieldCurrentThread();
            isDone = true;
        }));
        QVERIFY(began.tryAcquire(1, Patience));
    }
    QVERIFY(isDone);
}

void tst_WorkQueue::queue_afterItsEnd_takesWorkAgain()
{
    Gate gate;
    WorkQueue queue(u"kitchen"_s, 1);
    queue.end();
    gate.goesOn.release();
    QVERIFY(queue.add(gate.work()));
    QVERIFY(gate.began.tryAcquire(1, Patience));
    queue.end();
    QCOMPARE(gate.done.load(), 1);
}

QTEST_GUILESS_MAIN(tst_WorkQueue)
#include "tst_workqueue.moc"
