// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/cached_text.h"

#include <QRandomGenerator>
#include <QTest>

#include <deque>

using namespace keg;
using namespace keg::web;
using namespace Qt::StringLiterals;

/// A text that is kept until something is committed, and never given to whoever asked later.
class tst_CachedText : public QObject
{
    Q_OBJECT

private slots:
    void tag_isOfTheContent();
    void get_again_isMadeOnce();
    void get_whileItIsMade_waitsForIt();
    void get_afterACommit_isMadeAnew();
    void get_afterACommitDuringMaking_isNotWhatWasReadBefore();
    void get_afterManyCommits_waitsForOneMakingAtMost();
    void failure_isToldAndNotKept();
    void failure_ofTheOldOne_isNotToldToWhoAskedLater();
    void receiver_thatAsksAgain_isAnswered_data();
    void receiver_thatAsksAgain_isAnswered();
    void anyOrder_neverGivesWhatIsOlder();
    void deflated_isMadeOfTheText_onceAndOnlyIfAskedFor();
};

namespace {

using Done = std::function<void(Result<Tagged>)>;

/// A database of one number, and what is being read of it.
struct House
{
    CachedText text{[this](const Done &done) { makings.push_back({done, {}}); }};

    struct Making
    {
        Done done;
        std::optional<int> read; ///< absent: not looked yet
    };
    std::deque<Making> makings; ///< under way
    int database = 0;
    QList<int> got;
    QStringList errors;

    void ask()
    {
        text.get([this](const Result<Tagged> &made) {
            if (made)
                got.append(made->text.toInt());
            else
                errors.append(made.error().message);
        });
    }
    void commit()
    {
        ++database;
        text.outdate();
    }
    void read()
    {
        if (!makings.empty() && !makings.front().read)
            makings.front().read = database;
    }
    /// Of the oldest one.
    void finish()
    {
        read();
        const Making making = makings.front();
        makings.pop_front();
        making.done(Tagged(QByteArray::number(*making.read)));
    }
    void fail()
    {
        const Making making = makings.front();
        makings.pop_front();
        making.done(Error{ErrorCode::Busy, u"busy at %1"_s.arg(database)});
    }
};

} // namespace

void tst_CachedText::tag_isOfTheContent()
{
    const Tagged one("one");
    QCOMPARE(one.tag, entityTag("one"));
    QVERIFY(one.tag != Tagged("two").tag);
    QVERIFY(one.tag.startsWith('"') && one.tag.endsWith('"'));
    QCOMPARE(one.tag.size(), 26);
}

void tst_CachedText::get_again_isMadeOnce()
{
    House house;
    house.ask();
    house.finish();
    house.ask();
    house.ask();
    QCOMPARE(house.got, QList<int>({0, 0, 0}));
    QVERIFY(house.makings.empty());
}

void tst_CachedText::get_whileItIsMade_waitsForIt()
{
    House house;
    house.ask();
    house.ask();
    QCOMPARE(house.makings.size(), std::size_t(1));
    QCOMPARE(house.got, QList<int>());
    house.finish();
    QCOMPARE(house.got, QList<int>({0, 0}));
}

void tst_CachedText::get_afterACommit_isMadeAnew()
{
    House house;
    house.ask();
    house.finish();
    house.commit();
    house.ask();
    QCOMPARE(house.got, QList<int>({0}));
    house.finish();
    QCOMPARE(house.got, QList<int>({0, 1}));
}

void tst_CachedText::get_afterACommitDuringMaking_isNotWhatWasReadBefore()
{
    House house;
    house.ask();
    house.read();
    house.commit();
    house.ask();
    house.finish();
    QCOMPARE(house.got, QList<int>({0})); // whoever asked before the commit
    QCOMPARE(house.makings.size(), std::size_t(1));
    house.finish();
    QCOMPARE(house.got, QList<int>({0, 1}));
    house.ask();
    QCOMPARE(house.got, QList<int>({0, 1, 1}));
    QVERIFY(house.makings.empty());
}

void tst_CachedText::get_afterManyCommits_waitsForOneMakingAtMost()
{
    House house;
    house.ask();
    for (int i = 0; i < 5; ++i) {
        house.commit();
        house.ask();
    }
    house.finish();
    QCOMPARE(house.got.size(), 1);
    house.finish();
    QCOMPARE(house.got.size(), 6);
    QVERIFY(house.makings.empty());
}

void tst_CachedText::failure_isToldAndNotKept()
{
    House house;
    house.ask();
    house.ask();
    house.fail();
    QCOMPARE(house.errors, QStringList({u"busy at 0"_s, u"busy at 0"_s}));
    QVERIFY(house.makings.empty());
    house.ask();
    house.finish();
    QCOMPARE(house.got, QList<int>({0}));
    house.commit();
    house.ask();
    house.fail();
    QCOMPARE(house.got, QList<int>({0})); // the old one is no answer either
    QCOMPARE(house.errors.last(), u"busy at 1"_s);
}

void tst_CachedText::failure_ofTheOldOne_isNotToldToWhoAskedLater()
{
    House house;
    house.ask();
    house.commit();
    house.ask();
    house.fail();
    QCOMPARE(house.errors.size(), 1);
    house.finish();
    QCOMPARE(house.got, QList<int>({1}));
}

void tst_CachedText::receiver_thatAsksAgain_isAnswered_data()
{
    QTest::addColumn<bool>("isCommitting");
    QTest::addColumn<bool>("isAtOnce");
    QTest::newRow("the same, later") << false << false;
    QTest::newRow("after a commit, later") << true << false;
    QTest::newRow("the same, at once") << false << true;
    QTest::newRow("after a commit, at once") << true << true;
}

/// What is made may also be there before the function that makes it returns.
void tst_CachedText::receiver_thatAsksAgain_isAnswered()
{
    QFETCH(bool, isCommitting);
    QFETCH(bool, isAtOnce);
    int database = 0;
    std::deque<Done> waiting;
    const auto hand = [&database](const Done &done) { done(Tagged(QByteArray::number(database))); };
    CachedText text([&](const Done &done) {
        if (isAtOnce)
            hand(done);
        else
            waiting.push_back(done);
    });
    QList<int> got;
    const auto note = [&got](const Result<Tagged> &made) { got.append(made->text.toInt()); };
    for (int i = 0; i < 2; ++i) {
        text.get([&](const Result<Tagged> &made) {
            note(made);
            if (isCommitting) {
                ++database;
                text.outdate();
            }
            text.get(note);
        });
    }
    while (!waiting.empty()) {
        const Done done = waiting.front();
        waiting.pop_front();
        hand(done);
    }
    QCOMPARE(got.size(), 4);
    QCOMPARE(got.last(), database);
}

/// Random orders of all that can happen; a reader gets what was committed when it asked, or later.
void tst_CachedText::anyOrder_neverGivesWhatIsOlder()
{
    for (quint32 seed = 1; seed <= 200; ++seed) {
        QRandomGenerator random(seed);
        House house;
        int answers = 0;
        int questions = 0;
        const auto ask = [&] {
            ++questions;
            house.text.get([&answers, least = house.database](const Result<Tagged> &made) {
                ++answers;
                if (made)
                    QVERIFY(made->text.toInt() >= least);
            });
        };
        for (int step = 0; step < 200; ++step) {
            const quint32 what = random.bounded(6u);
            if (what < 2)
                ask();
            else if (what == 2)
                house.commit();
            else if (what == 3)
                house.read();
            else if (!house.makings.empty())
                what == 4 ? house.finish() : house.fail();
        }
        while (!house.makings.empty())
            house.finish();
        QVERIFY2(!QTest::currentTestFailed() && answers == questions,
                 qPrintable(u"seed %1"_s.arg(seed)));
    }
}

void tst_CachedText::deflated_isMadeOfTheText_onceAndOnlyIfAskedFor()
{
    int database = 0;
    QByteArrayList deflated;
    DeflatableText text(
        [&database](const Done &done) {
            if (database >= 0)
                done(Tagged(QByteArray::number(database)));
            else
                done(Error{ErrorCode::Busy, u"busy"_s});
        },
        [&deflated](const QByteArray &plain, const auto &done) {
            deflated.append(plain);
            done("deflated " + plain);
        });
    QByteArrayList got;
    const auto note = [&got](const Result<Tagged> &made) {
        got.append(made ? made->text : made.error().message.toUtf8());
    };
    text.plain().get(note);
    QCOMPARE(deflated, QByteArrayList());
    text.deflated().get(note);
    text.deflated().get(note);
    QCOMPARE(deflated, QByteArrayList({"0"}));
    text.deflated().get(
        [](const Result<Tagged> &made) { QCOMPARE(made->tag, deflatedTag(entityTag("0"))); });
    for (const int next : {1, -1}) {
        database = next;
        text.outdate();
        text.deflated().get(note);
        text.plain().get(note);
    }
    QCOMPARE(deflated, QByteArrayList({"0", "1"}));
    QCOMPARE(got,
             QByteArrayList({"0", "deflated 0", "deflated 0", "deflated 1", "1", "busy", "busy"}));
}

QTEST_GUILESS_MAIN(tst_CachedText)
#include "tst_cachedtext.moc"
