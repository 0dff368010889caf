// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/replicas.h"

#include "core/store/snapshot_image.h"
#include "core/store/snapshot_merger.h"
#include "tests/support/need.h"
#include "tests/support/plain_sqlite.h"
#include "tests/support/recorded_changes.h"

#include <QFile>
#include <QProcess>
#include <QUuid>

using namespace keg::store;

namespace keg::test {

Replicas::Replicas(const QString &script)
{
    if (!script.isEmpty())
        buildDatabase(script, primaryPath());
    reopenPrimary();
}

Replicas::~Replicas() = default;

std::unique_ptr<Store> Replicas::freshClient(const QString &name)
{
    return need(Store::open({path(name), Role::Client}, m_clock));
}

std::unique_ptr<Store> Replicas::client(const QString &name)
{
    auto copy = freshClient(name);
    need(snapshot(*copy));
    return copy;
}

void Replicas::reopenPrimary()
{
    m_primary.reset();
    m_primary = need(Store::open({primaryPath(), Role::Primary}, m_clock));
}

Result<void> Replicas::snapshot(Store &client)
{
    const auto image = need(SnapshotImage::create(primaryPath(), folder()));
    const QString fetched = path(QStringLiteral("fetched"));
    QFile file(fetched);
    if (!file.open(QFile::WriteOnly | QFile::Truncate))
        qFatal("cannot write %s", qPrintable(fetched));
    file.write(need(image->read(0, image->size())));
    file.close();
    const auto inspected = inspectSnapshot(fetched, image->position());
    auto merged = inspected ? client.mergeSnapshot(*inspected) : inspected.error();
    QFile::remove(fetched);
    return merged;
}

Result<void> Replicas::catchUp(Store &client)
{
    return apply(client, changesAfter(client.position().sequence));
}

Result<void> Replicas::apply(Store &client, const Delta &delta)
{
    ReplayedChanges source(delta.items);
    const Position from = client.position();
    return client.applyChanges(from, delta.to, source);
}

Delta Replicas::changesAfter(qint64 sequence)
{
    RecordedChanges changes;
    const Position to = need(m_primary->readChanges(sequence, changes));
    return {to, changes.items};
}

QByteArray contentOf(const QString &path)
{
    PlainSqlite database(path);
    return database.run("SELECT idBeer, typeof(Name), quote(Name), quote(ABV), quote(IBU), "
                        "quote(Description), quote(Notes), quote(style) FROM beers ORDER BY 1")
        + '\n' + database.run("SELECT idTap, quote(idBeer) FROM taps ORDER BY 1");
}

QString independentDigest(const QString &path)
{
    QProcess script;
    script.start(QStringLiteral("python3"),
                 {QStringLiteral(KEG_SOURCE_DIR "/tests/support/digest.py"), path});
    if (!script.waitForFinished() || script.exitCode() != 0)
        qFatal("digest.py: %s", script.readAllStandardError().constData());
    return QString::fromLatin1(script.readAllStandardOutput().trimmed());
}

} // namespace keg::test
