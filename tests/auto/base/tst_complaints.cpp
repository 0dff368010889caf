// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/base/complaints.h"
#include "tests/support/bar/log_lines.h"

#include <QTest>

using namespace keg;
using namespace keg::test;
using namespace Qt::StringLiterals;

class tst_Complaints : public QObject
{
    Q_OBJECT

private slots:
    void say_few_saysAll();
    void say_many_saysSomeAndCountsTheOthers();
};

void tst_Complaints::say_few_saysAll()
{
    const LogLines log;
    Complaints complaints(logNet);
    for (int minute = 0; minute < 10; ++minute) {
        for (int line = 1; line < Complaints::Lines; ++line)
            complaints.say(u"nobody"_s, minute * Complaints::Window + milliseconds(line));
    }
    QCOMPARE(log.count(u"keg.net: nobody"_s), 10 * (Complaints::Lines - 1));
    QCOMPARE(log.count(QString()), 10 * (Complaints::Lines - 1));
}

void tst_Complaints::say_many_saysSomeAndCountsTheOthers()
{
    const LogLines log;
    Complaints complaints(logNet);
    for (int line = 0; line < 10'000; ++line)
        complaints.say(u"nobody"_s, milliseconds(line));
    QCOMPARE(log.count(u"keg.net: nobody"_s), Complaints::Lines);
    QCOMPARE(log.count(u"keg.net: strangers are only counted for the rest of the minute"_s), 1);
    QCOMPARE(log.count(QString()), Complaints::Lines + 1);
    complaints.say(u"somebody"_s, Complaints::Window);
    QCOMPARE(log.count(u"keg.net: 9980 more strangers were turned away"_s), 1);
    QCOMPARE(log.count(u"keg.net: somebody"_s), 1);
    QCOMPARE(log.count(QString()), Complaints::Lines + 3);
}

QTEST_GUILESS_MAIN(tst_Complaints)
#include "tst_complaints.moc"
