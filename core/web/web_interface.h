// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/web/router.h"
#include "core/web/settings.h"

#include <QTimer>

#include <memory>

namespace keg {
class Clock;
}

namespace keg::service {
class Instance;
}

namespace keg::web {

class Authentication;
class Discretion;
class Server;
class Workplace;

/// The web interface of a running instance: its port, who may use it, its routes. Whatever keeps it
/// from being served, the instance goes on and its status says so. Lives in the instance's thread;
/// outlives Instance::stop().
class WebInterface
{
public:
    WebInterface(service::Instance &instance, const Clock &clock);
    ~WebInterface();
    WebInterface(const WebInterface &) = delete;
    WebInterface &operator=(const WebInterface &) = delete;

    /// After Instance::start().
    void start(Settings settings);
    /// Before Instance::stop().
    void stop();
    /// Takes another certificate if it is time for one. Done every day by itself, after start().
    void renewCertificate();

    /// Every route of a primary's or of a client's.
    static Router routes(Workplace &workplace);

private:
    void observe();

    service::Instance &m_instance;
    const Clock &m_clock;
    std::unique_ptr<Workplace> m_workplace;
    std::unique_ptr<Authentication> m_authentication;
    std::unique_ptr<Discretion> m_discretion;
    std::unique_ptr<Server> m_server;
    QTimer m_renewal; ///< of the certificate
};

} // namespace keg::web
