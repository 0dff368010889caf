// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/web_certificate.h"
#include "tests/support/need.h"

#include <QFile>
#include <QProcess>
#include <QSslCertificate>
#include <QTemporaryDir>
#include <QTest>

using namespace keg;
using namespace keg::identity;
using namespace keg::test;
using namespace Qt::StringLiterals;

/// A certificate of the owner's, for the web interface.
class tst_OwnCertificate : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void loadOwn_isKeyAndChain_data();
    void loadOwn_isKeyAndChain();
    void loadOwn_chain_keepsItsOrder();
    void loadOwn_wrong_isAnErrorThatNamesTheFile_data();
    void loadOwn_wrong_isAnErrorThatNamesTheFile();
    void loadOwn_encryptedOrNoFile_isRefused();

private:
    QString path(const QString &name) const { return m_folder->filePath(name); }
    QString file(const QString &name, const QByteArray &content) const;
    bool runs(const QStringList &words) const; // openssl, in the folder

    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

const QDateTime Now(QDate(2031, 5, 6), QTime(7, 8, 9), Qt::UTC);

QSslCertificate certificateIn(const QByteArray &pem)
{
    return QSslCertificate(pem.mid(pem.indexOf("-----BEGIN CERTIFICATE")));
}

/// Key and certificate of somebody of that name.
QByteArray made(const QString &name)
{
    const QTemporaryDir folder;
    return need(WebCertificate::loadOrRenew(folder.path(), {name}, Now));
}

} // namespace

void tst_OwnCertificate::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

QString tst_OwnCertificate::file(const QString &name, const QByteArray &content) const
{
    QFile out(path(name));
    if (!out.open(QFile::WriteOnly) || out.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(name));
    return path(name);
}

bool tst_OwnCertificate::runs(const QStringList &words) const
{
    QProcess process;
    process.setWorkingDirectory(m_folder->path());
    process.start(u"openssl"_s, words);
    return process.waitForFinished() && process.exitStatus() == QProcess::NormalExit
        && process.exitCode() == 0;
}

void tst_OwnCertificate::loadOwn_isKeyAndChain_data()
{
    QTest::addColumn<QStringList>("kind");
    QTest::newRow("P-256") << QStringList{u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:P-256"_s};
    QTest::newRow("P-384") << QStringList{u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:P-384"_s};
    QTest::newRow("RSA") << QStringList{u"rsa:2048"_s};
    QTest::newRow("Ed25519") << QStringList{u"ed25519"_s};
}

void tst_OwnCertificate::loadOwn_isKeyAndChain()
{
    QFETCH(const QStringList, kind);
    QVERIFY(runs(
        QStringList{u"req"_s, u"-x509"_s, u"-nodes"_s, u"-newkey"_s} + kind
        + QStringList{u"-subj"_s, u"/CN=own"_s, u"-keyout"_s, u"k.pem"_s, u"-out"_s, u"c.pem"_s}));
    const QByteArray own = need(WebCertificate::loadOwn(path(u"c.pem"_s), path(u"k.pem"_s)));
    QVERIFY(own.startsWith("-----BEGIN PRIVATE KEY-----"));
    QCOMPARE(certificateIn(own).subjectInfo(QSslCertificate::CommonName), QStringList{u"own"_s});

    const QString both = file(u"both.pem"_s, own);
    QCOMPARE(need(WebCertificate::loadOwn(both, both)), own);
}

void tst_OwnCertificate::loadOwn_chain_keepsItsOrder()
{
    const QByteArray own = made(u"own"_s);
    const QByteArray between = made(u"between"_s);
    const QString chain
        = file(u"chain.pem"_s, "Certificate of the bar\n" + own + "\r\n" + between + "\nend\n");
    const QString key = file(u"key.pem"_s, own);
    const QByteArray text = need(WebCertificate::loadOwn(chain, key));
    QCOMPARE(text, own + certificateIn(between).toPem());
}

void tst_OwnCertificate::loadOwn_wrong_isAnErrorThatNamesTheFile_data()
{
    QTest::addColumn<QByteArray>("certificate"); // the files' contents; "-": there is none
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("message");
    const QByteArray own = made(u"own"_s);
    const QByteArray other = made(u"other"_s);
    const QByteArray der = certificateIn(own).toDer();
    QByteArray broken = own;
    broken.replace(broken.size() - 100, 20, QByteArray(20, '-'));
    using Code = ErrorCode;
    const auto row = [](const char *name, const QByteArray &certificate, const QByteArray &key,
                        Code code, const QString &message) {
        QTest::newRow(name) << certificate << key << code << message;
    };
    row("no certificate file", "-", own, Code::NotFound,
        u"there is no file %1/c.pem, which --web-cert names"_s);
    row("no key file", own, "-", Code::NotFound,
        u"there is no file %1/k.pem, which --web-key names"_s);
    row("empty", "", own, Code::Refused, u"%1/c.pem holds no certificate: it must be PEM"_s);
    row("DER", der, own, Code::Refused, u"%1/c.pem holds no certificate: it must be PEM"_s);
    row("key only", own.left(own.indexOf("-----BEGIN CERT")), own, Code::Refused,
        u"%1/c.pem holds no certificate"_s);
    row("damaged", broken, own, Code::Refused, u"a certificate in %1/c.pem is damaged: "_s);
    row("damaged later", own + broken, own, Code::Refused,
        u"a certificate in %1/c.pem is damaged: "_s);
    row("huge", own + QByteArray(300'000, '\n'), own, Code::Refused,
        u"%1/c.pem is larger than 256 KiB"_s);
    row("no key", own, certificateIn(own).toPem(), Code::Refused,
        u"%1/k.pem holds no key that can be read"_s);
    row("another's key", own, other, Code::Refused,
        u"the key in %1/k.pem does not belong to the first certificate in %1/c.pem"_s);
    row("wrong order", other + own, own, Code::Refused, u"own certificate comes first"_s);
}

void tst_OwnCertificate::loadOwn_wrong_isAnErrorThatNamesTheFile()
{
    QFETCH(const QByteArray, certificate);
    QFETCH(const QByteArray, key);
    QFETCH(const ErrorCode, code);
    QFETCH(QString, message);
    if (certificate != "-")
        file(u"c.pem"_s, certificate);
    if (key != "-")
        file(u"k.pem"_s, key);
    message.replace(u"%1"_s, m_folder->path());
    const auto own = WebCertificate::loadOwn(path(u"c.pem"_s), path(u"k.pem"_s));
    QVERIFY(!own);
    QCOMPARE(own.error().code, code);
    QVERIFY2(own.error().message.contains(message), qPrintable(own.error().message));
    QVERIFY(!own.error().message.contains(u'\n'));
}

void tst_OwnCertificate::loadOwn_encryptedOrNoFile_isRefused()
{
    const QString own = file(u"own.pem"_s, made(u"own"_s));
    for (const QStringList &form : {QStringList{u"pkey"_s, u"-aes256"_s},
                                    {u"ec"_s, u"-aes128"_s}}) // PKCS 8 and the older one
    {
        QVERIFY(runs(form
                     + QStringList{u"-in"_s, own, u"-out"_s, u"locked.pem"_s, u"-passout"_s,
                                   u"pass:secret"_s}));
        const auto encrypted = WebCertificate::loadOwn(own, path(u"locked.pem"_s));
        QVERIFY(!encrypted);
        QCOMPARE(encrypted.error().code, ErrorCode::Refused);
        QVERIFY2(encrypted.error().message.startsWith(
                     u"the key in %1 is encrypted"_s.arg(path(u"locked.pem"_s))),
                 qPrintable(encrypted.error().message));
    }
    const auto folder = WebCertificate::loadOwn(m_folder->path(), own);
    QVERIFY(!folder);
    QCOMPARE(folder.error().code, ErrorCode::Refused);
    QVERIFY(folder.error().message.endsWith(u"is no file"_s));
}

QTEST_GUILESS_MAIN(tst_OwnCertificate)
#include "tst_owncertificate.moc"
