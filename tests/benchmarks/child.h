// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QMap>
#include <QProcess>
#include <QStringList>

#include <memory>

namespace keg::bench {

using Environment = QMap<QString, QString>;

/// A process that ends with this object, and at the latest with this process. What it says on
/// either channel is read here, and only here.
class Child
{
public:
    enum class Log {
        Heard, ///< answer() looks into what it logs, too
        Kept, ///< in a file: whoever fills a pipe that nobody reads stands still
    };

    /// Sees nothing of its user's configuration: `folder` is its home. Errors: Failed.
    static Result<std::unique_ptr<Child>> start(const QString &program, const QStringList &words,
                                                const QString &folder,
                                                const Environment &environment = {},
                                                Log log = Log::Heard);
    ~Child();

    qint64 pid() const { return m_process.processId(); }
    void tell(const QByteArray &line);
    /// What follows `text` in the next line that has it; lines before are skipped. Errors: Failed,
    /// with what was said instead.
    Result<QByteArray> answer(const QByteArray &text);
    /// Waits for the end, returns all that was said. Errors: Failed, with what was said.
    Result<QByteArray> finish();

private:
    Child() = default;
    Error failure(const QString &what) const;

    QProcess m_process;
    QByteArray m_skipped;
    QString m_log; ///< what it says on standard error, and others of that folder do
};

/// Runs it to its end. Errors: Failed, with what it said.
Result<QByteArray> run(const QString &program, const QStringList &words, const QString &folder);

} // namespace keg::bench
