// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QByteArray>

namespace keg::app {

/// The Qt platform that can show a window here, such as "xcb": the one that QT_QPA_PLATFORM names,
/// else Wayland, else X11; a kiosk may also have the screen to itself (eglfs, linuxfb). Asked
/// before a QGuiApplication exists, which would abort without a display. Errors: Failed, what to
/// do.
Result<QByteArray> findPlatform(bool isKiosk);

} // namespace keg::app
