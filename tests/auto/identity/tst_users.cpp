// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/users.h"
#include "tests/support/need.h"
#include "tests/support/users_folder.h"

#include <QDir>
#include <QRegularExpression>
#include <QTest>

#include <ctime>

using namespace keg;
using namespace keg::identity;
using namespace keg::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// Accounts, log-ins and API keys.
class tst_Users : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void reading_withoutAFile_findsNobodyAndMakesNone();
    void add_thenLogIn_isThatAccount();
    void add_takenName_isRefused();
    void add_againstTheRules_isRefused();
    void add_ofTooMany_isRefused();
    void logIn_wrong_isAbsent_data();
    void logIn_wrong_isAbsent();
    void logIn_unknownName_takesAsLong();
    void remove_takesTheAccountAway();
    void remove_lastAdmin_isRefused();
    void setRole_lastAdmin_isRefused();
    void setRole_changesIt();
    void setPassword_changesItAlone();
    void change_ofBoth_isAllOrNothing();
    void changes_ofUnknown_areNotFound();
    void refreshed_endsWithThePasswordAndTheAccount();
    void key_isShownOnceAndItsOwnersOnly();
    void key_againstTheRules_isRefused();
    void key_removed_isNobodys();

private:
    Users users() const { return Users(m_folder->path()); }

    std::unique_ptr<UsersFolder> m_folder;
};

namespace {

const QString Password = u"correct horse"_s;
const BootTime Now{"boot-1", 1min};

/// Of this thread, so that what else the machine does plays no part.
std::chrono::nanoseconds processorTime()
{
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

template<typename Function>
std::chrono::nanoseconds cost(Function function)
{
    const auto start = processorTime();
    function();
    return processorTime() - start;
}

} // namespace

void tst_Users::init()
{
    m_folder = std::make_unique<UsersFolder>();
}

void tst_Users::reading_withoutAFile_findsNobodyAndMakesNone()
{
    QVERIFY(need(users().accounts()).isEmpty());
    QVERIFY(need(users().keys()).isEmpty());
    QVERIFY(!need(users().logIn(u"anna"_s, Password)));
    QVERIFY(!need(users().ownerOfKey(u"keg_"_s + QString(52, u'A'))));
    QVERIFY(!need(users().inviteeOf(QString(52, u'A'), Now)));
    QVERIFY(QDir(m_folder->path()).isEmpty());
}

void tst_Users::add_thenLogIn_isThatAccount()
{
    need(users().add(u"Anna"_s, Role::Admin, Password));
    need(users().add(u" jo\u0308rg "_s, Role::Viewer, u"another horse"_s));
    const User anna{u"Anna"_s, Role::Admin};
    const User joerg{u"j\u00f6rg"_s, Role::Viewer};
    QVERIFY(need(users().accounts()) == (QList<User>{anna, joerg}));
    QVERIFY(need(users().logIn(u"Anna"_s, Password))->user == anna);
    QVERIFY(need(users().logIn(u"aNNA "_s, Password))->user == anna);
    QVERIFY(need(users().logIn(u"JÖRG"_s, u"another horse"_s))->user == joerg);
}

void tst_Users::add_takenName_isRefused()
{
    need(users().add(u"Anna"_s, Role::Admin, Password));
    const QByteArray before = m_folder->content();
    for (const QString &name : {u"Anna"_s, u"anna"_s, u" ANNA "_s, u"ａnna"_s})
        QVERIFY(isError(users().add(name, Role::Viewer, Password), ErrorCode::Refused,
                        u"there is an account Anna already"_s));
    QCOMPARE(m_folder->content(), before);
}

void tst_Users::add_againstTheRules_isRefused()
{
    QVERIFY(isError(users().add(u""_s, Role::Viewer, Password), ErrorCode::Refused, u"name"_s));
    QVERIFY(isError(users().add(u"a\nb"_s, Role::Viewer, Password), ErrorCode::Refused, u"name"_s));
    QVERIFY(isError(users().add(u"anna"_s, Role::Viewer, u"1234567"_s), ErrorCode::Refused,
                    u"password has 7 characters"_s));
    QVERIFY(QDir(m_folder->path()).isEmpty());
}

void tst_Users::add_ofTooMany_isRefused()
{
    m_folder->fill(Password);
    QVERIFY(isError(users().add(u"one more"_s, Role::Viewer, Password), ErrorCode::Refused,
                    u"64 accounts, which are the most"_s));
    QVERIFY(isError(users().addKey(u"one more"_s, Role::Viewer), ErrorCode::Refused,
                    u"64 API keys, which are the most"_s));
    need(users().remove(need(users().accounts()).last().name));
    need(users().add(u"one more"_s, Role::Viewer, Password));
    need(users().removeKey(need(users().keys()).last().name));
    need(users().addKey(u"one more"_s, Role::Viewer));
}

void tst_Users::logIn_wrong_isAbsent_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("password");
    QTest::newRow("another's password") << u"anna"_s << u"another horse"_s;
    QTest::newRow("no password") << u"anna"_s << QString();
    QTest::newRow("unknown") << u"hanna"_s << Password;
    QTest::newRow("no name") << QString() << Password;
    QTest::newRow("nothing") << QString() << QString();
    QTest::newRow("case of the password") << u"anna"_s << Password.toUpper();
    QTest::newRow("long") << u"anna"_s << QString(100'000, u'x');
    QTest::newRow("long name") << QString(100'000, u'x') << Password;
}

void tst_Users::logIn_wrong_isAbsent()
{
    QFETCH(const QString, name);
    QFETCH(const QString, password);
    need(users().add(u"anna"_s, Role::Admin, Password));
    need(users().add(u"bob"_s, Role::Viewer, u"another horse"_s));
    QVERIFY(!need(users().logIn(name, password)));
}

void tst_Users::logIn_unknownName_takesAsLong()
{
    const auto empty = cost([&] { QVERIFY(!need(users().logIn(u"anna"_s, Password))); });
    need(users().add(u"anna"_s, Role::Admin, Password));
    const auto right = cost([&] { QVERIFY(need(users().logIn(u"anna"_s, Password))); });
    const auto wrong = cost([&] { QVERIFY(!need(users().logIn(u"anna"_s, u"other one"_s))); });
    const auto unknown = cost([&] { QVERIFY(!need(users().logIn(u"bob"_s, Password))); });
    for (const auto other : {empty, wrong, unknown})
        QVERIFY(other > right / 3 && other < right * 3);
}

void tst_Users::remove_takesTheAccountAway()
{
    need(users().add(u"anna"_s, Role::Admin, Password));
    need(users().add(u"bob"_s, Role::Editor, Password));
    need(users().remove(u"BOB"_s));
    QVERIFY(!need(users().logIn(u"bob"_s, Password)));
    QCOMPARE(need(users().accounts()).size(), 1);
}

void tst_Users::remove_lastAdmin_isRefused()
{
    need(users().add(u"Anna"_s, Role::Admin, Password));
    need(users().add(u"bob"_s, Role::Editor, Password));
    QVERIFY(isError(users().remove(u"anna"_s), ErrorCode::Refused,
                    u"Anna is the last admin: make another account an admin first"_s));
    need(users().setRole(u"bob"_s, Role::Admin));
    need(users().remove(u"anna"_s));
    QVERIFY(isError(users().remove(u"bob"_s), ErrorCode::Refused, u"last admin"_s));
}

void tst_Users::setRole_lastAdmin_isRefused()
{
    need(users().add(u"Anna"_s, Role::Admin, Password));
    for (const Role role : {Role::Viewer, Role::Editor})
        QVERIFY(isError(users().setRole(u"anna"_s, role), ErrorCode::Refused,
                        u"Anna is the last admin: make another account an admin first"_s));
    need(users().setRole(u"anna"_s, Role::Admin));
    QCOMPARE(need(users().accounts()).first().role, Role::Admin);
}

void tst_Users::setRole_changesIt()
{
    need(users().add(u"anna"_s, Role::Admin, Password));
    need(users().add(u"bob"_s, Role::Viewer, Password));
    for (const Role role : {Role::Editor, Role::Admin, Role::Viewer}) {
        need(users().setRole(u"Bob"_s, role));
        QCOMPARE(need(users().logIn(u"bob"_s, Password))->user.role, role);
        QCOMPARE(need(users().logIn(u"anna"_s, Password))->user.role, Role::Admin);
    }
}

void tst_Users::setPassword_changesItAlone()
{
    need(users().add(u"anna"_s, Role::Admin, Password));
    need(users().add(u"bob"_s, Role::Viewer, Password));
    need(users().setPassword(u"Anna"_s, u"another horse"_s));
    QVERIFY(!need(users().logIn(u"anna"_s, Password)));
    QVERIFY(need(users().logIn(u"anna"_s, u"another horse"_s)));
    QVERIFY(need(users().logIn(u"bob"_s, Password)));
    QVERIFY(isError(users().setPassword(u"anna"_s, u"short"_s), ErrorCode::Refused, u"5"_s));
    QVERIFY(need(users().logIn(u"anna"_s, u"another horse"_s)));
}

void tst_Users::change_ofBoth_isAllOrNothing()
{
    const QString other = u"another horse"_s;
    need(users().add(u"anna"_s, Role::Admin, Password));
    QVERIFY(isError(users().change(u"anna"_s, Role::Viewer, other), ErrorCode::Refused,
                    u"last admin"_s));
    QVERIFY(need(users().logIn(u"anna"_s, Password)));
    need(users().add(u"bob"_s, Role::Viewer, Password));
    need(users().change(u"bob"_s, Role::Editor, other));
    QCOMPARE(need(users().logIn(u"bob"_s, other))->user, (User{u"bob"_s, Role::Editor}));
}

void tst_Users::changes_ofUnknown_areNotFound()
{
    need(users().add(u"anna"_s, Role::Admin, Password));
    const QByteArray before = m_folder->content();
    const QString message = u"there is no account bob: see "_s;
    QVERIFY(isError(users().remove(u"bob"_s), ErrorCode::NotFound, message));
    QVERIFY(isError(users().setRole(u"bob"_s, Role::Admin), ErrorCode::NotFound, message));
    QVERIFY(isError(users().setPassword(u"bob"_s, Password), ErrorCode::NotFound, message));
    QVERIFY(isError(users().removeKey(u"anna"_s), ErrorCode::NotFound, u"no API key anna: see "_s));
    QCOMPARE(m_folder->content(), before);
}

void tst_Users::refreshed_endsWithThePasswordAndTheAccount()
{
    need(users().add(u"anna"_s, Role::Admin, Password));
    need(users().add(u"bob"_s, Role::Viewer, Password));
    const LogIn bob = *need(users().logIn(u"bob"_s, Password));
    QCOMPARE(need(users().refreshed(bob))->role, Role::Viewer);
    need(users().setRole(u"bob"_s, Role::Editor));
    QCOMPARE(need(users().refreshed(bob))->role, Role::Editor);
    need(users().setPassword(u"anna"_s, Password));
    QVERIFY(need(users().refreshed(bob)));
    need(users().setPassword(u"bob"_s, Password)); // the same again, but given anew
    QVERIFY(!need(users().refreshed(bob)));

    const LogIn again = *need(users().logIn(u"bob"_s, Password));
    need(users().remove(u"bob"_s));
    QVERIFY(!need(users().refreshed(again)));
    need(users().add(u"bob"_s, Role::Admin, Password));
    QVERIFY(!need(users().refreshed(again)));
    QVERIFY(!need(users().refreshed(LogIn{{u"bob"_s, Role::Admin}, {}})));
}

void tst_Users::key_isShownOnceAndItsOwnersOnly()
{
    const QString first = need(users().addKey(u"till"_s, Role::Editor));
    const QString second = need(users().addKey(u"Prometheus"_s, Role::Viewer));
    QVERIFY(QRegularExpression(u"^keg_[A-Z2-7]{52}$"_s).match(first).hasMatch());
    QVERIFY(first != second);
    const User till{u"till"_s, Role::Editor};
    const User prometheus{u"Prometheus"_s, Role::Viewer};
    QVERIFY(need(users().keys()) == (QList<User>{till, prometheus}));
    QVERIFY(need(users().ownerOfKey(first)) == till);
    QVERIFY(need(users().ownerOfKey(second)) == prometheus);
    for (const QString &other : {QString(), u"keg_"_s, first.mid(4), first.chopped(1), first + u'A',
                                 first.toLower(), u"keg_"_s + QString(52, u'A'), u' ' + first})
        QVERIFY(!need(users().ownerOfKey(other)));
    for (qsizetype place = 4; place < first.size(); ++place) {
        QString altered = first;
        altered[place] = altered[place] == u'Q' ? u'A' : u'Q';
        QVERIFY(!need(users().ownerOfKey(altered)));
    }
}

void tst_Users::key_againstTheRules_isRefused()
{
    need(users().addKey(u"till"_s, Role::Editor));
    QVERIFY(isError(users().addKey(u"TILL"_s, Role::Editor), ErrorCode::Refused,
                    u"there is an API key TILL already"_s));
    QVERIFY(isError(users().addKey(u"a\tb"_s, Role::Editor), ErrorCode::Refused, u"name"_s));
    QCOMPARE(need(users().keys()).size(), 1);
}

void tst_Users::key_removed_isNobodys()
{
    const QString till = need(users().addKey(u"till"_s, Role::Editor));
    const QString other = need(users().addKey(u"other"_s, Role::Editor));
    need(users().removeKey(u"Till"_s));
    QVERIFY(!need(users().ownerOfKey(till)));
    QVERIFY(need(users().ownerOfKey(other)));
}

QTEST_GUILESS_MAIN(tst_Users)
#include "tst_users.moc"
