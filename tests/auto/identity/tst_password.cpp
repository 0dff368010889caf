// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/password.h"
#include "tests/support/need.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <thread>

#include <sys/resource.h>

using namespace keg;
using namespace keg::identity;
using namespace keg::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class tst_Password : public QObject
{
    Q_OBJECT

private slots:
    void validate_countsAsPeopleDo_data();
    void validate_countsAsPeopleDo();
    void hash_costsWhatWasPromised();
    void hash_ofTheSame_differs();
    void hash_ofAnInvalidOne_isRefused();
    void isPasswordOf_onlyTheRightOne();
    void isPasswordOf_isTheSameFromEveryKeyboard();
    void isPasswordOf_noText_isWrong();
    void isPasswordHash_onlyOfOurCosts_data();
    void isPasswordHash_onlyOfOurCosts();
    void pretend_takesAsLong();
    void hash_byManyAtOnce_takesTheMemoryOfOne();
};

namespace {

constexpr char Base64Zeros[] = "AAAAAAAAAAAAAAAAAAAAAA$"
                               "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Of this thread, so that what else the machine does plays no part.
std::chrono::nanoseconds processorTime()
{
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

/// The least of several, each undisturbed by caches that are cold.
template<typename Function>
std::chrono::nanoseconds least(Function function)
{
    auto shortest = std::chrono::nanoseconds::max();
    for (int round = 0; round < 5; ++round) {
        const auto start = processorTime();
        function();
        shortest = std::min(shortest, processorTime() - start);
    }
    return shortest;
}

long largestMemoryKiB()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

} // namespace

void tst_Password::validate_countsAsPeopleDo_data()
{
    QTest::addColumn<QString>("password");
    QTest::addColumn<bool>("isValid");
    const QString family = u"👩\u200d👩\u200d👧"_s;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("7") << u"1234567"_s << false;
    QTest::newRow("8") << u"12345678"_s << true;
    QTest::newRow("256") << QString(256, u'x') << true;
    QTest::newRow("257") << QString(257, u'x') << false;
    QTest::newRow("blanks") << u"        "_s << true;
    QTest::newRow("7 beyond 16 bits") << u"🍺"_s.repeated(7) << false;
    QTest::newRow("8 beyond 16 bits") << u"🍺"_s.repeated(8) << true;
    QTest::newRow("256 beyond 16 bits") << u"🍺"_s.repeated(256) << true;
    QTest::newRow("7 decomposed") << u"e\u0301"_s.repeated(7) << false;
    QTest::newRow("256 decomposed") << u"e\u0301"_s.repeated(256) << true;
    QTest::newRow("7 that NFC leaves decomposed") << u"x\u0301"_s.repeated(7) << false;
    QTest::newRow("8 that NFC leaves decomposed") << u"x\u0301"_s.repeated(8) << true;
    QTest::newRow("4 flags") << u"🇩🇪"_s.repeated(4) << false;
    QTest::newRow("8 families") << family.repeated(8) << true;
    QTest::newRow("endless accents") << QString(8, u'x') + QString(5000, u'\u0301') << false;
    QTest::newRow("half a character") << u"12345678"_s + QChar(0xd800) << false;
}

void tst_Password::validate_countsAsPeopleDo()
{
    QFETCH(const QString, password);
    QFETCH(const bool, isValid);
    const auto valid = validatePassword(password);
    QCOMPARE(bool(valid), isValid);
    if (isValid)
        return;
    QCOMPARE(valid.error().code, ErrorCode::Refused);
    QVERIFY(valid.error().message.contains(u": give one of "_s));
    QVERIFY(password.isEmpty() || !valid.error().message.contains(password));
}

void tst_Password::hash_costsWhatWasPromised()
{
    const QByteArray hash = need(hashPassword(u"correct horse"_s));
    QVERIFY2(hash.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), hash.constData());
    QVERIFY(isPasswordHash(hash));
    QVERIFY(!hash.contains("horse"));
}

void tst_Password::hash_ofTheSame_differs()
{
    QVERIFY(need(hashPassword(u"correct horse"_s)) != need(hashPassword(u"correct horse"_s)));
}

void tst_Password::hash_ofAnInvalidOne_isRefused()
{
    QCOMPARE(hashPassword(u"1234567"_s).error().code, ErrorCode::Refused);
    QCOMPARE(hashPassword(QString(257, u'x')).error().code, ErrorCode::Refused);
}

void tst_Password::isPasswordOf_onlyTheRightOne()
{
    const QString password = u"correct horse 🍺"_s;
    const QByteArray hash = need(hashPassword(password));
    QVERIFY(need(isPasswordOf(hash, password)));
    for (const QString &other : {QString(), password.chopped(1), password + u' ', u' ' + password,
                                 password.toUpper(), password + QChar()})
        QVERIFY(!need(isPasswordOf(hash, other)));
    QByteArray altered = hash;
    altered[60] = altered[60] == 'A' ? 'B' : 'A';
    QVERIFY(!need(isPasswordOf(altered, password)));
    const QString longest(256, u'x');
    const QByteArray hashOfLongest = need(hashPassword(longest));
    QVERIFY(need(isPasswordOf(hashOfLongest, longest)));
    QVERIFY(!need(isPasswordOf(hashOfLongest, longest.chopped(1))));
}

void tst_Password::isPasswordOf_isTheSameFromEveryKeyboard()
{
    const QByteArray hash = need(hashPassword(u"caf\u00e9 caf\u00e9"_s));
    QVERIFY(need(isPasswordOf(hash, u"cafe\u0301 cafe\u0301"_s)));
    QVERIFY(!need(isPasswordOf(hash, u"cafe cafe"_s)));
}

void tst_Password::isPasswordOf_noText_isWrong()
{
    const QByteArray hash = need(hashPassword(u"12345678\ufffd"_s));
    QVERIFY(!need(isPasswordOf(hash, u"12345678"_s + QChar(0xd800))));
    QVERIFY(!need(isPasswordOf(hash, QString(10'000'000, u'x'))));
}

void tst_Password::isPasswordHash_onlyOfOurCosts_data()
{
    QTest::addColumn<QByteArray>("hash");
    QTest::addColumn<bool>("isOurs");
    const QByteArray zeros = Base64Zeros;
    QTest::newRow("ours") << "$argon2id$v=19$m=19456,t=2,p=1$" + zeros << true;
    QTest::newRow("empty") << QByteArray() << false;
    QTest::newRow("cheap") << "$argon2id$v=19$m=19455,t=2,p=1$" + zeros << false;
    QTest::newRow("dear") << "$argon2id$v=19$m=99456,t=2,p=1$" + zeros << false;
    QTest::newRow("one pass") << "$argon2id$v=19$m=19456,t=1,p=1$" + zeros << false;
    QTest::newRow("longer") << "$argon2id$v=19$m=19456,t=2,p=1$" + zeros + 'A' << false;
    QTest::newRow("cut") << "$argon2id$v=19$m=19456,t=2,p=1$" + zeros.chopped(1) << false;
    QTest::newRow("argon2i") << "$argon2i$v=19$m=19456,t=2,p=1$" + zeros + 'A' << false;
    QTest::newRow("bits") << "$argon2id$v=19$m=19456,t=2,p=1$" + zeros.chopped(1) + 'B' << false;
    QTest::newRow("zeros") << QByteArray(97, '\0') << false;
}

void tst_Password::isPasswordHash_onlyOfOurCosts()
{
    QFETCH(const QByteArray, hash);
    QFETCH(const bool, isOurs);
    QCOMPARE(isPasswordHash(hash), isOurs);
}

void tst_Password::pretend_takesAsLong()
{
    const QString password = u"correct horse"_s;
    const QByteArray hash = need(hashPassword(password));
    const auto right = least([&] { QVERIFY(need(isPasswordOf(hash, password))); });
    const auto wrong = least([&] { QVERIFY(!need(isPasswordOf(hash, u"other"_s))); });
    const auto pretended = least([&] { need(pretendToCheck(password)); });
    QVERIFY(right > 2ms);
    QVERIFY(wrong > right / 2 && wrong < right * 2);
    QVERIFY(pretended > right / 2 && pretended < right * 2);
}

void tst_Password::hash_byManyAtOnce_takesTheMemoryOfOne()
{
    need(hashPassword(u"correct horse"_s));
    const long before = largestMemoryKiB();
    {
        std::array<std::jthread, 8> threads;
        for (std::jthread &thread : threads)
            thread = std::jthread([] { need(hashPassword(u"correct horse"_s)); });
    }
    QVERIFY2(largestMemoryKiB() - before < 19 * 1024, "a second one took its memory");
}

QTEST_GUILESS_MAIN(tst_Password)
#include "tst_password.moc"
