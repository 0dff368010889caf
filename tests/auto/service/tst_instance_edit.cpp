// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/instance.h"
#include "tests/support/need.h"
#include "tests/support/plain_sqlite.h"

#include <QDeadlineTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <thread>

using namespace keg;
using namespace keg::service;
using namespace Qt::StringLiterals;

class tst_InstanceEdit : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void edit_change_isCommittedWhenAnswered();
    void edit_change_isOnTheBoard();
    void edit_manyTimes_isAnsweredOnceEachTime();
    void edit_refused_answersTheError();
    void edit_beforeStop_isCommitted();
    void edit_afterStop_isCancelled();
    void post_fromAnotherThread_isDone();
    void observeCommits_everyChange_isTold();
    void observeCommits_otherProgram_isTold();
    void setWebStatus_portOrReason_isInStatus();

private:
    QString path() const { return m_folder->filePath(u"beer.db"_s); }
    QByteArray rows(const QByteArray &sql) const { return test::PlainSqlite(path()).run(sql); }

    SystemClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Instance> m_instance;
    std::atomic<qint64> m_seen = 0; ///< sequence that the observer was told
};

namespace {

auto addBeer(const QString &name)
{
    return [name](Editing &editing) {
        Beer beer;
        beer.name = name;
        return editing.addBeer(beer);
    };
}

} // namespace

void tst_InstanceEdit::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    Instance::Options options;
    options.databasePath = path();
    options.role = store::Role::Primary;
    options.bindAddress = u"127.0.0.1"_s;
    options.discovers = false;
    m_instance = std::make_unique<Instance>(options, m_clock);
    m_seen = 0;
    test::need(m_instance->start());
    m_instance->observeCommits([this](qint64 sequence) { m_seen = sequence; });
}

void tst_InstanceEdit::cleanup()
{
    m_instance.reset();
    m_folder.reset();
}

void tst_InstanceEdit::edit_change_isCommittedWhenAnswered()
{
    QByteArray seen;
    m_instance->edit(addBeer(u"Porter"_s)).then(this, [&](const Result<Beer> &added) {
        seen = QByteArray::number(test::need(added).id) + ' ' + rows("SELECT Name FROM beers");
    });
    QTRY_COMPARE(seen.trimmed(), "1 Porter");
}

void tst_InstanceEdit::edit_change_isOnTheBoard()
{
    const QSignalSpy boards(m_instance.get(), &Instance::boardChanged);
    m_instance->edit([](Editing &editing) { return editing.addTap(7); });
    QTRY_COMPARE(boards.count(), 1);
    QCOMPARE(m_instance->board().taps.value(0).number, 7);
}

void tst_InstanceEdit::edit_manyTimes_isAnsweredOnceEachTime()
{
    int answers = 0;
    for (int time = 0; time < 20'000; ++time) {
        const auto edit = m_instance->edit([](Editing &) { return 1; });
        // Asked for the answer before it is there, after, and just at that moment.
        const QDeadlineTimer later(std::chrono::microseconds(time % 100), Qt::PreciseTimer);
        while (!later.hasExpired()) {
        }
        QFuture(edit).then(this, [&](int one) { answers += one; });
        while (answers == time)
            QCoreApplication::processEvents();
        QCOMPARE(answers, time + 1);
    }
}

void tst_InstanceEdit::edit_refused_answersTheError()
{
    const auto answer = m_instance->edit([](Editing &editing) { return editing.addTap(0); });
    QTRY_VERIFY(answer.isFinished());
    QVERIFY(!answer.result());
    QCOMPARE(answer.result().error().code, ErrorCode::Refused);
    QCOMPARE(rows("SELECT count(*) FROM taps").trimmed(), "0");
}

void tst_InstanceEdit::edit_beforeStop_isCommitted()
{
    QList<QFuture<Result<Beer>>> answers;
    for (int i = 0; i < 50; ++i)
        answers.append(m_instance->edit(addBeer(QString::number(i))));
    m_instance->stop();
    QVERIFY(std::ranges::all_of(
        answers, [](const auto &answer) { return answer.isFinished() && answer.result(); }));
    QCOMPARE(rows("SELECT count(*) FROM beers").trimmed(), "50");
}

void tst_InstanceEdit::edit_afterStop_isCancelled()
{
    m_instance->stop();
    const auto answer = m_instance->edit(addBeer(u"Too late"_s));
    QVERIFY(answer.isFinished());
    QVERIFY(answer.isCanceled());
    QCOMPARE(rows("SELECT count(*) FROM beers").trimmed(), "0");
}

void tst_InstanceEdit::post_fromAnotherThread_isDone()
{
    std::atomic<bool> isDone = false;
    std::thread([&] {
        m_instance->post([&](Editing &editing) { isDone = bool(addBeer(u"Porter"_s)(editing)); });
    }).join();
    QTRY_VERIFY(isDone);
    QCOMPARE(rows("SELECT Name FROM beers").trimmed(), "Porter");
}

void tst_InstanceEdit::observeCommits_everyChange_isTold()
{
    m_instance->edit(addBeer(u"Porter"_s));
    QTRY_COMPARE(m_seen.load(), 1);
    m_instance->edit(addBeer(u"Stout"_s)); // on no tap, so no board changes
    QTRY_COMPARE(m_seen.load(), 2);
}

void tst_InstanceEdit::observeCommits_otherProgram_isTold()
{
    rows("INSERT INTO beers(Name) VALUES('Porter'), ('Stout')");
    QTRY_COMPARE(m_seen.load(), 2);
}

void tst_InstanceEdit::setWebStatus_portOrReason_isInStatus()
{
    const auto web = [this] {
        QJsonObject listen;
        m_instance->status().then(
            this, [&](const QJsonObject &status) { listen = status[u"listen"_s].toObject(); });
        [&] { QTRY_VERIFY(!listen.isEmpty()); }();
        return listen;
    };
    QVERIFY(web()[u"web"_s].isNull());
    m_instance->setWebStatus(8080, {});
    QCOMPARE(web()[u"web"_s], 8080);
    m_instance->setWebStatus(0, u"port 8080 is taken"_s);
    QVERIFY(web()[u"web"_s].isNull());
    QCOMPARE(web()[u"web_error"_s], u"port 8080 is taken"_s);
}

QTEST_GUILESS_MAIN(tst_InstanceEdit)
#include "tst_instance_edit.moc"
