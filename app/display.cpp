// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/display.h"

#include "app/output.h"
#include "core/net/local_probe.h"

#include <QDir>
#include <QFileInfo>
#include <QLibraryInfo>

#include <algorithm>
#include <cstdlib>

namespace keg::app {

namespace {

QtMessageHandler previousHandler = nullptr; // while a DisplayRefusal lives

bool hasWayland()
{
    const QByteArray name = qgetenv("WAYLAND_DISPLAY");
    if (name.isEmpty())
        return false;
    return net::hasLocalListener(name.startsWith('/') ? name
                                                      : qgetenv("XDG_RUNTIME_DIR") + '/' + name);
}

bool hasX11()
{
    const QByteArray display = qgetenv("DISPLAY");
    if (!display.startsWith(':'))
        return !display.isEmpty(); // on another machine: that has to be tried
    const QByteArray number = display.mid(1).split('.').first();
    const QByteArray path = "/tmp/.X11-unix/X" + number;
    return net::hasLocalListener(path) || net::hasLocalListener('\0' + path);
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

Result<QByteArray> findPlatform(bool isKiosk)
{
    if (const QByteArray chosen = qgetenv("QT_QPA_PLATFORM"); !chosen.isEmpty())
        return chosen;
    if (hasWayland() && hasPlugin("wayland"))
        return QByteArray("wayland");
    if (hasX11() && hasPlugin("xcb"))
        return QByteArray("xcb");
    if (isKiosk && hasDevice(QStringLiteral("/dev/dri"), QStringLiteral("card*"))
        && hasPlugin("eglfs"))
        return QByteArray("eglfs");
    if (isKiosk && hasDevice(QStringLiteral("/dev"), QStringLiteral("fb*")) && hasPlugin("linuxfb"))
        return QByteArray("linuxfb");
    return noDisplay();
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
