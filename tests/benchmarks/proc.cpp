// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/benchmarks/proc.h"

#include <QFile>

namespace keg::bench {

using namespace Qt::StringLiterals;

Result<qint64> procNumber(qint64 pid, const QString &file, const QByteArray &key)
{
    QFile proc(u"/proc/%1/%2"_s.arg(pid).arg(file));
    if (proc.open(QIODevice::ReadOnly)) {
        for (const QByteArray &line : proc.readAll().split('\n')) {
            if (line.startsWith(key))
                return line.mid(key.size()).simplified().split(' ').first().toLongLong();
        }
    }
    return Error{ErrorCode::Failed, u"%1 tells no %2"_s.arg(proc.fileName(), QLatin1String(key))};
}

} // namespace keg::bench
