// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/base/clock.h"
#include "core/service/keg_file.h"
#include "core/service/samples.h"
#include "tests/support/database_faults.h"
#include "tests/support/need.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace keg;
using namespace keg::service;
using namespace keg::test;

class tst_Samples : public QObject
{
    Q_OBJECT

private slots:
    void fillIfEmpty_filledOnce_changesNothingMore();
    void fillIfEmpty_tapWithoutItsBeer_isRefusedAsAWhole();
    void fillIfEmpty_killedAtAnyStep_isAllOrNothing();

private:
    static Samples program();

    SystemClock m_clock;
};

Samples tst_Samples::program()
{
    Samples samples;
    for (const auto &[name, bytes] :
         {std::pair("beers.csv", &samples.beers), std::pair("taps.csv", &samples.taps)})
    {
        QFile file(QStringLiteral(KEG_SOURCE_DIR "/resources/samples/") + QLatin1String(name));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("no %s", name);
        *bytes = file.readAll();
    }
    return samples;
}

void tst_Samples::fillIfEmpty_filledOnce_changesNothingMore()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("demo.db"));
    need(fillIfEmpty(path, program(), m_clock));
    const Position filled = need(need(KegFile::openToRead(path, m_clock)).position());
    QVERIFY(filled.sequence > 0);
    need(fillIfEmpty(path, program(), m_clock));
    const Position again = need(need(KegFile::openToRead(path, m_clock)).position());
    QCOMPARE(again.sequence, filled.sequence);
    QCOMPARE(again.digest, filled.digest);
}

void tst_Samples::fillIfEmpty_tapWithoutItsBeer_isRefusedAsAWhole()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("demo.db"));
    QVERIFY(!fillIfEmpty(path, {program().beers, "idTap,idBeer\n1,1\n2,9999\n"}, m_clock));
    auto file = need(KegFile::openToRead(path, m_clock));
    QCOMPARE(need(file.editing().beers()).size(), 0);
    QCOMPARE(need(file.editing().taps()).size(), 0);
}

void tst_Samples::fillIfEmpty_killedAtAnyStep_isAllOrNothing()
{
    const Samples samples = program();
    const qsizetype beers = samples.beers.trimmed().count('\n');
    const qsizetype taps = samples.taps.trimmed().count('\n');
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("demo.db"));
    need(KegFile::openOrCreate(path, m_clock));
    const auto fill = [&] { need(fillIfEmpty(path, samples, m_clock)); };
    int deaths = 0;
    for (bool isKilled = true; isKilled; ++deaths) {
        isKilled = withDeathAtStep(deaths, fill);
        auto file = need(KegFile::openToRead(path, m_clock));
        const qsizetype foundBeers = need(file.editing().beers()).size();
        const qsizetype foundTaps = need(file.editing().taps()).size();
        const bool isNothing = foundBeers == 0 && foundTaps == 0;
        QVERIFY((isKilled && isNothing) || (foundBeers == beers && foundTaps == taps));
    }
    qInfo("killed at each of %d steps", deaths);
    QVERIFY(deaths > 100);
}

QTEST_GUILESS_MAIN(tst_Samples)
#include "tst_samples.moc"
