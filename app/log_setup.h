// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QDateTime>
#include <QFile>
#include <QList>
#include <QMutex>

#include <memory>
#include <utility>
#include <vector>

namespace keg::app {

struct Options;

/// A file that log lines are appended to.
struct LogFile
{
    enum class Content {
        Everything,
        WebInterface,
        AllElse,
    };

    QString path;
    Content content = Content::Everything;

    bool operator==(const LogFile &) const = default;
};

/// Where log lines go, and from which level on.
struct LogTarget
{
    QtMsgType level = QtInfoMsg;
    bool isOnStandardError = true;
    QList<LogFile> files; ///< opened again after SIGHUP
    bool survivesHangup = true; ///< SIGHUP does not end the program, whether or not it has files

    /// What the options ask for; a command is silent on standard error unless --log-level is given.
    static LogTarget from(const Options &options, bool isCommand);
};

/// Takes over Qt's messages for as long as it lives, one line an event; there is one at a time.
/// Files are opened again after SIGHUP, so that they can be rotated. Any thread may log.
class Log
{
public:
    /// Errors: Failed, when a file cannot be written.
    static Result<std::unique_ptr<Log>> start(const LogTarget &target);
    ~Log();
    Log(const Log &) = delete;
    Log &operator=(const Log &) = delete;

private:
    explicit Log(bool isOnStandardError);
    static void handle(QtMsgType type, const QMessageLogContext &context, const QString &message);
    void write(QtMsgType type, const QString &category, const QString &message);
    void reopenFiles();

    const bool m_isOnStandardError;
    const bool m_isOnJournal;
    QMutex m_mutex; // of the files
    std::vector<std::pair<LogFile, std::unique_ptr<QFile>>> m_files;
};

/// `2026-11-23T19:42:00.123Z warning keg.net: message` and a line break.
QByteArray logLine(QtMsgType type, const QString &category, const QString &message,
                   const QDateTime &utcNow);

/// `<4>keg.net: message` and a line break: the journal knows the time and reads the level.
QByteArray journalLine(QtMsgType type, const QString &category, const QString &message);

} // namespace keg::app
