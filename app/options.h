// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QString>

#include <optional>

namespace keg::app {

enum class Mode { Primary, Client };

/// What the command line, the environment and the config files say, defaults filled in.
struct Options
{
    bool kiosk = false;
    bool locked = false; ///< Esc does not leave the kiosk
    bool headless = false; ///< never together with kiosk
    bool demo = false;
    bool open = false; ///< a primary that approves strangers as they come
    std::optional<Mode> mode; ///< absent: the file's role; a new file: client if primaryIp is given
    QString primaryIp; ///< address or name; empty: none given
    QString dbPath; ///< absolute
    QString dataFolder; ///< of the default database; see makeDataFolder()
    quint16 notifyPort = 5002; ///< 0 on a primary: any free one
    quint16 snapshotPort = 5003;
    QString bindAddress; ///< an IPv4 or IPv6 address; empty: all
    bool web = true; ///< a primary has its web interface
    quint16 webPort = 8080; ///< 0: any free one
    QString webCertFile; ///< absolute; empty: a certificate of its own
    QString webKeyFile; ///< absolute; given exactly if webCertFile is
    bool webInsecure = false; ///< administration over plain HTTP from other machines, too
    QString name; ///< of this machine
    QString theme; ///< empty: the default one
    QString language; ///< such as de or pt_BR; empty: the system's
    QString logDir; ///< empty: none
    QString logFile; ///< empty: none
    std::optional<QtMsgType> logLevel; ///< the least that is logged; absent: info, commands nothing
    bool json = false;
};

/// Makes the folder of the default database if that is the one to be made; other folders are their
/// owner's to make.
void makeDataFolder(const Options &options);

} // namespace keg::app
