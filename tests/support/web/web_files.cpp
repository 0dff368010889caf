// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/web/web_files.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

namespace keg::test {

using namespace Qt::StringLiterals;
using web::Request;
using web::Settings;

Request requestWith(const QByteArray &header, const QByteArray &value)
{
    Request request;
    request.method = "GET";
    if (!header.isEmpty())
        request.headers.add(header, value);
    return request;
}

QByteArray contentsOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QFile::ReadOnly))
        qFatal("%s", qPrintable(path));
    return file.readAll();
}

QStringList filesLike(const QString &pattern)
{
    return QDir(QStringLiteral(KEG_SOURCE_DIR "/resources/web")).entryList({pattern}, QDir::Files);
}

QByteArray webFile(const QString &name)
{
    return contentsOf(QStringLiteral(KEG_SOURCE_DIR "/resources/web/") + name);
}

QSet<QString> captured(const QString &text, const QString &expression)
{
    QSet<QString> found;
    auto matches = QRegularExpression(expression).globalMatch(text);
    while (matches.hasNext())
        found.insert(matches.next().captured(1));
    return found;
}

Settings pageSettings(const QString &house)
{
    Settings settings;
    settings.house = house;
    settings.themeFile = u":/themes/dark.json"_s;
    settings.translationFiles = {u":/translations/kegdisplay_de.qm"_s};
    return settings;
}

} // namespace keg::test
