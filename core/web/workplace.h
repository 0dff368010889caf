// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/interruption.h"
#include "core/base/rate_limit.h"
#include "core/service/instance.h"
#include "core/web/beer_json.h"
#include "core/web/cached_text.h"
#include "core/web/channel.h"
#include "core/web/completion.h"
#include "core/web/log_in_limit.h"
#include "core/web/pages.h"
#include "core/web/sessions.h"
#include "core/web/settings.h"
#include "core/web/work_queue.h"

#include <QSemaphore>

#include <optional>
#include <type_traits>

namespace keg::web {

/// What the routes work with. Outlives the server; unless something else is said, of the web
/// thread.
class Workplace
{
public:
    /// `post` does work in the web thread.
    Workplace(service::Instance &house, Settings options, const Clock &time,
              std::function<void(std::function<void()>)> post);

    /// Answers with what `work` makes of the database, in the store thread.
    void read(const Completion &completion, std::function<Response(service::Editing &)> work);
    /// The same for what may change it: whoever asks after the answer sees the change.
    void change(const Completion &completion, std::function<Response(service::Editing &)> work);
    /// Answers with what `make` makes of what `status` says, in the instance's thread.
    void withStatus(const Completion &completion,
                    std::function<Response(const QJsonObject &status)> make);
    /// Answers with what `work` makes of both, in the store thread. It may change displays.
    void
    workWithStatus(const Completion &completion,
                   std::function<Response(service::Editing &, const QJsonObject &status)> work);
    /// Answers with the text, or that it is known already.
    static void answer(DeflatableText &text, const Request &request, const Completion &completion);
    /// Answers with what `work` does in the queue's thread.
    static void queue(WorkQueue &queue, const Completion &completion,
                      std::function<Response()> work);
    /// What `work` makes of the database in the store thread. Waits for it: for the queues only.
    template<typename Work>
    auto awaitStore(Work work) -> std::invoke_result_t<Work, service::Editing &>;
    /// Whoever is answered after this sees what was changed. Of any thread.
    void hasChanged();
    /// Answers with the stream of menuChanges, which tells the present menu at once.
    void streamMenu(const Completion &completion);
    /// Something was committed, here or by others.
    void takeCommit(qint64 sequence);

    service::Instance &instance;
    const Settings settings;
    const Clock &clock;
    const std::function<void(std::function<void()>)> toWebThread; ///< from any thread
    Interruption ending; ///< of any thread

    const Pages pages; ///< of any thread
    identity::Users users; ///< of any thread
    Sessions sessions;
    LogInLimit logIns;
    RateLimit wrongLinks; ///< set-up links that are worth nothing, by address group
    WorkQueue passwords; ///< of any thread
    WorkQueue accounts; ///< of any thread; what changes or lists them without a password
    WorkQueue files; ///< of any thread
    WorkQueue deflating; ///< of any thread; each text once at most

    service::WebPlace primaryWeb; ///< of the one that this display follows; port 0: not known

    DeflatableText taps; ///< JSON
    DeflatableText beers; ///< JSON
    DeflatableText menu; ///< JSON
    CachedText houseName; ///< what guests read above the menu
    const std::shared_ptr<Channel> commits; ///< every one
    const std::shared_ptr<Channel> menuChanges;

private:
    using Read = std::function<Result<QByteArray>(service::Editing &)>;

    CachedText::Make madeBy(Read read);
    DeflatableText deflatable(Read read);
    void outdate();
    void tellOfMenu(const std::function<void()> &next);

    QByteArray m_menuTag; ///< of the menu that the guests were told; empty: of none
};

template<typename Work>
auto Workplace::awaitStore(Work work) -> std::invoke_result_t<Work, service::Editing &>
{
    std::optional<std::invoke_result_t<Work, service::Editing &>> made;
    QSemaphore isMade;
    instance.post([&](service::Editing &editing) {
        made = work(editing);
        isMade.release();
    });
    isMade.acquire();
    return *std::move(made);
}

/// What the tap pours; nothing, if that beer is gone, as other programs may leave it. Errors: as
/// Editing.
Result<PouringTap> pouringTap(service::Editing &editing, const Tap &tap);

/// What the house is called, which is what `machine` is called unless it has been given a name.
/// Errors: as Editing.
Result<QString> nameOfHouse(service::Editing &editing, const QString &machine);

/// What the taps pour, by number. Errors: as Editing.
Result<QList<PouringTap>> pouringTaps(service::Editing &editing);

} // namespace keg::web
