// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/users.h"
#include "core/service/local_folder.h"
#include "tests/benchmarks/benchmarks.h"
#include "tests/benchmarks/instances.h"
#include "tests/benchmarks/moment.h"
#include "tests/benchmarks/pair.h"
#include "tests/benchmarks/proc.h"
#include "tests/benchmarks/web_load.h"
#include "tests/support/web/web_client.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QStandardPaths>
#include <QUrl>

#include <array>
#include <cstdio>
#include <vector>

namespace keg::bench {

namespace {

using namespace Qt::StringLiterals;
using service::LocalFolder;
using test::WebClient;
using Via = WebClient::Via;

constexpr int Beers = 100;
constexpr int Taps = 12; // of fill()
constexpr int Rounds = 5;
constexpr int Streams = 500;
constexpr int StreamsPerAddress = 25;
constexpr double NsPerMs = 1e6;

QString nameOf(Via via)
{
    return via == Via::Tls ? u"TLS"_s : u"plain"_s;
}

QString urlOf(Via via, quint16 port)
{
    return u"%1://127.0.0.1:%2/api/taps"_s.arg(via == Via::Tls ? u"https"_s : u"http"_s).arg(port);
}

/// A primary with its web interface, a display of it, and the right to use it.
struct House
{
    std::unique_ptr<Pair> pair;
    quint16 port = 0;
    QString key; ///< a line of the header

    QByteArray keyLine() const { return key.toUtf8() + "\r\n"; }
    QString certificate() const
    {
        return LocalFolder::pathFor(pair->primaryPath()) + u"/web.pem"_s;
    }
};

Result<House> startHouse(const Options &options)
{
    auto pair = Pair::start(options.program, Beers, Pair::Link::Direct, Pair::Web::Served);
    if (!pair)
        return pair.error();
    const QString path = (*pair)->primaryPath();
    const auto portOf
        = [](const QJsonObject &status) { return status["listen"_L1]["web"_L1].toInt(); };
    const auto status = awaitStatus(path, [&](const QJsonObject &now) { return portOf(now) > 0; });
    if (!status)
        return status.error();
    const auto key
        = identity::Users(LocalFolder::pathFor(path)).addKey(u"kegbench"_s, identity::Role::Admin);
    if (!key)
        return key.error();
    return House{*std::move(pair), quint16(portOf(*status)), u"Authorization: Bearer "_s + *key};
}

/// Gunicorn's workers of the kind that is the fastest here: those without threads, unless each
/// request would shake hands anew.
QStringList workersFor(Via via)
{
    return via == Via::Tls ? QStringList{u"--worker-class"_s, u"gthread"_s, u"--threads"_s, u"1"_s}
                           : QStringList{u"--worker-class"_s, u"sync"_s};
}

/// Two workers of Flask's on the same file, and the port that they chose.
struct Flask
{
    std::unique_ptr<Child> process;
    quint16 port = 0;
};

Result<Flask> startFlask(const House &house, Via via)
{
    QStringList words = workersFor(via)
        + QStringList{u"--workers"_s,     u"2"_s,       u"--bind"_s,
                      u"127.0.0.1:0"_s,   u"--chdir"_s, u"" KEG_SOURCE_DIR "/tests/benchmarks"_s,
                      u"flask_taps:app"_s};
    if (via == Via::Tls)
        words
            = QStringList{u"--certfile"_s, house.certificate(), u"--keyfile"_s, house.certificate()}
            + words;
    auto process = Child::start(
        u"gunicorn"_s, words, house.pair->folder(),
        {{u"KEG_DB"_s, house.pair->primaryPath()}, {u"PYTHONDONTWRITEBYTECODE"_s, u"1"_s}});
    if (!process)
        return process.error();
    const auto where = (*process)->answer("Listening at: ");
    if (!where)
        return where.error();
    const auto port = quint16(QUrl(QString::fromLatin1(where->split(' ').first())).port());
    return Flask{*std::move(process), port};
}

QJsonDocument tapsOf(quint16 port, Via via, const QByteArray &keyLine)
{
    const QByteArray answer = WebClient(port, via).ask(test::getRequest("/api/taps", keyLine));
    return QJsonDocument::fromJson(answer.mid(answer.indexOf("\r\n\r\n") + 4));
}

/// Both on the same rows over the same kind of connection, in turns.
class Contest
{
public:
    /// Each round is of so many seconds for each of them.
    Contest(const House &house, Via via, int seconds)
        : m_house(house)
        , m_via(via)
        , m_seconds(seconds)
    {}

    Result<void> start()
    {
        auto flask = startFlask(m_house, m_via);
        if (!flask)
            return flask.error();
        m_flask = *std::move(flask);
        const QJsonDocument ours = tapsOf(m_house.port, m_via, m_house.keyLine());
        if (ours.array().size() == Taps && ours == tapsOf(m_flask.port, m_via, {}))
            return {};
        return Error{ErrorCode::Mismatch, u"Flask answers something else"_s};
    }

    Result<void> round()
    {
        const QString folder = m_house.pair->folder();
        const auto ours = loadFor(m_seconds, urlOf(m_via, m_house.port), m_house.key, folder);
        const auto theirs = loadFor(m_seconds, urlOf(m_via, m_flask.port), m_house.key, folder);
        if (!ours || !theirs)
            return ours ? theirs.error() : ours.error();
        m_rates.append(ours->perSecond);
        m_flaskRates.append(theirs->perSecond);
        m_ratios.append(ours->perSecond / theirs->perSecond);
        m_slowest.append(ours->p99Ms);
        m_flaskSlowest.append(theirs->p99Ms);
        return {};
    }

    QList<Figure> figures() const
    {
        const QString what = u"GET /api/taps, %1: "_s.arg(nameOf(m_via));
        return {figureOf(what + u"kegdisplay"_s, m_rates, u"requests/s"_s),
                figureOf(what + u"Flask"_s, m_flaskRates, u"requests/s"_s),
                figureOf(what + u"kegdisplay against Flask"_s, m_ratios, u"times"_s),
                figureOf(what + u"p99 of kegdisplay"_s, m_slowest, u"ms"_s),
                figureOf(what + u"p99 of Flask"_s, m_flaskSlowest, u"ms"_s)};
    }

private:
    const House &m_house;
    const Via m_via;
    const int m_seconds;
    Flask m_flask;
    QList<double> m_rates; ///< each: of every round
    QList<double> m_flaskRates;
    QList<double> m_ratios;
    QList<double> m_slowest;
    QList<double> m_flaskSlowest;
};

Result<QList<Figure>> compareWithFlask(const House &house, int seconds)
{
    std::array contests{Contest(house, Via::Plain, seconds), Contest(house, Via::Tls, seconds)};
    for (Contest &contest : contests) {
        if (auto started = contest.start(); !started)
            return started.error();
    }
    for (int number = 0; number < Rounds; ++number) {
        for (Contest &contest : contests) {
            if (auto done = contest.round(); !done)
                return done.error();
        }
    }
    return contests.front().figures() + contests.back().figures();
}

/// From the first byte of the request until the row is in the display's database.
Result<Figure> measurePut(const House &house, Via via, int samples)
{
    const auto reader = Child::start(QCoreApplication::applicationFilePath(),
                                     {u"role"_s, u"reader"_s, house.pair->clientPath(), u"taps"_s},
                                     house.pair->folder(), {}, Child::Log::Kept);
    if (!reader)
        return reader.error();
    WebClient client(house.port, via);
    QList<double> delays;
    for (int number = 0; number < samples; ++number) {
        const QByteArray tap = QByteArray::number(1 + number % Taps);
        const QByteArray beer = QByteArray::number(1 + number * 13 % Beers); // never what it has
        (*reader)->tell(tap + ' ' + beer);
        if (const auto watching = (*reader)->answer("watching"); !watching)
            return watching.error();
        const QByteArray body = "{\"beer_id\":" + beer + '}';
        const qint64 asked = now();
        const QByteArray answer = client.ask("PUT /api/taps/" + tap + " HTTP/1.1\r\nHost: bar\r\n"
                                             + house.keyLine() + "Content-Length: "
                                             + QByteArray::number(body.size()) + "\r\n\r\n" + body);
        if (test::statusOf(answer) != 200)
            return Error{ErrorCode::Failed, QString::fromUtf8(answer)};
        const auto seen = (*reader)->answer("seen ");
        if (!seen)
            return seen.error();
        delays.append(double(seen->toLongLong() - asked) / NsPerMs);
    }
    return figureOf(u"PUT of a tap to row on a display, "_s + nameOf(via), delays, u"ms"_s);
}

using Crowd = std::vector<std::unique_ptr<WebClient>>;

/// So many that have heard the first event, from as many addresses as it takes.
Crowd openStreams(const House &house, Via via, int count)
{
    Crowd crowd;
    for (int number = 0; number < count; ++number) {
        const QString address = u"127.0.0.%1"_s.arg(2 + number / StreamsPerAddress);
        crowd.push_back(std::make_unique<WebClient>(house.port, via, address));
        crowd.back()->send(test::getRequest("/api/events", house.keyLine()));
        crowd.back()->until("data: ");
    }
    return crowd;
}

Result<Figure> measureStreams(const House &house, Via via)
{
    openStreams(house, via, StreamsPerAddress); // what is only made once
    const auto memory
        = [&] { return procNumber(house.pair->primaryPid(), u"smaps_rollup"_s, "Pss:"); };
    const auto before = memory();
    const Crowd crowd = openStreams(house, via, Streams);
    const auto after = memory();
    if (!before || !after)
        return before ? after.error() : before.error();
    for (const auto &client : crowd) {
        if (!client->isOpen())
            return Error{ErrorCode::Failed, u"a stream of events was ended"_s};
    }
    return figureOf(u"memory (PSS) of a stream of events, "_s + nameOf(via),
                    {double(*after - *before) / Streams}, u"KiB"_s);
}

Result<QList<Figure>> measureReplication(const House &house, int samples)
{
    QList<double> quiet;
    QList<double> loaded;
    for (int number = 0; number < Rounds; ++number) {
        const QByteArray round = QByteArray::number(number) + '.';
        const auto alone = house.pair->delays(samples / Rounds, "quiet" + round);
        if (!alone)
            return alone.error();
        const auto load = startLoad(urlOf(Via::Plain, house.port), house.key, house.pair->folder());
        if (!load)
            return load.error();
        const auto together = house.pair->delays(samples / Rounds, "loaded" + round);
        if (!together)
            return together.error();
        quiet += *alone;
        loaded += *together;
    }
    return QList{figureOf(u"row visible, in quiet"_s, quiet, u"ms"_s),
                 figureOf(u"row visible, while wrk asks for GET /api/taps"_s, loaded, u"ms"_s)};
}

bool isThere(const QString &program)
{
    if (!QStandardPaths::findExecutable(program).isEmpty())
        return true;
    std::fprintf(stderr, "skipped what needs %s: install it (deploy/packages.sh, bench)\n",
                 qPrintable(program));
    return false;
}

} // namespace

Result<QList<Figure>> measureWeb(const Options &options)
{
    const auto house = startHouse(options);
    if (!house)
        return house.error();
    QList<Figure> figures;
    for (const Via via : {Via::Plain, Via::Tls}) {
        const auto streams = measureStreams(*house, via);
        const auto put = measurePut(*house, via, options.samples);
        if (!streams || !put)
            return streams ? put.error() : streams.error();
        figures += QList{*streams, *put};
    }
    if (!isThere(u"wrk"_s))
        return figures;
    const auto replication = measureReplication(*house, options.samples);
    if (!replication)
        return replication;
    figures += *replication;
    if (isThere(u"gunicorn"_s)) {
        const auto contest = compareWithFlask(*house, options.loadSeconds);
        if (!contest)
            return contest;
        figures += *contest;
    }
    if (const auto checked = checkInStep(house->pair->primaryPath(), house->pair->clientPath());
        !checked)
        return checked.error();
    return figures;
}

} // namespace keg::bench
