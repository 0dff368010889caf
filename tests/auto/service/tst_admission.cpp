// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/join_token.h"
#include "core/identity/join_tokens.h"
#include "core/service/keg_file.h"
#include "core/service/local_folder.h"
#include "core/service/store_worker.h"
#include "core/store/display_repository.h"
#include "tests/support/bar/bar.h"
#include "tests/support/bar/log_lines.h"
#include "tests/support/machine_ids.h"
#include "tests/support/need.h"
#include "tests/support/plain_sqlite.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace keg;
using namespace keg::service;
using namespace keg::test;
using namespace Qt::StringLiterals;

/// Who is put on the list without anybody being asked.
class tst_Admission : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void joinString_good_letsInOnce();
    void joinString_good_letsARevokedOneInAgain();
    void joinString_again_keepsTheNameThatPeopleGave();
    void open_stranger_isLetIn_whateverItsToken();
    void open_revokedMeanwhile_staysRevoked_whateverItsToken();
    void open_approvedAlready_isToldAgain();
    void closed_noToken_isRefused();
    void fullList_refusesStrangersAndJoinStrings();
    void fullList_keepsAJoinStringUntilThereIsRoom();
    void fullList_displayOnIt_getsInByAJoinString();
    void openInstance_clientWithAStaleJoinString_follows();

private:
    QByteArray issueToken() const
    {
        return need(identity::JoinTokens::issue(m_folder->path(), need(identity::BootTime::now())));
    }
    void admit(const QString &name, const QByteArray &token, bool isOpen);
    /// As a command does it while the worker looks elsewhere.
    Display changeElsewhere(const std::function<Result<Display>(Editing &)> &change) const;
    std::optional<Display> stored() const;
    bool isRefusedWith(const QString &words) const;
    /// Puts as many others on the list as it has room for.
    void fillList();

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<StoreWorker> m_worker;
    std::unique_ptr<QSignalSpy> m_lists;
    std::unique_ptr<QSignalSpy> m_refusals;
};

namespace {

const MachineId Machine = machineCalled("wall");
constexpr bool Open = true;
constexpr bool Closed = false;
constexpr quint64 Peer = 7;
const SystemClock TheClock;

QByteArray staleToken()
{
    return {identity::JoinTokenSize, 'x'};
}

} // namespace

void tst_Admission::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_worker = std::make_unique<StoreWorker>(
        store::Store::Options{m_folder->filePath(u"beer.db"_s), store::Role::Primary, true},
        m_folder->path(), TheClock);
    need(m_worker->open());
    m_lists = std::make_unique<QSignalSpy>(m_worker.get(), &StoreWorker::displaysRead);
    m_refusals = std::make_unique<QSignalSpy>(m_worker.get(), &StoreWorker::displayRefused);
}

void tst_Admission::cleanup()
{
    m_worker->stop();
    m_worker.reset();
    m_folder.reset();
}

void tst_Admission::admit(const QString &name, const QByteArray &token, bool isOpen)
{
    m_lists->clear();
    m_refusals->clear();
    m_worker->admitDisplay(Peer, Machine, name, token, isOpen);
}

Display
tst_Admission::changeElsewhere(const std::function<Result<Display>(Editing &)> &change) const
{
    KegFile file = need(KegFile::openToWrite(m_folder->filePath(u"beer.db"_s), TheClock));
    Editing editing = file.editing();
    return need(change(editing));
}

std::optional<Display> tst_Admission::stored() const
{
    const auto all = need(m_worker->editing().displays());
    return all.isEmpty() ? std::nullopt : std::optional(all.first());
}

bool tst_Admission::isRefusedWith(const QString &words) const
{
    if (m_refusals->size() != 1 || !m_lists->isEmpty())
        return false;
    const auto error = m_refusals->first()[1].value<Error>();
    return m_refusals->first()[0].value<quint64>() == Peer && error.code == ErrorCode::Refused
        && error.message.contains(words);
}

void tst_Admission::joinString_good_letsInOnce()
{
    const QByteArray token = issueToken();
    admit(u"pi"_s, token, Closed);
    QCOMPARE(m_refusals->size(), 0);
    QCOMPARE(m_lists->last().first().value<QList<Display>>(),
             (QList<Display>{{1, Machine, u"pi"_s, true, false}}));
    admit(u"pi"_s, token, Closed);
    QVERIFY(isRefusedWith(u"the join string is wrong, used or too old"_s));
}

void tst_Admission::joinString_good_letsARevokedOneInAgain()
{
    admit(u"pi"_s, issueToken(), Closed);
    changeElsewhere([](Editing &editing) { return editing.revokeDisplay(Machine); });
    admit(u"pi"_s, issueToken(), Closed);
    QCOMPARE(m_refusals->size(), 0);
    QVERIFY(stored()->isApproved);
}

void tst_Admission::joinString_again_keepsTheNameThatPeopleGave()
{
    changeElsewhere([](Editing &editing) { return editing.approveDisplay(Machine, {}); });
    admit(u"raspberrypi"_s, issueToken(), Closed);
    QCOMPARE(stored()->name, u"raspberrypi"_s);
    changeElsewhere([](Editing &editing) { return editing.approveDisplay(Machine, u"window"_s); });
    admit(u"raspberrypi"_s, issueToken(), Closed);
    QCOMPARE(stored()->name, u"window"_s);
    changeElsewhere([](Editing &editing) { return editing.revokeDisplay(Machine); });
    admit(u"raspberrypi"_s, issueToken(), Open);
    QCOMPARE(stored(), std::optional(Display{1, Machine, u"window"_s, true, false}));
}

void tst_Admission::open_stranger_isLetIn_whateverItsToken()
{
    for (const QByteArray &token : {QByteArray(), staleToken()}) {
        admit(u"pi"_s, token, Open);
        QCOMPARE(m_refusals->size(), 0);
        QVERIFY(!m_lists->isEmpty());
        QCOMPARE(stored()->name, u"pi"_s);
        QVERIFY(stored()->isApproved);
        QCOMPARE(PlainSqlite(m_folder->filePath(u"beer.db"_s)).run("DELETE FROM displays"), "");
    }
}

void tst_Admission::open_revokedMeanwhile_staysRevoked_whateverItsToken()
{
    admit(u"pi"_s, {}, Open);
    changeElsewhere([](Editing &editing) { return editing.revokeDisplay(Machine); });
    for (const QByteArray &token : {QByteArray(), staleToken()}) {
        admit(u"pi"_s, token, Open);
        QVERIFY(isRefusedWith(u"this display was revoked: pair or approve it again"_s));
        QVERIFY(!stored()->isApproved);
    }
}

void tst_Admission::open_approvedAlready_isToldAgain()
{
    admit(u"pi"_s, {}, Open);
    const qint64 before = need(m_worker->summary()).position.sequence;
    admit(u"another"_s, {}, Open);
    QCOMPARE(m_lists->size(), 1);
    QCOMPARE(stored()->name, u"pi"_s);
    QCOMPARE(need(m_worker->summary()).position.sequence, before);
}

void tst_Admission::closed_noToken_isRefused()
{
    admit(u"pi"_s, {}, Closed);
    QVERIFY(isRefusedWith(u"join string"_s));
    QCOMPARE(stored(), std::nullopt);
}

void tst_Admission::fillList()
{
    const QByteArray rows = QByteArray::number(store::DisplayRepository::MostRows);
    PlainSqlite shell(m_folder->filePath(u"beer.db"_s));
    QCOMPARE(shell.run("WITH RECURSIVE n(i) AS (SELECT count(*) FROM displays UNION ALL "
                       "SELECT i + 1 FROM n WHERE i < "
                       + rows
                       + ") INSERT INTO displays(fingerprint) SELECT i FROM n LIMIT -1 "
                         "OFFSET 1"),
             "");
    QCOMPARE(shell.run("SELECT count(*) FROM displays"), rows);
}

void tst_Admission::fullList_refusesStrangersAndJoinStrings()
{
    fillList();
    admit(u"pi"_s, {}, Open);
    QVERIFY(isRefusedWith(u"the primary's list of displays is full"_s));
    admit(u"pi"_s, issueToken(), Closed);
    QVERIFY(isRefusedWith(u"the primary's list of displays is full"_s));
    QCOMPARE(stored(), std::nullopt);
}

void tst_Admission::fullList_keepsAJoinStringUntilThereIsRoom()
{
    const QByteArray token = issueToken();
    fillList();
    admit(u"pi"_s, token, Closed);
    QVERIFY(isRefusedWith(u"the primary's list of displays is full"_s));
    QCOMPARE(PlainSqlite(m_folder->filePath(u"beer.db"_s))
                 .run("DELETE FROM displays WHERE fingerprint = '7'"),
             "");
    admit(u"pi"_s, token, Closed);
    QCOMPARE(m_refusals->size(), 0);
    QVERIFY(stored()->isApproved);
}

void tst_Admission::fullList_displayOnIt_getsInByAJoinString()
{
    admit(u"pi"_s, {}, Open);
    changeElsewhere([](Editing &editing) { return editing.revokeDisplay(Machine); });
    fillList();
    admit(u"pi"_s, issueToken(), Closed);
    QCOMPARE(m_refusals->size(), 0);
    QVERIFY(stored()->isApproved);
}

void tst_Admission::openInstance_clientWithAStaleJoinString_follows()
{
    const Bar bar;
    const LogLines log;
    auto options = bar.primaryOptions();
    options.isOpen = true;
    const auto primary = bar.make(options);
    need(primary->start());
    const Ports ports = portsOf(*primary);
    const QString local = LocalFolder::pathFor(bar.path(u"one.db"_s));
    need(LocalFolder::make(bar.path(u"one.db"_s)));
    const identity::TrustedPrimary target{primary->machine(), u"127.0.0.1"_s, ports.notify,
                                          ports.snapshot,     staleToken(),   {}};
    need(target.save(local));
    const auto client = bar.make(bar.clientOptions(u"one.db"_s, ports));
    need(client->start());
    QTRY_VERIFY(areInStep(*primary, *client));
}

QTEST_GUILESS_MAIN(tst_Admission)
#include "tst_admission.moc"
