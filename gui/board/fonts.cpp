// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "gui/board/fonts.h"

#include <QStringList>

namespace keg {

QFont boardFont(Face face, int pixelSize)
{
    QFont font;
    font.setFamilies(
        {face == Face::Display ? QStringLiteral("Keg Display") : QStringLiteral("Keg Sans"),
         QStringLiteral("Keg Arabic"), QStringLiteral("Keg Hebrew")});
    font.setWeight(face == Face::Text ? QFont::Normal : QFont::Bold);
    font.setPixelSize(pixelSize);
    // Unhinted and grey: the same shapes on every machine, at every size and turned by 90 degrees.
    font.setHintingPreference(QFont::PreferNoHinting);
    font.setStyleStrategy(
        QFont::StyleStrategy(QFont::PreferAntialias | QFont::NoSubpixelAntialias));
    return font;
}

} // namespace keg
