// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QJsonDocument>
#include <QMap>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>

namespace keg::test {

/// How one run of the program ended.
struct Outcome
{
    int exitCode = -1; ///< -1: it crashed or did not end
    QByteArray output;
    QByteArray errors;

    QJsonDocument json() const { return QJsonDocument::fromJson(output); }
};

/// Runs the real program in a temporary folder of its own, untouched by this machine's environment
/// and config files; there is no display.
class Program
{
public:
    /// Who runs it: a user whom access rights do not stop (if the tests are run so), or one whom
    /// they do.
    enum class Rights { Own, Ordinary };

    /// `program` is the path of the binary.
    explicit Program(QString program);

    QString path(const QString &name) const { return m_folder.filePath(name); }
    void write(const QString &name, const QByteArray &content) const;
    QByteArray read(const QString &name) const;
    /// Every regular file in the folder.
    QMap<QString, QByteArray> files() const;

    /// Runs it with these words in that folder. `outputFile`: where its standard output goes.
    Outcome run(const QStringList &words, Rights rights = Rights::Own,
                const QString &outputFile = {}) const;

    /// Starts it with these words and does not wait.
    std::unique_ptr<QProcess> start(const QStringList &words) const;

private:
    std::unique_ptr<QProcess> prepare() const;

    const QString m_program;
    QTemporaryDir m_folder;
};

} // namespace keg::test
