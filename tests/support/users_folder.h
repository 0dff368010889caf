// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>
#include <QTemporaryDir>

namespace keg::test {

/// A folder in which Users keeps its file.
class UsersFolder
{
public:
    UsersFolder();

    QString path() const { return m_folder.path(); }
    QString file() const { return m_folder.filePath(QStringLiteral("users.json")); }

    QByteArray content() const; ///< of the file; empty if there is none
    void write(const QByteArray &bytes) const;
    /// As many of each kind as there may be, with the longest names; all accounts have that
    /// password and are editors.
    void fill(const QString &password) const;

private:
    QTemporaryDir m_folder;
};

/// Prints the error, or that there is none. Returns false.
bool complainOf(const Error *error);

/// Whether it is that error, in one line that names this.
template<typename T>
bool isError(const Result<T> &result, ErrorCode code, const QString &part)
{
    const bool isIt = !result && result.error().code == code
        && result.error().message.contains(part) && !result.error().message.contains(u'\n');
    return isIt || complainOf(result ? nullptr : &result.error());
}

} // namespace keg::test
