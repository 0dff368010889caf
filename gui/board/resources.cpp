// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "gui/board/resources.h"

#include "core/base/log.h"

#include <QDir>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QLocale>
#include <QTranslator>

#include <memory>
#include <optional>

// Q_INIT_RESOURCE must stand outside of any namespace.
static void initResourceFiles()
{
    Q_INIT_RESOURCE(board);
    Q_INIT_RESOURCE(board_translations);
}

namespace keg {

namespace {

/// The locale for a language as people write it ("de", "de-AT", "pt_BR"); none: no such language.
std::optional<QLocale> localeFor(const QString &code)
{
    QLocale system = QLocale::system();
    if (system.language() == QLocale::C) // a service's: its times have seconds, its dates no order
        system = QLocale(QLocale::English, QLocale::UnitedKingdom);
    if (code.isEmpty())
        return system;
    QString name = code;
    name.replace(u'-', u'_');
    if (QLocale::codeToLanguage(name.section(u'_', 0, 0)) == QLocale::AnyLanguage)
        return {};
    const QLocale locale(name);
    // A language without a country keeps the country of the system: 19:42 or 7:42 PM.
    const bool hasCountry = name.contains(u'_');
    return !hasCountry && locale.language() == system.language() ? system : locale;
}

} // namespace

void registerBoardFiles()
{
    initResourceFiles();
}

void initBoardResources()
{
    registerBoardFiles();
    const QDir fonts(QStringLiteral(":/fonts"));
    for (const QString &file : fonts.entryList()) {
        if (QFontDatabase::addApplicationFont(fonts.filePath(file)) < 0)
            qCWarning(logBoard, "the font %s cannot be read; another takes its place",
                      qPrintable(file));
    }
}

Result<void> installLanguage(const QString &code)
{
    const auto locale = localeFor(code);
    if (!locale) {
        return Error{ErrorCode::Usage,
                     QStringLiteral("'%1' is no language; write it like de or pt-BR").arg(code)};
    }
    QLocale::setDefault(*locale);
    QGuiApplication::setLayoutDirection(locale->textDirection());

    const QString translatorName = QStringLiteral("keg.language");
    QCoreApplication *app = QCoreApplication::instance();
    delete app->findChild<QTranslator *>(translatorName);
    auto translator = std::make_unique<QTranslator>();
    translator->setObjectName(translatorName);
    const bool isSource
        = locale->language() == QLocale::English || locale->language() == QLocale::C;
    if (!isSource
        && translator->load(*locale, QStringLiteral("kegdisplay"), QStringLiteral("_"),
                            QStringLiteral(":/translations")))
    {
        translator->setParent(app);
        QCoreApplication::installTranslator(translator.release());
    }
    return {};
}

} // namespace keg
