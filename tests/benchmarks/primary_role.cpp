// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/base/clock.h"
#include "core/service/instance.h"
#include "core/web/settings.h"
#include "core/web/web_interface.h"
#include "tests/benchmarks/moment.h"
#include "tests/benchmarks/orders.h"
#include "tests/benchmarks/roles.h"

#include <QCoreApplication>

namespace keg::bench {

namespace {

using service::Editing;
using service::Instance;

Instance::Options optionsFor(const QString &databasePath)
{
    Instance::Options options;
    options.databasePath = databasePath;
    options.role = store::Role::Primary;
    options.bindAddress = QStringLiteral("127.0.0.1");
    options.name = QStringLiteral("kegbench");
    options.isOpen = true;
    return options;
}

web::Settings webSettingsFor(const QString &databasePath)
{
    web::Settings settings;
    settings.databasePath = databasePath;
    settings.house = QStringLiteral("kegbench");
    settings.bindAddress = QStringLiteral("127.0.0.1");
    return settings;
}

/// Answers with the moment when COMMIT had returned.
Result<qint64> setNote(Editing &editing, qint64 id, const QString &note)
{
    const auto changed = editing.changeBeer(id, [&](Beer &beer) -> Result<void> {
        beer.notes = note;
        return {};
    });
    return changed ? Result<qint64>(now()) : changed.error();
}

void report(qint64 asked, const Result<qint64> &committed)
{
    if (committed)
        say("committed " + QByteArray::number(asked) + ' ' + QByteArray::number(*committed));
    else
        say("refused: " + committed.error().message.toUtf8());
}

void edit(Instance &instance, qint64 asked, qint64 id, const QString &note)
{
    instance.edit([id, note](Editing &editing) { return setNote(editing, id, note); })
        .then(&instance, [asked](const Result<qint64> &committed) { report(asked, committed); });
}

void flood(Instance &instance, qint64 asked, qint64 count, const QString &note)
{
    for (qint64 id = 1; id < count; ++id)
        instance.edit([id, note](Editing &editing) { return setNote(editing, id, note); });
    edit(instance, asked, count, note);
}

} // namespace

int servePrimary(const QString &databasePath, bool hasWeb)
{
    const SystemClock clock;
    Instance instance(optionsFor(databasePath), clock);
    if (const auto started = instance.start(); !started) {
        say("refused: " + started.error().message.toUtf8());
        return 1;
    }
    web::WebInterface webInterface(instance, clock);
    if (hasWeb)
        webInterface.start(webSettingsFor(databasePath));
    const Orders orders([&instance](const QByteArray &order) {
        const QList<QByteArray> words = order.split(' ');
        const auto begin = words.first() == "flood" ? flood : edit;
        begin(instance, now(), words.value(1).toLongLong(), QString::fromUtf8(words.value(2)));
    });
    const int code = QCoreApplication::exec();
    webInterface.stop();
    return code;
}

} // namespace keg::bench
