// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/private_file.h"
#include "core/identity/user_records.h"
#include "core/identity/users.h"
#include "tests/support/child_process.h"
#include "tests/support/need.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <atomic>
#include <ctime>
#include <thread>

#include <sys/stat.h>
#include <sys/wait.h>

using namespace keg;
using namespace keg::identity;
using namespace keg::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

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
    void changes_ofUnknown_areNotFound();
    void refreshed_endsWithThePasswordAndTheAccount();
    void key_isShownOnceAndItsOwnersOnly();
    void key_againstTheRules_isRefused();
    void key_removed_isNobodys();
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
    void file_holdsNoSecret();
    void file_isForItsOwnerAlone();
    void file_atItsFullest_canBeReadAgain();
    void file_damaged_isAnErrorWithAWayOut_data();
    void file_damaged_isAnErrorWithAWayOut();
    void file_thatCannotBeWritten_staysAsItIs();
    void processes_changingAtOnce_loseNothing();
    void processes_demotingTheLastTwoAdmins_leaveOne();
    void killed_atEachSystemCall_leavesAllOldOrAllNew();

private:
    QString path() const { return m_folder->filePath(u"users.json"_s); }
    Users users() const { return Users(m_folder->path()); }
    QByteArray content() const;
    void write(const QByteArray &bytes) const;
    void fill() const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

const QString Password = u"correct horse"_s;
const BootTime Now{"boot-1", 1min};

QByteArray codeOf(const Error &error)
{
    return QByteArray::number(int(error.code)) + ' ' + error.message.toUtf8();
}

/// Whether it is that error, in one line that names this.
template<typename T>
bool isError(const Result<T> &result, ErrorCode code, const QString &part)
{
    const bool isIt = !result && result.error().code == code
        && result.error().message.contains(part) && !result.error().message.contains(u'\n');
    if (!isIt)
        qWarning("%s", result ? "no error" : codeOf(result.error()).constData());
    return isIt;
}

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

void waitFor(const QList<pid_t> &children)
{
    for (const pid_t child : children)
        ::waitpid(child, nullptr, 0);
}

} // namespace

void tst_Users::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

QByteArray tst_Users::content() const
{
    QFile file(path());
    return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
}

void tst_Users::write(const QByteArray &bytes) const
{
    const PrivateFile file(m_folder->path(), u"users.json"_s, {});
    need(file.write(bytes, need(FolderLock::take(m_folder->path()))));
}

/// As many of each kind as there may be, with the longest names; all accounts have one password.
void tst_Users::fill() const
{
    need(users().add(u"first"_s, Role::Editor, Password));
    UserRecords records = need(UserRecords::load(m_folder->path()));
    const QByteArray hash = records.accounts.first().passwordHash;
    records.accounts.clear();
    records.boot = QByteArray(36, 'b');
    for (int number = 0; number < 64; ++number) {
        const QString name = u"🍺"_s.repeated(62) + QString::number(10 + number);
        records.accounts += {name, Role::Editor, hash};
        records.keys += {name, Role::Editor, QByteArray(32, char(number))};
        if (number < 16)
            records.links += {name, Role::Editor, QByteArray(32, char(number)), 1'000'000'000'000};
    }
    need(records.save(m_folder->path(), need(FolderLock::take(m_folder->path()))));
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
    const QByteArray before = content();
    for (const QString &name : {u"Anna"_s, u"anna"_s, u" ANNA "_s, u"ａnna"_s})
        QVERIFY(isError(users().add(name, Role::Viewer, Password), ErrorCode::Refused,
                        u"there is an account Anna already"_s));
    QCOMPARE(content(), before);
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
    fill();
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

void tst_Users::changes_ofUnknown_areNotFound()
{
    need(users().add(u"anna"_s, Role::Admin, Password));
    const QByteArray before = content();
    const QString message = u"there is no account bob: see "_s;
    QVERIFY(isError(users().remove(u"bob"_s), ErrorCode::NotFound, message));
    QVERIFY(isError(users().setRole(u"bob"_s, Role::Admin), ErrorCode::NotFound, message));
    QVERIFY(isError(users().setPassword(u"bob"_s, Password), ErrorCode::NotFound, message));
    QVERIFY(isError(users().removeKey(u"anna"_s), ErrorCode::NotFound, u"no API key anna: see "_s));
    QCOMPARE(content(), before);
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

void tst_Users::link_makesAnAccountOnce()
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

void tst_Users::link_givesANewPassword()
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

void tst_Users::link_withoutAName_letsOneChoose()
{
    need(users().add(u"anna"_s, Role::Admin, Password));
    const QString link = need(users().makeLink({}, Role::Editor, Now));
    QVERIFY(need(users().inviteeOf(link, Now)) == (User{QString(), Role::Editor}));
    QVERIFY(isError(users().useLink(link, {}, Password, Now), ErrorCode::Refused, u"name"_s));
    QVERIFY(need(users().useLink(link, u" Bob"_s, Password, Now))
            == (User{u"Bob"_s, Role::Editor}));
    QVERIFY(need(users().logIn(u"bob"_s, Password)));
}

void tst_Users::link_withoutAName_takesNoAccountOver()
{
    need(users().add(u"anna"_s, Role::Admin, Password));
    const QString link = need(users().makeLink({}, Role::Viewer, Now));
    QVERIFY(isError(users().useLink(link, u"ANNA"_s, u"another horse"_s, Now), ErrorCode::Refused,
                    u"there is an account anna already"_s));
    QVERIFY(need(users().logIn(u"anna"_s, Password)));
    QVERIFY(need(users().useLink(link, u"bob"_s, Password, Now)).role == Role::Viewer);
}

void tst_Users::link_firstOfAll_isForAnAdmin()
{
    const QString link = need(users().makeLink({}, {}, Now));
    QCOMPARE(need(users().useLink(link, u"anna"_s, Password, Now)).role, Role::Admin);
    QVERIFY(isError(users().makeLink({}, {}, Now), ErrorCode::Refused, u"needs its role"_s));
    QVERIFY(isError(users().makeLink(u"bob"_s, {}, Now), ErrorCode::Refused, u"needs its role"_s));
    QVERIFY(isError(users().makeLink(u"b\nb"_s, Role::Viewer, Now), ErrorCode::Refused, u"name"_s));
}

void tst_Users::link_forAnotherDomain_isWorthNothing()
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

void tst_Users::link_isOverAfterFifteenMinutes()
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

void tst_Users::link_refusedPassword_isNotSpent()
{
    const QString link = need(users().makeLink(u"anna"_s, {}, Now));
    const QByteArray before = content();
    QVERIFY(isError(users().useLink(link, {}, u"1234567"_s, Now), ErrorCode::Refused, u"7"_s));
    QCOMPARE(content(), before);
    need(users().useLink(link, {}, Password, Now));
}

void tst_Users::link_endsWithWhatItWasMadeFor()
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

void tst_Users::link_ofTooMany_isBusyUntilSomeAreOld()
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

void tst_Users::link_usedByManyAtOnce_worksOnce()
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

void tst_Users::file_holdsNoSecret()
{
    need(users().add(u"anna"_s, Role::Admin, Password));
    const QString key = need(users().addKey(u"till"_s, Role::Editor));
    const QString link = need(users().makeLink(u"bob"_s, Role::Viewer, Now));
    const QByteArray file = content().toLower();
    for (const QString &secret : {Password, key.mid(4), link})
        QVERIFY(!file.contains(secret.toLower().toUtf8()));
    const LogIn logIn = *need(users().logIn(u"anna"_s, Password));
    QVERIFY(!file.contains(logIn.stamp.toHex()));
}

void tst_Users::file_isForItsOwnerAlone()
{
    need(users().addKey(u"till"_s, Role::Editor));
    struct stat status = {};
    QCOMPARE(::stat(QFile::encodeName(path()), &status), 0);
    QCOMPARE(status.st_mode & 07777U, 0600U);
    QVERIFY(QFile::setPermissions(path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
    QVERIFY(isError(users().accounts(), ErrorCode::Refused, u"chmod 600 "_s + path()));
    QVERIFY(isError(users().logIn(u"anna"_s, Password), ErrorCode::Refused, path()));
}

void tst_Users::file_atItsFullest_canBeReadAgain()
{
    fill();
    QVERIFY2(content().size() > 60'000, "the names are meant to be the longest there are");
    QCOMPARE(need(users().accounts()).size(), 64);
    QCOMPARE(need(users().keys()).size(), 64);
    QCOMPARE(need(UserRecords::load(m_folder->path())).links.size(), 16);
    QCOMPARE(need(users().logIn(need(users().accounts()).last().name, Password))->user.role,
             Role::Editor);
}

void tst_Users::file_damaged_isAnErrorWithAWayOut_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<ErrorCode>("code");
    const auto row = [](const char *name, const QByteArray &from, const QByteArray &to) {
        QTest::newRow(name) << from << to << ErrorCode::Damaged;
    };
    QTest::newRow("newer") << QByteArray(R"("version": 1)") << QByteArray(R"("version": 2)")
                           << ErrorCode::TooNew;
    row("empty", {}, {});
    row("no JSON", "{", "");
    row("no version", R"("version": 1)", R"("version": "1")");
    row("no accounts", R"("accounts")", R"("account")");
    row("accounts are none", R"("accounts": [)", R"("accounts": 1, "x": [)");
    row("an account is none", R"("accounts": [)", R"("accounts": [1,)");
    row("no name", R"("name": "anna")", R"("name": "")");
    row("a name that is a number", R"("name": "anna")", R"("name": 1)");
    row("a name with a line", R"("name": "anna")", R"("name": "a\nb")");
    row("a name with blanks around", R"("name": "anna")", R"("name": " anna")");
    row("a name twice", R"("name": "anna")", R"("name": "BOB")");
    row("another role", R"("role": "admin")", R"("role": "root")");
    row("no role", R"("role": "admin")", R"("x": "admin")");
    row("dear hash", "m=19456,t=2", "m=99999,t=2");
    row("cheap hash", "m=19456,t=2", "m=00008,t=2");
    row("no hash", R"("argon2id")", R"("argon2")");
    row("no keys", R"("keys")", R"("key")");
    row("a key twice", R"("name": "till")", R"("name": "OTHER")");
    row("a key without a hash", R"("sha256": "K)", R"("sha": "K)");
    row("a short hash", R"("sha256": "K)", R"("sha256": "00", "x": "K)");
    row("no hex", R"("sha256": "K)", R"("sha256": "K g)");
    row("no links", R"("links")", R"("link")");
    row("no boot", R"("boot")", R"("boo")");
    row("a boot that is a number", R"("boot": "boot-1")", R"("boot": 1)");
    row("a link without its end", R"("until")", R"("till")");
    row("a link without a name", R"("name": "carl")", R"("x": "carl")");
}

void tst_Users::file_damaged_isAnErrorWithAWayOut()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(const ErrorCode, code);
    need(users().add(u"anna"_s, Role::Admin, Password));
    need(users().add(u"bob"_s, Role::Viewer, Password));
    const QString key = need(users().addKey(u"till"_s, Role::Editor));
    need(users().addKey(u"other"_s, Role::Editor));
    const QString link = need(users().makeLink(u"carl"_s, Role::Viewer, Now));
    QByteArray damaged = content();
    const QByteArray mark = R"("sha256": ")";
    const QByteArray start = damaged.mid(damaged.indexOf(mark) + mark.size(), 1);
    from.replace("\"K", '"' + start);
    to.replace("\"K", '"' + start);
    QVERIFY(damaged.contains(from));
    damaged
        = from.isEmpty() ? QByteArray() : damaged.replace(damaged.indexOf(from), from.size(), to);
    write(damaged);

    const QString way = path();
    QVERIFY(isError(users().accounts(), code, way));
    QVERIFY(isError(users().keys(), code, u"put back a copy of it, or remove it"_s));
    QVERIFY(isError(users().logIn(u"anna"_s, Password), code, way));
    QVERIFY(isError(users().refreshed({{u"anna"_s, Role::Admin}, {}}), code, way));
    QVERIFY(isError(users().ownerOfKey(key), code, way));
    QVERIFY(isError(users().inviteeOf(link, Now), code, way));
    QVERIFY(isError(users().useLink(link, {}, Password, Now), code, way));
    QVERIFY(isError(users().makeLink(u"carl"_s, Role::Viewer, Now), code, way));
    QVERIFY(isError(users().add(u"dora"_s, Role::Viewer, Password), code, way));
    QVERIFY(isError(users().remove(u"bob"_s), code, way));
    QVERIFY(isError(users().setRole(u"bob"_s, Role::Viewer), code, way));
    QVERIFY(isError(users().setPassword(u"bob"_s, Password), code, way));
    QVERIFY(isError(users().addKey(u"more"_s, Role::Viewer), code, way));
    QVERIFY(isError(users().removeKey(u"other"_s), code, way));
    QCOMPARE(content(), damaged);
}

void tst_Users::file_thatCannotBeWritten_staysAsItIs()
{
    need(users().add(u"anna"_s, Role::Admin, Password));
    const QString link = need(users().makeLink(u"bob"_s, Role::Viewer, Now));
    const QByteArray before = content();
    const QString inTheWay = u"users.json.new"_s;
    QVERIFY(QDir(m_folder->path()).mkdir(inTheWay));
    for (const auto &failed :
         {users().add(u"dora"_s, Role::Viewer, Password), users().setRole(u"anna"_s, Role::Admin),
          users().setPassword(u"anna"_s, u"another horse"_s)})
        QVERIFY(!failed && failed.error().message.contains(u"cannot be written"_s));
    QVERIFY(!users().addKey(u"till"_s, Role::Viewer));
    QVERIFY(!users().makeLink(u"dora"_s, Role::Viewer, Now));
    QVERIFY(!users().useLink(link, {}, Password, Now));
    QCOMPARE(content(), before);
    QVERIFY(QDir(m_folder->path()).rmdir(inTheWay));
    need(users().useLink(link, {}, Password, Now)); // it was not spent
}

void tst_Users::processes_changingAtOnce_loseNothing()
{
    QList<pid_t> children;
    for (int process = 0; process < 4; ++process)
        children += startChild([&] {
            for (int round = 0; round < 12; ++round)
                need(users().addKey(u"%1-%2"_s.arg(process).arg(round), Role::Viewer));
            need(users().add(QString::number(process), Role::Viewer, Password));
        });
    waitFor(children);
    QCOMPARE(need(users().keys()).size(), 4 * 12);
    QCOMPARE(need(users().accounts()).size(), 4);
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList{u"users.json"_s});
}

void tst_Users::processes_demotingTheLastTwoAdmins_leaveOne()
{
    need(users().add(u"anna"_s, Role::Admin, Password));
    need(users().add(u"bob"_s, Role::Admin, Password));
    for (int round = 0; round < 20; ++round) {
        waitFor({startChild([&] { (void)users().setRole(u"anna"_s, Role::Viewer); }),
                 startChild([&] { (void)users().setRole(u"bob"_s, Role::Viewer); })});
        const QList<User> left = need(users().accounts());
        QVERIFY((left[0].role == Role::Admin) != (left[1].role == Role::Admin));
        need(users().setRole(u"anna"_s, Role::Admin));
        need(users().setRole(u"bob"_s, Role::Admin));
    }
}

void tst_Users::killed_atEachSystemCall_leavesAllOldOrAllNew()
{
    need(users().add(u"anna"_s, Role::Admin, Password));
    const QByteArray start = content();
    int kills = 0;
    int finished = 0;
    for (bool isKilled = true; isKilled; ++kills) {
        write(start);
        const QString link = need(users().makeLink(u"bob"_s, Role::Viewer, Now));
        const QByteArray before = content();
        const pid_t child = startChild([&] {
            waitToBeKilled();
            (void)users().useLink(link, {}, Password, Now);
        });
        isKilled = killAfter(child, kills);
        const bool isMade = need(users().accounts()).size() == 2;
        finished += isMade ? 1 : 0;
        QCOMPARE(need(users().inviteeOf(link, Now)).has_value(), !isMade);
        QVERIFY(isMade || content() == before);
        need(users().addKey(u"next"_s, Role::Viewer)); // what the dead left is in nobody's way
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList{u"users.json"_s});
    }
    qInfo("killed %d times: %d times it was done already", kills, finished);
    if (kills == 1)
        QSKIP("this system lets no process be traced");
    QVERIFY(kills - finished > 10);
    QVERIFY(finished > 1);
}

QTEST_GUILESS_MAIN(tst_Users)
#include "tst_users.moc"
