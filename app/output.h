// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QJsonDocument>
#include <QString>

namespace keg::app {

/// What a command prints on standard output: one JSON value, or text for people. It is kept until
/// the command is through.
class Output
{
public:
    explicit Output(bool isJson)
        : m_isJson(isJson)
    {}

    /// Called once. `text` has lines, the last one ended as well; everything in it from a database
    /// or a file has gone through onOneLine().
    void print(const QJsonDocument &json, const QString &text);

    /// Errors: Failed, when standard output does not take it.
    Result<void> flush();

private:
    const bool m_isJson;
    QByteArray m_bytes;
};

/// The exit code that was promised for an error.
int exitCode(ErrorCode code);

/// Prints the error as one line on standard error. Returns its exit code.
int report(const Error &error);

} // namespace keg::app
