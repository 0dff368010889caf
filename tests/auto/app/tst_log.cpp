// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/log_setup.h"
#include "app/options.h"
#include "core/base/log.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace keg;
using namespace keg::app;
using namespace Qt::StringLiterals;

class tst_Log : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void logLine_message_isOneLineWithTimeLevelCategory();
    void journalLine_message_leavesTheTimeOut();
    void start_file_isAppendedTo();
    void start_level_leavesLessOut_data();
    void start_level_leavesLessOut();
    void start_unwritableFile_isAnError();
    void start_hangup_opensTheFileAgain();
    void start_filesOfParts_haveTheirsOnly();
    void from_options_choosesTargets_data();
    void from_options_choosesTargets();

private:
    QByteArray content(const QString &name) const;

    QTemporaryDir m_folder;
};

void tst_Log::initTestCase()
{
    QVERIFY(m_folder.isValid());
}

QByteArray tst_Log::content(const QString &name) const
{
    QFile file(m_folder.filePath(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void tst_Log::logLine_message_isOneLineWithTimeLevelCategory()
{
    const QDateTime time(QDate(2026, 11, 23), QTime(19, 42, 0, 123), Qt::UTC);
    QCOMPARE(logLine(QtWarningMsg, u"keg.net"_s, u"peer \"a\nb\r\u2028\x1b[2J\" ä"_s, time),
             QByteArray("2026-11-23T19:42:00.123Z warning keg.net: "
                        "peer \"a\\nb\\r\\x2028\\x1b[2J\" \xC3\xA4\n"));
}

void tst_Log::journalLine_message_leavesTheTimeOut()
{
    QCOMPARE(journalLine(QtCriticalMsg, u"keg.store"_s, u"a\nb"_s),
             QByteArray("<3>keg.store: a\\nb\n"));
}

void tst_Log::start_file_isAppendedTo()
{
    const LogTarget target{QtInfoMsg, false, {{m_folder.filePath(u"append.log"_s)}}};
    for (int start = 1; start <= 2; ++start) {
        const auto log = Log::start(target);
        QVERIFY(log);
        qCInfo(logNet, "start %d", start);
    }
    const QList<QByteArray> lines = content(u"append.log"_s).split('\n');
    QCOMPARE(lines.size(), 3);
    const QRegularExpression shape(
        u"^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z info keg\\.net: start 2$"_s);
    QVERIFY2(shape.match(QString::fromUtf8(lines.at(1))).hasMatch(), lines.at(1).constData());
}

void tst_Log::start_level_leavesLessOut_data()
{
    QTest::addColumn<int>("level");
    QTest::addColumn<int>("lines");
    QTest::newRow("debug") << int(QtDebugMsg) << 4;
    QTest::newRow("info") << int(QtInfoMsg) << 3;
    QTest::newRow("warning") << int(QtWarningMsg) << 2;
    QTest::newRow("error") << int(QtCriticalMsg) << 1;
}

void tst_Log::start_level_leavesLessOut()
{
    QFETCH(const int, level);
    QFETCH(const int, lines);
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    const auto log = Log::start({QtMsgType(level), false, {{m_folder.filePath(name)}}});
    QVERIFY(log);
    qCDebug(logSync, "1");
    qCInfo(logSync, "2");
    qCWarning(logSync, "3");
    qCCritical(logSync, "4");
    QCOMPARE(content(name).count('\n'), lines);
}

void tst_Log::start_unwritableFile_isAnError()
{
    const auto log = Log::start({QtInfoMsg, false, {{m_folder.path()}}});
    QVERIFY(!log);
    QCOMPARE(log.error().code, ErrorCode::Failed);
    QVERIFY2(log.error().message.startsWith(u"the log file "_s + m_folder.path()),
             qPrintable(log.error().message));
}

void tst_Log::start_hangup_opensTheFileAgain()
{
    const QString path = m_folder.filePath(u"rotated.log"_s);
    const auto log = Log::start({QtInfoMsg, false, {{path}}});
    QVERIFY(log);
    qCInfo(logNet, "before");
    QVERIFY(QFile::rename(path, path + u".1"_s));
    qCInfo(logNet, "still the old one");
    QCOMPARE(raise(SIGHUP), 0);
    qCInfo(logNet, "after");
    QCOMPARE(content(u"rotated.log.1"_s).count('\n'), 2);
    QVERIFY(content(u"rotated.log"_s).endsWith("after\n"));
}

void tst_Log::start_filesOfParts_haveTheirsOnly()
{
    const QString web = m_folder.filePath(u"web.log"_s);
    const QString rest = m_folder.filePath(u"rest.log"_s);
    const auto log
        = Log::start({QtInfoMsg,
                      false,
                      {{web, LogFile::Content::WebInterface}, {rest, LogFile::Content::AllElse}}});
    QVERIFY(log);
    qCInfo(logWeb, "a browser");
    qCInfo(logNet, "a display");
    QVERIFY(content(u"web.log"_s).endsWith("keg.web: a browser\n"));
    QCOMPARE(content(u"web.log"_s).count('\n'), 1);
    QVERIFY(content(u"rest.log"_s).endsWith("keg.net: a display\n"));
    QCOMPARE(content(u"rest.log"_s).count('\n'), 1);
}

void tst_Log::from_options_choosesTargets_data()
{
    QTest::addColumn<Options>("options");
    QTest::addColumn<bool>("isCommand");
    QTest::addColumn<bool>("isOnStandardError");
    QTest::addColumn<QList<LogFile>>("files");
    Options plain;
    Options file;
    file.logFile = u"/f"_s;
    Options both = file;
    both.logDir = u"/d"_s;
    Options level;
    level.logLevel = QtDebugMsg;
    QTest::newRow("run") << plain << false << true << QList<LogFile>();
    QTest::newRow("run, file") << file << false << false << QList<LogFile>{{u"/f"_s}};
    QTest::newRow("run, both") << both << false << true
                               << QList<LogFile>{
                                      {u"/f"_s},
                                      {u"/d/dbsync.log"_s, LogFile::Content::AllElse},
                                      {u"/d/webinterface.log"_s, LogFile::Content::WebInterface}};
    QTest::newRow("command") << plain << true << false << QList<LogFile>();
    QTest::newRow("command, level") << level << true << true << QList<LogFile>();
    QTest::newRow("command, file") << file << true << false << QList<LogFile>{{u"/f"_s}};
}

void tst_Log::from_options_choosesTargets()
{
    QFETCH(const Options, options);
    QFETCH(const bool, isCommand);
    const LogTarget target = LogTarget::from(options, isCommand);
    QTEST(target.isOnStandardError, "isOnStandardError");
    QTEST(target.files, "files");
    QCOMPARE(target.survivesHangup, !isCommand);
}

QTEST_GUILESS_MAIN(tst_Log)
#include "tst_log.moc"
