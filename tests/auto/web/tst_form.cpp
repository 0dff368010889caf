// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/form.h"

#include <QTest>

using namespace keg::web;
using namespace Qt::StringLiterals;

/// What a browser sends of a simple form.
class tst_Form : public QObject
{
    Q_OBJECT

private slots:
    void body_isRead_data();
    void body_isRead();
};

using Fields = QHash<QString, QString>;

void tst_Form::body_isRead_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<Fields>("fields");
    const auto row = [](const char *name, const QByteArray &body, const Fields &fields) {
        QTest::newRow(name) << body << fields;
    };
    row("two", "username=anna&password=secret",
        {{u"username"_s, u"anna"_s}, {u"password"_s, u"secret"_s}});
    row("blanks", "a=b+c%20d%2Be", {{u"a"_s, u"b c d+e"_s}});
    row("blank in a name", "a+b=c", {{u"a b"_s, u"c"_s}});
    row("unicode", "name=J%C3%B6rg+%F0%9F%8D%BA", {{u"name"_s, u"Jörg 🍺"_s}});
    row("unicode, not escaped", "name=Jörg", {{u"name"_s, u"Jörg"_s}});
    row("signs", "p=%26%3D%25%2B&q=a=b", {{u"p"_s, u"&=%+"_s}, {u"q"_s, u"a=b"_s}});
    row("empty", "a=&b=c", {{u"a"_s, u""_s}, {u"b"_s, u"c"_s}});
    row("twice", "a=b&a=c", {{u"a"_s, u"c"_s}});
    row("nothing", "", {});
    row("no names", "=a&&=&b", {});
    row("half an escape", "a=%&b=%4", {{u"a"_s, u"%"_s}, {u"b"_s, u"%4"_s}});
    row("no UTF-8", "a=%ff%c3", {{u"a"_s, u"\ufffd\ufffd"_s}});
    row("JSON", "{\"a\": 1}", {});
}

void tst_Form::body_isRead()
{
    QFETCH(QByteArray, body);
    QFETCH(Fields, fields);
    QCOMPARE(readUrlEncoded(body), fields);
}

QTEST_GUILESS_MAIN(tst_Form)
#include "tst_form.moc"
