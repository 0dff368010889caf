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

private:
    QString path() const { return m_folder->filePath(u"beer.db"_s); }
    QByteArray rows(const QByteArray &sql) const { return test::PlainSqlite(path()).run(sql); }

    SystemClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Instance> m_instance;
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
    test::need(m_instance->start());
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

QTEST_GUILESS_MAIN(tst_InstanceEdit)
#include "tst_instance_edit.moc"
