// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/multipart.h"
#include "tests/support/need.h"

#include <QTest>

using namespace keg;
using namespace keg::test;
using namespace keg::web;
using namespace Qt::StringLiterals;

/// A form with a file, as browsers and curl send it.
class tst_Multipart : public QObject
{
    Q_OBJECT

private slots:
    void form_isRead();
    void boundary_isFound_data();
    void boundary_isFound();
    void content_staysAsItIs_data();
    void content_staysAsItIs();
    void names_areDecoded_data();
    void names_areDecoded();
    void field_thatComesTwice_isTheFirst();
    void hostile_isRefused_data();
    void hostile_isRefused();
    void cutAnywhere_isRefused();
};

namespace {

constexpr char Type[] = "multipart/form-data; boundary=xyz";

QByteArray part(const QByteArray &disposition, const QByteArray &content)
{
    return "--xyz\r\nContent-Disposition: " + disposition + "\r\n\r\n" + content + "\r\n";
}

QByteArray file(const QByteArray &content)
{
    return part("form-data; name=\"file\"; filename=\"beers.csv\"\r\nContent-Type: text/csv",
                content);
}

QByteArray field(const QByteArray &name, const QByteArray &content)
{
    return part("form-data; name=\"" + name + '"', content);
}

} // namespace

void tst_Multipart::form_isRead()
{
    const auto fields
        = need(readForm(Type, file("Name\r\nPils\r\n") + field("match", "name") + "--xyz--\r\n"));
    QCOMPARE(fields.size(), 2);
    QCOMPARE(fields[0].name, u"file"_s);
    QCOMPARE(fields[0].fileName, u"beers.csv"_s);
    QCOMPARE(fields[0].content, QByteArray("Name\r\nPils\r\n"));
    QCOMPARE(findField(fields, u"match"_s)->content, QByteArray("name"));
    QVERIFY(findField(fields, u"match"_s)->fileName.isNull());
    QVERIFY(!findField(fields, u"other"_s));
}

void tst_Multipart::boundary_isFound_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<bool>("isFound");
    QTest::newRow("plain") << QByteArray("multipart/form-data; boundary=xyz") << true;
    QTest::newRow("quoted") << QByteArray("multipart/form-data; boundary=\"xyz\"") << true;
    QTest::newRow("case") << QByteArray("Multipart/Form-Data;Boundary=xyz") << true;
    QTest::newRow("blanks") << QByteArray("multipart/form-data ;  boundary=xyz ") << true;
    QTest::newRow("other case of it") << QByteArray("multipart/form-data; boundary=XYZ") << false;
    QTest::newRow("none") << QByteArray() << false;
    QTest::newRow("no boundary") << QByteArray("multipart/form-data") << false;
    QTest::newRow("empty") << QByteArray("multipart/form-data; boundary=") << false;
    QTest::newRow("too long") << QByteArray("multipart/form-data; boundary=") + QByteArray(71, 'x')
                              << false;
    QTest::newRow("half quoted") << QByteArray("multipart/form-data; boundary=\"xyz") << false;
    QTest::newRow("other type") << QByteArray("multipart/mixed; boundary=xyz") << false;
    QTest::newRow("JSON") << QByteArray("application/json") << false;
}

void tst_Multipart::boundary_isFound()
{
    QFETCH(QByteArray, type);
    QFETCH(bool, isFound);
    const auto fields = readForm(type, field("a", "b") + "--xyz--");
    QCOMPARE(bool(fields), isFound);
    if (!fields)
        QCOMPARE(fields.error().code, ErrorCode::Refused);
}

void tst_Multipart::content_staysAsItIs_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("line break") << QByteArray("\r\n");
    QTest::newRow("line breaks") << QByteArray("\r\n\r\na\n\r\n\r\n");
    QTest::newRow("zeros") << QByteArray(100, '\0');
    QTest::newRow("a boundary without its line") << QByteArray("a--xyz--xyz--");
    QTest::newRow("another boundary") << QByteArray("\r\n--xy\r\n--Xyz\r\n");
    QTest::newRow("dashes") << QByteArray("\r\n--\r\n-----");
    QByteArray all;
    for (int byte = 0; byte < 256; ++byte)
        all += char(byte);
    QTest::newRow("all bytes") << all;
    QTest::newRow("large") << all.repeated(8'000);
}

void tst_Multipart::content_staysAsItIs()
{
    QFETCH(QByteArray, content);
    const auto fields = need(readForm(Type, file(content) + field("match", "id") + "--xyz--"));
    QCOMPARE(fields.size(), 2);
    QVERIFY(fields[0].content == content);
    QCOMPARE(fields[1].content, QByteArray("id"));
}

void tst_Multipart::names_areDecoded_data()
{
    QTest::addColumn<QByteArray>("disposition");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("fileName");
    const auto row
        = [](const char *title, const QByteArray &disposition, const QString &name,
             const QString &fileName) { QTest::newRow(title) << disposition << name << fileName; };
    row("field", "form-data; name=\"a\"", u"a"_s, QString());
    row("no file chosen", "form-data; name=\"a\"; filename=\"\"", u"a"_s, u""_s);
    row("file first", "form-data; filename=\"b.csv\"; name=\"a\"", u"a"_s, u"b.csv"_s);
    row("unicode", "form-data; name=\"ä\"; filename=\"🍺.csv\"", u"ä"_s, u"🍺.csv"_s);
    row("quotes", "form-data; name=\"a\"; filename=\"%22b%22.csv\"", u"a"_s, u"\"b\".csv"_s);
    row("path", "form-data; name=\"a\"; filename=\"../../etc/b.csv\"", u"a"_s,
        u"../../etc/b.csv"_s);
    row("one within another", "form-data; name=\"a; filename=\"; filename=\"b\"", u"a; filename="_s,
        u"b"_s);
    row("none within another", "form-data; name=\"a; filename=\"b\"", u"a; filename="_s, QString());
    row("twice", "form-data; name=\"a\"; name=\"b\"", u"a"_s, QString());
    row("without quotes", "form-data; name=a; filename=b.csv", u"a"_s, u"b.csv"_s);
    row("no blanks", "form-data;name=\"a\";filename=\"b\"", u"a"_s, u"b"_s);
}

void tst_Multipart::names_areDecoded()
{
    QFETCH(QByteArray, disposition);
    QFETCH(QString, name);
    QFETCH(QString, fileName);
    const auto fields = need(readForm(Type, part(disposition, "x") + "--xyz--"));
    QCOMPARE(fields.first().name, name);
    QCOMPARE(fields.first().fileName, fileName);
    QCOMPARE(fields.first().fileName.isNull(), fileName.isNull());
}

void tst_Multipart::field_thatComesTwice_isTheFirst()
{
    const auto fields = need(readForm(Type, field("a", "1") + field("a", "2") + "--xyz--"));
    QCOMPARE(findField(fields, u"a"_s)->content, QByteArray("1"));
}

void tst_Multipart::hostile_isRefused_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("part");
    const auto row = [](const char *name, const QByteArray &body, const QString &part) {
        QTest::newRow(name) << body << part;
    };
    row("empty", "", u"does not begin"_s);
    row("end alone", "--xyz--", u"does not begin"_s);
    row("something before", "a\r\n" + field("a", "b") + "--xyz--", u"does not begin"_s);
    row("other boundary", "--abc\r\n", u"does not begin"_s);
    row("no header", "--xyz\r\n\r\n--xyz--", u"has no header"_s);
    row("no name", part("form-data", "b") + "--xyz--", u"has no name"_s);
    row("empty name", part("form-data; name=\"\"", "b") + "--xyz--", u"has no name"_s);
    row("no form", part("attachment; name=\"a\"", "b") + "--xyz--", u"has no name"_s);
    row("no disposition", "--xyz\r\nA: b\r\n\r\nc\r\n--xyz--", u"has no name"_s);
    row("long header", part("form-data; name=\"" + QByteArray(3'000, 'a') + '"', "b") + "--xyz--",
        u"too long"_s);
    row("many parts", field("a", "b").repeated(17) + "--xyz--", u"too many"_s);
    row("after a boundary", field("a", "b") + "--xyzzy", u"is none"_s);
}

void tst_Multipart::hostile_isRefused()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, part);
    const auto fields = readForm(Type, body);
    QVERIFY(!fields);
    QCOMPARE(fields.error().code, ErrorCode::Refused);
    QVERIFY2(fields.error().message.contains(part), qPrintable(fields.error().message));
}

void tst_Multipart::cutAnywhere_isRefused()
{
    const QByteArray whole = file("Name\r\nPils\r\n") + field("match", "id") + "--xyz--";
    for (qsizetype size = 0; size < whole.size(); ++size)
        QVERIFY2(!readForm(Type, whole.first(size)), whole.first(size));
    QVERIFY(readForm(Type, whole));
}

QTEST_GUILESS_MAIN(tst_Multipart)
#include "tst_multipart.moc"
