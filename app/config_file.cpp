// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/config_file.h"

#include <QFile>
#include <QFileInfo>

namespace keg::app {

namespace {

using namespace Qt::StringLiterals;

constexpr qint64 MaximumSize = 1024 * 1024; // bytes; far beyond what a person writes

Result<QByteArray> readAll(const QString &path)
{
    const QFileInfo info(path);
    if (!info.exists())
        return Error{ErrorCode::NotFound, u"%1: there is no such file"_s.arg(path)};
    QFile file(path);
    if (info.isDir() || !file.open(QIODevice::ReadOnly)) {
        return Error{ErrorCode::Refused,
                     u"%1 cannot be read: %2"_s.arg(
                         path, info.isDir() ? u"it is a folder"_s : file.errorString())};
    }
    QByteArray bytes = file.read(MaximumSize + 1);
    if (bytes.size() > MaximumSize)
        return Error{ErrorCode::Usage, u"%1 is no config file: it is too large"_s.arg(path)};
    return bytes;
}

} // namespace

Result<QList<ConfigEntry>> readConfigFile(const QString &path)
{
    const auto bytes = readAll(path);
    if (!bytes)
        return bytes.error();

    QList<ConfigEntry> entries;
    int number = 0;
    for (const QString &text : QString::fromUtf8(*bytes).split(u'\n')) {
        ++number;
        const QString line = text.trimmed();
        if (line.isEmpty() || line.startsWith(u'#') || line.startsWith(u';'))
            continue;
        const auto equals = line.indexOf(u'=');
        if (equals < 1) {
            return Error{
                ErrorCode::Usage,
                u"%1 line %2: expected `key = value`, not '%3'"_s.arg(path).arg(number).arg(line)};
        }
        entries.append({line.left(equals).trimmed(), line.mid(equals + 1).trimmed(), number});
    }
    return entries;
}

} // namespace keg::app
