// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/user_records.h"
#include "core/identity/users.h"
#include "core/identity/users_file.h"
#include "tests/support/child_process.h"
#include "tests/support/need.h"
#include "tests/support/played/fake_clock.h"
#include "tests/support/users_folder.h"

#include <QFile>
#include <QTest>

#include <array>
#include <atomic>
#include <thread>

#include <sys/wait.h>

using namespace keg;
using namespace keg::identity;
using namespace keg::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class tst_UsersFile : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void read_again_parsesNothing();
    void read_ofAFreshFile_keepsNothing();
    void read_afterAnyChange_isOfTheFileAsItIs();
    void read_ofAFileReplacedManyTimes_seesEach();
    void read_ofWhatIsDamaged_isAnErrorEachTime();
    void read_byManyThreadsWhileItChanges_isOldOrNew();
    void users_ofLongStanding_seeWhatOthersChange();

private:
    Users users() const { return Users(m_folder->path()); }

    std::unique_ptr<UsersFolder> m_folder;
    FakeClock m_clock;
};

namespace {

const QString Password = u"correct horse"_s;

void waitFor(const QList<pid_t> &children)
{
    for (const pid_t child : children)
        ::waitpid(child, nullptr, 0);
}

} // namespace

void tst_UsersFile::init()
{
    m_folder = std::make_unique<UsersFolder>();
}

void tst_UsersFile::read_again_parsesNothing()
{
    UsersFile file(m_folder->path(), m_clock);
    need(users().addKey(u"till"_s, Role::Editor));
    need(file.read());
    m_clock.pass(3001ms);
    const auto *kept = need(file.read()).keys.constData();
    for (const auto pause : {0ms, 1ms, 31536000000ms}) {
        m_clock.pass(pause);
        QCOMPARE(need(file.read()).keys.constData(), kept);
    }
}

/// Within a step of the file system's clock its stamp may stay the same while its content changes.
void tst_UsersFile::read_ofAFreshFile_keepsNothing()
{
    UsersFile file(m_folder->path(), m_clock);
    m_clock.pass(1h);
    for (int round = 0; round < 2; ++round) {
        need(users().addKey(QString::number(round), Role::Editor));
        for (const auto pause : {0ms, 1000ms, 2000ms}) { // 3 s in all
            m_clock.pass(pause);
            const UserRecords before = need(file.read());
            QVERIFY(need(file.read()).keys.constData() != before.keys.constData());
        }
        m_clock.pass(1ms);
        const UserRecords kept = need(file.read());
        QCOMPARE(need(file.read()).keys.constData(), kept.keys.constData());
    }
}

void tst_UsersFile::read_afterAnyChange_isOfTheFileAsItIs()
{
    UsersFile file(m_folder->path(), m_clock);
    const auto keys = [&] {
        m_clock.pass(1h);
        return need(file.read()).keys.size();
    };
    QCOMPARE(keys(), 0);
    need(users().addKey(u"till"_s, Role::Editor));
    QCOMPARE(keys(), 1);
    const QByteArray one = m_folder->content();
    QCOMPARE(keys(), 1);
    QVERIFY(QFile::remove(m_folder->file()));
    QCOMPARE(keys(), 0);
    m_folder->write(one);
    QCOMPARE(keys(), 1);
    QVERIFY(QFile::setPermissions(m_folder->file(), QFile::ReadOwner | QFile::ReadOther));
    QVERIFY(isError(file.read(), ErrorCode::Refused, u"chmod 600"_s));
    QVERIFY(QFile::setPermissions(m_folder->file(), QFile::ReadOwner | QFile::WriteOwner));
    QCOMPARE(keys(), 1);
    QVERIFY(QFile::rename(m_folder->file(), m_folder->path() + u"/aside"_s));
    QVERIFY(QFile::link(u"aside"_s, m_folder->file()));
    QVERIFY(isError(file.read(), ErrorCode::Refused, u"is a link"_s));
}

/// Twice from one look to the next: the second one may get the inode of the one that was seen.
void tst_UsersFile::read_ofAFileReplacedManyTimes_seesEach()
{
    UsersFile file(m_folder->path(), m_clock);
    need(users().addKey(u"till"_s, Role::Viewer));
    const QByteArray viewer = m_folder->content();
    const QByteArray editor = QByteArray(viewer).replace("viewer", "editor"); // as long
    for (int round = 0; round < 150; ++round) {
        const bool isEditor = round % 2 == 0;
        m_folder->write(isEditor ? viewer : editor);
        m_folder->write(isEditor ? editor : viewer);
        const Role role = isEditor ? Role::Editor : Role::Viewer;
        QCOMPARE(need(file.read()).keys.first().role, role);
        QCOMPARE(need(file.read()).keys.first().role, role);
        m_clock.pass(round % 50 == 0 ? 1h : 0h);
    }
}

void tst_UsersFile::read_ofWhatIsDamaged_isAnErrorEachTime()
{
    UsersFile file(m_folder->path(), m_clock);
    need(users().addKey(u"till"_s, Role::Viewer));
    const QByteArray whole = m_folder->content();
    m_folder->write(whole.chopped(10));
    for (const auto pause : {0ms, 4000ms, 4000ms}) {
        m_clock.pass(pause);
        QVERIFY(isError(file.read(), ErrorCode::Damaged, m_folder->file()));
    }
    m_folder->write(whole);
    QCOMPARE(need(file.read()).keys.size(), 1);
}

void tst_UsersFile::read_byManyThreadsWhileItChanges_isOldOrNew()
{
    UsersFile file(m_folder->path(), m_clock);
    need(users().addKey(u"first"_s, Role::Viewer));
    need(file.read());
    m_clock.pass(1h);
    std::atomic<bool> isOver = false;
    std::atomic<int> wrong = 0;
    {
        std::array<std::jthread, 4> threads;
        for (std::jthread &thread : threads)
            thread = std::jthread([&] {
                qsizetype most = 1;
                while (!isOver) {
                    const qsizetype now = need(file.read()).keys.size();
                    wrong += now < most ? 1 : 0;
                    most = now;
                }
            });
        for (int number = 0; number < 40; ++number)
            need(users().addKey(QString::number(number), Role::Viewer));
        isOver = true;
    }
    QCOMPARE(wrong.load(), 0);
    QCOMPARE(need(file.read()).keys.size(), 41);
}

void tst_UsersFile::users_ofLongStanding_seeWhatOthersChange()
{
    const Users own = users();
    const Users copy = own; // NOLINT(performance-unnecessary-copy-initialization)
    need(users().add(u"anna"_s, Role::Admin, Password));
    need(users().add(u"bob"_s, Role::Viewer, Password));
    const QString key = need(users().addKey(u"till"_s, Role::Viewer));
    const LogIn bob = *need(own.logIn(u"BOB"_s, Password));
    for (const Role role : {Role::Editor, Role::Viewer, Role::Admin}) {
        waitFor({startChild([&] { need(users().setRole(u"bob"_s, role)); })});
        QCOMPARE(need(own.refreshed(bob))->role, role);
        QCOMPARE(need(copy.refreshed(bob))->role, role);
    }
    QVERIFY(need(own.ownerOfKey(key)));
    waitFor({startChild([&] { need(users().removeKey(u"till"_s)); })});
    QVERIFY(!need(own.ownerOfKey(key)));
    waitFor({startChild([&] { need(users().setPassword(u"bob"_s, Password)); })});
    QVERIFY(!need(own.refreshed(bob)));
}

QTEST_GUILESS_MAIN(tst_UsersFile)
#include "tst_usersfile.moc"
