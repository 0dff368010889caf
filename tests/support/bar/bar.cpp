// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/bar/bar.h"

#include "core/service/keg_file.h"
#include "core/service/local_folder.h"
#include "tests/support/need.h"

#include <QDir>
#include <QEventLoop>
#include <QFutureWatcher>

using namespace keg::service;
using namespace Qt::StringLiterals;

namespace keg::test {

Ports portsOf(const Instance &primary)
{
    return {primary.notifyPort(), primary.snapshotPort()};
}

Instance::Options Bar::primaryOptions(const Ports &ports) const
{
    Instance::Options options;
    options.databasePath = primaryPath();
    options.role = store::Role::Primary;
    options.notifyPort = ports.notify;
    options.snapshotPort = ports.snapshot;
    options.bindAddress = u"127.0.0.1"_s;
    options.name = u"cellar"_s;
    options.discovers = false;
    return options;
}

Instance::Options Bar::clientOptions(const QString &name, const Ports &primary) const
{
    Instance::Options options;
    options.databasePath = path(name);
    options.role = store::Role::Client;
    options.primaryHost = u"127.0.0.1"_s;
    options.notifyPort = primary.notify;
    options.snapshotPort = primary.snapshot;
    options.name = name;
    options.discovers = false;
    return options;
}

std::unique_ptr<Instance> Bar::make(const Instance::Options &options) const
{
    return std::make_unique<Instance>(options, m_clock);
}

std::unique_ptr<Instance> Bar::startPrimary(const Ports &ports) const
{
    auto instance = make(primaryOptions(ports));
    need(instance->start());
    return instance;
}

std::unique_ptr<Instance> Bar::startClient(const QString &name, const Ports &primary) const
{
    approve({name});
    auto instance = make(clientOptions(name, primary));
    need(instance->start());
    return instance;
}

void Bar::fillCellar() const
{
    KegFile file = need(KegFile::openOrCreate(primaryPath(), m_clock));
    Editing editing = file.editing();
    need(editing.setTapCount(3, Force::No));
    for (const QString &name : {u"Pils"_s, u"Porter"_s}) {
        Beer beer;
        beer.name = name;
        const Beer added = need(editing.addBeer(beer));
        need(editing.setTap(int(added.id), added.id));
    }
}

void Bar::approve(const QStringList &names) const
{
    KegFile file = need(KegFile::openToWrite(primaryPath(), m_clock));
    Editing editing = file.editing();
    const TrustList trust(need(editing.displays()), false);
    for (const QString &name : names) {
        if (const MachineId machine = identityOf(name).machineId(); !trust.isApproved(machine))
            need(editing.approveDisplay(machine, name));
    }
}

identity::Identity Bar::identityOf(const QString &name) const
{
    need(LocalFolder::make(path(name)));
    return need(identity::Identity::loadOrCreate(LocalFolder::pathFor(path(name))));
}

QList<identity::Identity> Bar::identities() const
{
    QList<identity::Identity> all;
    const auto folders = QDir(folder()).entryList({u"*.local"_s}, QDir::Dirs);
    for (const QString &local : folders) {
        if (const auto one = need(identity::Identity::load(path(local))))
            all.append(*one);
    }
    return all;
}

QJsonObject statusOf(Instance &instance)
{
    QEventLoop loop;
    QFutureWatcher<QJsonObject> watcher;
    QObject::connect(&watcher, &QFutureWatcher<QJsonObject>::finished, &loop, &QEventLoop::quit);
    watcher.setFuture(instance.status());
    loop.exec();
    return watcher.result();
}

QJsonObject countersOf(Instance &instance)
{
    return statusOf(instance).value(u"counters"_s).toObject();
}

QJsonArray healsOf(Instance &instance)
{
    return countersOf(instance).value(u"heals"_s).toArray();
}

QString stateOf(Instance &client)
{
    return statusOf(client).value(u"upstream"_s).toObject().value(u"state"_s).toString();
}

bool areInStep(Instance &primary, Instance &client)
{
    const auto place = [](const QJsonObject &status) {
        const QJsonObject database = status.value(u"database"_s).toObject();
        return std::tuple(database.value(u"id"_s).toString(), database.value(u"epoch"_s).toInt(),
                          database.value(u"sequence"_s).toInt(),
                          database.value(u"digest"_s).toString());
    };
    const QJsonObject there = statusOf(primary);
    const QJsonObject here = statusOf(client);
    return place(there) == place(here)
        && here.value(u"upstream"_s).toObject().value(u"state"_s) == u"live"_s;
}

} // namespace keg::test
