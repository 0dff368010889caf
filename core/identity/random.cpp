// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/random.h"

#include <QtGlobal>

#include <unistd.h>

namespace keg::identity {

QByteArray randomBytes(qsizetype count)
{
    QByteArray bytes(count, '\0');
    if (::getentropy(bytes.data(), size_t(count)) != 0)
        qFatal("the system gives no random numbers");
    return bytes;
}

} // namespace keg::identity
