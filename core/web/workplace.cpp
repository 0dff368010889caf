// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/workplace.h"

#include "core/service/local_folder.h"
#include "core/web/accept.h"
#include "core/web/condition.h"
#include "core/web/deflate.h"
#include "core/web/failure.h"
#include "core/web/reply.h"

namespace keg::web {

namespace {

using service::Editing;

constexpr int MostPasswords = 16; // each takes some 50 ms
constexpr int MostAccounts = 16;
constexpr int MostFiles = 16;
constexpr int Texts = 3; // taps, beers and menu
constexpr RateLimit::Rate Unlimited{1, milliseconds{0}};
constexpr RateLimit::Settings WrongLinks{{10, milliseconds{6'000}}, Unlimited};

} // namespace

Workplace::Workplace(service::Instance &house, Settings options, const Clock &time,
                     std::function<void(std::function<void()>)> post)
    : instance(house)
    , settings(std::move(options))
    , clock(time)
    , toWebThread(std::move(post))
    , pages(settings)
    , users(service::LocalFolder::pathFor(settings.databasePath))
    , sessions(time)
    , wrongLinks(WrongLinks)
    , passwords(QStringLiteral("web passwords"), MostPasswords)
    , accounts(QStringLiteral("web accounts"), MostAccounts)
    , files(QStringLiteral("web files"), MostFiles)
    , deflating(QStringLiteral("web deflating"), Texts)
    , taps(deflatable([](Editing &editing) -> Result<QByteArray> {
        const auto pouring = pouringTaps(editing);
        return pouring ? Result(tapsJson(*pouring)) : pouring.error();
    }))
    , beers(deflatable([](Editing &editing) -> Result<QByteArray> {
        const auto all = editing.beers();
        return all ? Result(beersJson(*all)) : all.error();
    }))
    , menu(deflatable([name = settings.house](Editing &editing) -> Result<QByteArray> {
        const auto called = nameOfHouse(editing, name);
        if (!called)
            return called.error();
        const auto pouring = pouringTaps(editing);
        return pouring ? Result(menuJson(*called, *pouring)) : pouring.error();
    }))
    , houseName(madeBy([name = settings.house](Editing &editing) -> Result<QByteArray> {
        const auto called = nameOfHouse(editing, name);
        return called ? Result(called->toUtf8()) : called.error();
    }))
    , commits(std::make_shared<Channel>())
    , menuChanges(std::make_shared<Channel>())
{}

CachedText::Make Workplace::madeBy(Read read)
{
    using Done = std::function<void(Result<Tagged>)>;
    return [this, read = std::move(read)](const Done &done) {
        instance.post([this, read, done](Editing &editing) {
            const auto text = read(editing);
            const Result<Tagged> made = text ? Result(Tagged(*text)) : text.error();
            toWebThread([done, made] { done(made); });
        });
    };
}

DeflatableText Workplace::deflatable(Read read)
{
    using Done = std::function<void(Result<QByteArray>)>;
    const auto deflate = [this](const QByteArray &text, const Done &done) {
        const bool isTaken = deflating.add(
            [this, text, done] { toWebThread([done, bytes = deflated(text)] { done(bytes); }); });
        if (!isTaken)
            done(Error{ErrorCode::Busy, QStringLiteral("too much is being deflated")});
    };
    return {madeBy(std::move(read)), deflate};
}

void Workplace::read(const Completion &completion, std::function<Response(Editing &)> work)
{
    instance.post([completion, work = std::move(work)](Editing &editing) {
        if (completion.isAwaited())
            completion.answer(work(editing));
    });
}

void Workplace::change(const Completion &completion, std::function<Response(Editing &)> work)
{
    instance.post([this, completion, work = std::move(work)](Editing &editing) {
        if (!completion.isAwaited())
            return;
        Response response = work(editing);
        if (response.status < 400)
            hasChanged();
        completion.answer(std::move(response));
    });
}

void Workplace::hasChanged()
{
    toWebThread([this] { outdate(); });
}

void Workplace::withStatus(const Completion &completion,
                           std::function<Response(const QJsonObject &)> make)
{
    QMetaObject::invokeMethod(&instance, [this, completion, make = std::move(make)] {
        instance.status().then(&instance, [completion, make](const QJsonObject &status) {
            completion.answer(make(status));
        });
    });
}

void Workplace::workWithStatus(const Completion &completion,
                               std::function<Response(Editing &, const QJsonObject &)> work)
{
    const auto withIt = [this, completion, work = std::move(work)](const QJsonObject &status) {
        read(completion, [work, status](Editing &editing) { return work(editing, status); });
    };
    QMetaObject::invokeMethod(&instance,
                              [this, withIt] { instance.status().then(&instance, withIt); });
}

void Workplace::answer(DeflatableText &text, const Request &request, const Completion &completion)
{
    const QByteArray known = request.headers.value("If-None-Match");
    const bool isDeflated = takesDeflate(request.headers.value("Accept-Encoding"));
    CachedText &wanted = isDeflated ? text.deflated() : text.plain();
    wanted.get([completion, known, isDeflated](const Result<Tagged> &made) {
        if (!made)
            return completion.answer(failure(made.error()));
        Response response = taggedJson(*made);
        response.headers.add("Vary", "Accept-Encoding");
        if (isDeflated)
            response.headers.add("Content-Encoding", "deflate");
        completion.answer(unlessKnown(known, std::move(response)));
    });
}

void Workplace::queue(WorkQueue &queue, const Completion &completion,
                      std::function<Response()> work)
{
    const bool isTaken = queue.add([completion, work = std::move(work)] {
        if (completion.isAwaited())
            completion.answer(work());
    });
    if (!isTaken)
        completion.answer(busy());
}

void Workplace::takeCommit(qint64 sequence)
{
    const QByteArray number = QByteArray::number(sequence);
    outdate();
    commits->publish("event: change\nid: " + number + "\ndata: {\"sequence\":" + number + '}');
    if (menuChanges->readers() > 0)
        tellOfMenu([] {});
    else
        m_menuTag.clear(); // it may have changed, and nobody was told
}

void Workplace::streamMenu(const Completion &completion)
{
    tellOfMenu([this, completion] { completion.answer(Response::stream(menuChanges)); });
}

void Workplace::outdate()
{
    for (DeflatableText *text : {&taps, &beers, &menu})
        text->outdate();
    houseName.outdate();
}

/// Publishes the menu if it is another one than what was told, then does what is to follow.
void Workplace::tellOfMenu(const std::function<void()> &next)
{
    menu.plain().get([this, next](const Result<Tagged> &made) {
        if (made && made->tag != m_menuTag) {
            m_menuTag = made->tag;
            menuChanges->publish("event: change\ndata: {}");
        }
        next();
    });
}

Result<PouringTap> pouringTap(Editing &editing, const Tap &tap)
{
    PouringTap pouring{tap, {}};
    if (!tap.beerId)
        return pouring;
    const auto beer = editing.beer(*tap.beerId);
    if (beer)
        pouring.beer = *beer;
    else if (beer.error().code != ErrorCode::NotFound)
        return beer.error();
    return pouring;
}

Result<QString> nameOfHouse(Editing &editing, const QString &machine)
{
    const auto name = editing.houseName();
    return name && name->isEmpty() ? machine : name;
}

Result<QList<PouringTap>> pouringTaps(Editing &editing)
{
    const auto taps = editing.taps();
    if (!taps)
        return taps.error();
    QList<PouringTap> pouring;
    for (const Tap &tap : *taps) {
        const auto one = pouringTap(editing, tap);
        if (!one)
            return one.error();
        pouring.append(*one);
    }
    return pouring;
}

} // namespace keg::web
