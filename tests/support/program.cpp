// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/program.h"

#include <QDir>
#include <QFile>

#include <sys/prctl.h>

#include <linux/capability.h>

namespace keg::test {

namespace {

constexpr int TimeoutMs = 60'000;

// Root without these is stopped by access rights like everybody.
void giveUpRights()
{
    for (const unsigned long right : {CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER})
        prctl(PR_CAPBSET_DROP, right);
}

} // namespace

Program::Program(QString program)
    : m_program(std::move(program))
{
    if (!m_folder.isValid())
        qFatal("no temporary folder");
    write(QStringLiteral("empty.conf"), {});
}

void Program::write(const QString &name, const QByteArray &content) const
{
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(file.fileName()));
}

QByteArray Program::read(const QString &name) const
{
    QFile file(path(name));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(file.fileName()));
    return file.readAll();
}

QMap<QString, QByteArray> Program::files() const
{
    QMap<QString, QByteArray> contents;
    for (const QFileInfo &file : QDir(m_folder.path()).entryInfoList(QDir::Files | QDir::Hidden)) {
        if (file.isFile()) // no link to a device, which has no end
            contents.insert(file.fileName(), read(file.fileName()));
    }
    return contents;
}

std::unique_ptr<QProcess> Program::prepare() const
{
    auto process = std::make_unique<QProcess>();
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("PATH"), qEnvironmentVariable("PATH"));
    environment.insert(QStringLiteral("HOME"), m_folder.path());
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    environment.insert(QStringLiteral("KEGDISPLAY_CONFIG"), path(QStringLiteral("empty.conf")));
    process->setProcessEnvironment(environment);
    process->setWorkingDirectory(m_folder.path());
    process->setProgram(m_program);
    return process;
}

Outcome Program::run(const QStringList &words, Rights rights, const QString &outputFile) const
{
    const auto process = prepare();
    if (!outputFile.isEmpty())
        process->setStandardOutputFile(outputFile);
    if (rights == Rights::Ordinary)
        process->setChildProcessModifier(giveUpRights);
    process->setArguments(words);
    process->start();
    const bool ended = process->waitForFinished(TimeoutMs);
    Outcome outcome;
    if (ended && process->exitStatus() == QProcess::NormalExit)
        outcome.exitCode = process->exitCode();
    outcome.output = process->readAllStandardOutput();
    outcome.errors = process->readAllStandardError();
    return outcome;
}

std::unique_ptr<QProcess> Program::start(const QStringList &words) const
{
    auto process = prepare();
    process->setArguments(words);
    process->start();
    return process;
}

} // namespace keg::test
