// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/database.h"
#include "core/store/temporary_files.h"
#include "tests/support/need.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace keg::store;
using namespace keg::test;

class tst_TemporaryFiles : public QObject
{
    Q_OBJECT

private slots:
    void useTemporaryFolder_largeSort_liesThere();
    void removeOrphans_foreignFiles_stay();

private:
    QTemporaryDir m_folder;
};

void tst_TemporaryFiles::useTemporaryFolder_largeSort_liesThere()
{
    useTemporaryFolder(m_folder.path());
    const auto database
        = need(Database::open(m_folder.filePath(QStringLiteral("a.db")), Access::Create));
    need(database->execute("PRAGMA temp_store = FILE; PRAGMA temp.cache_size = 1;"
                           "CREATE TEMP TABLE large AS WITH RECURSIVE n(i) AS "
                           "(VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 1000) "
                           "SELECT randomblob(1000) AS value FROM n"));
    // SQLite removes the name of such a file at once; its descriptor still tells it.
    QStringList targets;
    const QFileInfoList descriptors
        = QDir(QStringLiteral("/proc/self/fd")).entryInfoList(QDir::Files | QDir::System);
    for (const QFileInfo &descriptor : descriptors)
        targets.append(descriptor.symLinkTarget());
    const QString spilled = m_folder.path() + QStringLiteral("/etilqs_");
    QVERIFY2(!targets.filter(spilled).isEmpty(), qPrintable(targets.join(u'\n')));
}

void tst_TemporaryFiles::removeOrphans_foreignFiles_stay()
{
    const QStringList orphans = {QStringLiteral("image-1"), QStringLiteral("snapshot-aB3xYz"),
                                 QStringLiteral("spool-aB3xYz")};
    const QStringList others = {QStringLiteral("image.png"), QStringLiteral("identity.pem")};
    for (const QString &name : orphans + others)
        QVERIFY(QFile(m_folder.filePath(name)).open(QFile::WriteOnly));
    removeOrphans(m_folder.path());
    for (const QString &name : orphans)
        QVERIFY(!QFile::exists(m_folder.filePath(name)));
    for (const QString &name : others)
        QVERIFY(QFile::exists(m_folder.filePath(name)));
}

QTEST_GUILESS_MAIN(tst_TemporaryFiles)
#include "tst_temporaryfiles.moc"
