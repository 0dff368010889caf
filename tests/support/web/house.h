// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/web/server.h"
#include "tests/support/web/pending.h"

#include <atomic>

namespace keg::test {

web::Response textResponse(const QByteArray &body);

/// A server on a free port of this machine, with a few routes.
///   GET /           hello
///   GET /tell/NAME  path, host and user of the request
///   GET /wait       what a test answers to `pending`
///   GET /forget     nothing
///   GET /shared     8 MiB, the same memory for everybody
///   GET /fresh      8 MiB for each
///   GET /events     `channel`
///   GET /staff      the same, for those who have a cookie `name`, while `isOpen`
///   POST /echo/NAME NAME and the body
///   POST /secret    the same, for those who have a cookie `name`
///   POST /large     hello, to up to 8 MiB
struct House
{
    static constexpr qsizetype Large = 8 * 1024 * 1024;
    enum class Tls { Served, Missing };

    explicit House(const web::Limits &limits = {}, Tls tls = Tls::Served);

    static web::Gate gate();
    /// A key and its certificate.
    static QByteArray certificate();
    quint16 port() const { return server.port(); }
    void publish(const QByteArray &event);
    /// Without an event.
    void wakeReaders();
    /// Of the channel.
    int readers();

    Pending pending; // outlives the server
    std::atomic<bool> isOpen = true; ///< to those with a cookie
    const std::shared_ptr<web::Channel> channel = std::make_shared<web::Channel>();
    web::Server server;

private:
    web::Gate ownGate();
    web::Router routes();
    void addLargeOnes(web::Router &router) const;
};

} // namespace keg::test
