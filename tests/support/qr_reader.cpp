// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/qr_reader.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

namespace keg::test {

QString qrTextIn(const QByteArray &picture)
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("picture")));
    if (!file.open(QFile::WriteOnly) || file.write(picture) != picture.size() || !file.flush())
        qFatal("no picture");
    QProcess reader;
    reader.start(QStringLiteral("zbarimg"),
                 {QStringLiteral("--raw"), QStringLiteral("--quiet"), QStringLiteral("--nodbus"),
                  QStringLiteral("-Sdisable"), QStringLiteral("-Sqrcode.enable"), file.fileName()});
    if (!reader.waitForFinished())
        qFatal("zbarimg: %s", qPrintable(reader.errorString()));
    return QString::fromUtf8(reader.readAllStandardOutput()).trimmed();
}

} // namespace keg::test
