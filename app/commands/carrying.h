// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/commands/command.h"
#include "core/base/result.h"

#include <QString>

namespace keg::app {

/// How commands print what is to be carried to another device: a join string, a link.

/// The value of --host as others are to use it; empty: not given. Errors: Usage.
Result<QString> hostIn(const CommandCall &call);

/// The code of `text` in lines, on a terminal in black and white whatever its colours are, else for
/// a light page; empty without --qr. Errors: as QrCode::of().
Result<QString> qrCodeIn(const CommandCall &call, const QString &text);

/// A line on where else this machine is, for who is in another network than `chosen`; `who` goes
/// there. Empty: nowhere else.
QString otherAddresses(const QString &chosen, const QString &who);

} // namespace keg::app
