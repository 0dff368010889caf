// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/identity.h"
#include "core/identity/key_pair.h"
#include "core/identity/private_file.h"
#include "tests/support/child_process.h"
#include "tests/support/need.h"
#include "tests/support/wall_clock.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QSet>
#include <QSslCertificate>
#include <QSslKey>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <thread>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace keg;
using namespace keg::identity;
using namespace keg::test;
using namespace Qt::StringLiterals;

class tst_Identity : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void loadOrCreate_makesOneAndKeepsIt();
    void loadOrCreate_isReadByQt();
    void loadOrCreate_inNoFolder_isAnError();
    void loadOrCreate_whateverTheClockSays_data();
    void loadOrCreate_whateverTheClockSays();
    void loadOrCreate_ofManyProcessesAtOnce_isTheSame();
    void loadOrCreate_ofManyThreadsAtOnce_isTheSame();
    void loadOrCreate_killedAtEachSystemCall_leavesNoneOrAWholeOne();
    void loadOrCreate_withAFileOpenToOthers_isRefused();
    void loadOrCreate_withALink_isRefused();
    void loadOrCreate_withADamagedFile_saysWhatIsWrongAndChangesNothing_data();
    void loadOrCreate_withADamagedFile_saysWhatIsWrongAndChangesNothing();
    void load_withAnyByteAltered_isRefusedOrTheSame();
    void load_ofAnyBeginning_isRefused();
    void load_withoutAFile_makesNone();
    void make_givesAnotherOneEachTime();

private:
    QString path() const { return m_folder->filePath(u"identity.pem"_s); }
    QByteArray content() const;
    void write(const QByteArray &bytes) const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

QByteArray pemOf(const Identity &identity)
{
    return identity.keyPem() + identity.certificatePem();
}

QByteArray pemOf(EVP_PKEY *key, const EVP_CIPHER *cipher = nullptr)
{
    BIO *buffer = BIO_new(BIO_s_mem());
    const char password[] = "secret";
    PEM_write_bio_PKCS8PrivateKey(buffer, key, cipher, cipher ? password : nullptr,
                                  cipher ? int(qstrlen(password)) : 0, nullptr, nullptr);
    char *data = nullptr;
    const long size = BIO_get_mem_data(buffer, &data);
    QByteArray pem(data, size);
    BIO_free(buffer);
    EVP_PKEY_free(key);
    return pem;
}

/// The private half, as a number.
QByteArray secretOf(const QByteArray &keyPem)
{
    BIO *buffer = BIO_new_mem_buf(keyPem.constData(), int(keyPem.size()));
    EVP_PKEY *key = PEM_read_bio_PrivateKey(buffer, nullptr, nullptr, nullptr);
    BIGNUM *number = nullptr;
    EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_PRIV_KEY, &number);
    char *digits = BN_bn2hex(number);
    QByteArray secret(digits);
    OPENSSL_free(digits);
    BN_clear_free(number);
    EVP_PKEY_free(key);
    BIO_free(buffer);
    return secret;
}

} // namespace

void tst_Identity::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    WallClock::show({});
}

QByteArray tst_Identity::content() const
{
    QFile file(path());
    return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
}

void tst_Identity::write(const QByteArray &bytes) const
{
    const PrivateFile file(m_folder->path(), u"identity.pem"_s, {});
    need(file.write(bytes, need(FolderLock::take(m_folder->path()))));
}

void tst_Identity::loadOrCreate_makesOneAndKeepsIt()
{
    const Identity made = need(Identity::loadOrCreate(m_folder->path()));
    const QByteArray file = content();
    QCOMPARE(file, pemOf(made));
    QCOMPARE(QFile(path()).permissions() & 0xfff, QFile::Permissions(0x600) & 0xfff);
    QVERIFY(!made.machineId().isNull());

    const Identity again = need(Identity::loadOrCreate(m_folder->path()));
    QCOMPARE(again.machineId(), made.machineId());
    QCOMPARE(pemOf(again), pemOf(made));
    QCOMPARE(content(), file);
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList{u"identity.pem"_s});
}

void tst_Identity::loadOrCreate_isReadByQt()
{
    const Identity made = need(Identity::loadOrCreate(m_folder->path()));
    const QSslKey key(made.keyPem(), QSsl::Ec);
    QVERIFY(!key.isNull());
    QCOMPARE(key.type(), QSsl::PrivateKey);
    QCOMPARE(key.length(), 256);

    const QSslCertificate certificate(made.certificatePem());
    QVERIFY(!certificate.isNull());
    QVERIFY(certificate.isSelfSigned());
    QCOMPARE(certificate.digest(QCryptographicHash::Sha256), made.machineId().toByteArray());
    QCOMPARE(Identity::idOf(certificate.toDer()), made.machineId());
    QCOMPARE(certificate.effectiveDate(),
             QDateTime::fromString(u"1970-01-01T00:00:00Z"_s, Qt::ISODate));
    QCOMPARE(certificate.expiryDate().date(), QDate(9999, 12, 31));
    QVERIFY(certificate.serialNumber().size() >= 3 * 16 - 1);
}

void tst_Identity::loadOrCreate_inNoFolder_isAnError()
{
    const auto made = Identity::loadOrCreate(m_folder->filePath(u"nowhere"_s));
    QCOMPARE(made.error().code, ErrorCode::NotFound);
}

void tst_Identity::loadOrCreate_whateverTheClockSays_data()
{
    QTest::addColumn<QString>("atFirst");
    QTest::addColumn<QString>("then");
    QTest::newRow("a Pi without a battery")
        << u"1970-01-01T00:00:07Z"_s << u"2026-11-23T18:00:00Z"_s;
    QTest::newRow("before time") << u"1969-12-31T23:00:00Z"_s << u"1970-01-01T00:00:07Z"_s;
    QTest::newRow("far ahead") << u"2100-06-01T00:00:00Z"_s << u"1970-01-01T00:00:00Z"_s;
}

void tst_Identity::loadOrCreate_whateverTheClockSays()
{
    QFETCH(const QString, atFirst);
    QFETCH(const QString, then);
    WallClock::show(QDateTime::fromString(atFirst, Qt::ISODate));
    QCOMPARE(QDateTime::currentDateTimeUtc().toString(Qt::ISODate), atFirst);
    const Identity made = need(Identity::loadOrCreate(m_folder->path()));
    const QSslCertificate certificate(made.certificatePem());
    QCOMPARE(certificate.effectiveDate().date(), QDate(1970, 1, 1));
    QCOMPARE(certificate.expiryDate().date(), QDate(9999, 12, 31));

    WallClock::show(QDateTime::fromString(then, Qt::ISODate));
    QCOMPARE(need(Identity::loadOrCreate(m_folder->path())).machineId(), made.machineId());
}

void tst_Identity::loadOrCreate_ofManyProcessesAtOnce_isTheSame()
{
    constexpr int Processes = 12;
    for (int round = 0; round < 10; ++round) {
        init();
        int start[2];
        int answers[2];
        QVERIFY(::pipe(start) == 0 && ::pipe(answers) == 0);
        QList<pid_t> children;
        for (int process = 0; process < Processes; ++process)
            children += startChild([&] {
                char wait = 0;
                ::close(start[1]);
                (void)!::read(start[0], &wait, 1); // until that is closed everywhere
                const QByteArray id
                    = need(Identity::loadOrCreate(m_folder->path())).machineId().toByteArray();
                (void)!::write(answers[1], id.constData(), size_t(id.size()));
            });
        ::close(start[0]);
        ::close(start[1]);
        ::close(answers[1]);
        QSet<QByteArray> ids;
        QByteArray id(MachineId::Size, '\0');
        int count = 0;
        for (; ::read(answers[0], id.data(), size_t(id.size())) == id.size(); ++count)
            ids += QByteArray(id.constData(), id.size());
        ::close(answers[0]);
        for (const pid_t child : children)
            ::waitpid(child, nullptr, 0);
        QCOMPARE(count, Processes);
        QCOMPARE(ids.size(), 1);
        QCOMPARE(*ids.begin(),
                 need(Identity::loadOrCreate(m_folder->path())).machineId().toByteArray());
    }
}

void tst_Identity::loadOrCreate_ofManyThreadsAtOnce_isTheSame()
{
    std::array<MachineId, 8> ids;
    {
        std::array<std::jthread, 8> threads;
        for (std::size_t index = 0; index < ids.size(); ++index)
            threads[index] = std::jthread([&id = ids[index], folder = m_folder->path()] {
                id = need(Identity::loadOrCreate(folder)).machineId();
            });
    }
    for (const MachineId &id : ids)
        QCOMPARE(id, ids.front());
}

void tst_Identity::loadOrCreate_killedAtEachSystemCall_leavesNoneOrAWholeOne()
{
    int kills = 0;
    int whole = 0;
    for (bool isKilled = true; isKilled; ++kills) {
        init();
        const pid_t child = startChild([&] {
            waitToBeKilled();
            (void)Identity::loadOrCreate(m_folder->path());
        });
        isKilled = killAfter(child, kills);
        const auto left = need(Identity::load(m_folder->path()));
        whole += left ? 1 : 0;

        const Identity now = need(Identity::loadOrCreate(m_folder->path()));
        QVERIFY(!left || left->machineId() == now.machineId());
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList{u"identity.pem"_s});
    }
    qInfo("killed %d times: %d times it was there already", kills, whole);
    if (kills == 1)
        QSKIP("this system lets no process be traced");
    QVERIFY(kills - whole > 10);
    QVERIFY(whole > 1);
}

void tst_Identity::loadOrCreate_withAFileOpenToOthers_isRefused()
{
    const Identity made = need(Identity::loadOrCreate(m_folder->path()));
    const QByteArray before = content();
    QVERIFY(QFile::setPermissions(path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
    const auto again = Identity::loadOrCreate(m_folder->path());
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::Refused);
    QVERIFY(again.error().message.contains(u"chmod 600 "_s + path()));
    QCOMPARE(content(), before);

    QVERIFY(QFile::setPermissions(path(), QFile::ReadOwner | QFile::WriteOwner));
    QCOMPARE(need(Identity::loadOrCreate(m_folder->path())).machineId(), made.machineId());
}

void tst_Identity::loadOrCreate_withALink_isRefused()
{
    QTemporaryDir other;
    need(Identity::loadOrCreate(other.path()));
    QVERIFY(QFile::link(other.filePath(u"identity.pem"_s), path()));
    QCOMPARE(Identity::loadOrCreate(m_folder->path()).error().code, ErrorCode::Refused);

    QVERIFY(QFile::remove(other.filePath(u"identity.pem"_s)));
    QCOMPARE(Identity::loadOrCreate(m_folder->path()).error().code, ErrorCode::Refused);
    QVERIFY(QDir(other.path()).isEmpty());
}

void tst_Identity::loadOrCreate_withADamagedFile_saysWhatIsWrongAndChangesNothing_data()
{
    QTest::addColumn<QByteArray>("pem");
    QTest::addColumn<QString>("complaint");
    const Identity one = need(Identity::make());
    const Identity other = need(Identity::make());
    const QString key = u"its key cannot be read"_s;
    const QString certificate = u"its certificate cannot be read"_s;
    QTest::newRow("empty") << QByteArray() << key;
    QTest::newRow("zeros") << QByteArray(800, '\0') << key;
    QTest::newRow("no key") << one.certificatePem() << key;
    QTest::newRow("no certificate") << one.keyPem() << certificate;
    QTest::newRow("another's certificate")
        << one.keyPem() + other.certificatePem() << u"its key does not fit its certificate"_s;
    QTest::newRow("encrypted") << pemOf(EVP_EC_gen("P-256"), EVP_aes_128_cbc())
            + one.certificatePem()
                               << key;
    QTest::newRow("P-384") << pemOf(EVP_EC_gen("P-384")) + one.certificatePem()
                           << u"its key is not of the kind P-256"_s;
    QTest::newRow("RSA") << pemOf(EVP_RSA_gen(1024)) + one.certificatePem()
                         << u"its key is not of the kind P-256"_s;
    QTest::newRow("Ed25519") << pemOf(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"))
            + one.certificatePem()
                             << u"its key is not of the kind P-256"_s;
    QTest::newRow("huge") << pemOf(one) + QByteArray(100'000, '\n') << u"larger than 64 KiB"_s;
}

void tst_Identity::loadOrCreate_withADamagedFile_saysWhatIsWrongAndChangesNothing()
{
    QFETCH(const QByteArray, pem);
    QFETCH(const QString, complaint);
    write(pem);
    const auto loaded = Identity::loadOrCreate(m_folder->path());
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code, ErrorCode::Damaged);
    QCOMPARE(loaded.error().message,
             path() + u" is damaged, "_s + (complaint.startsWith(u"larger"_s) ? u"it is "_s : u""_s)
                 + complaint
                 + u": put it back from a backup; or remove it, then this machine gets a new "
                   u"identity and must be paired again"_s);
    QCOMPARE(content(), pem);
}

/// Not by luck: the signature guards the certificate, and the public half the private one.
void tst_Identity::load_withAnyByteAltered_isRefusedOrTheSame()
{
    const Identity made = need(Identity::make());
    const QByteArray pem = pemOf(made);
    const QByteArray secret = secretOf(made.keyPem());
    int refused = 0;
    int same = 0;
    for (qsizetype place = 0; place < pem.size(); ++place) {
        for (const int bit : {0x01, 0x02, 0x10, 0x20, 0x80}) {
            QByteArray altered = pem;
            altered[place] = char(altered[place] ^ bit);
            const auto pair = KeyPair::fromPem(altered);
            if (!pair) {
                ++refused;
                continue;
            }
            ++same;
            QCOMPARE(Identity::idOf(pair->certificateDer), made.machineId());
            QCOMPARE(secretOf(pair->keyPem), secret);
        }
    }
    qInfo("%d altered files are refused, %d mean the same", refused, same);
    QVERIFY(refused > same);
}

void tst_Identity::load_ofAnyBeginning_isRefused()
{
    const QByteArray pem = pemOf(need(Identity::make()));
    for (qsizetype length = 0; length < pem.size() - 1; ++length)
        QVERIFY(!KeyPair::fromPem(pem.left(length)));
}

void tst_Identity::load_withoutAFile_makesNone()
{
    QVERIFY(!need(Identity::load(m_folder->path())));
    QVERIFY(QDir(m_folder->path()).isEmpty());
}

void tst_Identity::make_givesAnotherOneEachTime()
{
    QSet<MachineId> ids;
    QSet<QByteArray> serials;
    for (int round = 0; round < 50; ++round) {
        const Identity made = need(Identity::make());
        ids += made.machineId();
        serials += QSslCertificate(made.certificatePem()).serialNumber();
    }
    QCOMPARE(ids.size(), 50);
    QCOMPARE(serials.size(), 50);
}

QTEST_GUILESS_MAIN(tst_Identity)
#include "tst_identity.moc"
