// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QObject>

#include <chrono>
#include <functional>
#include <memory>

class QLocalServer;
class QLocalSocket;

namespace keg::net {

class Acceptor;

/// The socket through which commands of this machine ask a running instance. One request line, one
/// answer, closed. Reached through its folder's descriptor, so that its path may be of any length.
/// When many ask at once, the later ones wait.
class ControlServer final : public QObject
{
    Q_OBJECT

public:
    /// Gives `answer` for `request`, now or later.
    using Answer = std::function<void(const QByteArray &answer)>;
    using Handler = std::function<void(const QByteArray &request, const Answer &answer)>;

    explicit ControlServer(Handler handler, QObject *parent = nullptr);
    ~ControlServer() override;

    /// Listens on the socket `control` in `folder`, for its owner and group; if root makes it, for
    /// the folder's. A socket that a killed instance left there is replaced; the caller holds the
    /// instance's lock. Errors: Failed.
    Result<void> listen(const QString &folder);

private:
    void take(qintptr descriptor);
    void forget();
    void read(QLocalSocket *socket);

    const Handler m_handler;
    QLocalServer *m_server = nullptr; ///< child; accepts nothing itself
    std::unique_ptr<Acceptor> m_acceptor;
    int m_folder = -1;
    int m_connections = 0;
};

/// How long a command waits for the running instance.
constexpr std::chrono::seconds AnswerTime{5};

/// Asks the instance whose control socket is in `folder` and waits for the answer; for commands,
/// never for a thread that serves others. Errors: NotFound if none runs; Refused without the right
/// to the socket; Unreachable.
Result<QByteArray> askInstance(const QString &folder, const QByteArray &request,
                               std::chrono::milliseconds timeout);

} // namespace keg::net
