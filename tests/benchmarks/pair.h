// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "tests/benchmarks/child.h"
#include "tests/support/plain_sqlite.h"

#include <QTemporaryDir>

namespace keg::bench {

/// A primary, a client of it that is in step, and a reader of the client's copy: three processes;
/// and this one is a fourth that may write to the primary's database.
class Pair
{
public:
    enum class Link {
        Direct,
        Counted, ///< notifications pass a proxy, see bytes()
    };
    enum class Web {
        None,
        Served, ///< by the primary, on a free port
    };

    /// `program` is kegdisplay. Errors of all: Failed.
    static Result<std::unique_ptr<Pair>> start(const QString &program, int beers,
                                               Link link = Link::Direct, Web web = Web::None);

    QString primaryPath() const { return path(QStringLiteral("primary.db")); }
    QString clientPath() const { return path(QStringLiteral("client.db")); }
    qint64 primaryPid() const { return m_primary->pid(); }
    QString folder() const { return m_folder.path(); }

    /// When an edit was asked for, and when its COMMIT had returned.
    struct Commit
    {
        qint64 asked = 0;
        qint64 done = 0;
    };
    /// By the primary, on its own connection. Notes are without blanks.
    Result<Commit> editOwn(qint64 beer, const QByteArray &note);
    /// By the primary, an edit of each of the first `beers`, asked for at once and committed one
    /// after the other: from the first one to the last.
    Result<Commit> floodOwn(int beers, const QByteArray &note);
    /// By this process.
    Result<Commit> editForeign(qint64 beer, const QByteArray &note);

    /// From now on the reader looks for that note.
    Result<void> watch(qint64 beer, const QByteArray &note);
    /// When it saw it.
    Result<qint64> seen();

    /// Milliseconds from the COMMIT of each of so many own edits, one after the other, until the
    /// reader saw it. `name` is another one for each call.
    Result<QList<double>> delays(int samples, const QByteArray &name);

    /// Payload bytes between the client and its primary so far.
    struct Bytes
    {
        qint64 down = 0; ///< to the client
        qint64 up = 0;
    };
    Result<Bytes> bytes();

private:
    Pair() = default;
    QString path(const QString &name) const { return m_folder.filePath(name); }
    Result<void> startClient(const QString &program, Link link);
    Result<Commit> commit(const QByteArray &order);

    const QTemporaryDir m_folder;
    int m_beers = 0;
    std::unique_ptr<Child> m_primary;
    std::unique_ptr<Child> m_proxy;
    std::unique_ptr<Child> m_client;
    std::unique_ptr<Child> m_reader;
    std::unique_ptr<test::PlainSqlite> m_writer;
};

} // namespace keg::bench
