// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QFuture>
#include <QMetaObject>
#include <QPromise>

#include <memory>

namespace keg::service {

/// Calls `function` in the thread of `worker` and gives its result to whoever continues the future.
/// A worker that is gone leaves the future unfinished.
template<typename Function>
auto callIn(QObject *worker, Function function) -> QFuture<decltype(function())>
{
    auto promise = std::make_shared<QPromise<decltype(function())>>();
    promise->start();
    const auto future = promise->future();
    QMetaObject::invokeMethod(
        worker,
        [promise, function = std::move(function)] {
            promise->addResult(function());
            promise->finish();
        },
        Qt::QueuedConnection);
    return future;
}

} // namespace keg::service
