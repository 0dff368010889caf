// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/cached_text.h"
#include "core/web/condition.h"

#include <QJsonDocument>
#include <QTest>

using namespace keg;
using namespace keg::web;
using namespace Qt::StringLiterals;

/// If-Match: nobody changes what somebody else has changed meanwhile.
class tst_Condition : public QObject
{
    Q_OBJECT

private slots:
    void ifMatch_isCompared_data();
    void ifMatch_isCompared();
    void refusal_afterAConflict_hasWhatIsStored();
    void refusal_forAnotherReason_isThatReason();
};

namespace {

constexpr char Stored[] = R"({"idTap":1,"BeerName":"Pils"})";

Condition conditionOf(const QByteArray &ifMatch)
{
    Request request;
    if (!ifMatch.isNull())
        request.headers.add("If-Match", ifMatch);
    return Condition(request);
}

QJsonObject bodyOf(const Response &response)
{
    return QJsonDocument::fromJson(response.body).object();
}

} // namespace

void tst_Condition::ifMatch_isCompared_data()
{
    QTest::addColumn<QByteArray>("ifMatch");
    QTest::addColumn<bool>("isMet");
    const QByteArray tag = entityTag(Stored);
    const QByteArray other = entityTag("other");
    QTest::newRow("none") << QByteArray() << true;
    QTest::newRow("the same") << tag << true;
    QTest::newRow("any") << QByteArray("*") << true;
    QTest::newRow("one of several") << other + ", " + tag << true;
    QTest::newRow("several, close") << tag + ',' + other << true;
    QTest::newRow("another") << other << false;
    QTest::newRow("several others") << other + ", " + entityTag("third") << false;
    QTest::newRow("weak") << "W/" + tag << false;
    QTest::newRow("without quotes") << tag.sliced(1).chopped(1) << false;
    QTest::newRow("cut") << tag.chopped(2) + '"' << false;
    QTest::newRow("upper case") << tag.toUpper() << false;
    QTest::newRow("of a script's mistake") << QByteArray("undefined") << false;
    QTest::newRow("empty") << QByteArray("") << false;
}

void tst_Condition::ifMatch_isCompared()
{
    QFETCH(QByteArray, ifMatch);
    QFETCH(bool, isMet);
    Condition condition = conditionOf(ifMatch);
    const auto checked = condition.check(Stored);
    QCOMPARE(bool(checked), isMet);
    if (!checked)
        QCOMPARE(checked.error().code, ErrorCode::Refused);
}

void tst_Condition::refusal_afterAConflict_hasWhatIsStored()
{
    Condition condition = conditionOf("\"old\"");
    const auto checked = condition.check(Stored);
    QVERIFY(!checked);
    const Response response = condition.refusal(checked.error());
    QCOMPARE(response.status, 412);
    const QJsonObject body = bodyOf(response);
    QCOMPARE(body.keys(), QStringList({u"code"_s, u"current"_s, u"error"_s}));
    QCOMPARE(body[u"current"_s], QJsonDocument::fromJson(Stored).object());
    QCOMPARE(body[u"error"_s].toString(), checked.error().message);
}

void tst_Condition::refusal_forAnotherReason_isThatReason()
{
    Condition condition = conditionOf(entityTag(Stored));
    QVERIFY(condition.check(Stored));
    const Response response
        = condition.refusal({ErrorCode::Refused, u"ABV is 'x', no number such as 5.6"_s,
                             Reason{"no_number", {u"x"_s}, "ABV"_L1}});
    QCOMPARE(response.status, 400);
    QCOMPARE(bodyOf(response)[u"field"_s].toString(), u"ABV"_s);
    QCOMPARE(condition.refusal({ErrorCode::NotFound, u"gone"_s}).status, 404);
}

QTEST_GUILESS_MAIN(tst_Condition)
#include "tst_condition.moc"
