// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/web_interface.h"
#include "core/web/workplace.h"
#include "tests/support/bar/bar.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>

using namespace keg;
using namespace keg::web;
using namespace keg::test;
using namespace Qt::StringLiterals;

/// That resources/web/openapi.json describes the routes that there are, and no others.
class tst_OpenApi : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void primary_hasTheDescribedRoutes();
    void client_hasSomeOfThem();
    void description_isServed();
    void operation_tellsHowOneGetsIn();
    void operation_namesItsParametersAndAnswers();
    void operation_hasANameOfItsOwn();
    void references_leadSomewhere();

private:
    QStringList routes(bool isPrimary) const;

    Bar m_bar;
    QByteArray m_text;
    QJsonObject m_document;
};

namespace {

QString word(Access access)
{
    switch (access) {
    case Access::Anybody:
        return u"anybody"_s;
    case Access::Newcomer:
        return u"newcomer"_s;
    case Access::Viewer:
        return u"viewer"_s;
    case Access::Editor:
        return u"editor"_s;
    case Access::Admin:
        break;
    }
    return u"admin"_s;
}

struct Operation
{
    QString method;
    QString path;
    QJsonObject content;

    QString access() const { return content[u"x-access"_s].toString(); }
    QString line() const { return u"%1 %2 %3"_s.arg(method, path, access()); }
};

QList<Operation> operationsOf(const QJsonObject &document)
{
    QList<Operation> operations;
    const QJsonObject paths = document[u"paths"_s].toObject();
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        const QJsonObject methods = path->toObject();
        for (auto method = methods.begin(); method != methods.end(); ++method)
            operations.append({method.key().toUpper(), path.key(), method->toObject()});
    }
    return operations;
}

QJsonValue resolved(const QJsonObject &document, const QString &reference)
{
    QJsonValue value = document;
    for (const QString &part : reference.mid(2).split(u'/'))
        value = value[part];
    return value;
}

QStringList sorted(QStringList lines)
{
    lines.sort();
    return lines;
}

/// What is in the first and not in the second.
QString missing(const QStringList &lines, const QStringList &others)
{
    QStringList only;
    std::ranges::copy_if(lines, std::back_inserter(only),
                         [&](const QString &line) { return !others.contains(line); });
    return only.join(u'\n');
}

} // namespace

void tst_OpenApi::initTestCase()
{
    QFile file(QStringLiteral(KEG_SOURCE_DIR "/resources/web/openapi.json"));
    QVERIFY(file.open(QFile::ReadOnly));
    m_text = file.readAll();
    m_document = QJsonDocument::fromJson(m_text).object();
    QVERIFY(m_document[u"openapi"_s].toString().startsWith(u"3.1."_s));
}

/// Of an instance that does not run.
QStringList tst_OpenApi::routes(bool isPrimary) const
{
    const auto instance = m_bar.make(m_bar.primaryOptions());
    const SystemClock clock;
    Settings settings;
    settings.databasePath = m_bar.primaryPath();
    settings.isPrimary = isPrimary;
    Workplace workplace(*instance, settings, clock, [](const std::function<void()> &) {});
    QStringList lines;
    const Router router = WebInterface::routes(workplace);
    for (const Route &route : router.routes())
        lines += u"%1 %2 %3"_s.arg(QLatin1String(route.method), route.pattern, word(route.access));
    return sorted(lines);
}

void tst_OpenApi::primary_hasTheDescribedRoutes()
{
    QStringList described;
    for (const Operation &operation : operationsOf(m_document))
        described += operation.line();
    const QStringList served = routes(true);
    QVERIFY(served.size() > 50);
    QCOMPARE(missing(served, described), QString());
    QCOMPARE(missing(described, served), QString());
    QCOMPARE(sorted(described), served); // nothing twice
}

void tst_OpenApi::client_hasSomeOfThem()
{
    const QStringList served = routes(false);
    QVERIFY(!served.isEmpty());
    QStringList primary = routes(true);
    for (QString &line : primary) // whatever it takes there: here it leads there, or is for guests
        line = line.section(u' ', 0, 1) + u" anybody"_s;
    QCOMPARE(missing(served, primary), QString());
    for (const QString &line : served)
        QVERIFY2(line.endsWith(u" anybody"_s), qPrintable(line));
    const QString told = m_document[u"info"_s][u"description"_s].toString();
    for (const QString &line : served)
        QVERIFY2(told.contains(u'`' + line.section(u' ', 1, 1) + u'`'), qPrintable(line));
}

void tst_OpenApi::description_isServed()
{
    const Response response = Pages(Settings()).asset(u"openapi.json"_s, Request());
    QCOMPARE(response.status, 200);
    QCOMPARE(response.body, m_text);
    QCOMPARE(response.headers.value("Content-Type"), "application/json");
}

void tst_OpenApi::operation_tellsHowOneGetsIn()
{
    for (const Operation &operation : operationsOf(m_document)) {
        const bool isOpen
            = operation.access() == "anybody"_L1 || operation.access() == "newcomer"_L1;
        const QJsonArray ways = operation.content[u"security"_s].toArray();
        QVERIFY2(operation.content[u"security"_s].isArray(), qPrintable(operation.line()));
        QVERIFY2(ways.isEmpty() == isOpen, qPrintable(operation.line()));
        if (!isOpen)
            QVERIFY2(ways.at(0).toObject().contains(u"session"_s)
                         && ways.at(1).toObject().contains(u"key"_s),
                     qPrintable(operation.line()));
    }
}

void tst_OpenApi::operation_namesItsParametersAndAnswers()
{
    static const QRegularExpression named(u"\\{(\\w+)\\}"_s);
    for (const Operation &operation : operationsOf(m_document)) {
        QStringList wanted;
        for (const auto &match : named.globalMatch(operation.path))
            wanted += match.captured(1);
        QStringList seen;
        const QJsonArray parameters = operation.content[u"parameters"_s].toArray();
        for (const auto &reference : parameters) {
            const QJsonValue parameter
                = resolved(m_document, reference.toObject()[u"$ref"_s].toString());
            if (parameter[u"in"_s] == "path"_L1)
                seen += parameter[u"name"_s].toString();
        }
        QCOMPARE(seen, wanted);
        const QJsonObject answers = operation.content[u"responses"_s].toObject();
        QVERIFY2(std::ranges::any_of(answers.keys(),
                                     [](const QString &status) {
                                         return status.startsWith(u'2') || status == "302"_L1;
                                     }),
                 qPrintable(operation.line()));
        QVERIFY2(!operation.content[u"summary"_s].toString().isEmpty(),
                 qPrintable(operation.line()));
    }
}

void tst_OpenApi::operation_hasANameOfItsOwn()
{
    QStringList names;
    for (const Operation &operation : operationsOf(m_document))
        names += operation.content[u"operationId"_s].toString();
    QVERIFY(!names.contains(QString()));
    QCOMPARE(names.removeDuplicates(), 0);
}

void tst_OpenApi::references_leadSomewhere()
{
    static const QRegularExpression shape(u"\"\\$ref\":\\s*\"(#/[^\"]+)\""_s);
    QSet<QString> used;
    for (const auto &match : shape.globalMatch(QString::fromUtf8(m_text)))
        used += match.captured(1);
    for (const QString &reference : std::as_const(used))
        QVERIFY2(resolved(m_document, reference).isObject(), qPrintable(reference));
    const QJsonObject components = m_document[u"components"_s].toObject();
    for (const QString &kind : {u"schemas"_s, u"responses"_s, u"parameters"_s, u"headers"_s}) {
        for (const QString &name : components[kind].toObject().keys())
            QVERIFY2(used.contains(u"#/components/"_s + kind + u'/' + name), qPrintable(name));
    }
}

QTEST_GUILESS_MAIN(tst_OpenApi)
#include "tst_openapi.moc"
