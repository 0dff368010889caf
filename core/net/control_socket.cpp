// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/control_socket.h"

#include "core/base/file_owner.h"
#include "core/net/acceptor.h"

#include <QFile>
#include <QLocalServer>
#include <QLocalSocket>
#include <QPointer>
#include <QTimer>

#include <cerrno>

#include <sys/stat.h>
#include <unistd.h>

#include <fcntl.h>

namespace keg::net {

namespace {

constexpr qint64 RequestLimit = 4 * 1024;
constexpr std::chrono::seconds RequestTime{5};
constexpr int Connections = 32; ///< at a time

/// The socket's path by way of the folder's descriptor: short, whatever the folder is called.
QString socketPath(int folder)
{
    return QStringLiteral("/proc/self/fd/%1/control").arg(folder);
}

int openFolder(const QString &folder)
{
    return ::open(QFile::encodeName(folder).constData(), O_PATH | O_DIRECTORY | O_CLOEXEC);
}

/// It was made just now. False: errno says why.
bool giveSocketToOwner(int folder)
{
    const Descriptor made(::openat(folder, "control", O_PATH | O_NOFOLLOW | O_CLOEXEC));
    return made.isOpen() && giveToOwnerOf(folder, made.number());
}

Error cannotListen(const QString &folder, const QString &why)
{
    return {ErrorCode::Failed,
            QStringLiteral("cannot listen on %1/control: %2; check the rights of that folder")
                .arg(folder, why)};
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
                QStringLiteral("no right to ask the instance at %1: it belongs to user %2 "
                               "(services: group kegdisplay)")
                    .arg(folder, ownerOf(folder))};
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
    m_acceptor.reset();
    delete m_server; // removes the socket, for which it needs the folder
    if (m_folder >= 0)
        ::close(m_folder);
}

Result<void> ControlServer::listen(const QString &folder)
{
    m_folder = openFolder(folder);
    const QString path = socketPath(m_folder);
    m_server = new QLocalServer(this);
    m_server->setMaxPendingConnections(0); // they are the acceptor's
    QFile::remove(path);
    const mode_t before = ::umask(0117); // 0660
    const bool isListening = m_folder >= 0 && m_server->listen(path);
    ::umask(before);
    if (!isListening)
        return cannotListen(folder, m_server->errorString());
    if (!giveSocketToOwner(m_folder))
        return cannotListen(folder, qt_error_string(errno));
    m_acceptor = std::make_unique<Acceptor>(m_server->socketDescriptor(),
                                            folder + QStringLiteral("/control"),
                                            [this](qintptr descriptor) { take(descriptor); });
    m_acceptor->start();
    return {};
}

void ControlServer::take(qintptr descriptor)
{
    if (++m_connections == Connections)
        m_acceptor->pause();
    auto *socket = new QLocalSocket(this);
    connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
    connect(socket, &QLocalSocket::readyRead, this, [this, socket] { read(socket); });
    connect(socket, &QObject::destroyed, this, &ControlServer::forget);
    QTimer::singleShot(RequestTime, socket, &QLocalSocket::abort);
    if (!socket->setSocketDescriptor(descriptor)) {
        ::close(int(descriptor));
        socket->deleteLater();
    }
}

void ControlServer::forget()
{
    --m_connections;
    m_acceptor->start();
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
