// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/user_records.h"
#include "core/identity/users.h"
#include "tests/support/child_process.h"
#include "tests/support/need.h"
#include "tests/support/users_folder.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <sys/stat.h>
#include <sys/wait.h>

using namespace keg;
using namespace keg::identity;
using namespace keg::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// users.json, whoever reads and writes it.
class tst_UserRecords : public QObject
{
    Q_OBJECT

private slots:
    void init();
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
    Users users() const { return Users(m_folder->path()); }

    std::unique_ptr<UsersFolder> m_folder;
};

namespace {

const QString Password = u"correct horse"_s;
const BootTime Now{"boot-1", 1min};

void waitFor(const QList<pid_t> &children)
{
    for (const pid_t child : children)
        ::waitpid(child, nullptr, 0);
}

} // namespace

void tst_UserRecords::init()
{
    m_folder = std::make_unique<UsersFolder>();
}

void tst_UserRecords::file_holdsNoSecret()
{
    need(users().add(u"anna"_s, Role::Admin, Password));
    const QString key = need(users().addKey(u"till"_s, Role::Editor));
    const QString link = need(users().makeLink(u"bob"_s, Role::Viewer, Now));
    const QByteArray file = m_folder->content().toLower();
    for (const QString &secret : {Password, key.mid(4), link})
        QVERIFY(!file.contains(secret.toLower().toUtf8()));
    const LogIn logIn = *need(users().logIn(u"anna"_s, Password));
    QVERIFY(!file.contains(logIn.stamp.toHex()));
}

void tst_UserRecords::file_isForItsOwnerAlone()
{
    need(users().addKey(u"till"_s, Role::Editor));
    struct stat status = {};
    QCOMPARE(::stat(QFile::encodeName(m_folder->file()), &status), 0);
    QCOMPARE(status.st_mode & 07777U, 0600U);
    QVERIFY(QFile::setPermissions(m_folder->file(),
                                  QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
    QVERIFY(isError(users().accounts(), ErrorCode::Refused, u"chmod 600 "_s + m_folder->file()));
    QVERIFY(isError(users().logIn(u"anna"_s, Password), ErrorCode::Refused, m_folder->file()));
}

void tst_UserRecords::file_atItsFullest_canBeReadAgain()
{
    m_folder->fill(Password);
    QVERIFY2(m_folder->content().size() > 60'000,
             "the names are meant to be the longest there are");
    QCOMPARE(need(users().accounts()).size(), 64);
    QCOMPARE(need(users().keys()).size(), 64);
    QCOMPARE(need(UserRecords::load(m_folder->path())).links.size(), 16);
    QCOMPARE(need(users().logIn(need(users().accounts()).last().name, Password))->user.role,
             Role::Editor);
}

void tst_UserRecords::file_damaged_isAnErrorWithAWayOut_data()
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

void tst_UserRecords::file_damaged_isAnErrorWithAWayOut()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(const ErrorCode, code);
    need(users().add(u"anna"_s, Role::Admin, Password));
    need(users().add(u"bob"_s, Role::Viewer, Password));
    const QString key = need(users().addKey(u"till"_s, Role::Editor));
    need(users().addKey(u"other"_s, Role::Editor));
    const QString link = need(users().makeLink(u"carl"_s, Role::Viewer, Now));
    QByteArray damaged = m_folder->content();
    const QByteArray mark = R"("sha256": ")";
    const QByteArray start = damaged.mid(damaged.indexOf(mark) + mark.size(), 1);
    from.replace("\"K", '"' + start);
    to.replace("\"K", '"' + start);
    QVERIFY(damaged.contains(from));
    damaged
        = from.isEmpty() ? QByteArray() : damaged.replace(damaged.indexOf(from), from.size(), to);
    m_folder->write(damaged);

    const QString way = m_folder->file();
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
    QCOMPARE(m_folder->content(), damaged);
}

void tst_UserRecords::file_thatCannotBeWritten_staysAsItIs()
{
    need(users().add(u"anna"_s, Role::Admin, Password));
    const QString link = need(users().makeLink(u"bob"_s, Role::Viewer, Now));
    const QByteArray before = m_folder->content();
    const QString inTheWay = u"users.json.new"_s;
    QVERIFY(QDir(m_folder->path()).mkdir(inTheWay));
    for (const auto &failed :
         {users().add(u"dora"_s, Role::Viewer, Password), users().setRole(u"anna"_s, Role::Admin),
          users().setPassword(u"anna"_s, u"another horse"_s)})
        QVERIFY(!failed && failed.error().message.contains(u"cannot be written"_s));
    QVERIFY(!users().addKey(u"till"_s, Role::Viewer));
    QVERIFY(!users().makeLink(u"dora"_s, Role::Viewer, Now));
    QVERIFY(!users().useLink(link, {}, Password, Now));
    QCOMPARE(m_folder->content(), before);
    QVERIFY(QDir(m_folder->path()).rmdir(inTheWay));
    need(users().useLink(link, {}, Password, Now)); // it was not spent
}

void tst_UserRecords::processes_changingAtOnce_loseNothing()
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

void tst_UserRecords::processes_demotingTheLastTwoAdmins_leaveOne()
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

void tst_UserRecords::killed_atEachSystemCall_leavesAllOldOrAllNew()
{
    need(users().add(u"anna"_s, Role::Admin, Password));
    const QByteArray start = m_folder->content();
    int kills = 0;
    int finished = 0;
    for (bool isKilled = true; isKilled; ++kills) {
        m_folder->write(start);
        const QString link = need(users().makeLink(u"bob"_s, Role::Viewer, Now));
        const QByteArray before = m_folder->content();
        const pid_t child = startChild([&] {
            waitToBeKilled();
            (void)users().useLink(link, {}, Password, Now);
        });
        isKilled = killAfter(child, kills);
        const bool isMade = need(users().accounts()).size() == 2;
        finished += isMade ? 1 : 0;
        QCOMPARE(need(users().inviteeOf(link, Now)).has_value(), !isMade);
        QVERIFY(isMade || m_folder->content() == before);
        need(users().addKey(u"next"_s, Role::Viewer)); // what the dead left is in nobody's way
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList{u"users.json"_s});
    }
    qInfo("killed %d times: %d times it was done already", kills, finished);
    if (kills == 1)
        QSKIP("this system lets no process be traced");
    QVERIFY(kills - finished > 10);
    QVERIFY(finished > 1);
}

QTEST_GUILESS_MAIN(tst_UserRecords)
#include "tst_userrecords.moc"
