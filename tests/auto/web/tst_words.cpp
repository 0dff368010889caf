// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/pages.h"
#include "core/web/words.h"
#include "gui/board/resources.h"
#include "tests/support/web/web_files.h"

#include <QDir>
#include <QDirIterator>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include <algorithm>

using namespace keg;
using namespace keg::test;
using namespace keg::web;
using namespace Qt::StringLiterals;

/// The texts of the pages, and their translation.
class tst_Words : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void text_isFilledInAsTheLanguageWritesIt();
    void words_areUniqueAndUsed();
    void words_ofPagesAndScripts_exist();
    void words_forEveryReason_exist();
    void words_areTranslated();
    void words_callARoleByItsNameAlone();
    void translation_thatCannotBeRead_leavesEnglish();
};

namespace {

QSet<QString> keys()
{
    QSet<QString> all;
    for (const Word &word : words())
        all.insert(QString::fromLatin1(word.key));
    return all;
}

/// Those that are filled in with other things than words.
const QSet<QString> &values()
{
    static const QSet<QString> All{
        u"lang"_s,  u"page"_s,      u"query"_s,          u"house"_s,      u"user"_s,
        u"role"_s,  u"message"_s,   u"content"_s,        u"themeColor"_s, u"staffPath"_s,
        u"typed"_s, u"logInPath"_s, u"logInAgainPath"_s, u"menuAddress"_s};
    return All;
}

/// The codes of all reasons that the sources give. None is made in another way than by its name.
QSet<QString> reasons()
{
    QSet<QString> found;
    QDirIterator files(QStringLiteral(KEG_SOURCE_DIR "/core"), {u"*.cpp"_s}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString source = QString::fromUtf8(contentsOf(files.next()));
        found += captured(source, u"\\bReason(?: \\w+)?\\{\\s*([^\\s,}]*)"_s);
    }
    QSet<QString> codes;
    for (const QString &name : std::as_const(found)) {
        if (!name.startsWith(u'"') || !name.endsWith(u'"'))
            qFatal("no name of a reason: %s", qPrintable(name));
        codes.insert(name.sliced(1).chopped(1));
    }
    return codes;
}

QString scripts()
{
    QByteArray all;
    const QStringList files = filesLike(u"*.js"_s);
    for (const QString &file : files)
        all += webFile(file);
    return QString::fromUtf8(all);
}

/// What stands in the brackets of each call of the function, nested ones included.
QStringList argumentsOf(const QString &function, const QString &script)
{
    QStringList all;
    const QRegularExpression call(u"(?<![\\w.])%1\\("_s.arg(function));
    auto matches = call.globalMatch(script);
    while (matches.hasNext()) {
        const qsizetype from = matches.next().capturedEnd();
        qsizetype end = from;
        for (int depth = 1; depth > 0 && end < script.size(); ++end) {
            const QChar letter = script[end];
            depth += letter == u'(' || letter == u'{' || letter == u'[';
            depth -= letter == u')' || letter == u'}' || letter == u']';
            if (depth == 1 && letter == u',')
                break; // the key is the first one
        }
        all.append(script.mid(from, end - from));
    }
    return all;
}

QJsonObject wordsOf(const Pages &pages, const QString &language)
{
    const Response response = pages.asset(u"words.%1.js"_s.arg(language), requestWith());
    const QByteArray start = "export default ";
    if (!response.body.startsWith(start) || !response.body.endsWith(";\n"))
        return {};
    return QJsonDocument::fromJson(response.body.sliced(start.size()).chopped(2)).object();
}

} // namespace

void tst_Words::initTestCase()
{
    registerBoardFiles();
}

void tst_Words::text_isFilledInAsTheLanguageWritesIt()
{
    const Pages pages(pageSettings());
    const Request german = requestWith("Accept-Language", "de");
    QCOMPARE(pages.text("error_tap_exists", {u"7"_s}, german), u"Hahn 7 gibt es schon."_s);
    QCOMPARE(pages.text("error_csv_lines", {10'000}, requestWith()),
             u"The file has more than 10,000 lines. Divide it and import the parts."_s);
    QVERIFY(pages.text("error_out_of_range", {0.9, 1.25}, german).contains(u"0,9 bis 1,25"_s));
    QVERIFY(pages.text("error_account_exists", {u"%1<b>"_s}, german).contains(u"%1<b>"_s));
    QVERIFY(
        pages.text("error_beer_named_otherwise", {1, u"%3"_s, u"b"_s}, german).contains(u"%3"_s));
}

void tst_Words::words_areUniqueAndUsed()
{
    QCOMPARE(keys().size(), qsizetype(words().size()));
    const QString script = scripts();
    QSet<QString> used = captured(script, u"\"(\\w+)\""_s);
    const QSet<QString> endings = captured(script, u"\\$\\{\\w+\\}([A-Z]\\w*)`"_s);
    const QStringList files = filesLike(u"*.html"_s);
    for (const QString &file : files)
        used += captured(QString::fromUtf8(webFile(file)), u"\\{\\{(\\w+)\\}\\}"_s);
    used.insert(u"loginWrong"_s); // the log-in page's message
    for (const QString &code : reasons())
        used.insert(u"error_"_s + code);
    QStringList unused;
    for (const Word &word : words()) {
        const QString key = QString::fromLatin1(word.key);
        const auto isBuilt = [&](const QString &ending) {
            return key.endsWith(ending) && used.contains(key.chopped(ending.size()));
        };
        if (!used.contains(key) && !isBuilt(u"One"_s) && !isBuilt(u"Other"_s)
            && !std::ranges::any_of(endings, isBuilt))
            unused.append(key);
    }
    QCOMPARE(unused.join(u' '), QString());
}

/// A failure without its sentence would be told in English, or not at all.
void tst_Words::words_forEveryReason_exist()
{
    const QSet<QString> all = reasons();
    QVERIFY2(all.size() > 70, qPrintable(QString::number(all.size())));
    QVERIFY(all.contains(u"account_exists"_s)); // of identity
    QVERIFY(all.contains(u"beer_named_otherwise"_s)); // of service
    QVERIFY(all.contains(u"path_unknown"_s)); // of web
    QStringList missing;
    for (const QString &code : all) {
        if (!keys().contains(u"error_"_s + code))
            missing.append(code);
    }
    QCOMPARE(missing.join(u' '), QString());
}

void tst_Words::words_ofPagesAndScripts_exist()
{
    QSet<QString> wanted;
    const QStringList files = filesLike(u"*.html"_s);
    for (const QString &file : files)
        wanted += captured(QString::fromUtf8(webFile(file)), u"\\{\\{(\\w+)\\}\\}"_s);
    wanted -= values();
    const QString script = scripts();
    for (const QString &argument : argumentsOf(u"text"_s, script))
        wanted += captured(argument, u"(?<!= )\"(\\w+)\""_s);
    wanted += captured(script, u"\\b(?:label|hint|words): \"(\\w+)\""_s);
    for (const QString &argument : argumentsOf(u"plural"_s, script)) {
        const QSet<QString> stems = captured(argument, u"\"(\\w+)\""_s);
        for (const QString &stem : stems)
            wanted += QSet<QString>{stem + u"One"_s, stem + u"Other"_s};
    }
    QVERIFY(wanted.size() > 150);
    QStringList missing = (wanted - keys()).values();
    missing.sort();
    QCOMPARE(missing.join(u' '), QString());
}

/// With the same places to fill in.
void tst_Words::words_areTranslated()
{
    const Pages pages(pageSettings());
    const QJsonObject english = wordsOf(pages, u"en"_s);
    const QJsonObject german = wordsOf(pages, u"de"_s);
    QCOMPARE(english.size(), qsizetype(words().size()));
    QCOMPARE(german.keys(), english.keys());
    int same = 0;
    for (const QString &key : english.keys()) {
        const QString one = english[key].toString();
        const QString other = german[key].toString();
        QVERIFY2(!one.isEmpty() && !other.isEmpty(), qPrintable(key));
        QVERIFY2(captured(one, u"(%[1-9])"_s) == captured(other, u"(%[1-9])"_s), qPrintable(key));
        same += one == other;
    }
    QVERIFY2(same < english.size() / 5, qPrintable(QString::number(same)));
}

void tst_Words::words_callARoleByItsNameAlone()
{
    const Pages pages(pageSettings());
    const QJsonObject english = wordsOf(pages, u"en"_s);
    const QJsonObject german = wordsOf(pages, u"de"_s);
    for (const QString &role : {u"roleViewer"_s, u"roleEditor"_s, u"roleAdmin"_s}) {
        const QRegularExpression named(u"\\b%1s?\\b"_s.arg(english[role].toString()),
                                       QRegularExpression::CaseInsensitiveOption);
        for (const QString &key : english.keys()) {
            if (named.match(english[key].toString()).hasMatch())
                QVERIFY2(german[key].toString().contains(german[role].toString()), qPrintable(key));
        }
    }
}

void tst_Words::translation_thatCannotBeRead_leavesEnglish()
{
    Settings broken = pageSettings();
    broken.translationFiles = {u":/translations/kegdisplay_xx.qm"_s, u":/themes/dark.json"_s};
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"no web pages in \"?xx"_s));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"no web pages in"_s));
    const Pages pages(broken);
    QCOMPARE(pages.render(u"login"_s, requestWith("Accept-Language", "xx"))
                 .headers.value("Content-Language"),
             QByteArray("en"));
    QCOMPARE(pages.asset(u"words.xx.js"_s, requestWith()).status, 404);
}

QTEST_GUILESS_MAIN(tst_Words)
#include "tst_words.moc"
