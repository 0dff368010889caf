// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/announcer.h"
#include "core/net/avahi_browser.h"
#include "core/net/avahi_service.h"
#include "core/net/primary_finder.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimer>

#include <cstdio>

// keg_discovery announce|find|publish|browse [options]: does that until it is killed, by datagrams
// or by Avahi. What find and browse hear is printed, one JSON object a line.

using namespace keg;
using namespace keg::net;

namespace {

const SystemClock Time;

/// A machine for tests: its name again and again.
MachineId machineOf(const QString &name)
{
    return MachineId::fromBytes(name.toUtf8().repeated(MachineId::Size).left(MachineId::Size))
        .value_or(MachineId());
}

QJsonObject toJson(const FoundPrimary &primary)
{
    return {{QStringLiteral("id"), primary.id.toString()},
            {QStringLiteral("name"), primary.name},
            {QStringLiteral("host"), primary.host},
            {QStringLiteral("notify"), primary.notifyPort},
            {QStringLiteral("snapshot"), primary.snapshotPort}};
}

void print(const char *event, const QJsonValue &value)
{
    const QJsonObject line{{QLatin1String(event), value}};
    std::puts(QJsonDocument(line).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

wire::Announce wordsOf(const QCommandLineParser &options)
{
    return {machineOf(options.value(QStringLiteral("machine"))),
            options.value(QStringLiteral("name")),
            options.value(QStringLiteral("notify-port")).toUShort(),
            options.value(QStringLiteral("snapshot-port")).toUShort(),
            {}};
}

void printWhatIsHeard(const PrimaryFinder &finder)
{
    QObject::connect(&finder, &PrimaryFinder::found,
                     [](const FoundPrimary &primary) { print("found", toJson(primary)); });
    QObject::connect(&finder, &PrimaryFinder::listChanged, [&finder] {
        QJsonArray list;
        for (const FoundPrimary &primary : finder.primaries())
            list.append(toJson(primary));
        print("list", list);
    });
}

void readOptions(QCommandLineParser *options)
{
    options->addPositionalArgument(QStringLiteral("role"), {});
    for (const char *name : {"machine", "name", "bind", "wanted"})
        options->addOption({QLatin1String(name), {}, QLatin1String(name)});
    options->addOption(
        {QStringLiteral("notify-port"), {}, QStringLiteral("port"), QStringLiteral("5002")});
    options->addOption(
        {QStringLiteral("snapshot-port"), {}, QStringLiteral("port"), QStringLiteral("5003")});
    options->addOption({QStringLiteral("by"), QStringLiteral("Any of datagrams, avahi."),
                        QStringLiteral("means"), QStringLiteral("datagrams")});
    options->addOption({QStringLiteral("silent"), QStringLiteral("Listens and does not ask.")});
    options->addOption({QStringLiteral("for"), QStringLiteral("Ends after so many seconds."),
                        QStringLiteral("seconds"), QStringLiteral("1000000")});
    options->process(*QCoreApplication::instance());
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser options;
    readOptions(&options);
    const bool isPrimary = options.positionalArguments().value(0) == QLatin1String("announce");
    const QStringList means = options.value(QStringLiteral("by")).split(u',');
    const bool speaks = means.contains(QLatin1String("datagrams"));
    const bool usesAvahi = means.contains(QLatin1String("avahi"));

    Announcer::Settings settings;
    settings.bindAddress = options.value(QStringLiteral("bind"));
    Announcer announcer(settings, Time);
    AvahiService service(settings.bindAddress);
    PrimaryFinder finder({}, Time);
    AvahiBrowser browser;
    QObject::connect(&browser, &AvahiBrowser::found, &finder, &PrimaryFinder::hear);
    printWhatIsHeard(finder);
    finder.setWanted(machineOf(options.value(QStringLiteral("wanted"))));

    if (isPrimary && usesAvahi)
        service.publish(wordsOf(options));
    if (isPrimary && speaks)
        announcer.start(wordsOf(options));
    if (!isPrimary)
        finder.start();
    if (!isPrimary && usesAvahi)
        browser.start();
    if (!isPrimary && speaks)
        finder.setLooking(!options.isSet(QStringLiteral("silent")));
    QTimer::singleShot(std::chrono::seconds(options.value(QStringLiteral("for")).toInt()),
                       &application, &QCoreApplication::quit);
    return QCoreApplication::exec();
}
