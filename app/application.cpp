// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/application.h"

#include "app/display.h"
#include "app/unix_signals.h"
#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/service/instance.h"
#include "core/service/samples.h"
#include "core/web/web_interface.h"
#include "gui/board/boardcanvas.h"
#include "gui/board/boardwindow.h"
#include "gui/board/resources.h"

#include <QApplication>
#include <QDir>
#include <QFile>

#include <cstdio>
#include <cstdlib>
#include <memory>

namespace keg::app {

namespace {

service::Instance::Options instanceOptions(const Options &options)
{
    service::Instance::Options wanted;
    wanted.databasePath = options.dbPath;
    if (options.mode)
        wanted.role = *options.mode == Mode::Primary ? store::Role::Primary : store::Role::Client;
    wanted.primaryHost = options.primaryIp;
    wanted.notifyPort = options.notifyPort;
    wanted.snapshotPort = options.snapshotPort;
    wanted.bindAddress = options.bindAddress;
    wanted.name = options.name;
    wanted.isOpen = options.open;
    return wanted;
}

QString themeName(const Options &options)
{
    return options.theme.isEmpty() ? QStringLiteral("dark") : options.theme;
}

web::Settings webSettings(const Options &options, const service::Instance &instance)
{
    web::Settings settings;
    settings.databasePath = options.dbPath;
    settings.house = options.name;
    settings.isPrimary = instance.role() == store::Role::Primary;
    settings.bindAddress = options.bindAddress;
    settings.port = options.webPort;
    settings.notifyPort = instance.notifyPort();
    settings.snapshotPort = instance.snapshotPort();
    settings.allowsPlain = options.webInsecure;
    settings.certificateFile = options.webCertFile;
    settings.keyFile = options.webKeyFile;
    settings.themeFile = QStringLiteral(":/themes/%1.json").arg(themeName(options));
    const QDir translations(QStringLiteral(":/translations"));
    for (const QString &file : translations.entryList())
        settings.translationFiles.append(translations.filePath(file));
    return settings;
}

QByteArray resource(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void logStart(const service::Instance &instance, const Options &options)
{
    if (instance.role() == store::Role::Primary)
        qCInfo(logApp).noquote() << "primary on" << options.dbPath << "with"
                                 << instance.board().taps.size() << "taps, notifications on port"
                                 << instance.notifyPort() << "and snapshots on port"
                                 << instance.snapshotPort();
    else
        qCInfo(logApp).noquote() << "client on" << options.dbPath;
}

/// Everything is committed and closed. What may still hang is a name server that does not answer,
/// and Qt would wait for it for as long as the resolver does.
[[noreturn]] void endNow()
{
    std::fflush(nullptr);
    std::_Exit(0);
}

/// Lets the event loop run until somebody ends the program, and stops in order.
void serve(service::Instance &instance, const Options &options, const Clock &clock)
{
    logStart(instance, options);
    web::WebInterface webInterface(instance, clock);
    if (options.web)
        webInterface.start(webSettings(options, instance));
    const UnixSignals unixSignals;
    QObject::connect(&unixSignals, &UnixSignals::terminationRequested, QCoreApplication::instance(),
                     &QCoreApplication::quit, Qt::QueuedConnection);
    QCoreApplication::exec();
    webInterface.stop();
    instance.stop();
    qCInfo(logApp) << "stopped";
    endNow();
}

Result<void> runHeadless(const Options &options, int &argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    registerBoardFiles(); // the web interface has the board's colours and languages
    if (const auto theme = loadTheme(themeName(options)); !theme)
        return theme.error();
    const SystemClock clock;
    service::Instance instance(instanceOptions(options), clock);
    if (auto prepared = prepareDemo(options); !prepared)
        return prepared;
    if (auto started = instance.start(); !started)
        return started;
    serve(instance, options, clock);
    return {};
}

BoardWindow::Mode windowMode(const Options &options)
{
    if (!options.kiosk)
        return BoardWindow::Mode::Window;
    return options.locked ? BoardWindow::Mode::LockedKiosk : BoardWindow::Mode::Kiosk;
}

Result<void> runBoard(const Options &options, int &argc, char **argv)
{
    auto platform = findPlatform(options.kiosk);
    if (!platform)
        return platform.error();
    qputenv("QT_QPA_PLATFORM", platform->name);
    useOnlyARunningSessionBus();
    auto refusal = std::make_unique<DisplayRefusal>();
    const QApplication application(argc, argv);
    refusal.reset();
    platform->server.reset();
    initBoardResources();
    if (auto installed = installLanguage(options.language); !installed)
        return installed;
    const auto theme = loadTheme(themeName(options));
    if (!theme)
        return theme.error();

    const SystemClock clock;
    service::Instance instance(instanceOptions(options), clock);
    if (auto prepared = prepareDemo(options); !prepared)
        return prepared;
    if (auto started = instance.start(); !started)
        return started;
    auto *canvas = new BoardCanvas({*theme, QLocale()}, clock);
    BoardWindow window(canvas, windowMode(options));
    QObject::connect(&instance, &service::Instance::boardChanged, canvas, &BoardCanvas::setBoard);
    QObject::connect(&instance, &service::Instance::freshnessChanged, canvas,
                     &BoardCanvas::setFreshness);
    QObject::connect(&instance, &service::Instance::noticeChanged, canvas, &BoardCanvas::setNotice);
    canvas->setNotice(instance.notice());
    canvas->setBoard(instance.board());
    canvas->setFreshness(instance.freshness());
    window.present();
    serve(instance, options, clock);
    return {};
}

} // namespace

Result<void> prepareDemo(const Options &options)
{
    if (!options.demo)
        return {};
    makeDataFolder(options);
    registerBoardFiles();
    return service::fillIfEmpty(options.dbPath,
                                {resource(QStringLiteral(":/samples/beers.csv")),
                                 resource(QStringLiteral(":/samples/taps.csv"))},
                                SystemClock());
}

Result<void> runInstance(const Options &options, char *programName)
{
    int argc = 1;
    char *argv[] = {programName, nullptr};
    makeDataFolder(options);
    return options.headless ? runHeadless(options, argc, argv) : runBoard(options, argc, argv);
}

} // namespace keg::app
