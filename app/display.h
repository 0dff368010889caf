// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/net/local_connection.h"

#include <QByteArray>
#include <QtGlobal>

#include <memory>

namespace keg::app {

struct Platform
{
    QByteArray name; // Qt's, such as "xcb"
    // To the display server that was found, to be kept until the QGuiApplication has its own: an X
    // server whose last client leaves starts over, and throws out whoever comes meanwhile.
    std::unique_ptr<net::LocalConnection> server;
};

/// The Qt platform that can show a window here: the one that QT_QPA_PLATFORM names, else Wayland,
/// else X11; a kiosk may also have the screen to itself (eglfs, linuxfb). Asked before a
/// QGuiApplication exists, which would abort without a display. Errors: Failed, what to do.
Result<Platform> findPlatform(bool isKiosk);

/// Keeps Qt's accessibility from starting a session bus where nobody has logged in: libdbus waits
/// without a limit for the program that it starts for it, and the board would not be drawn. The bus
/// of a session is used as ever. To be called before a QGuiApplication exists.
void useOnlyARunningSessionBus();

/// To be alive while a QGuiApplication is made: a display that refuses at the last moment ends the
/// program with one line and exit code 1, where Qt would abort.
class DisplayRefusal
{
public:
    DisplayRefusal();
    ~DisplayRefusal();
    DisplayRefusal(const DisplayRefusal &) = delete;
    DisplayRefusal &operator=(const DisplayRefusal &) = delete;

private:
    static void handle(QtMsgType type, const QMessageLogContext &context, const QString &message);
};

} // namespace keg::app
