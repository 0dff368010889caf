// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/run_command.h"

#include "app/application.h"
#include "app/argument_reader.h"
#include "app/output.h"

#include <QGuiApplication>

#include <memory>

namespace keg::app {

namespace {

/// Pictures are painted without a display, and the same everywhere, even where there is one.
std::unique_ptr<QCoreApplication> makeApplication(bool paints, int &argumentCount, char **arguments)
{
    if (!paints)
        return std::make_unique<QCoreApplication>(argumentCount, arguments);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    return std::make_unique<QGuiApplication>(argumentCount, arguments);
}

} // namespace

int runCommand(const CommandCall &call, const Options &options, char *programName)
{
    int argumentCount = 1;
    char *arguments[] = {programName, nullptr};
    const auto application = makeApplication(call.command->paints, argumentCount, arguments);
    if (const auto prepared = prepareDemo(options); !prepared)
        return report(prepared.error());

    Output output(options.json);
    const auto done = call.command->run(call, options, output);
    const auto printed = output.flush();
    if (done && printed)
        return 0;
    const QStringList words = QString(call.command->words).split(u' ');
    return report(inCommand(done ? printed.error() : done.error(), words));
}

} // namespace keg::app
