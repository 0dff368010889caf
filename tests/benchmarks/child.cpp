// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/benchmarks/child.h"

#include <QFileInfo>

#include <csignal>

#include <sys/prctl.h>

namespace keg::bench {

namespace {

constexpr int PatienceMs = 60'000;
constexpr int EndingMs = 5'000;

QProcessEnvironment cleanEnvironment(const QString &home, const Environment &more)
{
    QProcessEnvironment environment;
    for (const char *kept : {"PATH", "ASAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS"}) {
        if (qEnvironmentVariableIsSet(kept))
            environment.insert(QLatin1String(kept), qEnvironmentVariable(kept));
    }
    environment.insert(QStringLiteral("HOME"), home);
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    environment.insert(QStringLiteral("KEGDISPLAY_CONFIG"), QStringLiteral("/dev/null"));
    for (auto entry = more.cbegin(); entry != more.cend(); ++entry)
        environment.insert(entry.key(), entry.value());
    return environment;
}

QByteArray lastOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    file.seek(std::max<qint64>(0, file.size() - 2'000));
    return file.readAll();
}

} // namespace

Result<std::unique_ptr<Child>> Child::start(const QString &program, const QStringList &words,
                                            const QString &folder, const Environment &environment,
                                            Log log)
{
    std::unique_ptr<Child> child(new Child);
    QProcess &process = child->m_process;
    if (log == Log::Heard) {
        process.setProcessChannelMode(QProcess::MergedChannels);
    } else {
        child->m_log = folder + QStringLiteral("/log");
        process.setStandardErrorFile(child->m_log, QIODevice::Append);
    }
    process.setProcessEnvironment(cleanEnvironment(folder, environment));
    process.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });
    process.start(program, words);
    if (!process.waitForStarted(PatienceMs))
        return Error{ErrorCode::Failed,
                     QStringLiteral("%1: %2").arg(program, process.errorString())};
    return child;
}

Child::~Child()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.closeWriteChannel();
    m_process.terminate();
    if (m_process.waitForFinished(EndingMs))
        return;
    m_process.kill();
    m_process.waitForFinished(EndingMs);
}

void Child::tell(const QByteArray &line)
{
    m_process.write(line + '\n');
    m_process.waitForBytesWritten(PatienceMs);
}

Result<QByteArray> Child::answer(const QByteArray &text)
{
    for (;;) {
        while (!m_process.canReadLine()) {
            if (!m_process.waitForReadyRead(PatienceMs))
                return failure(QStringLiteral("does not say \"%1\"").arg(QLatin1String(text)));
        }
        const QByteArray line = m_process.readLine().trimmed();
        const qsizetype at = line.indexOf(text);
        if (at >= 0)
            return line.mid(at + text.size());
        m_skipped += line + '\n';
    }
}

Result<QByteArray> Child::finish()
{
    m_process.closeWriteChannel();
    const bool ended = m_process.waitForFinished(PatienceMs);
    m_skipped += m_process.readAll();
    if (!ended || m_process.exitStatus() != QProcess::NormalExit || m_process.exitCode() != 0)
        return failure(QStringLiteral("does not end well"));
    return m_skipped;
}

Error Child::failure(const QString &what) const
{
    return {ErrorCode::Failed,
            QStringLiteral("%1 %2; it said: %3")
                .arg(QFileInfo(m_process.program()).fileName(), what,
                     QString::fromUtf8(m_skipped.right(2'000) + lastOf(m_log)))};
}

Result<QByteArray> run(const QString &program, const QStringList &words, const QString &folder)
{
    const auto child = Child::start(program, words, folder);
    return child ? (*child)->finish() : child.error();
}

} // namespace keg::bench
