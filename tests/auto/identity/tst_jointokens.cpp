// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/join_token.h"
#include "core/identity/join_tokens.h"
#include "core/identity/private_file.h"
#include "tests/support/need.h"
#include "tests/support/wall_clock.h"

#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <atomic>
#include <thread>

using namespace keg;
using namespace keg::identity;
using namespace keg::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class tst_JoinTokens : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void spend_once_isRight();
    void spend_ofAnother_isWrong();
    void spend_isOverAfterFifteenMinutes_data();
    void spend_isOverAfterFifteenMinutes();
    void spend_afterABoot_isWrong();
    void spend_ofOneByManyAtOnce_isRightOnce();
    void spend_thatCannotBeKept_spendsNothing();
    void spend_withoutAFile_makesNone();
    void issue_givesAnotherEachTime();
    void issue_keepsNoToken();
    void issue_ofTooMany_isRefusedUntilSomeAreOld();
    void file_damaged_isAnErrorWithAWayOut_data();
    void file_damaged_isAnErrorWithAWayOut();
    void file_withOddTokens_letsNobodyIn_data();
    void file_withOddTokens_letsNobodyIn();
    void bootTime_isNotTheWallClock();

private:
    QString path() const { return m_folder->filePath(u"join-tokens.json"_s); }
    QByteArray content() const;
    void write(const QByteArray &bytes) const;
    QByteArray issue(std::chrono::milliseconds at)
    {
        return need(JoinTokens::issue(m_folder->path(), {"boot-1", at}));
    }
    bool spend(const QByteArray &token, std::chrono::milliseconds at,
               const QByteArray &boot = "boot-1")
    {
        return need(JoinTokens::spend(m_folder->path(), token, {boot, at}));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void tst_JoinTokens::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    WallClock::show({});
}

QByteArray tst_JoinTokens::content() const
{
    QFile file(path());
    return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
}

void tst_JoinTokens::write(const QByteArray &bytes) const
{
    const PrivateFile file(m_folder->path(), u"join-tokens.json"_s, {});
    need(file.write(bytes, need(FolderLock::take(m_folder->path()))));
}

void tst_JoinTokens::spend_once_isRight()
{
    const QByteArray first = issue(1min);
    const QByteArray second = issue(2min);
    QCOMPARE(first.size(), JoinTokenSize);
    QVERIFY(spend(second, 3min));
    QVERIFY(!spend(second, 3min));
    QVERIFY(spend(first, 3min));
    QVERIFY(!spend(first, 3min));
}

void tst_JoinTokens::spend_ofAnother_isWrong()
{
    const QByteArray token = issue(1min);
    const QByteArray before = content();
    for (qsizetype place = 0; place < token.size(); ++place) {
        QByteArray altered = token;
        altered[place] = char(altered[place] ^ 0x40);
        QVERIFY(!spend(altered, 1min));
    }
    for (const QByteArray &other :
         {QByteArray(), token.chopped(1), token + '\0', QByteArray(JoinTokenSize, '\0')})
        QVERIFY(!spend(other, 1min));
    QCOMPARE(content(), before);
    QVERIFY(spend(token, 1min));
}

void tst_JoinTokens::spend_isOverAfterFifteenMinutes_data()
{
    QTest::addColumn<QDateTime>("wallClock");
    QTest::newRow("now") << QDateTime();
    QTest::newRow("1970") << QDateTime::fromSecsSinceEpoch(10);
    QTest::newRow("2100") << QDateTime(QDate(2100, 1, 1), QTime(), Qt::UTC);
}

void tst_JoinTokens::spend_isOverAfterFifteenMinutes()
{
    QFETCH(const QDateTime, wallClock);
    const QByteArray early = issue(1h);
    const QByteArray late = issue(1h);
    WallClock::show(wallClock);
    QVERIFY(spend(early, 1h + 15min - 1ms));
    QVERIFY(!spend(late, 1h + 15min));
    QVERIFY(!spend(late, 24h));
}

void tst_JoinTokens::spend_afterABoot_isWrong()
{
    const QByteArray token = issue(1min);
    QVERIFY(!spend(token, 1min, "boot-2"));
    QVERIFY(!spend(token, 0min)); // a time before it was given out is none of this boot
    QVERIFY(spend(token, 1min));
}

void tst_JoinTokens::spend_ofOneByManyAtOnce_isRightOnce()
{
    for (int round = 0; round < 20; ++round) {
        const QByteArray token = issue(1min);
        std::atomic<int> accepted = 0;
        {
            std::array<std::jthread, 8> threads;
            for (std::jthread &thread : threads)
                thread = std::jthread([&] { accepted += spend(token, 1min) ? 1 : 0; });
        }
        QCOMPARE(accepted.load(), 1);
    }
}

void tst_JoinTokens::spend_thatCannotBeKept_spendsNothing()
{
    const QByteArray token = issue(1min);
    const QByteArray before = content();
    QVERIFY(QDir(m_folder->path()).mkdir(u"join-tokens.json.new"_s)); // in the way
    const auto spent = JoinTokens::spend(m_folder->path(), token, {"boot-1", 1min});
    QVERIFY(!spent);
    QVERIFY(spent.error().message.contains(u"cannot be written"_s));
    QCOMPARE(content(), before);
    QVERIFY(QDir(m_folder->path()).rmdir(u"join-tokens.json.new"_s));
    QVERIFY(spend(token, 1min));
}

void tst_JoinTokens::spend_withoutAFile_makesNone()
{
    QVERIFY(!spend(QByteArray(JoinTokenSize, 'x'), 1min));
    QVERIFY(QDir(m_folder->path()).isEmpty());
}

void tst_JoinTokens::issue_givesAnotherEachTime()
{
    QSet<QByteArray> tokens;
    for (int round = 0; round < JoinTokens::MostOutstanding; ++round)
        tokens += issue(1min);
    QCOMPARE(tokens.size(), JoinTokens::MostOutstanding);
    for (const QByteArray &token : tokens)
        QVERIFY(spend(token, 2min));
}

void tst_JoinTokens::issue_keepsNoToken()
{
    const QByteArray token = issue(1min);
    const QByteArray file = content().toLower();
    QVERIFY(file.contains("sha256"));
    QVERIFY(!file.contains(token));
    QVERIFY(!file.contains(token.toHex()));
    QVERIFY(!file.contains(token.toBase64().toLower()));
    QVERIFY(!file.contains(joinTokenText(token).chopped(1).toLower().toLatin1()));
}

void tst_JoinTokens::issue_ofTooMany_isRefusedUntilSomeAreOld()
{
    const QByteArray first = issue(1min);
    for (int round = 1; round < JoinTokens::MostOutstanding; ++round)
        issue(2min);
    const auto more = JoinTokens::issue(m_folder->path(), {"boot-1", 16min - 1ms});
    QVERIFY(!more);
    QCOMPARE(more.error().code, ErrorCode::Busy);
    QVERIFY(more.error().message.contains(u"64 join strings are out"_s));
    const QByteArray next = issue(16min);
    QVERIFY(!spend(first, 16min));
    QVERIFY(spend(next, 16min));
    QVERIFY(JoinTokens::issue(m_folder->path(), {"boot-2", 1min}));
}

void tst_JoinTokens::file_damaged_isAnErrorWithAWayOut_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("empty") << QByteArray() << ErrorCode::Damaged;
    QTest::newRow("half") << QByteArray(R"({"version":1,"boot":"b)") << ErrorCode::Damaged;
    QTest::newRow("a list") << QByteArray("[]") << ErrorCode::Damaged;
    QTest::newRow("deep") << QByteArray(30'000, '[') << ErrorCode::Damaged;
    QTest::newRow("no version") << QByteArray("{}") << ErrorCode::Damaged;
    QTest::newRow("odd version") << QByteArray(R"({"version":"1"})") << ErrorCode::Damaged;
    QTest::newRow("newer") << QByteArray(R"({"version":2})") << ErrorCode::TooNew;
    QTest::newRow("no boot") << QByteArray(R"({"version":1,"tokens":[]})") << ErrorCode::Damaged;
    QTest::newRow("boot is a number")
        << QByteArray(R"({"version":1,"boot":1,"tokens":[]})") << ErrorCode::Damaged;
    QTest::newRow("tokens are none")
        << QByteArray(R"({"version":1,"boot":"boot-1","tokens":{}})") << ErrorCode::Damaged;
}

void tst_JoinTokens::file_damaged_isAnErrorWithAWayOut()
{
    QFETCH(const QByteArray, content);
    QFETCH(const ErrorCode, code);
    write(content);
    const auto issued = JoinTokens::issue(m_folder->path(), {"boot-1", 1min});
    const auto spent = JoinTokens::spend(m_folder->path(), QByteArray(16, 'x'), {"boot-1", 1min});
    for (const Error &error : {issued.error(), spent.error()}) {
        QCOMPARE(error.code, code);
        QVERIFY(error.message.startsWith(path()));
        QVERIFY(error.message.contains(u"remove it"_s));
        QVERIFY(!error.message.contains(u'\n'));
    }
    QCOMPARE(this->content(), content);
}

void tst_JoinTokens::file_withOddTokens_letsNobodyIn_data()
{
    QTest::addColumn<QByteArray>("tokens");
    QTest::newRow("numbers") << QByteArray("1, null, true, []");
    QTest::newRow("nothing in it") << QByteArray("{}");
    QTest::newRow("an empty hash") << QByteArray(R"({"sha256":"","until":120000})");
    QTest::newRow("never over") << QByteArray(R"({"sha256":"HASH","until":1e15})");
    QTest::newRow("too long") << QByteArray(R"({"sha256":"HASH","until":960001})");
    QTest::newRow("a text for a time") << QByteArray(R"({"sha256":"HASH","until":"120000"})");
    QTest::newRow("half of it") << QByteArray(R"({"sha256":"HA","until":120000})");
}

void tst_JoinTokens::file_withOddTokens_letsNobodyIn()
{
    QFETCH(QByteArray, tokens);
    const QByteArray token = issue(1min);
    const QByteArray before = content();
    const QByteArray hash = before.mid(before.indexOf(R"("sha256": ")") + 11, 64);
    tokens.replace("HASH", hash).replace("HA\"", hash.left(32) + '"');
    write(R"({"version":1,"boot":"boot-1","tokens":[)" + tokens + "]}");
    QVERIFY(!spend(token, 1min));
    QVERIFY(!spend({}, 1min));
    write(before);
    QVERIFY(spend(token, 1min));
}

void tst_JoinTokens::bootTime_isNotTheWallClock()
{
    const BootTime first = need(BootTime::now());
    WallClock::show(QDateTime(QDate(2100, 1, 1), QTime(), Qt::UTC));
    const BootTime second = need(BootTime::now());
    WallClock::show(QDateTime::fromSecsSinceEpoch(10));
    const BootTime third = need(BootTime::now());
    QVERIFY(!first.boot.isEmpty());
    QCOMPARE(second.boot, first.boot);
    QVERIFY(first.sinceBoot > 0ms);
    QVERIFY(first.sinceBoot <= second.sinceBoot && second.sinceBoot <= third.sinceBoot);
    QVERIFY(third.sinceBoot - first.sinceBoot < 1h);
}

QTEST_GUILESS_MAIN(tst_JoinTokens)
#include "tst_jointokens.moc"
