// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QString>

namespace keg::test {

/// What another program (zbarimg) reads in the QR code of a picture, PNG or PGM; empty: nothing.
QString qrTextIn(const QByteArray &picture);

} // namespace keg::test
