// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/log_setup.h"

#include "app/one_line.h"
#include "app/options.h"
#include "core/base/log.h"

#include <QFileInfo>
#include <QLoggingCategory>

#include <array>
#include <csignal>
#include <cstdio>

#include <sys/stat.h>
#include <unistd.h>

namespace keg::app {

namespace {

using namespace Qt::StringLiterals;

// Qt's handler and the signal's are plain functions: these two are all they can reach.
Log *activeLog = nullptr;
volatile std::sig_atomic_t isReopeningAsked = 0;

struct Level
{
    QtMsgType type = QtInfoMsg;
    QLatin1String name;
    int journalPriority = 6; ///< as syslog counts
};

constexpr std::array<Level, 5> Levels{{
    {QtDebugMsg, "debug"_L1, 7},
    {QtInfoMsg, "info"_L1, 6},
    {QtWarningMsg, "warning"_L1, 4},
    {QtCriticalMsg, "error"_L1, 3},
    {QtFatalMsg, "fatal"_L1, 2},
}};

const Level &levelOf(QtMsgType type)
{
    return *std::ranges::find(Levels, type, &Level::type);
}

/// What Qt is to leave out: everything below the level, and its own debug messages always.
QString filterRules(QtMsgType least)
{
    QString rules = u"*.debug=false\n"_s;
    if (least == QtDebugMsg)
        rules += u"keg.*.debug=true\n"_s;
    if (least == QtWarningMsg || least == QtCriticalMsg)
        rules += u"*.info=false\n"_s;
    if (least == QtCriticalMsg)
        rules += u"*.warning=false\n"_s;
    return rules;
}

/// JOURNAL_STREAM names the journal's device and inode; a child that was redirected inherits it.
bool isStandardErrorTheJournal()
{
    struct stat status
    {
    };
    return fstat(STDERR_FILENO, &status) == 0
        && qgetenv("JOURNAL_STREAM")
        == QByteArray::number(quint64(status.st_dev)) + ':'
            + QByteArray::number(quint64(status.st_ino));
}

Result<std::unique_ptr<QFile>> openLogFile(const QString &path)
{
    const QFileInfo known(path);
    const bool isDevice = known.exists() && !known.isFile(); // which has no end to begin at
    auto file = std::make_unique<QFile>(path);
    if (!file->open(QIODevice::WriteOnly | QIODevice::Unbuffered
                    | (isDevice ? QIODevice::Truncate : QIODevice::Append)))
        return Error{ErrorCode::Failed,
                     u"the log file %1 cannot be written: %2"_s.arg(path, file->errorString())};
    return file;
}

bool belongsIn(const LogFile &file, const QString &category)
{
    const bool isOfWeb = category == QLatin1String(logWeb().categoryName());
    return file.content == LogFile::Content::Everything
        || (file.content == LogFile::Content::WebInterface) == isOfWeb;
}

void askForReopening(int)
{
    isReopeningAsked = 1;
}

} // namespace

LogTarget LogTarget::from(const Options &options, bool isCommand)
{
    LogTarget target;
    target.level = options.logLevel.value_or(QtInfoMsg);
    target.isOnStandardError = isCommand ? options.logLevel && options.logFile.isEmpty()
                                         : options.logFile.isEmpty() || !options.logDir.isEmpty();
    if (!options.logFile.isEmpty())
        target.files.append({options.logFile});
    if (!options.logDir.isEmpty()) {
        target.files.append({options.logDir + u"/dbsync.log"_s, LogFile::Content::AllElse});
        target.files.append(
            {options.logDir + u"/webinterface.log"_s, LogFile::Content::WebInterface});
    }
    target.survivesHangup = !isCommand;
    return target;
}

Result<std::unique_ptr<Log>> Log::start(const LogTarget &target)
{
    std::unique_ptr<Log> log(new Log(target.isOnStandardError));
    for (const LogFile &wanted : target.files) {
        auto file = openLogFile(wanted.path);
        if (!file)
            return file.error();
        log->m_files.emplace_back(wanted, std::move(*file));
    }
    if (target.survivesHangup)
        std::signal(SIGHUP, askForReopening);
    QLoggingCategory::setFilterRules(filterRules(target.level));
    activeLog = log.get();
    qInstallMessageHandler(handle);
    return log;
}

Log::Log(bool isOnStandardError)
    : m_isOnStandardError(isOnStandardError)
    , m_isOnJournal(isStandardErrorTheJournal())
{}

Log::~Log()
{
    if (activeLog != this)
        return;
    qInstallMessageHandler(nullptr);
    activeLog = nullptr;
}

void Log::handle(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    activeLog->write(type, QString::fromUtf8(context.category), message);
}

void Log::write(QtMsgType type, const QString &category, const QString &message)
{
    const QByteArray line = logLine(type, category, message, QDateTime::currentDateTimeUtc());
    const QMutexLocker lock(&m_mutex);
    if (isReopeningAsked) {
        isReopeningAsked = 0;
        reopenFiles();
    }
    // Where a log cannot be written there is nowhere to say so.
    for (const auto &[wanted, file] : m_files) {
        if (belongsIn(wanted, category))
            file->write(line);
    }
    if (m_isOnStandardError || type == QtFatalMsg) {
        const QByteArray text = m_isOnJournal ? journalLine(type, category, message) : line;
        static_cast<void>(::write(STDERR_FILENO, text.constData(), size_t(text.size())));
    }
}

void Log::reopenFiles()
{
    for (auto &[wanted, file] : m_files) {
        if (auto reopened = openLogFile(wanted.path))
            file = std::move(*reopened);
    }
}

QByteArray logLine(QtMsgType type, const QString &category, const QString &message,
                   const QDateTime &utcNow)
{
    return (utcNow.toString(Qt::ISODateWithMs) + u' ' + levelOf(type).name + u' ' + category
            + u": "_s + onOneLine(message) + u'\n')
        .toUtf8();
}

QByteArray journalLine(QtMsgType type, const QString &category, const QString &message)
{
    return (u"<%1>"_s.arg(levelOf(type).journalPriority) + category + u": "_s + onOneLine(message)
            + u'\n')
        .toUtf8();
}

} // namespace keg::app
