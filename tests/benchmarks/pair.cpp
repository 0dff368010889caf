// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/benchmarks/pair.h"

#include "tests/benchmarks/instances.h"
#include "tests/benchmarks/moment.h"

#include <QCoreApplication>
#include <QThread>

namespace keg::bench {

namespace {

constexpr int PauseMs = 3; // between two edits
constexpr double NsPerMs = 1e6;

Result<std::unique_ptr<Child>> startRole(const QString &role, const QString &subject,
                                         const QString &folder, const QString &more = {})
{
    return Child::start(QCoreApplication::applicationFilePath(),
                        {QStringLiteral("role"), role, subject, more}, folder, {},
                        Child::Log::Kept);
}

/// Two numbers with a blank between.
template<typename Numbers>
Result<Numbers> numbersIn(const Result<QByteArray> &answer)
{
    if (!answer)
        return answer.error();
    const QList<QByteArray> words = answer->split(' ');
    return Numbers{words.value(0).toLongLong(), words.value(1).toLongLong()};
}

} // namespace

Result<std::unique_ptr<Pair>> Pair::start(const QString &program, int beers, Link link, Web web)
{
    std::unique_ptr<Pair> pair(new Pair);
    if (const auto filled = fill(pair->primaryPath(), beers); !filled)
        return filled.error();
    pair->m_beers = beers;
    auto primary = startRole(QStringLiteral("primary"), pair->primaryPath(), pair->folder(),
                             web == Web::Served ? QStringLiteral("web") : QString());
    if (!primary)
        return primary.error();
    pair->m_primary = *std::move(primary);
    if (const auto started = pair->startClient(program, link); !started)
        return started.error();
    pair->m_writer = std::make_unique<test::PlainSqlite>(pair->primaryPath());
    pair->m_writer->run("PRAGMA busy_timeout = 5000");
    return pair;
}

Result<void> Pair::startClient(const QString &program, Link link)
{
    const auto primary = awaitStatus(primaryPath(), isRunning);
    if (!primary)
        return primary.error();
    Ports ports = portsOf(*primary);
    if (link == Link::Counted) {
        auto proxy = startRole(QStringLiteral("proxy"), QString::number(ports.notify), folder());
        if (!proxy)
            return proxy.error();
        m_proxy = *std::move(proxy);
        const auto port = m_proxy->answer("port ");
        if (!port)
            return port.error();
        ports.notify = port->toLongLong();
    }
    auto client = Child::start(
        program, clientWords(clientPath(), ports) + QStringList(QStringLiteral("--headless")),
        folder());
    if (!client)
        return client.error();
    m_client = *std::move(client);
    if (const auto live = awaitStatus(clientPath(), isLive); !live)
        return live.error();
    auto reader = startRole(QStringLiteral("reader"), clientPath(), folder());
    if (!reader)
        return reader.error();
    m_reader = *std::move(reader);
    return {};
}

Result<Pair::Commit> Pair::editOwn(qint64 beer, const QByteArray &note)
{
    return commit("edit " + QByteArray::number(beer) + ' ' + note);
}

Result<Pair::Commit> Pair::floodOwn(int beers, const QByteArray &note)
{
    return commit("flood " + QByteArray::number(beers) + ' ' + note);
}

Result<Pair::Commit> Pair::commit(const QByteArray &order)
{
    m_primary->tell(order);
    return numbersIn<Commit>(m_primary->answer("committed "));
}

Result<Pair::Commit> Pair::editForeign(qint64 beer, const QByteArray &note)
{
    const qint64 asked = now();
    const QByteArray output = m_writer->run("UPDATE beers SET Notes = '" + note
                                            + "' WHERE idBeer = " + QByteArray::number(beer));
    const qint64 done = now();
    if (output.isEmpty())
        return Commit{asked, done};
    return Error{ErrorCode::Failed, QString::fromUtf8(output)};
}

Result<QList<double>> Pair::delays(int samples, const QByteArray &name)
{
    QList<double> found;
    for (int number = 0; number < samples; ++number) {
        QThread::msleep(PauseMs);
        const qint64 beer = 1 + number % m_beers;
        const QByteArray note = name + QByteArray::number(number);
        if (const auto watching = watch(beer, note); !watching)
            return watching.error();
        const auto commit = editOwn(beer, note);
        if (!commit)
            return commit.error();
        const auto time = seen();
        if (!time)
            return time.error();
        found.append(double(*time - commit->done) / NsPerMs);
    }
    return found;
}

Result<void> Pair::watch(qint64 beer, const QByteArray &note)
{
    m_reader->tell(QByteArray::number(beer) + ' ' + note);
    const auto watching = m_reader->answer("watching");
    return watching ? Result<void>() : watching.error();
}

Result<qint64> Pair::seen()
{
    const auto time = m_reader->answer("seen ");
    return time ? Result<qint64>(time->toLongLong()) : time.error();
}

Result<Pair::Bytes> Pair::bytes()
{
    m_proxy->tell("count");
    return numbersIn<Bytes>(m_proxy->answer("bytes "));
}

} // namespace keg::bench
