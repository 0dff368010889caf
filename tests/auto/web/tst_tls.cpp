// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/bar/log_lines.h"
#include "tests/support/need.h"
#include "tests/support/web/house.h"
#include "tests/support/web/web_client.h"

#include <QSslCertificate>
#include <QTest>

#include <memory>
#include <vector>

#include <openssl/err.h>
#include <openssl/ssl.h>

using namespace keg;
using namespace keg::web;
using namespace keg::test;
using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

/// Both protocols on one port, what TLS is refused, and certificates that change.
class tst_Tls : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_log = std::make_unique<LogLines>(); }
    void cleanup();
    void tls_onTheSamePort_isServed();
    void largeBodies_travelBothWays();
    void tls_withoutCertificate_isClosed();
    void certificate_exchanged_isForNewConnections();
    void certificate_damaged_isRefused_data();
    void certificate_damaged_isRefused();
    void oldVersion_isRefused();
    void version12_isServed();
    void renegotiation_isRefused();
    void plainBytes_withinTls_closeIt();
    void plainBytes_insteadOfHello_closeIt();
    void halfHandshake_isClosedInTime();
    void halfHandshakes_keepNobodyOut();
    void lastAnswer_endsWithCloseNotify();
    void truncatedBody_isNotTaken();

private:
    std::unique_ptr<LogLines> m_log;
};

namespace {

constexpr int Patience = WebClient::Patience;

/// OpenSSL's client, which can do what Qt's does not; it blocks.
class RawTls
{
public:
    RawTls(quint16 port, int version)
        : m_context(SSL_CTX_new(TLS_client_method()))
        , m_chain(BIO_new_ssl_connect(m_context))
    {
        SSL_CTX_set_cipher_list(m_context, "ALL:@SECLEVEL=0");
        BIO_get_ssl(m_chain, &m_session);
        SSL_set_cipher_list(m_session, "ALL:@SECLEVEL=0");
        SSL_set_min_proto_version(m_session, version);
        SSL_set_max_proto_version(m_session, version);
        BIO_set_conn_hostname(m_chain, "127.0.0.1");
        BIO_set_conn_port(m_chain, QByteArray::number(port).constData());
    }
    ~RawTls()
    {
        BIO_free_all(m_chain);
        SSL_CTX_free(m_context);
    }
    RawTls(const RawTls &) = delete;
    RawTls &operator=(const RawTls &) = delete;

    bool shakeHands() { return BIO_do_handshake(m_chain) == 1; }
    void send(const QByteArray &bytes) { BIO_write(m_chain, bytes.constData(), int(bytes.size())); }
    /// Past TLS.
    void sendRaw(const QByteArray &bytes)
    {
        BIO_write(SSL_get_wbio(m_session), bytes.constData(), int(bytes.size()));
    }
    /// Until the server ends it.
    QByteArray rest()
    {
        QByteArray all;
        QByteArray piece(4096, '\0');
        int size = BIO_read(m_chain, piece.data(), int(piece.size()));
        while (size > 0) {
            all += piece.first(size);
            size = BIO_read(m_chain, piece.data(), int(piece.size()));
        }
        return all;
    }
    bool wasToldTheEnd() { return (SSL_get_shutdown(m_session) & SSL_RECEIVED_SHUTDOWN) != 0; }
    bool renegotiate()
    {
        return SSL_renegotiate(m_session) == 1 && SSL_do_handshake(m_session) == 1;
    }
    /// Of the last error.
    static int reason() { return ERR_GET_REASON(ERR_peek_last_error()); }

private:
    SSL_CTX *const m_context;
    BIO *const m_chain;
    SSL *m_session = nullptr; ///< the chain's
};

QByteArray lastRequest()
{
    return getRequest("/", "Connection: close\r\n");
}

/// The beginning of a ClientHello of 512 bytes.
QByteArray halfHello()
{
    return QByteArray::fromHex("1603010200010001fc0303") + QByteArray(100, 'r');
}

} // namespace

void tst_Tls::cleanup()
{
    if (QTest::currentTestFailed())
        m_log->print();
    m_log.reset();
}

void tst_Tls::tls_onTheSamePort_isServed()
{
    const House house;
    WebClient secure(house.port(), WebClient::Via::Tls);
    QVERIFY(secure.socket().isEncrypted());
    QVERIFY(secure.ask(lastRequest()).endsWith("\r\n\r\nhello"));
    QVERIFY(secure.isClosed());
    QVERIFY(WebClient(house.port()).ask(getRequest("/")).endsWith("\r\n\r\nhello"));
}

void tst_Tls::largeBodies_travelBothWays()
{
    const House house;
    WebClient secure(house.port(), WebClient::Via::Tls);
    for (int i = 0; i < 3; ++i) {
        const QByteArray body(DefaultBodyLimit - i, char('a' + i));
        const QByteArray answer = secure.ask(postHeader("/echo/x", body.size()) + body);
        QVERIFY(answer.endsWith("\r\n\r\nx" + body));
    }
}

void tst_Tls::tls_withoutCertificate_isClosed()
{
    const House house({}, House::Tls::Missing);
    WebClient client(house.port());
    client.send(halfHello());
    QVERIFY(client.isClosed());
    QTRY_COMPARE(m_log->count(u"speaks TLS, which is not served here"_s), 1);
}

void tst_Tls::certificate_exchanged_isForNewConnections()
{
    House house;
    WebClient before(house.port(), WebClient::Via::Tls);
    QCOMPARE(statusOf(before.ask(getRequest("/"))), 200);
    const QByteArray pem = House::certificate();
    need(house.server.useCertificate(pem));
    house.readers(); // the web thread has done what came before
    WebClient after(house.port(), WebClient::Via::Tls);
    QCOMPARE(after.socket().peerCertificate(), QSslCertificate(pem));
    QVERIFY(before.socket().peerCertificate() != QSslCertificate(pem));
    QCOMPARE(statusOf(after.ask(getRequest("/"))), 200);
    QCOMPARE(statusOf(before.ask(getRequest("/"))), 200);
}

void tst_Tls::certificate_damaged_isRefused_data()
{
    QTest::addColumn<QByteArray>("pem");
    const QByteArray pem = House::certificate();
    const qsizetype middle = pem.indexOf("-----BEGIN CERTIFICATE");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("garbage") << QByteArray("not at all");
    QTest::newRow("no key") << pem.sliced(middle);
    QTest::newRow("no certificate") << pem.first(middle);
    QTest::newRow("cut") << pem.chopped(100);
    QTest::newRow("another's key") << House::certificate().first(middle) + pem.sliced(middle);
}

void tst_Tls::certificate_damaged_isRefused()
{
    QFETCH(QByteArray, pem);
    House house;
    const auto result = house.server.useCertificate(pem);
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Damaged);
    WebClient secure(house.port(), WebClient::Via::Tls); // by the one that it has
    QCOMPARE(statusOf(secure.ask(getRequest("/"))), 200);
}

void tst_Tls::oldVersion_isRefused()
{
    const House house;
    RawTls old(house.port(), TLS1_1_VERSION);
    QVERIFY(!old.shakeHands());
    QCOMPARE(RawTls::reason(), SSL_R_TLSV1_ALERT_PROTOCOL_VERSION); // the server said so
    QTRY_COMPARE(m_log->count(u"no TLS handshake"_s), 1);
}

void tst_Tls::version12_isServed()
{
    const House house;
    RawTls client(house.port(), TLS1_2_VERSION);
    QVERIFY(client.shakeHands());
    client.send(lastRequest());
    QVERIFY(client.rest().endsWith("\r\n\r\nhello"));
}

void tst_Tls::renegotiation_isRefused()
{
    const House house;
    RawTls client(house.port(), TLS1_2_VERSION);
    QVERIFY(client.shakeHands());
    QVERIFY(!client.renegotiate());
    QCOMPARE(RawTls::reason(), SSL_R_NO_RENEGOTIATION);
    QCOMPARE(statusOf(WebClient(house.port(), WebClient::Via::Tls).ask(getRequest("/"))), 200);
}

void tst_Tls::plainBytes_withinTls_closeIt()
{
    const House house;
    RawTls client(house.port(), TLS1_3_VERSION);
    QVERIFY(client.shakeHands());
    client.sendRaw(getRequest("/"));
    QVERIFY(!client.rest().contains("HTTP/1.1"));
    QCOMPARE(statusOf(WebClient(house.port()).ask(getRequest("/"))), 200);
}

void tst_Tls::plainBytes_insteadOfHello_closeIt()
{
    const House house;
    WebClient client(house.port());
    client.send('\x16' + getRequest("/"));
    QVERIFY(client.isClosed());
    QTRY_COMPARE(m_log->count(u"no TLS handshake"_s), 1);
}

void tst_Tls::halfHandshake_isClosedInTime()
{
    Limits limits;
    limits.headerTime = milliseconds(200);
    const House house(limits);
    WebClient client(house.port());
    client.send(halfHello());
    QVERIFY(client.isClosed());
    QTRY_COMPARE(m_log->count(u"no TLS handshake"_s), 1);
}

void tst_Tls::halfHandshakes_keepNobodyOut()
{
    const House house;
    std::vector<std::unique_ptr<WebClient>> crowd;
    for (int i = 0; i < 300; ++i) {
        crowd.push_back(std::make_unique<WebClient>(house.port()));
        crowd.back()->send(halfHello());
    }
    QCOMPARE(statusOf(WebClient(house.port(), WebClient::Via::Tls).ask(getRequest("/"))), 200);
    QCOMPARE(statusOf(WebClient(house.port()).ask(getRequest("/"))), 200);
}

void tst_Tls::lastAnswer_endsWithCloseNotify()
{
    const House house;
    RawTls client(house.port(), TLS1_3_VERSION);
    QVERIFY(client.shakeHands());
    client.send(lastRequest());
    QVERIFY(client.rest().endsWith("\r\n\r\nhello"));
    QVERIFY(client.wasToldTheEnd());
}

void tst_Tls::truncatedBody_isNotTaken()
{
    House house;
    {
        WebClient client(house.port(), WebClient::Via::Tls);
        client.send("GET /wait HTTP/1.1\r\nHost: keg\r\nContent-Length: 10\r\n\r\nabc");
        client.leave();
    }
    QCOMPARE(statusOf(WebClient(house.port(), WebClient::Via::Tls).ask(getRequest("/"))), 200);
    QVERIFY(!house.pending.wait(1, 0));
}

QTEST_GUILESS_MAIN(tst_Tls)
#include "tst_tls.moc"
