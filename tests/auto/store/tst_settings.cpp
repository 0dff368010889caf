// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/base/clock.h"
#include "core/domain/setting.h"
#include "core/store/board_reader.h"
#include "core/store/migrator.h"
#include "core/store/replica_state.h"
#include "core/store/setting_repository.h"
#include "core/store/transaction.h"
#include "tests/support/database_faults.h"
#include "tests/support/need.h"
#include "tests/support/replicas.h"

#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>

using namespace keg;
using namespace keg::store;
using namespace keg::test;

class tst_Settings : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void set_value_comesBackEqual();
    void set_empty_leavesNoRow();
    void set_theSame_logsNothing();
    void set_anyCallFails_leavesTheOldValue();
    void foreignRows_areReadLeniently_data();
    void foreignRows_areReadLeniently();
    void readBoard_menuUrl_isThatOfTheFile();
    void readBoard_unusableMenuUrl_isNotShown_data();
    void readBoard_unusableMenuUrl_isNotShown();
    void replicated_toEveryCopy_andWrittenOnNone();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Database> m_database;
};

namespace {

const QString Key = QString(settings::MenuUrl);
const QString Url = QStringLiteral("http://10.0.0.5:8080/");
const QString Other = QStringLiteral("https://bräu.example/?tag=\"ü\" 🍺");

} // namespace

void tst_Settings::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_database = need(openKegDatabase(m_folder->filePath(QStringLiteral("beer.db")), Access::Create,
                                      SystemClock()));
}

void tst_Settings::cleanup()
{
    m_database.reset();
    m_folder.reset();
}

void tst_Settings::set_value_comesBackEqual()
{
    SettingRepository settings(*m_database);
    QCOMPARE(need(settings.value(Key)), QString());
    for (const QString &value : {Url, Other, QStringLiteral("17"), Url}) {
        need(settings.set(Key, value));
        QCOMPARE(need(settings.value(Key)), value);
        QCOMPARE(need(settings.value(QStringLiteral("other"))), QString());
        QCOMPARE(need(m_database->integer("SELECT sum(id) FROM settings")), 1);
    }
}

void tst_Settings::set_empty_leavesNoRow()
{
    SettingRepository settings(*m_database);
    need(settings.set(Key, Url));
    need(settings.set(QStringLiteral("other"), Other));
    need(settings.set(Key, {}));
    QCOMPARE(need(settings.value(Key)), QString());
    QCOMPARE(need(settings.value(QStringLiteral("other"))), Other);
    QCOMPARE(need(m_database->integer("SELECT count(*) FROM settings")), 1);
}

void tst_Settings::set_theSame_logsNothing()
{
    SettingRepository settings(*m_database);
    need(settings.set(Key, {}));
    QCOMPARE(need(headSequence(*m_database)), 0);
    need(settings.set(Key, Url));
    const qint64 head = need(headSequence(*m_database));
    need(settings.set(Key, Url));
    QCOMPARE(need(headSequence(*m_database)), head);
}

void tst_Settings::set_anyCallFails_leavesTheOldValue()
{
    SettingRepository settings(*m_database);
    need(settings.set(Key, Url));
    bool isSet = false;
    const auto setIt = [&] {
        isSet = false;
        auto transaction = Transaction::begin(*m_database);
        if (transaction && settings.set(Key, Other))
            isSet = bool(transaction->commit());
    };
    int failures = 0;
    for (; withFailingCall(failures, SQLITE_IOERR, setIt); ++failures) {
        const QString expected = isSet ? Other : Url;
        QCOMPARE(need(settings.value(Key)), expected);
        need(settings.set(Key, Url));
    }
    QVERIFY(isSet);
    QVERIFY(failures > 3);
}

void tst_Settings::foreignRows_areReadLeniently_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("read");
    QTest::newRow("NULL") << QByteArray("NULL") << QString();
    QTest::newRow("empty") << QByteArray("''") << QString();
    QTest::newRow("BLOB") << QByteArray("x'41'") << QString();
    QTest::newRow("number") << QByteArray("5") << QStringLiteral("5"); // by the column's type
}

void tst_Settings::foreignRows_areReadLeniently()
{
    QFETCH(const QByteArray, value);
    need(m_database->execute("INSERT INTO settings(key, value) VALUES('menu_url', " + value + ")"));
    SettingRepository settings(*m_database);
    QTEST(need(settings.value(Key)), "read");
    need(settings.set(Key, Url));
    QCOMPARE(need(settings.value(Key)), Url);
}

void tst_Settings::readBoard_menuUrl_isThatOfTheFile()
{
    SettingRepository settings(*m_database);
    QCOMPARE(need(readBoard(*m_database)).menuUrl, QString());
    need(settings.set(Key, Url));
    const Board board = need(readBoard(*m_database));
    QCOMPARE(board.menuUrl, Url);
    QCOMPARE(board.sequence, 1);
    need(settings.set(Key, {}));
    QCOMPARE(need(readBoard(*m_database)).menuUrl, QString());
}

void tst_Settings::readBoard_unusableMenuUrl_isNotShown_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("no address") << QByteArray("'on the wall'");
    QTest::newRow("a script") << QByteArray("'javascript:alert(1)'");
    QTest::newRow("too long") << QByteArray("'http://bar/' || hex(zeroblob(2000))");
    QTest::newRow("huge") << QByteArray("'http://bar/' || hex(zeroblob(2000000))");
    QTest::newRow("a zero") << QByteArray("'http://bar/' || char(0) || 'x'");
}

void tst_Settings::readBoard_unusableMenuUrl_isNotShown()
{
    QFETCH(const QByteArray, value);
    need(m_database->execute("INSERT INTO settings(key, value) VALUES('menu_url', " + value + ")"));
    need(m_database->execute("INSERT INTO taps(idTap) VALUES(1)"));
    const Board board = need(readBoard(*m_database));
    QCOMPARE(board.menuUrl, QString());
    QCOMPARE(board.taps.size(), 1);
}

void tst_Settings::replicated_toEveryCopy_andWrittenOnNone()
{
    Replicas replicas;
    Database &primary = replicas.primary().database();
    need(SettingRepository(primary).set(Key, Url));
    const auto client = replicas.client(QStringLiteral("client.db")); // by snapshot
    QCOMPARE(need(client->readBoard()).menuUrl, Url);
    for (const QString &value : {Other, QString(), Url}) {
        need(SettingRepository(primary).set(Key, value));
        need(replicas.primary().advance());
        need(replicas.catchUp(*client)); // by delta
        SettingRepository copy(client->database());
        QCOMPARE(need(copy.value(Key)), value);
        QCOMPARE(client->position(), replicas.primary().position());
        QCOMPARE(independentDigest(client->database().path()), client->position().digest.toHex());
        const auto transaction = need(Transaction::begin(client->database()));
        const auto written = copy.set(Key, QStringLiteral("http://elsewhere/"));
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::Refused);
    }
}

QTEST_GUILESS_MAIN(tst_Settings)
#include "tst_settings.moc"
