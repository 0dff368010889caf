// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/config_file.h"

#include "app/files.h"

namespace keg::app {

namespace {

using namespace Qt::StringLiterals;

constexpr qint64 MaximumSize = 1024 * 1024; // bytes; far beyond what a person writes

} // namespace

Result<QList<ConfigEntry>> readConfigFile(const QString &path)
{
    const auto bytes = readFile(path, MaximumSize);
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
