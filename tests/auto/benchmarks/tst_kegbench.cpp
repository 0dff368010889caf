// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

bool isThere(const QString &program)
{
    return !QStandardPaths::findExecutable(program).isEmpty();
}

} // namespace

/// Whether kegbench works; how fast anything is, this does not ask.
class tst_Kegbench : public QObject
{
    Q_OBJECT

private slots:
    void run_printsEveryFigure_data();
    void run_printsEveryFigure();
    void run_unknownName_isAUsageError();

private:
    static constexpr int TimeoutMs = 100'000;

    QProcess m_bench;
};

void tst_Kegbench::run_printsEveryFigure_data()
{
    QTest::addColumn<QStringList>("benchmarks");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const QStringList &benchmarks, const QStringList &expected) {
        QTest::newRow(qPrintable(benchmarks.join(u' '))) << benchmarks << expected;
    };
    row({u"delay"_s, u"bytes"_s, u"flood"_s},
        {
            u"own write to row visible, 100 beers"_s,
            u"own write to row visible, 5000 beers"_s,
            u"foreign write to row visible, 100 beers"_s,
            u"foreign write to row visible, 5000 beers"_s,
            u"own write after a pause, 100 beers"_s,
            u"own write after a pause, 5000 beers"_s,
            u"foreign write after a pause, 100 beers"_s,
            u"foreign write after a pause, 5000 beers"_s,
            u"own write itself, 100 beers"_s,
            u"own write itself, 5000 beers"_s,
            u"foreign write itself, 100 beers"_s,
            u"foreign write itself, 5000 beers"_s,
            u"a tap change on the wire"_s,
            u"10 own edits at once: never arrived"_s,
            u"10 own edits at once: committed"_s,
            u"10 own edits at once: the last one visible"_s,
            u"10 foreign edits at once: never arrived"_s,
            u"10 foreign edits at once: committed"_s,
            u"10 foreign edits at once: the last one visible"_s,
        });
    row({u"start"_s, u"idle"_s},
        {
            u"exec to first painted board"_s,
            u"exec to serving, headless"_s,
            u"headless primary: memory (PSS)"_s,
            u"headless primary: processor while idle"_s,
            u"headless primary: written while idle"_s,
            u"headless client: memory (PSS)"_s,
            u"headless client: processor while idle"_s,
            u"headless client: written while idle"_s,
            u"kiosk client: memory (PSS)"_s,
            u"kiosk client: processor while idle"_s,
            u"kiosk client: written while idle"_s,
        });
    row({u"crowd"_s, u"attack"_s},
        {
            u"1000 displays join an open primary"_s,
            u"1000 displays join, each with a handshake"_s,
            u"1000 displays live again after a kill"_s,
            u"row visible, in quiet"_s,
            u"row visible, under attack"_s,
            u"the primary's peak memory, more"_s,
        });
    QStringList web{u"memory (PSS) of a stream of events, plain"_s,
                    u"PUT of a tap to row on a display, plain"_s,
                    u"memory (PSS) of a stream of events, TLS"_s,
                    u"PUT of a tap to row on a display, TLS"_s};
    if (isThere(u"wrk"_s))
        web += {u"row visible, in quiet"_s, u"row visible, while wrk asks for GET /api/taps"_s};
    if (isThere(u"wrk"_s) && isThere(u"gunicorn"_s)) {
        for (const QString &via : {u"GET /api/taps, plain: "_s, u"GET /api/taps, TLS: "_s})
            web += {via + u"kegdisplay"_s, via + u"Flask"_s, via + u"kegdisplay against Flask"_s,
                    via + u"p99 of kegdisplay"_s, via + u"p99 of Flask"_s};
    }
    row({u"web"_s}, web);
}

void tst_Kegbench::run_printsEveryFigure()
{
    QFETCH(const QStringList, benchmarks);
    QFETCH(const QStringList, expected);
    m_bench.start(QStringLiteral(KEG_BENCH),
                  QStringList{u"--json"_s, u"--samples"_s, u"5"_s, u"--runs"_s, u"1"_s, u"--idle"_s,
                              u"1"_s, u"--load"_s, u"1"_s}
                      + benchmarks);
    QVERIFY(m_bench.waitForFinished(TimeoutMs));
    QVERIFY2(m_bench.exitCode() == 0, m_bench.readAllStandardError().constData());
    const QJsonObject result = QJsonDocument::fromJson(m_bench.readAllStandardOutput()).object();
    QStringList names;
    for (const auto &entry : result.value(u"figures"_s).toArray()) {
        const QJsonObject figure = entry.toObject();
        names.append(
            figure.value(u"name"_s).toString().remove(u" (Xvfb)"_s).remove(u" (offscreen)"_s));
        QVERIFY(figure.value(u"n"_s).toInt() >= 1);
        QVERIFY(figure.value(u"p50"_s).toDouble() <= figure.value(u"p99"_s).toDouble());
        QVERIFY(figure.value(u"p99"_s).toDouble() <= figure.value(u"max"_s).toDouble());
        if (names.last().endsWith(u"never arrived"))
            QCOMPARE(figure.value(u"max"_s).toInt(), 0);
    }
    QCOMPARE(names, expected);
}

void tst_Kegbench::run_unknownName_isAUsageError()
{
    m_bench.start(QStringLiteral(KEG_BENCH), {u"dealy"_s});
    QVERIFY(m_bench.waitForFinished(TimeoutMs));
    QCOMPARE(m_bench.exitCode(), 2);
}

QTEST_GUILESS_MAIN(tst_Kegbench)
#include "tst_kegbench.moc"
