// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/user_records.h"
#include "core/identity/users.h"
#include "tests/support/need.h"
#include "tests/support/users_folder.h"

#include <QTest>

#include <array>
#include <atomic>
#include <thread>

using namespace keg;
using namespace keg::identity;
using namespace keg::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// Set-up links of Users.
class tst_SetupLinks : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void link_makesAnAccountOnce();
    void link_givesANewPassword();
    void link_withoutAName_letsOneChoose();
    void link_withoutAName_takesNoAccountOver();
    void link_firstOfAll_isForAnAdmin();
    void link_forAnotherDomain_isWorthNothing();
    void link_isOverAfterFifteenMinutes();
    void link_refusedPassword_isNotSpent();
    void link_endsWithWhatItWasMadeFor();
    void link_ofTooMany_isBusyUntilSomeAreOld();
    void link_usedByManyAtOnce_worksOnce();

private:
    Users users() const { return Users(m_folder->path()); }

    std::unique_ptr<UsersFolder> m_folder;
};

namespace {

const QString Password = u"correct horse"_s;
const BootTime Now{"boot-1", 1min};

} // namespace

void tst_SetupLinks::init()
{
    m_folder = std::make_unique<UsersFolder>();
}

void tst_SetupLinks::link_makesAnAccountOnce()
{
    const QString link = need(users().makeLink(u"Anna"_s, Role::Editor, Now));
    QCOMPARE(link.size(), 52);
    QVERIFY(need(users().accounts()).isEmpty());
    const User anna{u"Anna"_s, Role::Editor};
    QVERIFY(need(users().inviteeOf(link, Now)) == anna);
    QVERIFY(need(users().inviteeOf(link, Now)) == anna); // looking does not spend it
    QVERIFY(need(users().useLink(link, u"mallory"_s, Password, Now)) == anna);
    QVERIFY(need(users().logIn(u"anna"_s, Password))->user == anna);
    QVERIFY(!need(users().inviteeOf(link, Now)));
    QVERIFY(isError(users().useLink(link, {}, u"another horse"_s, Now), ErrorCode::Refused,
                    u"ask for a new one"_s));
    QVERIFY(need(users().logIn(u"anna"_s, Password)));
    QCOMPARE(need(users().accounts()).size(), 1);
}

void tst_SetupLinks::link_givesANewPassword()
{
    need(users().add(u"Anna"_s, Role::Admin, Password));
    for (const auto role : {std::optional<Role>(), std::optional(Role::Viewer)}) {
        const QString link = need(users().makeLink(u"anna"_s, role, Now));
        QVERIFY(need(users().logIn(u"anna"_s, Password))); // the old one until it is used
        need(users().useLink(link, {}, u"another horse"_s, Now));
        const User anna{u"Anna"_s, Role::Admin};
        QVERIFY(need(users().logIn(u"anna"_s, u"another horse"_s))->user == anna);
        QVERIFY(!need(users().logIn(u"anna"_s, Password)));
        need(users().setPassword(u"anna"_s, Password));
    }
    QCOMPARE(need(users().accounts()).size(), 1);
}

void tst_SetupLinks::link_withoutAName_letsOneChoose()
{
    need(users().add(u"anna"_s, Role::Admin, Password));
    const QString link = need(users().makeLink({}, Role::Editor, Now));
    QVERIFY(need(users().inviteeOf(link, Now)) == (User{QString(), Role::Editor}));
    QVERIFY(isError(users().useLink(link, {}, Password, Now), ErrorCode::Refused, u"name"_s));
    QVERIFY(need(users().useLink(link, u" Bob"_s, Password, Now))
            == (User{u"Bob"_s, Role::Editor}));
    QVERIFY(need(users().logIn(u"bob"_s, Password)));
}

void tst_SetupLinks::link_withoutAName_takesNoAccountOver()
{
    need(users().add(u"anna"_s, Role::Admin, Password));
    const QString link = need(users().makeLink({}, Role::Viewer, Now));
    QVERIFY(isError(users().useLink(link, u"ANNA"_s, u"another horse"_s, Now), ErrorCode::Refused,
                    u"there is an account anna already"_s));
    QVERIFY(need(users().logIn(u"anna"_s, Password)));
    QVERIFY(need(users().useLink(link, u"bob"_s, Password, Now)).role == Role::Viewer);
}

void tst_SetupLinks::link_firstOfAll_isForAnAdmin()
{
    const QString link = need(users().makeLink({}, {}, Now));
    QCOMPARE(need(users().useLink(link, u"anna"_s, Password, Now)).role, Role::Admin);
    QVERIFY(isError(users().makeLink({}, {}, Now), ErrorCode::Refused, u"needs its role"_s));
    QVERIFY(isError(users().makeLink(u"bob"_s, {}, Now), ErrorCode::Refused, u"needs its role"_s));
    QVERIFY(isError(users().makeLink(u"b\nb"_s, Role::Viewer, Now), ErrorCode::Refused, u"name"_s));
}

void tst_SetupLinks::link_forAnotherDomain_isWorthNothing()
{
    const QString link = need(users().makeLink({}, {}, Now));
    const QString key = need(users().addKey(u"till"_s, Role::Editor));
    QVERIFY(!need(users().ownerOfKey(u"keg_"_s + link)));
    QVERIFY(!need(users().inviteeOf(key, Now)));
    QVERIFY(!need(users().inviteeOf(key.mid(4), Now)));
    QVERIFY(!need(users().inviteeOf({}, Now)));

    UserRecords records = need(UserRecords::load(m_folder->path()));
    records.keys.first().hash = records.links.first().hash;
    need(records.save(m_folder->path(), need(FolderLock::take(m_folder->path()))));
    QVERIFY(!need(users().ownerOfKey(u"keg_"_s + link)));
}

void tst_SetupLinks::link_isOverAfterFifteenMinutes()
{
    const QString link = need(users().makeLink(u"anna"_s, {}, {"boot-1", 1h}));
    for (const BootTime &moment :
         {BootTime{"boot-1", 1h + 15min}, BootTime{"boot-1", 24h}, BootTime{"boot-2", 1h},
          BootTime{"boot-1", 1h - 1ms}, BootTime{QByteArray(), 1h}}) // none of this boot is before
    {
        QVERIFY(!need(users().inviteeOf(link, moment)));
        QVERIFY(isError(users().useLink(link, {}, Password, moment), ErrorCode::Refused,
                        u"older than 15 minutes"_s));
    }
    need(users().useLink(link, {}, Password, {"boot-1", 1h + 15min - 1ms}));
}

void tst_SetupLinks::link_refusedPassword_isNotSpent()
{
    const QString link = need(users().makeLink(u"anna"_s, {}, Now));
    const QByteArray before = m_folder->content();
    QVERIFY(isError(users().useLink(link, {}, u"1234567"_s, Now), ErrorCode::Refused, u"7"_s));
    QCOMPARE(m_folder->content(), before);
    need(users().useLink(link, {}, Password, Now));
}

void tst_SetupLinks::link_endsWithWhatItWasMadeFor()
{
    need(users().add(u"anna"_s, Role::Admin, Password));
    need(users().add(u"bob"_s, Role::Editor, Password));
    const QString other = need(users().makeLink({}, Role::Viewer, Now));

    const QString removed = need(users().makeLink(u"bob"_s, {}, Now));
    need(users().remove(u"BOB"_s));
    QVERIFY(!need(users().inviteeOf(removed, Now)));

    const QString added = need(users().makeLink(u"Bob"_s, Role::Admin, Now));
    need(users().add(u"bob"_s, Role::Viewer, Password));
    QVERIFY(!need(users().inviteeOf(added, Now)));

    const QString changed = need(users().makeLink(u"bob"_s, {}, Now));
    need(users().setPassword(u"Bob"_s, Password));
    QVERIFY(!need(users().inviteeOf(changed, Now)));

    const QString first = need(users().makeLink(u"bob"_s, {}, Now));
    const QString second = need(users().makeLink(u"bob"_s, {}, Now));
    need(users().useLink(second, {}, Password, Now));
    QVERIFY(!need(users().inviteeOf(first, Now)));

    QVERIFY(need(users().inviteeOf(other, Now)));
}

void tst_SetupLinks::link_ofTooMany_isBusyUntilSomeAreOld()
{
    const QString first = need(users().makeLink(u"anna"_s, {}, {"boot-1", 1min}));
    for (int round = 1; round < 16; ++round)
        need(users().makeLink(u"anna"_s, {}, {"boot-1", 2min}));
    QVERIFY(isError(users().makeLink(u"anna"_s, {}, {"boot-1", 16min - 1ms}), ErrorCode::Busy,
                    u"16 set-up links are out"_s));
    QVERIFY(need(users().inviteeOf(first, {"boot-1", 16min - 1ms})));
    const QString next = need(users().makeLink(u"anna"_s, {}, {"boot-1", 16min}));
    QVERIFY(need(users().inviteeOf(next, {"boot-1", 16min})));
    need(users().makeLink(u"anna"_s, {}, {"boot-2", 1min}));
    QVERIFY(!need(users().inviteeOf(next, {"boot-2", 16min})));
}

void tst_SetupLinks::link_usedByManyAtOnce_worksOnce()
{
    for (int round = 0; round < 5; ++round) {
        const QString link = need(users().makeLink({}, Role::Viewer, Now));
        std::atomic<int> made = 0;
        {
            std::array<std::jthread, 6> threads;
            int number = 0;
            for (std::jthread &thread : threads)
                thread = std::jthread([&, name = u"%1-%2"_s.arg(round).arg(number++)] {
                    made += users().useLink(link, name, Password, Now) ? 1 : 0;
                });
        }
        QCOMPARE(made.load(), 1);
        QCOMPARE(need(users().accounts()).size(), round + 1);
    }
}

QTEST_GUILESS_MAIN(tst_SetupLinks)
#include "tst_setuplinks.moc"
