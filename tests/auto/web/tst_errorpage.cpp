// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/error_page.h"
#include "core/web/pages.h"
#include "core/web/settings.h"
#include "gui/board/resources.h"

#include <QTest>

using namespace keg;
using namespace keg::web;
using namespace Qt::StringLiterals;

/// Errors as people see them.
class tst_ErrorPage : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void error_forPeople_isAPageInTheirLanguage();
    void error_forPrograms_staysAsItIs_data();
    void error_forPrograms_staysAsItIs();
    void answer_thatIsNoError_staysAsItIs();
    void page_leadsToTheLogIn_whomItHelps_data();
    void page_leadsToTheLogIn_whomItHelps();
};

namespace {

const QByteArray Browser = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8";

Request asked(const QString &path, const QByteArray &accept)
{
    Request request;
    request.method = "GET";
    request.path = path;
    request.headers.add("Accept", accept);
    request.headers.add("Accept-Language", "de");
    return request;
}

Response refusal()
{
    Response response = Response::error(405, u"English"_s, Reason{"account_exists", {u"<Anna>"_s}});
    response.headers.add("Allow", "GET");
    return response;
}

std::optional<identity::User> nobody(const Request & /*request*/)
{
    return {};
}

std::optional<identity::User> somebody(const Request & /*request*/)
{
    return identity::User{u"vera"_s, identity::Role::Viewer};
}

Pages pages()
{
    Settings settings;
    settings.house = u"cellar"_s;
    settings.themeFile = u":/themes/dark.json"_s;
    settings.translationFiles = {u":/translations/kegdisplay_de.qm"_s};
    return Pages(settings);
}

} // namespace

void tst_ErrorPage::initTestCase()
{
    registerBoardFiles();
}

void tst_ErrorPage::error_forPeople_isAPageInTheirLanguage()
{
    for (const QString &path : {u"/users"_s, u"/taps/"_s, u"/apis"_s, u"/"_s}) {
        const Response page = withErrorPage(pages(), nobody, asked(path, Browser), refusal());
        QCOMPARE(page.status, 405);
        QCOMPARE(page.headers.value("Allow"), QByteArray("GET"));
        QCOMPARE(page.headers.count("Content-Type"), 1);
        QVERIFY(page.headers.value("Content-Type").startsWith("text/html"));
        QVERIFY(page.body.contains("<html lang=\"de\">"));
        QVERIFY(page.body.contains("Das Konto &lt;Anna&gt; gibt es schon"));
        QVERIFY(!page.body.contains("English"));
        QVERIFY(page.body.contains("href=\"/\"") && page.body.contains("href=\"/login\""));
    }
}

void tst_ErrorPage::error_forPrograms_staysAsItIs_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("accept");
    QTest::newRow("api") << u"/api/users"_s << Browser;
    QTest::newRow("api itself") << u"/api"_s << Browser;
    QTest::newRow("metrics") << u"/metrics"_s << Browser;
    QTest::newRow("health") << u"/healthz"_s << Browser;
    QTest::newRow("script") << u"/users"_s << QByteArray("*/*");
    QTest::newRow("JSON") << u"/users"_s << QByteArray("application/json");
    QTest::newRow("nothing") << u"/users"_s << QByteArray();
}

void tst_ErrorPage::error_forPrograms_staysAsItIs()
{
    QFETCH(QString, path);
    QFETCH(QByteArray, accept);
    const Response response = withErrorPage(pages(), nobody, asked(path, accept), refusal());
    QCOMPARE(response.body, refusal().body);
    QCOMPARE(response.headers.value("Content-Type"), QByteArray("application/json"));
    QCOMPARE(response.status, 405);
}

void tst_ErrorPage::answer_thatIsNoError_staysAsItIs()
{
    const Request request = asked(u"/taps"_s, Browser);
    QCOMPARE(withErrorPage(pages(), nobody, request, Response::redirect("/login")).status, 302);
    QCOMPARE(withErrorPage(pages(), nobody, request, pages().render(u"menu"_s, request)).body,
             pages().render(u"menu"_s, request).body);
}

void tst_ErrorPage::page_leadsToTheLogIn_whomItHelps_data()
{
    QTest::addColumn<bool>("isLoggedIn");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("logIn");
    QTest::addColumn<QByteArray>("again");
    const QByteArray here = "/login?lang=de";
    const QByteArray again = "/login?next=/users&amp;lang=de&amp;again=1";
    QTest::newRow("stranger, nothing there") << false << 404 << here << QByteArray();
    QTest::newRow("stranger, refused") << false << 403 << here << QByteArray();
    QTest::newRow("viewer, nothing there") << true << 404 << QByteArray() << QByteArray();
    QTest::newRow("viewer, role too low") << true << 403 << QByteArray() << again;
    QTest::newRow("viewer, server at a loss") << true << 500 << QByteArray() << QByteArray();
}

void tst_ErrorPage::page_leadsToTheLogIn_whomItHelps()
{
    QFETCH(bool, isLoggedIn);
    QFETCH(int, status);
    QFETCH(QByteArray, logIn);
    QFETCH(QByteArray, again);
    Request request = asked(u"/users"_s, Browser);
    request.query = QUrlQuery(u"lang=de"_s);
    const Response error = Response::error(status, u"English"_s, Reason{"needs_admin"});
    const QByteArray body
        = withErrorPage(pages(), isLoggedIn ? somebody : nobody, request, error).body;
    // Those that lead nowhere are not seen.
    QVERIFY2(body.contains("href=\"" + logIn + "\">Anmelden</a>"), body);
    QVERIFY2(body.contains("href=\"" + again + "\">Als jemand anderes anmelden</a>"), body);
}

QTEST_GUILESS_MAIN(tst_ErrorPage)
#include "tst_errorpage.moc"
