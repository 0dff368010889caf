// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/commands/carrying.h"

#include "app/option_table.h"
#include "core/identity/join_string.h"
#include "core/interchange/qr_code.h"
#include "core/net/own_addresses.h"

#include <unistd.h>

namespace keg::app {

using namespace Qt::StringLiterals;

Result<QString> hostIn(const CommandCall &call)
{
    const QString host = withoutBrackets(call.value("host"_L1));
    if (!host.isEmpty()) {
        if (auto valid = identity::JoinString::validateHost(host); !valid)
            return valid.error();
    }
    return host;
}

Result<QString> qrCodeIn(const CommandCall &call, const QString &text)
{
    using interchange::QrCode;
    if (!call.has("qr"_L1))
        return QString();
    const auto code = QrCode::of(text);
    if (!code)
        return code.error();
    const bool isTerminal = ::isatty(STDOUT_FILENO) == 1;
    return code->toTerminal(isTerminal ? QrCode::Colors::Own : QrCode::Colors::DarkOnLight);
}

QString otherAddresses(const QString &chosen, const QString &who)
{
    QStringList others = net::ownAddresses();
    if (!others.removeOne(chosen) || others.isEmpty())
        return {};
    return u"This machine is also at %1: for %2 there, say --host.\n"_s.arg(others.join(u", "_s),
                                                                            who);
}

} // namespace keg::app
