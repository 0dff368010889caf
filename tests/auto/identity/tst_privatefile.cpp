// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/private_file.h"
#include "tests/support/need.h"
#include "tests/support/ordinary_user.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace keg;
using namespace keg::identity;
using namespace keg::test;
using namespace Qt::StringLiterals;

class tst_PrivateFile : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void read_absent_isNone();
    void read_givesWhatWasWritten();
    void write_isForTheOwnerAlone_whateverTheMask();
    void write_replacesALinkAndNotWhatItLeadsTo();
    void write_overWhatADeadProcessLeft();
    void write_asRoot_isTheFoldersOwners();
    void write_thatFails_leavesTheOldOne();
    void write_withoutRight_isRefused();
    void read_openToOthers_isRefusedWithAWayOut_data();
    void read_openToOthers_isRefusedWithAWayOut();
    void read_asRoot_isRefusedIfAStrangerOwnsIt_data();
    void read_asRoot_isRefusedIfAStrangerOwnsIt();
    void read_withoutRight_isRefused();
    void read_withoutRight_namesTheOwner_data();
    void read_withoutRight_namesTheOwner();
    void read_ofWhatIsNoOrdinaryFile_isRefused_data();
    void read_ofWhatIsNoOrdinaryFile_isRefused();
    void read_tooLarge_isDamaged();
    void lock_isForOne();
    void lock_ofNoFolder_isAnError();

private:
    QString path() const { return m_folder->filePath(u"secret"_s); }
    PrivateFile file() const { return {m_folder->path(), u"secret"_s, u"ask the landlord"_s}; }
    void write(const QByteArray &bytes) const
    {
        need(file().write(bytes, need(FolderLock::take(m_folder->path()))));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

constexpr uid_t Root = 0;
constexpr uid_t Nobody = 65534;
constexpr uid_t Nameless = 4'000'000'000;

QByteArray encoded(const QString &path)
{
    return QFile::encodeName(path);
}

uint rightsOf(const QString &path)
{
    struct stat status = {};
    return ::lstat(encoded(path), &status) == 0 ? status.st_mode & 07777 : 0;
}

QByteArray codeOf(const Error &error)
{
    return QByteArray::number(int(error.code)) + ' ' + error.message.toUtf8();
}

} // namespace

void tst_PrivateFile::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void tst_PrivateFile::read_absent_isNone()
{
    QCOMPARE(need(file().read()), std::nullopt);
    const PrivateFile nowhere(m_folder->filePath(u"nowhere"_s), u"secret"_s, u""_s);
    QCOMPARE(need(nowhere.read()), std::nullopt);
}

void tst_PrivateFile::read_givesWhatWasWritten()
{
    for (const QByteArray &bytes :
         {QByteArray("short"), QByteArray(), QByteArray(PrivateFile::SizeLimit, '\0')})
    {
        write(bytes);
        QCOMPARE(need(file().read()), std::optional(bytes));
    }
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList{u"secret"_s});
}

void tst_PrivateFile::write_isForTheOwnerAlone_whateverTheMask()
{
    for (const mode_t mask : {mode_t(0), mode_t(022), mode_t(0777)}) {
        const mode_t before = ::umask(mask);
        write("x");
        ::umask(before);
        QCOMPARE(rightsOf(path()), 0600U);
    }
    ::chmod(encoded(path()), 0666);
    write("y");
    QCOMPARE(rightsOf(path()), 0600U);
}

void tst_PrivateFile::write_replacesALinkAndNotWhatItLeadsTo()
{
    for (const QString &name : {u"secret"_s, u"secret.new"_s}) {
        QFile other(m_folder->filePath(u"other"_s));
        QVERIFY(other.open(QFile::WriteOnly));
        other.write("other");
        other.close();
        QVERIFY(other.link(m_folder->filePath(name)));
        write("mine");
        QCOMPARE(need(file().read()), std::optional<QByteArray>("mine"));
        QVERIFY(other.open(QFile::ReadOnly));
        QCOMPARE(other.readAll(), "other");
        other.close();
    }
}

void tst_PrivateFile::write_overWhatADeadProcessLeft()
{
    QFile left(m_folder->filePath(u"secret.new"_s));
    QVERIFY(left.open(QFile::WriteOnly));
    left.write("half a sec");
    left.close();
    QVERIFY(left.setPermissions(QFile::ReadOwner | QFile::ReadOther));
    write("whole");
    QCOMPARE(need(file().read()), std::optional<QByteArray>("whole"));
    QVERIFY(!left.exists());
}

void tst_PrivateFile::write_asRoot_isTheFoldersOwners()
{
    if (::geteuid() != Root)
        QSKIP("only a superuser can work for others");
    QCOMPARE(::chown(encoded(m_folder->path()), Nobody, Nobody), 0);
    write("x");
    QCOMPARE(QFileInfo(path()).ownerId(), Nobody);
    QCOMPARE(asOrdinaryUser([&] { return need(file().read()).value_or("none"); }), "x");
}

void tst_PrivateFile::write_thatFails_leavesTheOldOne()
{
    write("old");
    const QByteArray answer = asOrdinaryUser([] { return QByteArray("warmed up"); });
    QCOMPARE(answer, "warmed up");
    const auto lock = need(FolderLock::take(m_folder->path()));
    rlimit before = {};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto handler = ::signal(SIGXFSZ, SIG_IGN);
    const rlimit tight = {3, before.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &tight), 0);
    const auto written = file().write("much newer", lock);
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
    ::signal(SIGXFSZ, handler);

    QVERIFY(!written);
    QVERIFY(written.error().message.contains(u"cannot be written: File too large"_s));
    QCOMPARE(need(file().read()), std::optional<QByteArray>("old"));
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList{u"secret"_s});
}

void tst_PrivateFile::write_withoutRight_isRefused()
{
    ::chmod(encoded(m_folder->path()), 0555);
    const QByteArray answer = asOrdinaryUser([&] {
        const auto lock = FolderLock::take(m_folder->path());
        const auto written = lock ? file().write("x", *lock) : Result<void>(lock.error());
        return written ? QByteArray("written") : codeOf(written.error());
    });
    QVERIFY2(answer.startsWith(QByteArray::number(int(ErrorCode::Refused)) + ' '), answer);
    QVERIFY2(answer.contains("belongs to user "), answer);
}

void tst_PrivateFile::read_openToOthers_isRefusedWithAWayOut_data()
{
    QTest::addColumn<uint>("rights");
    QTest::addColumn<bool>("isRead");
    for (const uint rights : {0600U, 0400U, 0700U})
        QTest::addRow("%o", rights) << rights << true;
    for (const uint rights : {0640U, 0620U, 0610U, 0604U, 0602U, 0601U, 0644U, 0666U, 0777U})
        QTest::addRow("%o", rights) << rights << false;
}

void tst_PrivateFile::read_openToOthers_isRefusedWithAWayOut()
{
    QFETCH(const uint, rights);
    QFETCH(const bool, isRead);
    write("x");
    ::chmod(encoded(path()), rights);
    const auto bytes = file().read();
    QCOMPARE(bool(bytes), isRead);
    if (isRead)
        return;
    QCOMPARE(bytes.error().code, ErrorCode::Refused);
    const QString &message = bytes.error().message;
    QVERIFY2(message.contains(u"(its rights are %1)"_s.arg(rights, 0, 8)), qPrintable(message));
    QVERIFY2(message.contains(u"chmod 600 "_s + path()), qPrintable(message));
    QVERIFY2(message.endsWith(u"otherwise ask the landlord"_s), qPrintable(message));
    QVERIFY(!message.contains(u'\n'));
}

void tst_PrivateFile::read_asRoot_isRefusedIfAStrangerOwnsIt_data()
{
    QTest::addColumn<uid_t>("folderOwner");
    QTest::addColumn<uid_t>("fileOwner");
    QTest::addColumn<QString>("named"); // empty: it is read
    QTest::newRow("root's own") << Root << Root << QString();
    QTest::newRow("of whom root works for") << Nobody << Nobody << QString();
    QTest::newRow("root's, in another's folder") << Nobody << Root << QString();
    QTest::newRow("another's, in root's folder") << Root << Nobody << u"nobody"_s;
    QTest::newRow("of one without a name") << Nobody << Nameless << QString::number(Nameless);
}

void tst_PrivateFile::read_asRoot_isRefusedIfAStrangerOwnsIt()
{
    if (::geteuid() != Root)
        QSKIP("only a superuser can read what others own");
    QFETCH(const uid_t, folderOwner);
    QFETCH(const uid_t, fileOwner);
    QFETCH(const QString, named);
    write("x");
    QCOMPARE(::chown(encoded(m_folder->path()), folderOwner, folderOwner), 0);
    QCOMPARE(::chown(encoded(path()), fileOwner, fileOwner), 0);
    const auto bytes = file().read();
    QCOMPARE(bool(bytes), named.isEmpty());
    if (bytes)
        return;
    QCOMPARE(bytes.error().code, ErrorCode::Refused);
    const QString &message = bytes.error().message;
    QVERIFY2(message.contains(path() + u" belongs to user "_s + named), qPrintable(message));
    QVERIFY2(message.contains(u"'chown --reference=%1 %2'"_s.arg(m_folder->path(), path())),
             qPrintable(message));
    QVERIFY2(message.endsWith(u"otherwise ask the landlord"_s), qPrintable(message));
}

void tst_PrivateFile::read_withoutRight_isRefused()
{
    write("x");
    ::chmod(encoded(m_folder->path()), 0755);
    ::chmod(encoded(path()), 0);
    const QByteArray answer = asOrdinaryUser([&] {
        const auto bytes = file().read();
        return bytes ? QByteArray("read") : codeOf(bytes.error());
    });
    QVERIFY2(answer.startsWith(QByteArray::number(int(ErrorCode::Refused)) + " no right to read"),
             answer);
}

void tst_PrivateFile::read_withoutRight_namesTheOwner_data()
{
    QTest::addColumn<uid_t>("owner");
    QTest::addColumn<uint>("folderRights");
    QTest::addColumn<QByteArray>("named");
    QTest::newRow("the file's") << Root << 0755U << QByteArray("user root;");
    QTest::newRow("without a name")
        << Nameless << 0755U << "user " + QByteArray::number(Nameless) + ';';
    QTest::newRow("of a closed folder")
        << Nameless << 0700U << "user " + QByteArray::number(Nameless) + ';';
}

void tst_PrivateFile::read_withoutRight_namesTheOwner()
{
    if (::geteuid() != Root)
        QSKIP("only a superuser can give files away");
    QFETCH(const uid_t, owner);
    QFETCH(const uint, folderRights);
    QFETCH(const QByteArray, named);
    write("x");
    QCOMPARE(::chown(encoded(path()), owner, owner), 0);
    QCOMPARE(::chown(encoded(m_folder->path()), owner, owner), 0);
    ::chmod(encoded(m_folder->path()), folderRights);
    const QByteArray answer = asOrdinaryUser([&] {
        const auto bytes = file().read();
        return bytes ? QByteArray("read") : codeOf(bytes.error());
    });
    QVERIFY2(answer.contains("it belongs to " + named), answer);
}

void tst_PrivateFile::read_ofWhatIsNoOrdinaryFile_isRefused_data()
{
    using Make = void (*)(const QByteArray &);
    QTest::addColumn<Make>("make");
    QTest::newRow("a link to a good one") << Make([](const QByteArray &path) {
        const QByteArray other = path + "-other";
        QFile file(QFile::decodeName(other));
        QVERIFY(file.open(QFile::WriteOnly));
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        QCOMPARE(::symlink(other, path), 0);
    });
    QTest::newRow("a link to nothing")
        << Make([](const QByteArray &path) { QCOMPARE(::symlink("nothing", path), 0); });
    QTest::newRow("a link to itself")
        << Make([](const QByteArray &path) { QCOMPARE(::symlink(path, path), 0); });
    QTest::newRow("a folder") << Make(
        [](const QByteArray &path) { QCOMPARE(::mkdir(path, 0700), 0); });
    QTest::newRow("a pipe") << Make(
        [](const QByteArray &path) { QCOMPARE(::mkfifo(path, 0600), 0); });
}

void tst_PrivateFile::read_ofWhatIsNoOrdinaryFile_isRefused()
{
    using Make = void (*)(const QByteArray &);
    QFETCH(const Make, make);
    make(encoded(path()));
    const auto bytes = file().read();
    QVERIFY(!bytes);
    QCOMPARE(bytes.error().code, ErrorCode::Refused);
    QVERIFY(bytes.error().message.contains(u"a link or no ordinary file: put the file itself"_s));
}

void tst_PrivateFile::read_tooLarge_isDamaged()
{
    write(QByteArray(PrivateFile::SizeLimit + 1, 'x'));
    const auto bytes = file().read();
    QVERIFY(!bytes);
    QCOMPARE(bytes.error().code, ErrorCode::Damaged);
    QCOMPARE(bytes.error().message,
             path() + u" is damaged, it is larger than 64 KiB: ask the landlord"_s);
}

void tst_PrivateFile::lock_isForOne()
{
    auto first = std::make_unique<FolderLock>(need(FolderLock::take(m_folder->path())));
    const auto second = FolderLock::take(m_folder->path());
    QVERIFY(!second);
    QCOMPARE(second.error().code, ErrorCode::Busy);
    QVERIFY(second.error().message.contains(m_folder->path()));
    first.reset();
    QVERIFY(FolderLock::take(m_folder->path()));
}

void tst_PrivateFile::lock_ofNoFolder_isAnError()
{
    write("x");
    const auto absent = FolderLock::take(m_folder->filePath(u"nowhere"_s));
    QCOMPARE(absent.error().code, ErrorCode::NotFound);
    const auto file = FolderLock::take(path());
    QCOMPARE(file.error().code, ErrorCode::Refused);
}

QTEST_GUILESS_MAIN(tst_PrivateFile)
#include "tst_privatefile.moc"
