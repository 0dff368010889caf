// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/display.h"

#include "app/output.h"

#include <QDir>
#include <QFileInfo>
#include <QLibraryInfo>

#include <algorithm>
#include <cstdlib>

namespace keg::app {

namespace {

QtMessageHandler previousHandler = nullptr; // while a DisplayRefusal lives

using Server = std::unique_ptr<net::LocalConnection>;

/// Null: nobody listens there.
Server connectTo(const QByteArray &socketPath)
{
    auto server = std::make_unique<net::LocalConnection>(socketPath);
    return server->isOpen() ? std::move(server) : nullptr;
}

Server waylandServer()
{
    const QByteArray name = qgetenv("WAYLAND_DISPLAY");
    if (name.isEmpty())
        return nullptr;
    return connectTo(name.startsWith('/') ? name : qgetenv("XDG_RUNTIME_DIR") + '/' + name);
}

Server x11Server(const QByteArray &display)
{
    if (!display.startsWith(':'))
        return nullptr;
    const QByteArray number = display.mid(1).split('.').first();
    const QByteArray path = "/tmp/.X11-unix/X" + number;
    auto server = connectTo(path);
    return server ? std::move(server) : connectTo('\0' + path);
}

/// A display on another machine has to be tried.
bool isElsewhere(const QByteArray &display)
{
    return !display.isEmpty() && !display.startsWith(':');
}

bool hasDevice(const QString &folder, const QString &pattern)
{
    const auto devices = QDir(folder).entryInfoList({pattern}, QDir::System | QDir::Files);
    return std::any_of(devices.cbegin(), devices.cend(), [](const QFileInfo &device) {
        return device.isReadable() && device.isWritable();
    });
}

bool hasPlugin(const char *name)
{
    const QDir folder(QLibraryInfo::path(QLibraryInfo::PluginsPath) + QStringLiteral("/platforms"));
    return !folder.entryList({QStringLiteral("libq%1*.so").arg(QLatin1String(name))}).isEmpty();
}

Error noDisplay()
{
    return {ErrorCode::Failed,
            QStringLiteral("no usable display: start it in a desktop session, or give --headless "
                           "to replicate without one")};
}

} // namespace

Result<Platform> findPlatform(bool isKiosk)
{
    if (const QByteArray chosen = qgetenv("QT_QPA_PLATFORM"); !chosen.isEmpty())
        return Platform{chosen, nullptr};
    if (auto server = waylandServer(); server && hasPlugin("wayland"))
        return Platform{"wayland", std::move(server)};
    const QByteArray display = qgetenv("DISPLAY");
    if (auto server = x11Server(display); (server || isElsewhere(display)) && hasPlugin("xcb"))
        return Platform{"xcb", std::move(server)};
    if (isKiosk && hasDevice(QStringLiteral("/dev/dri"), QStringLiteral("card*"))
        && hasPlugin("eglfs"))
        return Platform{"eglfs", nullptr};
    if (isKiosk && hasDevice(QStringLiteral("/dev"), QStringLiteral("fb*")) && hasPlugin("linuxfb"))
        return Platform{"linuxfb", nullptr};
    return noDisplay();
}

void useOnlyARunningSessionBus()
{
    if (qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS"))
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + qgetenv("XDG_RUNTIME_DIR") + "/bus");
}

DisplayRefusal::DisplayRefusal()
{
    previousHandler = qInstallMessageHandler(&DisplayRefusal::handle);
}

DisplayRefusal::~DisplayRefusal()
{
    qInstallMessageHandler(previousHandler);
}

void DisplayRefusal::handle(QtMsgType type, const QMessageLogContext &context,
                            const QString &message)
{
    if (type == QtFatalMsg)
        std::_Exit(report(noDisplay()));
    if (type == QtDebugMsg && previousHandler) // the reasons of plugins are not for guests
        previousHandler(type, context, message);
}

} // namespace keg::app
