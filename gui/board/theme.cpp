// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "gui/board/theme.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <cmath>

namespace keg {

namespace {

constexpr double LowestContrast = 7.0;

struct Field
{
    const char *key;
    QColor Theme::*color;
};

constexpr std::array<Field, 10> Fields{{{"background", &Theme::background},
                                        {"card", &Theme::card},
                                        {"cardTop", &Theme::cardTop},
                                        {"border", &Theme::border},
                                        {"well", &Theme::well},
                                        {"text", &Theme::text},
                                        {"dim", &Theme::dim},
                                        {"accent", &Theme::accent},
                                        {"glass", &Theme::glass},
                                        {"foam", &Theme::foam}}};

QString themeFolder()
{
    return QStringLiteral(":/themes");
}

/// WCAG 2 relative luminance, 0 to 1.
double luminance(const QColor &color)
{
    const auto linear = [](float value) {
        const auto channel = double(value);
        return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
        + 0.0722 * linear(color.blueF());
}

Error damaged(const QString &name, const QString &why)
{
    return {ErrorCode::Damaged, QStringLiteral("theme '%1': %2").arg(name, why)};
}

Result<void> checkContrast(const Theme &theme, const QString &name)
{
    for (const QColor &text : {theme.text, theme.dim, theme.accent}) {
        for (const QColor &ground : {theme.background, theme.card, theme.cardTop}) {
            if (contrastRatio(text, ground) < LowestContrast) {
                return damaged(name,
                               QStringLiteral("%1 on %2 has a contrast below 7:1, which nobody can "
                                              "read across a bar")
                                   .arg(text.name(), ground.name()));
            }
        }
    }
    return {};
}

} // namespace

QStringList themeNames()
{
    QStringList names = QDir(themeFolder()).entryList({QStringLiteral("*.json")}, QDir::Files);
    for (QString &name : names)
        name.chop(int(qstrlen(".json")));
    return names;
}

Result<Theme> loadTheme(const QString &name)
{
    const QStringList names = themeNames();
    if (!names.contains(name)) {
        return Error{ErrorCode::Usage,
                     QStringLiteral("there is no theme '%1'; there is: %2")
                         .arg(name, names.join(QStringLiteral(", ")))};
    }
    QFile file(themeFolder() + u'/' + name + QStringLiteral(".json"));
    if (!file.open(QIODevice::ReadOnly))
        return damaged(name, file.errorString());
    return parseTheme(file.readAll(), name);
}

Result<Theme> parseTheme(const QByteArray &json, const QString &name)
{
    QJsonParseError parsed;
    const QJsonObject object = QJsonDocument::fromJson(json, &parsed).object();
    if (parsed.error != QJsonParseError::NoError)
        return damaged(name, parsed.errorString());
    Theme theme;
    for (const Field &field : Fields) {
        const QString key = QString::fromLatin1(field.key);
        const QColor color(object.value(key).toString());
        if (!color.isValid())
            return damaged(name, QStringLiteral("%1 must be a colour like #0d0f14").arg(key));
        theme.*field.color = color;
    }
    if (const auto checked = checkContrast(theme, name); !checked)
        return checked.error();
    return theme;
}

double contrastRatio(const QColor &a, const QColor &b)
{
    const double la = luminance(a);
    const double lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

} // namespace keg
