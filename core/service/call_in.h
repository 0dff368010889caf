// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QFuture>
#include <QMetaObject>
#include <QPromise>
#include <QThread>

#include <memory>
#include <optional>

namespace keg::service {

/// Calls `function` in the thread of `worker`, after all that it was asked before, and waits for
/// the result; only while starting and stopping.
template<typename Function>
auto waitFor(QObject *worker, Function function)
{
    std::optional<decltype(function())> result;
    QMetaObject::invokeMethod(
        worker, [&] { result.emplace(function()); }, Qt::BlockingQueuedConnection);
    return *std::move(result);
}

/// Calls `function` in the thread of `worker` and brings its result to the thread of `receiver`,
/// which outlives that thread: if one thread finished a future while another one continued it, Qt
/// 6.4 could run the continuation twice. A worker that is gone leaves a cancelled future.
template<typename Function>
auto callIn(QObject *worker, Function function, QObject *receiver) -> QFuture<decltype(function())>
{
    auto promise = std::make_shared<QPromise<decltype(function())>>();
    promise->start();
    const auto future = promise->future();
    QMetaObject::invokeMethod(
        worker,
        [promise = std::move(promise), function = std::move(function), receiver] {
            const auto finish = [promise, result = function()] {
                promise->addResult(result);
                promise->finish();
            };
            QMetaObject::invokeMethod(receiver, finish, Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
    return future;
}

/// Ends a worker in its own thread, after all that it was asked before.
template<typename Worker>
void retire(std::unique_ptr<Worker> &worker)
{
    if (!worker)
        return;
    if (!worker->thread()->isRunning())
        return worker.reset();
    waitFor(worker.get(), [&worker] {
        if constexpr (requires { worker->stop(); })
            worker->stop();
        worker.reset();
        return true;
    });
}

} // namespace keg::service
