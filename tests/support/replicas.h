// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/clock.h"
#include "core/domain/changes.h"
#include "core/store/store.h"

#include <QTemporaryDir>

#include <memory>

namespace keg::test {

/// What leads to a position.
struct Delta
{
    Position to;
    QList<ChangeSource::Item> items;
};

/// A primary and its clients, each on a database file in one temporary folder, with nothing between
/// them but the test.
class Replicas
{
public:
    /// The primary's file is made from that file of tests/data; none: a new one.
    explicit Replicas(const QString &script = {});
    ~Replicas();

    store::Store &primary() { return *m_primary; }
    QString primaryPath() const { return path(QStringLiteral("primary.db")); }
    QString path(const QString &name) const { return m_folder.filePath(name); }
    QString folder() const { return m_folder.path(); }

    /// A copy that follows nobody yet.
    std::unique_ptr<store::Store> freshClient(const QString &name);
    /// A copy in step with the primary, by snapshot.
    std::unique_ptr<store::Store> client(const QString &name);
    /// Closes and opens, as a restart does.
    void reopenPrimary();

    /// Fetches, inspects and merges an image.
    Result<void> snapshot(store::Store &client);
    /// Reads what the client lacks and applies it.
    Result<void> catchUp(store::Store &client);
    static Result<void> apply(store::Store &client, const Delta &delta);
    Delta changesAfter(qint64 sequence);

private:
    SystemClock m_clock;
    QTemporaryDir m_folder;
    std::unique_ptr<store::Store> m_primary;
};

/// Every row of the replicated tables, as text.
QByteArray contentOf(const QString &path);
/// The digest that tests/support/digest.py computes, in hexadecimal.
QString independentDigest(const QString &path);

} // namespace keg::test
