// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/sessions.h"
#include "tests/support/played/fake_clock.h"

#include <QSet>
#include <QTest>

using namespace keg;
using namespace keg::test;
using namespace keg::web;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// Who is logged in, and for how long.
class tst_Sessions : public QObject
{
    Q_OBJECT

private slots:
    void begin_makesAnIdOfItsOwn();
    void find_ofAnother_isNobody_data();
    void find_ofAnother_isNobody();
    void find_inTime_isWhoLoggedIn_data();
    void find_inTime_isWhoLoggedIn();
    void find_used_livesOnUntilItsLifetimeEnds();
    void end_endsThatOneAlone();
    void begin_ofTooMany_endsTheOneIdleTheLongest();
    void begin_ofTooManyOfOneAccount_endsItsOwnIdleTheLongest();
};

namespace {

identity::LogIn logInOf(const QString &name)
{
    return {{name, identity::Role::Editor}, "stamp of " + name.toUtf8()};
}

} // namespace

void tst_Sessions::begin_makesAnIdOfItsOwn()
{
    const FakeClock clock;
    Sessions sessions(clock);
    QSet<QByteArray> ids;
    for (int i = 0; i < 100; ++i)
        ids.insert(sessions.begin(logInOf(u"anna"_s)));
    QCOMPARE(ids.size(), 100);
    for (const QByteArray &id : std::as_const(ids))
        QVERIFY2(id.size() >= 50, id); // 256 bits in letters
}

void tst_Sessions::find_ofAnother_isNobody_data()
{
    QTest::addColumn<QByteArray>("change");
    QTest::newRow("none") << QByteArray();
    QTest::newRow("cut") << QByteArray("cut");
    QTest::newRow("longer") << QByteArray("longer");
    QTest::newRow("other case") << QByteArray("case");
}

void tst_Sessions::find_ofAnother_isNobody()
{
    QFETCH(QByteArray, change);
    const FakeClock clock;
    Sessions sessions(clock);
    QByteArray id = sessions.begin(logInOf(u"anna"_s));
    if (change == "cut")
        id.chop(1);
    else if (change == "longer")
        id += 'A';
    else
        id = change.isEmpty() ? QByteArray() : id.isUpper() ? id.toLower() : id.toUpper();
    QVERIFY(!sessions.find(id));
}

void tst_Sessions::find_inTime_isWhoLoggedIn_data()
{
    QTest::addColumn<qint64>("passed");
    QTest::addColumn<bool>("isFound");
    const qint64 idle = milliseconds(Sessions::IdleTime).count();
    QTest::newRow("at once") << 0LL << true;
    QTest::newRow("a day") << idle / 7 << true;
    QTest::newRow("idle time") << idle << true;
    QTest::newRow("idle for longer") << idle + 1 << false;
}

void tst_Sessions::find_inTime_isWhoLoggedIn()
{
    QFETCH(qint64, passed);
    QFETCH(bool, isFound);
    FakeClock clock;
    Sessions sessions(clock);
    const QByteArray id = sessions.begin(logInOf(u"anna"_s));
    clock.pass(milliseconds(passed));
    const auto found = sessions.find(id);
    QCOMPARE(found.has_value(), isFound);
    if (isFound) {
        QVERIFY(found->user == logInOf(u"anna"_s).user);
        QCOMPARE(found->stamp, QByteArray("stamp of anna"));
    }
    QCOMPARE(sessions.find(id).has_value(), isFound); // looking revives nobody
}

void tst_Sessions::find_used_livesOnUntilItsLifetimeEnds()
{
    FakeClock clock;
    Sessions sessions(clock);
    const QByteArray id = sessions.begin(logInOf(u"anna"_s));
    for (int days = 0; days < 30; days += 6) {
        QVERIFY(sessions.find(id));
        clock.pass(6 * 24h);
    }
    QVERIFY(sessions.find(id)); // 30 days
    clock.pass(1ms);
    QVERIFY(!sessions.find(id));
}

void tst_Sessions::end_endsThatOneAlone()
{
    const FakeClock clock;
    Sessions sessions(clock);
    const QByteArray anna = sessions.begin(logInOf(u"anna"_s));
    const QByteArray other = sessions.begin(logInOf(u"anna"_s));
    sessions.end("unknown");
    sessions.end({});
    sessions.end(anna);
    QVERIFY(!sessions.find(anna));
    QVERIFY(sessions.find(other));
}

void tst_Sessions::begin_ofTooMany_endsTheOneIdleTheLongest()
{
    FakeClock clock;
    Sessions sessions(clock);
    QByteArrayList ids;
    for (int i = 0; i < Sessions::Most; ++i) {
        ids.append(sessions.begin(logInOf(QString::number(i))));
        clock.pass(1ms);
    }
    QVERIFY(sessions.find(ids.first())); // now the second is the one
    clock.pass(1ms);
    ids.append(sessions.begin(logInOf(u"late"_s)));
    for (qsizetype i = 0; i < ids.size(); ++i)
        QCOMPARE(sessions.find(ids.at(i)).has_value(), i != 1);
}

void tst_Sessions::begin_ofTooManyOfOneAccount_endsItsOwnIdleTheLongest()
{
    FakeClock clock;
    Sessions sessions(clock);
    const QByteArray admin = sessions.begin(logInOf(u"admin"_s));
    QByteArrayList ids;
    for (int i = 0; i < Sessions::Most + 4; ++i) {
        clock.pass(1ms);
        ids.append(sessions.begin(logInOf(u"anna"_s)));
    }
    QVERIFY(sessions.find(admin));
    for (qsizetype i = 0; i < ids.size(); ++i)
        QCOMPARE(sessions.find(ids.at(i)).has_value(), i >= ids.size() - Sessions::MostOfOne);
}

QTEST_GUILESS_MAIN(tst_Sessions)
#include "tst_sessions.moc"
