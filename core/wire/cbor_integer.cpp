// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/wire/cbor_integer.h"

#include <QCborStreamReader>

#include <limits>

namespace keg::wire {

std::optional<qint64> integerAt(const QCborStreamReader &reader)
{
    // CBOR has n or -1 - n; Qt's toInteger() overflows when n does not fit.
    const quint64 number = reader.isUnsignedInteger() ? reader.toUnsignedInteger()
                                                      : quint64(reader.toNegativeInteger()) - 1;
    if (number > quint64(std::numeric_limits<qint64>::max()))
        return {};
    return reader.toInteger();
}

} // namespace keg::wire
