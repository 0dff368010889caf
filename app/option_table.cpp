// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/option_table.h"

#include <QDir>
#include <QRegularExpression>

#include <algorithm>

#include <arpa/inet.h>

namespace keg::app {

namespace {

using namespace Qt::StringLiterals;

constexpr int MaximumNameLength = 64; // of a machine; it travels in every greeting

Error badValue(const QString &expected, const QString &value)
{
    return {ErrorCode::Usage, u"takes %1, not '%2'"_s.arg(expected, value)};
}

template<bool Options::*Member>
Result<void> setSwitch(Options &options, const QString &value)
{
    static const QStringList on{u"on"_s, u"true"_s, u"yes"_s, u"1"_s};
    static const QStringList off{u"off"_s, u"false"_s, u"no"_s, u"0"_s};
    if (!on.contains(value) && !off.contains(value))
        return badValue(u"on or off"_s, value);
    options.*Member = on.contains(value);
    return {};
}

Result<void> setKiosk(Options &options, const QString &value)
{
    auto done = setSwitch<&Options::kiosk>(options, value);
    options.headless = options.headless && !options.kiosk;
    return done;
}

Result<void> setHeadless(Options &options, const QString &value)
{
    auto done = setSwitch<&Options::headless>(options, value);
    options.kiosk = options.kiosk && !options.headless;
    return done;
}

Result<void> setNoWeb(Options &options, const QString &value)
{
    auto done = setSwitch<&Options::web>(options, value);
    options.web = !options.web;
    return done;
}

template<QString Options::*Member>
Result<void> setPath(Options &options, const QString &value)
{
    if (value.isEmpty())
        return badValue(u"a path"_s, value);
    options.*Member = QDir::cleanPath(QDir::current().absoluteFilePath(value));
    return {};
}

template<quint16 Options::*Member>
Result<void> setPort(Options &options, const QString &value)
{
    static const QRegularExpression digits(u"^[0-9]{1,5}$"_s);
    bool fits = false;
    options.*Member = value.toUShort(&fits);
    if (!fits || !digits.match(value).hasMatch())
        return badValue(u"a port from 0 to 65535"_s, value);
    return {};
}

Result<void> setMode(Options &options, const QString &value)
{
    if (value == "primary"_L1)
        options.mode = Mode::Primary;
    else if (value == "client"_L1)
        options.mode = Mode::Client;
    else
        return badValue(u"primary or client"_s, value);
    return {};
}

Result<void> setPrimaryIp(Options &options, const QString &value)
{
    static const QRegularExpression host(u"^[^\\s/]{1,253}$"_s);
    if (!host.match(value).hasMatch())
        return badValue(u"an address or a host name"_s, value);
    options.primaryIp = withoutBrackets(value);
    return {};
}

Result<void> setBind(Options &options, const QString &value)
{
    const QByteArray address
        = value.section(u'%', 0, 0).toLatin1(); // fe80::1%eth0 names a link too
    in6_addr parsed{};
    if (inet_pton(AF_INET, address, &parsed) != 1 && inet_pton(AF_INET6, address, &parsed) != 1)
        return badValue(u"an IPv4 or IPv6 address"_s, value);
    options.bindAddress = value;
    return {};
}

Result<void> setName(Options &options, const QString &value)
{
    const bool isPrintable
        = std::ranges::all_of(value, [](QChar c) { return c.category() != QChar::Other_Control; });
    if (value.trimmed().isEmpty() || value.size() > MaximumNameLength || !isPrintable)
        return badValue(u"1 to %1 characters on one line"_s.arg(MaximumNameLength), value);
    options.name = value.trimmed();
    return {};
}

Result<void> setTheme(Options &options, const QString &value)
{
    static const QRegularExpression word(u"^[A-Za-z0-9_-]{1,64}$"_s);
    if (!word.match(value).hasMatch())
        return badValue(u"the name of a theme"_s, value);
    options.theme = value;
    return {};
}

Result<void> setLanguage(Options &options, const QString &value)
{
    static const QRegularExpression code(u"^[a-z]{2,3}([_-][A-Z]{2})?$"_s);
    if (!code.match(value).hasMatch())
        return badValue(u"a language such as en or de"_s, value);
    options.language = value;
    return {};
}

Result<void> setLogLevel(Options &options, const QString &value)
{
    if (value == "debug"_L1)
        options.logLevel = QtDebugMsg;
    else if (value == "info"_L1)
        options.logLevel = QtInfoMsg;
    else if (value == "warning"_L1)
        options.logLevel = QtWarningMsg;
    else if (value == "error"_L1)
        options.logLevel = QtCriticalMsg;
    else
        return badValue(u"debug, info, warning or error"_s, value);
    return {};
}

constexpr bool Everywhere = true;

constexpr OptionSpec Table[] = {
    {"kiosk"_L1, {}, "full-screen board without a cursor"_L1, setKiosk},
    {"locked"_L1, {}, "a kiosk that Esc does not leave"_L1, setSwitch<&Options::locked>},
    {"headless"_L1, {}, "no window, no display server: replication only"_L1, setHeadless},
    {"mode"_L1, "primary|client"_L1,
     "the role (default: the file's; a new file:\nclient if --primary-ip is given)"_L1, setMode},
    {"primary-ip"_L1, "HOST"_L1, "address or name of the primary of this client"_L1, setPrimaryIp},
    {"db-path"_L1, "FILE"_L1,
     "the keg database, created when absent\n"
     "(default: $XDG_DATA_HOME/KegDisplay/beer.db)"_L1,
     setPath<&Options::dbPath>, Everywhere},
    {"notify-port"_L1, "N"_L1,
     "listened on by a primary, connected to by a\nclient; 0 on a primary: any free one (5002)"_L1,
     setPort<&Options::notifyPort>, false, "broadcast-port"_L1},
    {"snapshot-port"_L1, "N"_L1, "the same for whole copies (5003)"_L1,
     setPort<&Options::snapshotPort>, false, "sync-port"_L1},
    {"bind"_L1, "ADDRESS"_L1, "the address listened on (default: all)"_L1, setBind},
    {"web-port"_L1, "N"_L1, "a primary's web interface; 0: any free one (8080)"_L1,
     setPort<&Options::webPort>},
    {"no-web"_L1, {}, "a primary without its web interface"_L1, setNoWeb},
    {"web-cert"_L1, "FILE"_L1,
     "the web interface's certificate and those between it\n"
     "and its root, as PEM (default: one of its own)"_L1,
     setPath<&Options::webCertFile>},
    {"web-key"_L1, "FILE"_L1, "the key of that certificate, as PEM, not encrypted"_L1,
     setPath<&Options::webKeyFile>},
    {"web-insecure"_L1,
     {},
     "log in and change over plain HTTP too, from other\n"
     "machines: whoever listens has the passwords"_L1,
     setSwitch<&Options::webInsecure>},
    {"name"_L1, "TEXT"_L1, "what this machine is called (default: its host name)"_L1, setName},
    {"demo"_L1,
     {},
     "sample beers in a database of their own (demo.db);\n"
     "with --db-path: in that one, if it is empty"_L1,
     setSwitch<&Options::demo>},
    {"open"_L1,
     {},
     "a primary that gives every display a copy, unpaired\n(closed networks, demos)"_L1,
     setSwitch<&Options::open>},
    {"theme"_L1, "NAME"_L1, "the looks of the board"_L1, setTheme},
    {"lang"_L1, "LL"_L1, "the language of the board (default: the system's)"_L1, setLanguage},
    {"log-level"_L1, "LEVEL"_L1, "debug, info, warning or error (default: info)"_L1, setLogLevel,
     Everywhere},
    {"log-file"_L1, "FILE"_L1, "log there instead of to standard error"_L1,
     setPath<&Options::logFile>},
    {"log-dir"_L1, "DIR"_L1,
     "log to dbsync.log and webinterface.log there as well\nas to standard error"_L1,
     setPath<&Options::logDir>},
    {"json"_L1, {}, "commands print one JSON value"_L1, setSwitch<&Options::json>, Everywhere},
    {"config"_L1, "FILE"_L1,
     "lines such as `name = bar` (default:\n/etc/kegdisplay.conf, then\n"
     "$XDG_CONFIG_HOME/KegDisplay/kegdisplay.conf)"_L1,
     nullptr, Everywhere},
    {"help"_L1, {}, "this text; after a command: about that command"_L1, nullptr, Everywhere},
    {"version"_L1, {}, "the version"_L1, nullptr},
    {"licenses"_L1, {}, "with --version: the licences of all its parts"_L1, nullptr},
};

} // namespace

std::span<const OptionSpec> optionTable()
{
    return Table;
}

const OptionSpec *findOption(const QString &name)
{
    const auto found = std::ranges::find_if(Table, [&](const OptionSpec &option) {
        return option.name == name || (!option.olderName.isEmpty() && option.olderName == name);
    });
    return found == std::end(Table) ? nullptr : &*found;
}

QString withoutBrackets(const QString &host)
{
    const bool isBracketed = host.startsWith(u'[') && host.endsWith(u']') && host.contains(u':');
    return isBracketed ? host.sliced(1, host.size() - 2) : host;
}

} // namespace keg::app
