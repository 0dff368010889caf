// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/domain/beer_fields.h"
#include "core/web/failure.h"

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
    void refusal_ofAColumn_namesIt_data();
    void refusal_ofAColumn_namesIt();
    void badField_saysBoth();
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
    QTest::newRow("failed") << ErrorCode::Failed << 500;
    QTest::newRow("usage") << ErrorCode::Usage << 400;
    QTest::newRow("not found") << ErrorCode::NotFound << 404;
    QTest::newRow("refused") << ErrorCode::Refused << 400;
    QTest::newRow("unreachable") << ErrorCode::Unreachable << 503;
    QTest::newRow("busy") << ErrorCode::Busy << 503;
    QTest::newRow("disk full") << ErrorCode::DiskFull << 507;
    QTest::newRow("damaged") << ErrorCode::Damaged << 500;
    QTest::newRow("too new") << ErrorCode::TooNew << 500;
    QTest::newRow("mismatch") << ErrorCode::Mismatch << 500;
    QTest::newRow("interrupted") << ErrorCode::Interrupted << 503;
}

void tst_Failure::error_hasItsStatus()
{
    QFETCH(ErrorCode, code);
    QFETCH(int, status);
    const QString text = u"a \"reason\" with <b>markup</b>\r\nSet-Cookie: a=b"_s;
    const Response response = failure({code, text});
    QCOMPARE(response.status, status);
    QCOMPARE(response.headers.value("Content-Type"), QByteArray("application/json"));
    QCOMPARE(bodyOf(response), (QJsonObject{{u"error"_s, text}}));
}

void tst_Failure::refusal_ofAColumn_namesIt_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("message");
    QTest::addColumn<QString>("field");
    for (const BeerField &field : beerFields())
        QTest::newRow(field.column.data())
            << ErrorCode::Refused << field.column + u" is wrong"_s << QString(field.column);
    QTest::newRow("of no column") << ErrorCode::Refused << u"Beer name is required"_s << QString();
    QTest::newRow("column within") << ErrorCode::Refused << u"the ABV is wrong"_s << QString();
    QTest::newRow("word of a column") << ErrorCode::Refused << u"Names are wrong"_s << QString();
    QTest::newRow("other case") << ErrorCode::Refused << u"abv is wrong"_s << QString();
    QTest::newRow("no refusal") << ErrorCode::Busy << u"Name is locked"_s << QString();
    QTest::newRow("no text") << ErrorCode::Refused << QString() << QString();
}

void tst_Failure::refusal_ofAColumn_namesIt()
{
    QFETCH(ErrorCode, code);
    QFETCH(QString, message);
    QFETCH(QString, field);
    const QJsonObject body = bodyOf(failure({code, message}));
    QCOMPARE(body[u"error"_s].toString(), message);
    QCOMPARE(body.contains(u"field"_s), !field.isEmpty());
    QCOMPARE(body[u"field"_s].toString(), field);
}

void tst_Failure::badField_saysBoth()
{
    const Response response = badField(u"count"_s, u"no"_s);
    QCOMPARE(response.status, 400);
    QCOMPARE(bodyOf(response), (QJsonObject{{u"error"_s, u"no"_s}, {u"field"_s, u"count"_s}}));
}

QTEST_GUILESS_MAIN(tst_Failure)
#include "tst_failure.moc"
