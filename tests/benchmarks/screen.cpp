// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/benchmarks/screen.h"

#include <QStandardPaths>

namespace keg::bench {

Result<Screen> Screen::open(const QString &folder)
{
    Screen screen;
    if (QStandardPaths::findExecutable(QStringLiteral("Xvfb")).isEmpty()) {
        screen.m_environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
        return screen;
    }
    auto xvfb = Child::start(QStringLiteral("Xvfb"),
                             {QStringLiteral("-displayfd"), QStringLiteral("1"),
                              QStringLiteral("-noreset"), QStringLiteral("-screen"),
                              QStringLiteral("0"), QStringLiteral("1920x1080x24"),
                              QStringLiteral("-nolisten"), QStringLiteral("tcp")},
                             folder);
    if (!xvfb)
        return xvfb.error();
    screen.m_xvfb = *std::move(xvfb);
    for (bool isNumber = false; !isNumber;) {
        const auto line = screen.m_xvfb->answer("");
        if (!line)
            return line.error();
        screen.m_environment.insert(QStringLiteral("DISPLAY"),
                                    u':' + QString::number(line->toInt(&isNumber)));
    }
    return screen;
}

} // namespace keg::bench
