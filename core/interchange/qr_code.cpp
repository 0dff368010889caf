// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/interchange/qr_code.h"

#include <qrencode.h>

#include <array>
#include <cerrno>
#include <memory>

namespace keg::interchange {

namespace {

constexpr int AnyVersion = 0; // the smallest that does
constexpr int IsCaseKept = 1;
constexpr unsigned char DarkBit = 1;

struct Freer
{
    void operator()(QRcode *code) const { QRcode_free(code); }
};

Error refusal(const QString &why)
{
    return {ErrorCode::Refused,
            QStringLiteral("no QR code can hold this text: %1; show it as text").arg(why)};
}

} // namespace

Result<QrCode> QrCode::of(const QString &text)
{
    if (text.isEmpty())
        return refusal(QStringLiteral("it is empty"));
    if (text.contains(QChar(0)))
        return refusal(QStringLiteral("it has a zero in it"));
    const std::unique_ptr<QRcode, Freer> code(QRcode_encodeString(
        text.toUtf8().constData(), AnyVersion, QR_ECLEVEL_L, QR_MODE_8, IsCaseKept));
    if (!code)
        return refusal(errno == ERANGE ? QStringLiteral("it is too long") : qt_error_string(errno));
    QBitArray modules(qsizetype(code->width) * code->width);
    for (qsizetype index = 0; index < modules.size(); ++index)
        modules.setBit(index, (code->data[index] & DarkBit) != 0);
    return QrCode(QrModules(code->width, std::move(modules)));
}

QString QrCode::toTerminal(Colors colors) const
{
    const bool isOwn = colors == Colors::Own;
    const QString before = isOwn ? QStringLiteral("\x1b[38;5;16;48;5;231m") : QString();
    const QString after = isOwn ? QStringLiteral("\x1b[0m\n") : QStringLiteral("\n");
    QString text;
    for (int row = -QuietZone; row < size() + QuietZone; row += 2)
        text += before + line(row, colors != Colors::LightOnDark) + after;
    return text;
}

/// Two rows of modules; the terminal's ink stands for dark ones or for light ones.
QString QrCode::line(int row, bool isInkDark) const
{
    static constexpr std::array<QChar, 4> Blocks{u' ', u'\u2580', u'\u2584', u'\u2588'};
    QString text;
    for (int column = -QuietZone; column < size() + QuietZone; ++column) {
        const bool isUpperInk = isDark(column, row) == isInkDark;
        const bool isLowerInk = isDark(column, row + 1) == isInkDark;
        text += Blocks[(isUpperInk ? 1 : 0) + (isLowerInk ? 2 : 0)];
    }
    return text;
}

} // namespace keg::interchange
