// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/plain_sqlite.h"

#include <QFile>

#include <sqlite3.h>

namespace keg::test {

namespace {

int appendRow(void *output, int count, char **values, char **)
{
    QByteArrayList columns;
    for (int i = 0; i < count; ++i)
        columns.append(values[i]);
    static_cast<QByteArrayList *>(output)->append(columns.join('|'));
    return 0;
}

} // namespace

PlainSqlite::PlainSqlite(const QString &path)
{
    if (sqlite3_open(QFile::encodeName(path).constData(), &m_handle) != SQLITE_OK)
        qFatal("cannot open %s", qPrintable(path));
}

PlainSqlite::~PlainSqlite()
{
    sqlite3_close(m_handle);
}

QByteArray PlainSqlite::run(const QByteArray &sql)
{
    QByteArrayList rows;
    if (sqlite3_exec(m_handle, sql.constData(), appendRow, &rows, nullptr) == SQLITE_OK)
        return rows.join('\n');
    return QByteArray("Error: ") + sqlite3_errmsg(m_handle);
}

void buildDatabase(const QString &script, const QString &path)
{
    QFile file(QStringLiteral(KEG_SOURCE_DIR "/tests/data/") + script);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no tests/data/%s", qPrintable(script));
    const QByteArray output = PlainSqlite(path).run(file.readAll());
    if (output.startsWith("Error"))
        qFatal("%s: %s", qPrintable(script), output.constData());
}

} // namespace keg::test
