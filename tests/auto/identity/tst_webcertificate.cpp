// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/private_file.h"
#include "core/identity/web_certificate.h"
#include "tests/support/need.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QSslCertificate>
#include <QSslKey>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace keg;
using namespace keg::identity;
using namespace keg::test;
using namespace Qt::StringLiterals;

/// `openssl` of the command line is the judge: it checks as browsers do.
class tst_WebCertificate : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void namesOf_areWhatTheMachineIsCalled();
    void loadOrRenew_isTakenForItsNamesInItsTime();
    void loadOrRenew_saysWhatItIsFor();
    void loadOrRenew_keepsItForItsOwnerAlone();
    void loadOrRenew_again_isTheSame();
    void loadOrRenew_later_isRenewedInTime_data();
    void loadOrRenew_later_isRenewedInTime();
    void loadOrRenew_forANewName_isRenewed();
    void loadOrRenew_passesOverWhatIsNoName();
    void loadOrRenew_beforeTheClockIsRight_isValidOnceItIs();
    void loadOrRenew_beforeTheClockIsRight_throwsNothingAway();
    void loadOrRenew_beforeTheClockIsRight_beginsWhenTheOldOneDid();
    void loadOrRenew_afterAClockThatWasAhead_isRenewed();
    void loadOrRenew_ofNoUse_isReplacedWithALine_data();
    void loadOrRenew_ofNoUse_isReplacedWithALine();
    void loadOrRenew_overALink_leavesItsTarget();
    void loadOrRenew_thatCannotBeWritten_isUsedAllTheSame();

private:
    QString path(const QString &name = u"web.pem"_s) const { return m_folder->filePath(name); }
    QByteArray loadOrRenew(const QDateTime &now, const QStringList &names) const;
    QByteArray content() const;
    QString file(const QString &name, const QByteArray &content) const;
    QByteArray openssl(const QStringList &words) const; // what it prints; empty: it failed
    bool isTaken(const QByteArray &pem, const QStringList &how, const QDateTime &at) const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

const QDateTime Now(QDate(2031, 5, 6), QTime(7, 8, 9), Qt::UTC);
const QDateTime NoClock(QDate(1970, 1, 1), QTime(0, 0, 20), Qt::UTC);
const QStringList Names{u"bar"_s,     u"bar.local"_s, u"localhost"_s,     u"192.0.2.10"_s,
                        u"fd77::1"_s, u"127.0.0.1"_s, u"10.200.100.99"_s, u"::1"_s};

QSslCertificate certificateIn(const QByteArray &pem)
{
    return QSslCertificate(pem.mid(pem.indexOf("-----BEGIN CERTIFICATE")));
}

void expectLine(const QString &reason, QtMsgType level = QtInfoMsg)
{
    const QString line = u"^a new certificate for HTTPS: "_s + reason;
    QTest::ignoreMessage(level, QRegularExpression(line));
}

} // namespace

void tst_WebCertificate::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

QByteArray tst_WebCertificate::loadOrRenew(const QDateTime &now, const QStringList &names) const
{
    return need(WebCertificate::loadOrRenew(m_folder->path(), names, now));
}

QByteArray tst_WebCertificate::content() const
{
    QFile web(path());
    return web.open(QFile::ReadOnly) ? web.readAll() : QByteArray();
}

QString tst_WebCertificate::file(const QString &name, const QByteArray &content) const
{
    QFile out(path(name));
    if (!out.open(QFile::WriteOnly) || out.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(name));
    return path(name);
}

QByteArray tst_WebCertificate::openssl(const QStringList &words) const
{
    QProcess process;
    process.setWorkingDirectory(m_folder->path());
    process.start(u"openssl"_s, words);
    const bool isDone = process.waitForFinished() && process.exitStatus() == QProcess::NormalExit
        && process.exitCode() == 0;
    return isDone ? process.readAllStandardOutput() + "\n" : QByteArray();
}

/// Whether a browser that trusts it would take it for that at that time.
bool tst_WebCertificate::isTaken(const QByteArray &pem, const QStringList &how,
                                 const QDateTime &at) const
{
    const QString judged = file(u"judged.pem"_s, certificateIn(pem).toPem());
    return openssl(QStringList{u"verify"_s, u"-purpose"_s, u"sslserver"_s, u"-check_ss_sig"_s,
                               u"-attime"_s, QString::number(at.toSecsSinceEpoch())}
                   + how + QStringList{u"-CAfile"_s, judged, judged})
        .contains("judged.pem: OK");
}

void tst_WebCertificate::namesOf_areWhatTheMachineIsCalled()
{
    QCOMPARE(WebCertificate::namesOf(u"bar"_s, {u"192.0.2.10"_s, u"fd77::1"_s}),
             (QStringList{u"bar"_s, u"bar.local"_s, u"localhost"_s, u"192.0.2.10"_s, u"fd77::1"_s,
                          u"127.0.0.1"_s, u"::1"_s}));
    QCOMPARE(WebCertificate::namesOf(u"bar.example.org"_s, {}).first(), u"bar.example.org"_s);
    QCOMPARE(WebCertificate::namesOf(u"bar.example.org"_s, {})[1], u"bar.local"_s);
}

void tst_WebCertificate::loadOrRenew_isTakenForItsNamesInItsTime()
{
    const QByteArray pem = loadOrRenew(Now, Names);
    for (const QString &name : Names) {
        const bool isAddress = name[0].isDigit() || name.contains(u':');
        const QString how = isAddress ? u"-verify_ip"_s : u"-verify_hostname"_s;
        QVERIFY2(isTaken(pem, {how, name}, Now), qPrintable(name));
    }
    QVERIFY(!isTaken(pem, {u"-verify_hostname"_s, u"foyer"_s}, Now));
    QVERIFY(!isTaken(pem, {u"-verify_ip"_s, u"192.0.2.11"_s}, Now));
    for (const int hours : {-23, 0, 24 * 395})
        QVERIFY(isTaken(pem, {}, Now.addSecs(qint64(hours) * 3600)));
    for (const int hours : {-25, 24 * 397})
        QVERIFY(!isTaken(pem, {}, Now.addSecs(qint64(hours) * 3600)));
}

void tst_WebCertificate::loadOrRenew_saysWhatItIsFor()
{
    const QByteArray pem = loadOrRenew(Now, Names);
    const QByteArray text = openssl({u"x509"_s, u"-text"_s, u"-noout"_s, u"-in"_s, path()});
    for (const char *part :
         {"Version: 3", "ecdsa-with-SHA256", "NIST CURVE: P-256", "Basic Constraints: critical",
          "CA:FALSE", "TLS Web Server Authentication", "CN = bar"})
        QVERIFY2(text.contains(part), part);
    const QSslCertificate certificate = certificateIn(pem);
    QCOMPARE(certificate.effectiveDate(), Now.addDays(-1));
    QCOMPARE(certificate.effectiveDate().daysTo(certificate.expiryDate()), 397);
    QCOMPARE(certificate.serialNumber().size(), 16 * 3 - 1);
    QVERIFY(!QSslKey(pem, QSsl::Ec).isNull());
}

void tst_WebCertificate::loadOrRenew_keepsItForItsOwnerAlone()
{
    const QByteArray pem = loadOrRenew(Now, Names);
    QCOMPARE(content(), pem);
    QCOMPARE(QFile(path()).permissions() & 0xfff, QFile::Permissions(0x600) & 0xfff);
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList{u"web.pem"_s});
}

void tst_WebCertificate::loadOrRenew_again_isTheSame()
{
    const QByteArray pem = loadOrRenew(Now, Names);
    QCOMPARE(loadOrRenew(Now.addDays(7), Names), pem);
    QCOMPARE(loadOrRenew(Now, {u"::1"_s, u"BAR"_s}), pem);
    QCOMPARE(loadOrRenew(Now, {}), pem);
    QCOMPARE(content(), pem);
}

void tst_WebCertificate::loadOrRenew_later_isRenewedInTime_data()
{
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<QString>("reason");
    constexpr qint64 Day = 24 * 3600;
    QTest::newRow("31 days left") << 365 * Day << QString();
    QTest::newRow("30 days left") << 366 * Day << QString();
    QTest::newRow("less") << 366 * Day + 1 << u"it ends on 2032-06-05"_s;
    QTest::newRow("ended") << 1000 * Day << u"it ends on "_s;
    QTest::newRow("begun") << -Day << QString();
    QTest::newRow("not begun") << -Day - 1 << u"it has not begun"_s;
}

void tst_WebCertificate::loadOrRenew_later_isRenewedInTime()
{
    QFETCH(const qint64, seconds);
    QFETCH(const QString, reason);
    const QDateTime later = Now.addSecs(seconds);
    const QByteArray before = loadOrRenew(Now, Names);
    if (!reason.isEmpty())
        expectLine(reason);
    const QByteArray after = loadOrRenew(later, Names);
    QCOMPARE(after == before, reason.isEmpty());
    QVERIFY(isTaken(after, {}, later));
    QCOMPARE(content(), after);
    if (reason.isEmpty())
        return;
    QVERIFY(certificateIn(after).serialNumber() != certificateIn(before).serialNumber());
    QVERIFY(certificateIn(after).publicKey() != certificateIn(before).publicKey());
}

void tst_WebCertificate::loadOrRenew_forANewName_isRenewed()
{
    loadOrRenew(Now, Names);
    expectLine(u"it lacks 192\\.0\\.2\\.77$"_s);
    const QByteArray address = loadOrRenew(Now, Names + QStringList{u"192.0.2.77"_s});
    QVERIFY(isTaken(address, {u"-verify_ip"_s, u"192.0.2.77"_s}, Now));
    expectLine(u"it lacks foyer$"_s);
    const QByteArray host = loadOrRenew(Now, QStringList{u"foyer"_s} + Names);
    QVERIFY(isTaken(host, {u"-verify_hostname"_s, u"foyer"_s}, Now));
    QVERIFY(!isTaken(host, {u"-verify_ip"_s, u"192.0.2.77"_s}, Now));
}

void tst_WebCertificate::loadOrRenew_passesOverWhatIsNoName()
{
    const QStringList odd{QString(),      u"fe80::1%eth0"_s, u"a,DNS:evil"_s, u"a b"_s,
                          u"*.bar"_s,     u"bar..local"_s,   u"bar."_s,       u"a\nb"_s,
                          u"1.2.3.4/8"_s, QString(300, u'x')};
    const QByteArray nobody = loadOrRenew(Now, odd);
    QVERIFY(certificateIn(nobody).subjectAlternativeNames().isEmpty());
    QCOMPARE(certificateIn(nobody).subjectInfo(QSslCertificate::CommonName),
             QStringList{u"KegDisplay"_s});
    QCOMPARE(loadOrRenew(Now, odd), nobody);

    const QString longest = QString(63, u'l') + u'.' + QString(63, u'm');
    const QStringList good{longest, u"Zapf_hahn-2.local"_s, u"brauhäusl"_s, longest};
    const QSslCertificate made = certificateIn(loadOrRenew(Now, odd + good));
    QCOMPARE(made.subjectAlternativeNames().values(QSsl::DnsEntry).size(), 3);
    QVERIFY(made.subjectAlternativeNames().values(QSsl::DnsEntry).contains(u"xn--brauhusl-4za"_s));
    QCOMPARE(made.subjectInfo(QSslCertificate::CommonName), QStringList{longest.left(64)});
}

void tst_WebCertificate::loadOrRenew_beforeTheClockIsRight_isValidOnceItIs()
{
    const QDateTime right = QDateTime::currentDateTimeUtc();
    const QByteArray pem = loadOrRenew(NoClock, Names);
    QVERIFY(isTaken(pem, {}, right));
    QVERIFY(certificateIn(pem).effectiveDate() > QDateTime(QDate(2026, 1, 1), QTime(0, 0)));
    QCOMPARE(loadOrRenew(NoClock.addDays(1), Names), pem);
    QCOMPARE(loadOrRenew(right, Names), pem);
}

void tst_WebCertificate::loadOrRenew_beforeTheClockIsRight_throwsNothingAway()
{
    const QByteArray pem = loadOrRenew(Now, Names);
    QCOMPARE(loadOrRenew(NoClock, Names), pem);
    QCOMPARE(loadOrRenew(Now.addDays(3), Names), pem);
}

void tst_WebCertificate::loadOrRenew_beforeTheClockIsRight_beginsWhenTheOldOneDid()
{
    const QByteArray old = loadOrRenew(Now, Names);
    const QByteArray pem = loadOrRenew(NoClock, Names + QStringList{u"192.0.2.77"_s});
    QVERIFY(pem != old);
    QCOMPARE(certificateIn(pem).effectiveDate(), certificateIn(old).effectiveDate());
    QVERIFY(isTaken(pem, {u"-verify_ip"_s, u"192.0.2.77"_s}, Now.addDays(3)));
}

void tst_WebCertificate::loadOrRenew_afterAClockThatWasAhead_isRenewed()
{
    const QByteArray ahead = loadOrRenew(Now.addYears(20), Names);
    QCOMPARE(loadOrRenew(NoClock, Names), ahead);
    expectLine(u"it has not begun$"_s);
    QVERIFY(isTaken(loadOrRenew(Now, Names), {}, Now));
}

void tst_WebCertificate::loadOrRenew_ofNoUse_isReplacedWithALine_data()
{
    QTest::addColumn<QByteArray>("left"); // of the file
    QTest::addColumn<int>("mode");
    QTest::addColumn<QString>("complaint");
    const QString damaged = u".+/web\\.pem is damaged, "_s;
    QTest::newRow("empty") << QByteArray() << 0600 << damaged + u"its key cannot be read"_s;
    QTest::newRow("garbage") << QByteArray(500, '\xff') << 0600 << damaged;
    QTest::newRow("huge") << QByteArray(100'000, '\n') << 0600 << damaged + u"it is larger"_s;
    QTest::newRow("half") << QByteArray("half") << 0600
                          << damaged + u"its certificate cannot be read"_s;
    QTest::newRow("others may read") << QByteArray("whole") << 0644 << u".+ is open to others"_s;
}

void tst_WebCertificate::loadOrRenew_ofNoUse_isReplacedWithALine()
{
    QFETCH(QByteArray, left);
    QFETCH(const int, mode);
    QFETCH(const QString, complaint);
    const QByteArray before = loadOrRenew(Now, Names);
    if (left == "half" || left == "whole")
        left = left == "half" ? before.chopped(100) : before;
    file(u"web.pem"_s, left);
    QCOMPARE(::chmod(path().toLocal8Bit().constData(), mode_t(mode)), 0);
    expectLine(complaint, QtWarningMsg);
    const QByteArray after = loadOrRenew(Now, Names);
    QVERIFY(isTaken(after, {}, Now));
    QVERIFY(certificateIn(after).publicKey() != certificateIn(before).publicKey());
    QCOMPARE(content(), after);
    QCOMPARE(QFile(path()).permissions() & 0xfff, QFile::Permissions(0x600) & 0xfff);
}

void tst_WebCertificate::loadOrRenew_overALink_leavesItsTarget()
{
    const QString target = file(u"target.pem"_s, "somebody's");
    QVERIFY(QFile::link(target, path()));
    expectLine(u".+ is a link"_s, QtWarningMsg);
    const QByteArray pem = loadOrRenew(Now, Names);
    QCOMPARE(content(), pem);
    QFile left(target);
    QVERIFY(left.open(QFile::ReadOnly));
    QCOMPARE(left.readAll(), QByteArray("somebody's"));
}

void tst_WebCertificate::loadOrRenew_thatCannotBeWritten_isUsedAllTheSame()
{
    QVERIFY(QDir().mkdir(path())); // in its place
    expectLine(u".+ no ordinary file"_s, QtWarningMsg);
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(u"^it is for this start only: .+ cannot be written"_s));
    QVERIFY(isTaken(loadOrRenew(Now, Names), {}, Now));

    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(u"^it is for this start only: there is no folder"_s));
    const auto pem = WebCertificate::loadOrRenew(u"/nowhere/at/all"_s, Names, Now);
    QVERIFY(isTaken(need(pem), {}, Now));
}

QTEST_GUILESS_MAIN(tst_WebCertificate)
#include "tst_webcertificate.moc"
