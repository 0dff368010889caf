// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/web/limits.h"
#include "core/web/router.h"

#include <functional>
#include <memory>
#include <optional>

namespace keg::web {

/// Refuses a request before its body is read, or lets it pass, and notes in it who asks. Called in
/// the web thread.
using Gate = std::function<std::optional<Response>(Request &, const Route &)>;

/// Makes of an answer what the client rather reads. Called in the web thread.
using Present = std::function<Response(const Request &, Response)>;

/// HTTP/1.1 on one port, plain and TLS, in a thread of its own ("web"). Its functions belong to its
/// owner's thread, but for post(); handlers, gate and presentation are called in the web thread,
/// and not after stop().
class Server
{
public:
    /// `present` is called with every answer to a request that could be read; without its body.
    Server(Router router, Gate gate, Limits limits = {}, Present present = {});
    ~Server();
    Server(const Server &) = delete;
    Server &operator=(const Server &) = delete;

    /// `pem` holds private key and certificate. Before it, and without it, only plain connections
    /// are served; later it is for new connections. Errors: Damaged.
    Result<void> useCertificate(const QByteArray &pem);
    /// Takes `address` (empty: all, IPv4 and IPv6) and `port` (0: any free one); connections wait
    /// until start(). Errors: Usage for what is no address; Failed, naming port and reason.
    Result<void> listen(const QString &address, quint16 port);
    /// The port listened on; 0 before listen().
    quint16 port() const;
    /// Once.
    void start();
    /// Has `work` done in the web thread, from any thread; not before start(), and never after
    /// stop().
    void post(std::function<void()> work);
    /// Ends all connections and the thread, within a second. What handlers answer later is dropped.
    void stop();

private:
    class Private;
    std::unique_ptr<Private> m_private;
};

} // namespace keg::web
