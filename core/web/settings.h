// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QString>
#include <QStringList>

namespace keg::web {

/// What the web interface is told when it is started.
struct Settings
{
    QString databasePath;
    QString house; ///< what this machine is called
    bool isPrimary = true; ///< else it has the guests' menu only
    QString bindAddress; ///< empty: all
    quint16 port = 0; ///< 0: any free one
    quint16 notifyPort = 0; ///< for join strings
    quint16 snapshotPort = 0;
    bool allowsPlain = false; ///< staff may use plain HTTP from everywhere
    QString certificateFile; ///< empty: one of its own
    QString keyFile; ///< of certificateFile
    QString themeFile; ///< whose colours the pages have; JSON
    QStringList translationFiles; ///< .qm, named like "kegdisplay_de.qm"
};

} // namespace keg::web
