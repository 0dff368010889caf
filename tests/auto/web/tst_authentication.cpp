// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/authentication.h"
#include "tests/support/need.h"
#include "tests/support/played/fake_clock.h"
#include "tests/support/users_folder.h"

#include <QTest>

using namespace keg;
using namespace keg::test;
using namespace keg::web;
using namespace Qt::StringLiterals;
using identity::Role;

/// Who asks, and what they may.
class tst_Authentication : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void gate_letsThroughWhoMay_data();
    void gate_letsThroughWhoMay();
    void unsafeMethod_ofAnotherSite_isRefused_data();
    void unsafeMethod_ofAnotherSite_isRefused();
    void page_inPlainText_leadsToHttps_data();
    void page_inPlainText_leadsToHttps();
    void redirect_keepsWhatWasAskedFor_data();
    void redirect_keepsWhatWasAskedFor();
    void session_isFoundAmongCookies_data();
    void session_isFoundAmongCookies();
    void session_followsItsAccount();
    void key_thatWasRemoved_isNobodys();
    void key_countsMoreThanTheSession();
    void cookie_isForThisSiteAlone_data();
    void cookie_isForThisSiteAlone();
    void usersFile_damaged_keepsStaffOutAndNoGuest();

private:
    QByteArray logIn(const QString &name);
    /// "" : passes; else the status.
    QByteArray check(Request &request, Access access, bool allowsPlain = false);

    std::unique_ptr<UsersFolder> m_folder;
    std::unique_ptr<identity::Users> m_users;
    FakeClock m_clock;
    std::unique_ptr<Sessions> m_sessions;
};

namespace {

const QString Password = u"correct horse"_s;

const QList<Access> &levels()
{
    static const QList<Access> All{Access::Anybody, Access::Newcomer, Access::Viewer,
                                   Access::Editor, Access::Admin};
    return All;
}

/// "plain", "TLS", "loopback", "loopback 6" or "allowed".
Request requestBy(const QString &way)
{
    Request request;
    request.method = "GET";
    request.path = u"/api/beers"_s;
    request.host = "keg:8080";
    request.isSecure = way == u"TLS"_s;
    request.address = way == u"loopback"_s ? u"127.0.0.1"_s
        : way == u"loopback 6"_s           ? u"::1"_s
                                           : u"192.0.2.7"_s;
    return request;
}

} // namespace

void tst_Authentication::init()
{
    static const UsersFolder accounts; // hashing passwords takes its time
    static const bool isFilled = [] {
        identity::Users users(accounts.path());
        need(users.add(u"viewer"_s, Role::Viewer, Password));
        need(users.add(u"editor"_s, Role::Editor, Password));
        need(users.add(u"admin"_s, Role::Admin, Password));
        return true;
    }();
    Q_UNUSED(isFilled)
    m_folder = std::make_unique<UsersFolder>();
    m_folder->write(accounts.content());
    m_users = std::make_unique<identity::Users>(m_folder->path());
    m_sessions = std::make_unique<Sessions>(m_clock);
}

QByteArray tst_Authentication::logIn(const QString &name)
{
    return m_sessions->begin(*need(m_users->logIn(name, Password)));
}

QByteArray tst_Authentication::check(Request &request, Access access, bool allowsPlain)
{
    Authentication authentication(*m_users, *m_sessions, allowsPlain);
    const auto refusal = authentication.check(request, {request.method, request.path, access, {}});
    if (!refusal)
        return {};
    QByteArray said = QByteArray::number(refusal->status);
    if (refusal->status == 302)
        said += ' ' + refusal->headers.value("Location");
    else if (!refusal->body.contains("\"code\":\"") || !refusal->body.contains("\"error\":\""))
        said += " without a text";
    return said;
}

void tst_Authentication::gate_letsThroughWhoMay_data()
{
    QTest::addColumn<QString>("way");
    QTest::addColumn<QString>("who");
    for (const auto &way : {u"plain"_s, u"TLS"_s, u"loopback"_s, u"loopback 6"_s, u"allowed"_s}) {
        for (const auto &who : {u"nobody"_s, u"stranger"_s, u"viewer"_s, u"editor"_s, u"admin"_s,
                                u"bad key"_s, u"viewer key"_s, u"editor key"_s, u"admin key"_s})
            QTest::addRow("%s by %s", qPrintable(who), qPrintable(way)) << way << who;
    }
}

void tst_Authentication::gate_letsThroughWhoMay()
{
    QFETCH(QString, way);
    QFETCH(QString, who);
    const auto role = identity::roleFromName(who.section(u' ', 0, 0));
    QByteArray cookie;
    QByteArray key;
    if (who == u"stranger"_s)
        cookie = QByteArray(52, 'A');
    else if (who == u"bad key"_s)
        key = "keg_" + QByteArray(52, 'A');
    else if (who.endsWith(" key"_L1))
        key = need(m_users->addKey(who, *role)).toLatin1();
    else if (role)
        cookie = logIn(who);

    for (const Access access : levels()) {
        for (const bool isPage : {false, true}) {
            Request request = requestBy(way);
            if (isPage)
                request.path = u"/beers"_s;
            if (!cookie.isEmpty())
                request.headers.add("Cookie", "keg_session=" + cookie);
            if (!key.isEmpty())
                request.headers.add("Authorization", "Bearer " + key);

            QByteArray wanted;
            const bool isPrivate = way != u"plain"_s;
            const int level = role ? int(*role) + int(Access::Viewer) : int(Access::Newcomer);
            if (access != Access::Anybody && !isPrivate)
                wanted = isPage ? "302 https://keg:8080/beers" : "403";
            else if (access > Access::Newcomer && !role)
                wanted = isPage ? "302 /login?next=/beers" : "401";
            else if (level < int(access))
                wanted = "403";
            QCOMPARE(check(request, access, way == u"allowed"_s), wanted);
            if (wanted.isEmpty() && role && isPrivate) {
                QVERIFY(request.user);
                QCOMPARE(request.user->name, who);
                QCOMPARE(request.user->role, *role);
            } else if (!role || !isPrivate) {
                QVERIFY(!request.user);
            }
        }
    }
}

void tst_Authentication::unsafeMethod_ofAnotherSite_isRefused_data()
{
    QTest::addColumn<QByteArray>("site");
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<bool>("isSecure");
    QTest::addColumn<bool>("passes");
    const auto row
        = [](const char *name, const QByteArray &site, const QByteArray &origin, bool isSecure,
             bool passes) { QTest::newRow(name) << site << origin << isSecure << passes; };
    constexpr bool Tls = true;
    row("program", {}, {}, Tls, true);
    row("our page", "same-origin", "https://keg:8080", Tls, true);
    row("typed", "none", {}, Tls, true);
    row("other site", "cross-site", "https://evil", Tls, false);
    row("other site, our origin", "cross-site", "https://keg:8080", Tls, false);
    row("neighbour", "same-site", "https://other.keg", Tls, false);
    row("unknown word", "Same-Origin", {}, Tls, false);
    row("old browser, our page", {}, "https://keg:8080", Tls, true);
    row("old browser, our plain page", {}, "http://keg:8080", !Tls, true);
    row("old browser, other site", {}, "https://evil", Tls, false);
    row("old browser, sandbox", {}, "null", Tls, false);
    row("old browser, other port", {}, "https://keg:8081", Tls, false);
    row("old browser, no port", {}, "https://keg", Tls, false);
    row("old browser, plain to TLS", {}, "http://keg:8080", Tls, false);
    row("old browser, TLS to plain", {}, "https://keg:8080", !Tls, false);
    row("old browser, longer host", {}, "https://keg:8080.evil", Tls, false);
    row("old browser, path", {}, "https://keg:8080/", Tls, false);
}

void tst_Authentication::unsafeMethod_ofAnotherSite_isRefused()
{
    QFETCH(QByteArray, site);
    QFETCH(QByteArray, origin);
    QFETCH(bool, isSecure);
    QFETCH(bool, passes);
    const QByteArray session = logIn(u"admin"_s);
    for (const char *method : {"GET", "OPTIONS", "POST", "PUT", "DELETE", "PATCH"}) {
        for (const Access access : levels()) {
            Request request = requestBy(isSecure ? u"TLS"_s : u"loopback"_s);
            request.method = method;
            request.headers.add("Cookie", "keg_session=" + session);
            if (!site.isEmpty())
                request.headers.add("Sec-Fetch-Site", site);
            if (!origin.isEmpty())
                request.headers.add("Origin", origin);
            const bool isSafe = request.method == "GET" || request.method == "OPTIONS";
            QCOMPARE(check(request, access), QByteArray(isSafe || passes ? "" : "403"));
            QCOMPARE(isFromOurPages(request), passes);
        }
    }
}

void tst_Authentication::page_inPlainText_leadsToHttps_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("said");
    const auto row = [](const char *name, const QByteArray &method, const QString &path,
                        const QByteArray &host, const QByteArray &said) {
        QTest::newRow(name) << method << path << host << said;
    };
    row("page", "GET", u"/taps"_s, "keg:8080", "302 https://keg:8080/taps");
    row("IPv6", "GET", u"/taps"_s, "[::1]:8080", "302 https://[::1]:8080/taps");
    row("unicode", "GET", u"/täps?\r\nX: y"_s, "keg", "302 https://keg/t%C3%A4ps%3F%0D%0AX%3A%20y");
    row("form", "POST", u"/login"_s, "keg", "403");
    row("program", "GET", u"/api/taps"_s, "keg", "403");
    row("metrics", "GET", u"/metrics"_s, "keg", "403");
    row("no host", "GET", u"/taps"_s, "", "403");
}

void tst_Authentication::page_inPlainText_leadsToHttps()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, path);
    QFETCH(QByteArray, host);
    QFETCH(QByteArray, said);
    Request request = requestBy(u"plain"_s);
    request.method = method;
    request.path = path;
    request.host = host;
    request.headers.add("Cookie", "keg_session=" + logIn(u"admin"_s));
    QCOMPARE(check(request, Access::Viewer), said);
    QVERIFY(!request.user);
}

void tst_Authentication::redirect_keepsWhatWasAskedFor_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("query");
    QTest::addColumn<QByteArray>("plain"); // where it leads without TLS
    QTest::addColumn<QByteArray>("logIn"); // where it leads with TLS
    const auto row
        = [](const char *name, const QString &path, const QString &query, const QByteArray &plain,
             const QByteArray &logIn) { QTest::newRow(name) << path << query << plain << logIn; };
    row("nothing", u"/taps"_s, {}, "/taps", "/login?next=/taps");
    row("language", u"/taps"_s, u"lang=de"_s, "/taps?lang=de", "/login?next=/taps&lang=de");
    row("aim", u"/login"_s, u"lang=de&next=/taps"_s, "/login?lang=de&next=/taps",
        "/login?next=/login&lang=de");
    row("encoded", u"/taps"_s, u"lang=d%26e%0D%0AX%3A%20y"_s, "/taps?lang=d%26e%0D%0AX%3A%20y",
        "/login?next=/taps&lang=d%26e%0D%0AX%3A%20y");
    row("not encoded", u"/taps"_s, u"lang=\u00e4\r\n\"<#>"_s, "/taps?lang=%C3%A4%0D%0A%22%3C%23%3E",
        "/login?next=/taps&lang=%C3%A4%0D%0A%22%3C%23%3E");
    row("something else", u"/beers"_s, u"x=y"_s, "/beers?x=y", "/login?next=/beers");
}

void tst_Authentication::redirect_keepsWhatWasAskedFor()
{
    QFETCH(QString, path);
    QFETCH(QString, query);
    QFETCH(QByteArray, plain);
    QFETCH(QByteArray, logIn);
    for (const bool isPlain : {true, false}) {
        Request request = requestBy(isPlain ? u"plain"_s : u"TLS"_s);
        request.path = path;
        request.query = QUrlQuery(query);
        QCOMPARE(check(request, Access::Viewer),
                 isPlain ? "302 https://keg:8080" + plain : "302 " + logIn);
    }
}

void tst_Authentication::session_isFoundAmongCookies_data()
{
    QTest::addColumn<QByteArray>("cookie");
    QTest::addColumn<bool>("isFound");
    QTest::newRow("alone") << QByteArray("keg_session=%1") << true;
    QTest::newRow("last") << QByteArray("a=b; keg_session=%1") << true;
    QTest::newRow("first") << QByteArray("keg_session=%1; keg_session=x") << true;
    QTest::newRow("behind another one") << QByteArray("keg_session=x; keg_session=%1") << false;
    QTest::newRow("no blanks") << QByteArray("a=b;keg_session=%1;c") << true;
    QTest::newRow("other name") << QByteArray("xkeg_session=%1") << false;
    QTest::newRow("other case") << QByteArray("KEG_SESSION=%1") << false;
    QTest::newRow("within a value") << QByteArray("a=\"b, keg_session=%1\"") << false;
    QTest::newRow("something behind it") << QByteArray("keg_session=%1x") << false;
    QTest::newRow("empty") << QByteArray("keg_session=") << false;
}

void tst_Authentication::session_isFoundAmongCookies()
{
    QFETCH(QByteArray, cookie);
    QFETCH(bool, isFound);
    Request request = requestBy(u"TLS"_s);
    request.headers.add("Cookie", cookie.replace("%1", logIn(u"viewer"_s)));
    QCOMPARE(check(request, Access::Viewer), QByteArray(isFound ? "" : "401"));
}

void tst_Authentication::session_followsItsAccount()
{
    const QByteArray session = logIn(u"editor"_s);
    const auto asks = [&](Access access) {
        Request request = requestBy(u"TLS"_s);
        request.headers.add("Cookie", "keg_session=" + session);
        return check(request, access);
    };
    QCOMPARE(asks(Access::Editor), QByteArray());
    need(m_users->setRole(u"editor"_s, Role::Viewer));
    QCOMPARE(asks(Access::Editor), QByteArray("403"));
    need(m_users->setRole(u"editor"_s, Role::Admin));
    QCOMPARE(asks(Access::Admin), QByteArray());
    need(m_users->setPassword(u"editor"_s, u"another horse"_s));
    QCOMPARE(asks(Access::Viewer), QByteArray("401"));
    const QByteArray viewer = logIn(u"viewer"_s);
    need(m_users->remove(u"viewer"_s));
    Request request = requestBy(u"TLS"_s);
    request.headers.add("Cookie", "keg_session=" + viewer);
    QCOMPARE(check(request, Access::Viewer), QByteArray("401"));
}

void tst_Authentication::key_thatWasRemoved_isNobodys()
{
    const QByteArray key = need(m_users->addKey(u"till"_s, Role::Editor)).toLatin1();
    const auto asks = [&](const QByteArray &authorization) {
        Request request = requestBy(u"TLS"_s);
        request.headers.add("Authorization", authorization);
        return check(request, Access::Viewer);
    };
    QCOMPARE(asks("Bearer " + key), QByteArray());
    QCOMPARE(asks("Basic " + key), QByteArray("401"));
    QCOMPARE(asks(key), QByteArray("401"));
    QCOMPARE(asks("Bearer " + key.chopped(1)), QByteArray("401"));
    QCOMPARE(asks("Bearer "), QByteArray("401"));
    need(m_users->removeKey(u"till"_s));
    QCOMPARE(asks("Bearer " + key), QByteArray("401"));
}

void tst_Authentication::key_countsMoreThanTheSession()
{
    Request request = requestBy(u"TLS"_s);
    request.headers.add("Cookie", "keg_session=" + logIn(u"admin"_s));
    request.headers.add("Authorization",
                        "Bearer " + need(m_users->addKey(u"till"_s, Role::Viewer)).toLatin1());
    QVERIFY(hasKey(request));
    QCOMPARE(check(request, Access::Editor), QByteArray("403"));
    QCOMPARE(request.user->name, u"till"_s);
}

void tst_Authentication::cookie_isForThisSiteAlone_data()
{
    QTest::addColumn<bool>("isSecure");
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<QByteArray>("cookie");
    QTest::newRow("TLS") << true << QByteArray("abc")
                         << QByteArray("keg_session=abc; Path=/; HttpOnly; SameSite=Strict; "
                                       "Max-Age=2592000; Secure");
    QTest::newRow("plain") << false << QByteArray("abc")
                           << QByteArray("keg_session=abc; Path=/; HttpOnly; SameSite=Strict; "
                                         "Max-Age=2592000");
    QTest::newRow("taken") << true << QByteArray()
                           << QByteArray("keg_session=; Path=/; HttpOnly; SameSite=Strict; "
                                         "Max-Age=0; Secure");
}

void tst_Authentication::cookie_isForThisSiteAlone()
{
    QFETCH(bool, isSecure);
    QFETCH(QByteArray, id);
    QFETCH(QByteArray, cookie);
    Response response;
    setSession(response, requestBy(isSecure ? u"TLS"_s : u"loopback"_s), id);
    QCOMPARE(response.headers.value("Set-Cookie"), cookie);
    QCOMPARE(response.headers.count("Set-Cookie"), 1);
}

void tst_Authentication::usersFile_damaged_keepsStaffOutAndNoGuest()
{
    const QByteArray session = logIn(u"admin"_s);
    const QByteArray key = need(m_users->addKey(u"till"_s, Role::Admin)).toLatin1();
    m_folder->write("{\"accounts\": [");
    for (const bool hasKey : {false, true}) {
        for (const Access access : levels()) {
            Request request = requestBy(u"TLS"_s);
            request.headers.add(hasKey ? "Authorization" : "Cookie",
                                hasKey ? "Bearer " + key : "keg_session=" + session);
            const bool isForStrangers = access == Access::Anybody || access == Access::Newcomer;
            QCOMPARE(check(request, access), QByteArray(isForStrangers ? "" : "500"));
            QVERIFY(!request.user);
        }
    }
    Request nobody = requestBy(u"TLS"_s);
    QCOMPARE(check(nobody, Access::Newcomer), QByteArray());
    QCOMPARE(check(nobody, Access::Viewer), QByteArray("401"));
}

QTEST_GUILESS_MAIN(tst_Authentication)
#include "tst_authentication.moc"
