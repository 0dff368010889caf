// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/web/house.h"

#include "core/identity/key_pair.h"
#include "tests/support/need.h"

namespace keg::test {

using namespace keg::web;
using namespace Qt::StringLiterals;

Response textResponse(const QByteArray &body)
{
    Response response;
    response.headers.add("Content-Type", "text/plain");
    response.body = body;
    return response;
}

House::House(const Limits &limits, Tls tls)
    : server(routes(), ownGate(), limits)
{
    if (tls == Tls::Served)
        need(server.useCertificate(certificate()));
    need(server.listen(QString(), 0));
    server.start();
}

Gate House::gate()
{
    return [](Request &request, const Route &route) -> std::optional<Response> {
        const QString name = QString::fromUtf8(request.cookie("name"));
        if (!name.isEmpty())
            request.user = identity::User{name, identity::Role::Admin};
        if (route.access == Access::Anybody || request.user)
            return {};
        return Response::error(401, u"log in first"_s, Reason{"not_logged_in"});
    };
}

Gate House::ownGate()
{
    return [this](Request &request, const Route &route) {
        if (!isOpen)
            request.headers = {};
        return gate()(request, route);
    };
}

QByteArray House::certificate()
{
    const auto pair = need(identity::KeyPair::generate());
    return pair.keyPem + pair.certificatePem;
}

void House::publish(const QByteArray &event)
{
    server.post([target = channel, event] { target->publish(event); });
}

void House::wakeReaders()
{
    server.post([target = channel] { target->wakeReaders(); });
}

int House::readers()
{
    int count = 0;
    QSemaphore done;
    server.post([this, &count, &done] {
        count = channel->readers();
        done.release();
    });
    done.acquire();
    return count;
}

Router House::routes()
{
    const auto hello
        = [](const Request &, const Completion &done) { done.answer(textResponse("hello")); };
    const auto echo = [](const Request &request, const Completion &done) {
        done.answer(textResponse(request.parameters.value(u"name"_s).toUtf8() + request.body));
    };
    const auto tell = [](const Request &request, const Completion &done) {
        const QByteArray name = request.user ? request.user->name.toUtf8() : QByteArray();
        done.answer(textResponse(request.path.toUtf8() + ' ' + request.host + ' ' + name));
    };
    const auto wait = [this](const Request &, const Completion &done) { pending.add(done); };
    const auto events = [this](const Request &, const Completion &done) {
        done.answer(Response::stream(channel));
    };
    Router router;
    router.add({"GET", u"/"_s, Access::Anybody, hello});
    router.add({"GET", u"/tell/{name}"_s, Access::Anybody, tell});
    router.add({"GET", u"/wait"_s, Access::Anybody, wait});
    router.add({"GET", u"/forget"_s, Access::Anybody, [](const Request &, const Completion &) {}});
    router.add({"GET", u"/events"_s, Access::Anybody, events});
    router.add({"GET", u"/staff"_s, Access::Viewer, events});
    router.add({"POST", u"/echo/{name}"_s, Access::Anybody, echo});
    router.add({"POST", u"/secret"_s, Access::Admin, echo});
    router.add({"POST", u"/large"_s, Access::Anybody, hello, Large});
    addLargeOnes(router);
    return router;
}

void House::addLargeOnes(Router &router) const
{
    const auto shared = [bytes = QByteArray(Large, 's')](const Request &, const Completion &done) {
        done.answer(textResponse(bytes));
    };
    const auto fresh = [](const Request &, const Completion &done) {
        done.answer(textResponse(QByteArray(Large, 'f')));
    };
    router.add({"GET", u"/shared"_s, Access::Anybody, shared});
    router.add({"GET", u"/fresh"_s, Access::Anybody, fresh});
}

} // namespace keg::test
