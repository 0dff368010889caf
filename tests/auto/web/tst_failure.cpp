// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/failure.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace keg;
using namespace keg::web;
using namespace Qt::StringLiterals;

/// Errors as answers.
class tst_Failure : public QObject
{
    Q_OBJECT

private slots:
    void error_hasItsStatus_data();
    void error_hasItsStatus();
    void error_withAReason_saysItForPrograms();
    void badField_isNamed();
};

namespace {

QJsonObject bodyOf(const Response &response)
{
    return QJsonDocument::fromJson(response.body).object();
}

} // namespace

void tst_Failure::error_hasItsStatus_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("word");
    QTest::newRow("failed") << ErrorCode::Failed << 500 << u"failed"_s;
    QTest::newRow("usage") << ErrorCode::Usage << 400 << u"refused"_s;
    QTest::newRow("not found") << ErrorCode::NotFound << 404 << u"not_found"_s;
    QTest::newRow("refused") << ErrorCode::Refused << 400 << u"refused"_s;
    QTest::newRow("unreachable") << ErrorCode::Unreachable << 503 << u"busy"_s;
    QTest::newRow("busy") << ErrorCode::Busy << 503 << u"busy"_s;
    QTest::newRow("disk full") << ErrorCode::DiskFull << 507 << u"disk_full"_s;
    QTest::newRow("damaged") << ErrorCode::Damaged << 500 << u"damaged"_s;
    QTest::newRow("too new") << ErrorCode::TooNew << 500 << u"damaged"_s;
    QTest::newRow("mismatch") << ErrorCode::Mismatch << 500 << u"failed"_s;
    QTest::newRow("interrupted") << ErrorCode::Interrupted << 503 << u"busy"_s;
}

void tst_Failure::error_hasItsStatus()
{
    QFETCH(ErrorCode, code);
    QFETCH(int, status);
    QFETCH(QString, word);
    const QString text = u"a \"reason\" with <b>markup</b>\r\nSet-Cookie: a=b"_s;
    const Response response = failure({code, text});
    QCOMPARE(response.status, status);
    QCOMPARE(response.headers.value("Content-Type"), QByteArray("application/json"));
    QCOMPARE(bodyOf(response), (QJsonObject{{u"error"_s, text}, {u"code"_s, word}}));
    QCOMPARE(QString::fromLatin1(response.reason.code), word);
}

void tst_Failure::error_withAReason_saysItForPrograms()
{
    const Reason reason{"out_of_range", {0, 12.5, u"anna"_s}, "ABV"_L1};
    const Response response = failure({ErrorCode::Refused, u"no"_s, reason});
    const QJsonObject expected{{u"error"_s, u"no"_s},
                               {u"code"_s, u"out_of_range"_s},
                               {u"args"_s, QJsonArray{0, 12.5, u"anna"_s}},
                               {u"field"_s, u"ABV"_s}};
    QCOMPARE(bodyOf(response), expected);
}

void tst_Failure::badField_isNamed()
{
    const Response response
        = badField("count"_L1, {ErrorCode::NotFound, u"no"_s, Reason{"beer_unknown"}});
    QCOMPARE(response.status, 400);
    QCOMPARE(bodyOf(response),
             (QJsonObject{
                 {u"error"_s, u"no"_s}, {u"code"_s, u"beer_unknown"_s}, {u"field"_s, u"count"_s}}));
}

QTEST_GUILESS_MAIN(tst_Failure)
#include "tst_failure.moc"
