// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/control_socket.h"

#include <QFile>
#include <QLocalServer>
#include <QLocalSocket>
#include <QPointer>
#include <QTimer>

#include <sys/stat.h>
#include <unistd.h>

#include <fcntl.h>

namespace keg::net {

namespace {

constexpr qint64 RequestLimit = 4 * 1024;
constexpr std::chrono::seconds RequestTime{5};

/// The socket's path by way of the folder's descriptor: short, whatever the folder is called.
QString socketPath(int folder)
{
    return QStringLiteral("/proc/self/fd/%1/control").arg(folder);
}

int openFolder(const QString &folder)
{
    return ::open(QFile::encodeName(folder).constData(), O_PATH | O_DIRECTORY | O_CLOEXEC);
}

Error unreachable(const QString &folder, const QLocalSocket &socket)
{
    return {ErrorCode::Unreachable,
            QStringLiteral("the running instance does not answer at %1/control: %2")
                .arg(folder, socket.errorString())};
}

Error connectError(const QString &folder, const QLocalSocket &socket)
{
    switch (socket.error()) {
    case QLocalSocket::ServerNotFoundError:
    case QLocalSocket::ConnectionRefusedError: // left there by an instance that was killed
        return {ErrorCode::NotFound, QStringLiteral("no instance runs at %1").arg(folder)};
    case QLocalSocket::SocketAccessError:
        return {ErrorCode::Refused,
                QStringLiteral("no right to ask the instance at %1: this user is not in its group "
                               "(services: kegdisplay)")
                    .arg(folder)};
    default:
        return unreachable(folder, socket);
    }
}

} // namespace

ControlServer::ControlServer(Handler handler, QObject *parent)
    : QObject(parent)
    , m_handler(std::move(handler))
{}

ControlServer::~ControlServer()
{
    delete m_server; // removes the socket, for which it needs the folder
    if (m_folder >= 0)
        ::close(m_folder);
}

Result<void> ControlServer::listen(const QString &folder)
{
    m_folder = openFolder(folder);
    const QString path = socketPath(m_folder);
    m_server = new QLocalServer(this);
    connect(m_server, &QLocalServer::newConnection, this, &ControlServer::accept);
    QFile::remove(path);
    const mode_t before = ::umask(0117); // 0660
    const bool isListening = m_folder >= 0 && m_server->listen(path);
    ::umask(before);
    if (isListening)
        return {};
    return Error{ErrorCode::Failed,
                 QStringLiteral("cannot listen on %1/control: %2; check the rights of that folder")
                     .arg(folder, m_server->errorString())};
}

void ControlServer::accept()
{
    while (QLocalSocket *socket = m_server->nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] { read(socket); });
        QTimer::singleShot(RequestTime, socket, &QLocalSocket::abort);
    }
}

void ControlServer::read(QLocalSocket *socket)
{
    if (!socket->canReadLine()) {
        if (socket->bytesAvailable() > RequestLimit)
            socket->abort();
        return;
    }
    const QByteArray request = socket->readLine(RequestLimit).trimmed();
    m_handler(request, [peer = QPointer<QLocalSocket>(socket)](const QByteArray &answer) {
        if (!peer)
            return;
        peer->write(answer);
        peer->disconnectFromServer();
    });
}

Result<QByteArray> askInstance(const QString &folder, const QByteArray &request,
                               std::chrono::milliseconds timeout)
{
    const int descriptor = openFolder(folder);
    QLocalSocket socket;
    socket.connectToServer(socketPath(descriptor));
    const int limit = int(timeout.count());
    const bool isConnected = descriptor >= 0 && socket.waitForConnected(limit);
    if (descriptor >= 0)
        ::close(descriptor);
    if (!isConnected)
        return connectError(folder, socket);

    socket.write(request + '\n');
    while (socket.state() == QLocalSocket::ConnectedState && socket.waitForReadyRead(limit)) {
    }
    const QByteArray answer = socket.readAll();
    if (socket.state() == QLocalSocket::UnconnectedState && !answer.isEmpty())
        return answer;
    return unreachable(folder, socket);
}

} // namespace keg::net
