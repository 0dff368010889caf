// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/web/pub.h"

#include "core/service/local_folder.h"
#include "tests/support/need.h"
#include "tests/support/plain_sqlite.h"

#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>

namespace keg::test {

using namespace Qt::StringLiterals;
using identity::Role;
using web::WebInterface;

const QString Pub::Password = u"correct horse"_s;

Wall::Wall(const Bar &bar, const Ports &primary)
    : instance(bar.startClient(u"one.db"_s, primary))
    , web(std::make_unique<WebInterface>(*instance, clock))
{
    web->start(settingsFor(*instance, bar.path(u"one.db"_s), 0));
    port = webPortOf(*instance);
}

Wall::~Wall()
{
    web->stop();
    instance->stop();
}

Pub::Pub(const std::function<void(const Bar &)> &fill)
{
    bar.fillCellar();
    if (fill)
        fill(bar);
    need(service::LocalFolder::make(bar.primaryPath()));
    identity::Users users(service::LocalFolder::pathFor(bar.primaryPath()));
    need(users.add(u"anna"_s, Role::Admin, Password));
    key = "Authorization: Bearer " + need(users.addKey(u"till"_s, Role::Admin)).toLatin1() + "\r\n";
    startPrimary();
}

void Pub::startPrimary(quint16 webPort)
{
    start(bar.startPrimary(), bar.primaryPath(), webPort);
}

void Pub::startClient(quint16 webPort)
{
    auto client = bar.make(bar.clientOptions(u"one.db"_s, {1, 1}));
    need(client->start());
    start(std::move(client), bar.path(u"one.db"_s), webPort);
}

void Pub::start(std::unique_ptr<service::Instance> one, const QString &path, quint16 webPort)
{
    instance = std::move(one);
    web = std::make_unique<WebInterface>(*instance, clock);
    web->start(settingsFor(*instance, path, webPort));
    port = webPortOf(*instance);
}

void Pub::stop()
{
    web->stop();
    instance->stop();
}

QByteArray Pub::get(const QByteArray &path, const QByteArray &lines) const
{
    return getRequest(path, key + lines);
}

QByteArray Pub::send(const QByteArray &method, const QByteArray &path, const QByteArray &body,
                     const QByteArray &lines) const
{
    return method + ' ' + path + " HTTP/1.1\r\nHost: keg\r\n" + key + lines
        + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

Askers::Askers(quint16 port, const QByteArray &request, int size)
{
    for (int i = 0; i < size; ++i) {
        m_threads.emplace_back(QThread::create([this, port, request] { ask(port, request); }));
        m_threads.back()->start();
    }
}

bool Askers::wait()
{
    return std::ranges::all_of(m_threads,
                               [](const auto &thread) { return thread->wait(Pub::Patience); });
}

QList<qint64> Askers::added()
{
    const QMutexLocker locker(&m_mutex);
    return m_added;
}

void Askers::ask(quint16 port, const QByteArray &request)
{
    WebClient client(port);
    while (client.isOpen()) {
        const QByteArray answer = client.ask(request);
        if (!answer.startsWith("HTTP/1.1 "))
            break;
        ++m_answers;
        const QMutexLocker locker(&m_mutex);
        if (const qint64 id = jsonOf(answer)[u"beer_id"_s].toInteger())
            m_added.append(id);
    }
}

quint16 webPortOf(service::Instance &instance)
{
    return quint16(test::statusOf(instance)[u"listen"_s].toObject()[u"web"_s].toInt());
}

web::Settings settingsFor(const service::Instance &instance, const QString &path, quint16 port)
{
    web::Settings settings;
    settings.databasePath = path;
    settings.themeFile = u":/no theme"_s;
    settings.house = u"cellar"_s;
    settings.isPrimary = instance.role() == store::Role::Primary;
    settings.bindAddress = u"127.0.0.1"_s;
    settings.port = port;
    settings.notifyPort = instance.notifyPort();
    settings.snapshotPort = instance.snapshotPort();
    return settings;
}

QByteArray askMeanwhile(quint16 port, const QByteArray &request)
{
    QByteArray answer;
    const std::unique_ptr<QThread> thread(
        QThread::create([&] { answer = WebClient(port).ask(request); }));
    thread->start();
    if (!QTest::qWaitFor([&] { return thread->isFinished(); }, Pub::Patience))
        qFatal("nobody answers");
    return answer;
}

QByteArray contentOf(const QString &path)
{
    return PlainSqlite(path).run("SELECT * FROM beers ORDER BY idBeer; "
                                 "SELECT * FROM taps ORDER BY idTap; "
                                 "SELECT name, sql FROM sqlite_master ORDER BY name");
}

QByteArray bodyOf(const QByteArray &answer)
{
    return answer.mid(answer.indexOf("\r\n\r\n") + 4);
}

QByteArray textOf(const QByteArray &answer)
{
    if (!answer.contains("\r\nContent-Encoding: deflate\r\n"))
        return bodyOf(answer);
    return qUncompress(QByteArray(4, '\0') + bodyOf(answer)); // a length that nobody knows
}

QJsonObject jsonOf(const QByteArray &answer)
{
    return QJsonDocument::fromJson(bodyOf(answer)).object();
}

QByteArray headerOf(const QByteArray &answer, const QString &name)
{
    const QRegularExpression line(u"\r\n%1: ([^\r]*)\r\n"_s.arg(name),
                                  QRegularExpression::CaseInsensitiveOption);
    return line.match(QString::fromLatin1(answer)).captured(1).toLatin1();
}

QByteArray sessionOf(const QByteArray &answer)
{
    const QByteArray cookie = headerOf(answer, u"Set-Cookie"_s);
    return cookie.startsWith("keg_session=") ? cookie.mid(12, cookie.indexOf(';') - 12)
                                             : QByteArray();
}

QByteArray logInRequest(const QString &name, const QString &password, const QByteArray &lines)
{
    const QByteArray form = "username=" + name.toUtf8().toPercentEncoding()
        + "&password=" + password.toUtf8().toPercentEncoding();
    return postHeader("/login", form.size(), lines) + form;
}

QByteArray withSession(const QByteArray &id)
{
    return "Cookie: keg_session=" + id + "\r\n";
}

} // namespace keg::test
