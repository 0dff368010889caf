// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/interchange/qr_code.h"
#include "tests/support/need.h"
#include "tests/support/qr_reader.h"

#include <QTest>

using namespace keg;
using namespace keg::interchange;
using namespace keg::test;
using namespace Qt::StringLiterals;

class tst_QrCode : public QObject
{
    Q_OBJECT

private slots:
    void of_isReadByAnotherProgram_data();
    void of_isReadByAnotherProgram();
    void of_aJoinString_fitsATerminal();
    void of_whatItCannotHold_isRefused_data();
    void of_whatItCannotHold_isRefused();
    void isDark_hasThePatternsInItsCorners();
    void toTerminal_isASquareWithAQuietZone();
    void toTerminal_ofOwnColors_setsAndResetsThemInEachLine();
};

namespace {

const QString Id = u"AAAQEAYEAUDAO5CAJBIFQYDIOB4XIBCEQTCQKRMFYMYDENBWHA5DYPQS"_s;

QString joinString(const QString &host)
{
    return u"kegdisplay-join:1:%1:5002:5003:%2:AAISEM2EKVTHPCEZVK54ZXPO74L"_s.arg(host, Id);
}

const QString Before = u"\u001b[38;5;16;48;5;231m"_s;
const QString After = u"\u001b[0m"_s;

/// What a terminal shows, as a picture (PGM) of 6 pixels a module with a rim in the background's
/// color.
QByteArray picture(QString text, QrCode::Colors colors)
{
    constexpr int Scale = 6;
    constexpr int Rim = 2;
    const char paper = colors == QrCode::Colors::LightOnDark ? '\0' : '\xff';
    const char ink = char(~paper);
    const QStringList lines = text.remove(Before).remove(After).chopped(1).split(u'\n');
    const qsizetype width = (lines[0].size() + 2 * Rim) * Scale;
    const QByteArray rim(Rim * Scale, paper);
    QByteArray pixels(Rim * Scale * width, paper);
    for (const QString &line : lines) {
        for (const QStringView inked : {u"\u2580\u2588", u"\u2584\u2588"})
        { // upper half, lower half
            QByteArray row = rim;
            for (const QChar block : line)
                row += QByteArray(Scale, inked.contains(block) ? ink : paper);
            pixels += (row + rim).repeated(Scale);
        }
    }
    pixels += QByteArray(Rim * Scale * width, paper);
    return "P5 " + QByteArray::number(width) + ' ' + QByteArray::number(pixels.size() / width)
        + " 255\n" + pixels;
}

} // namespace

void tst_QrCode::of_isReadByAnotherProgram_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QrCode::Colors>("colors");
    const std::pair<const char *, QString> texts[] = {
        {"one character", u"x"_s},
        {"a name", joinString(u"bar.local"_s)},
        {"IPv4", joinString(u"192.168.100.200"_s)},
        {"IPv6", joinString(u"[fe80::a00:27ff:fe4e:66a1]"_s)},
        {"a long name", joinString(QString(63, u'a') + u'.' + QString(63, u'b'))},
        {"UTF-8", u"K\u00f6ln \U0001f37a"_s},
        {"long", QString(1'000, u'a')},
    };
    for (const auto &[name, text] : texts) {
        QTest::addRow("%s, light on dark", name) << text << QrCode::Colors::LightOnDark;
        QTest::addRow("%s, dark on light", name) << text << QrCode::Colors::DarkOnLight;
        QTest::addRow("%s, own colors", name) << text << QrCode::Colors::Own;
    }
}

void tst_QrCode::of_isReadByAnotherProgram()
{
    QFETCH(const QString, text);
    QFETCH(const QrCode::Colors, colors);
    QCOMPARE(qrTextIn(picture(need(QrCode::of(text)).toTerminal(colors), colors)), text);
}

/// 80 columns; its lines need a window that is a little higher than 24 for IPv6 only.
void tst_QrCode::of_aJoinString_fitsATerminal()
{
    const auto lines = [](const QString &host) {
        return need(QrCode::of(joinString(host))).toTerminal(QrCode::Colors::Own).count(u'\n');
    };
    QCOMPARE(lines(u"bar.local"_s), 23);
    QCOMPARE(lines(u"192.168.100.200"_s), 23);
    QVERIFY(lines(u"[fe80::a00:27ff:fe4e:66a1]"_s) <= 25);
}

void tst_QrCode::of_whatItCannotHold_isRefused_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("complaint");
    QTest::newRow("nothing") << QString() << u"it is empty"_s;
    QTest::newRow("too much") << QString(3'000, u'a') << u"it is too long"_s;
    QTest::newRow("a zero") << u"a"_s + QChar(0) + u'b' << u"it has a zero in it"_s;
}

void tst_QrCode::of_whatItCannotHold_isRefused()
{
    QFETCH(const QString, text);
    QFETCH(const QString, complaint);
    const auto code = QrCode::of(text);
    QVERIFY(!code);
    QCOMPARE(code.error().code, ErrorCode::Refused);
    QVERIFY2(code.error().message.contains(complaint), qPrintable(code.error().message));
}

void tst_QrCode::isDark_hasThePatternsInItsCorners()
{
    const QrCode code = need(QrCode::of(joinString(u"bar.local"_s)));
    const int last = code.size() - 1;
    for (const auto &[column, row] : {std::pair{0, 0}, {last - 6, 0}, {0, last - 6}}) {
        for (int step = 0; step < 7; ++step) { // three dark frames
            QVERIFY(code.isDark(column + step, row) && code.isDark(column, row + step));
            QVERIFY(code.isDark(column + step, row + 6) && code.isDark(column + 6, row + step));
        }
        QVERIFY(!code.isDark(column + 1, row + 1) && code.isDark(column + 3, row + 3));
    }
    for (int place = -5; place < code.size() + 5; ++place) {
        for (const int outside : {-1, -1'000'000, code.size(), 1'000'000})
            QVERIFY(!code.isDark(place, outside) && !code.isDark(outside, place));
    }
}

void tst_QrCode::toTerminal_isASquareWithAQuietZone()
{
    const QrCode code = need(QrCode::of(u"x"_s));
    QCOMPARE(code.size(), 21);
    const QStringList light = code.toTerminal(QrCode::Colors::LightOnDark).chopped(1).split(u'\n');
    const QStringList dark = code.toTerminal(QrCode::Colors::DarkOnLight).chopped(1).split(u'\n');
    QCOMPARE(light.size(), 15);
    QCOMPARE(dark.size(), 15);
    for (qsizetype line = 0; line < light.size(); ++line) {
        QCOMPARE(light[line].size(), 29);
        QCOMPARE(dark[line].size(), 29);
        for (const qsizetype column : {0, 1, 2, 3, 25, 26, 27, 28}) {
            QCOMPARE(light[line][column], QChar(u'\u2588'));
            QCOMPARE(dark[line][column], QChar(u' '));
        }
    }
    for (const qsizetype line : {0, 1, 13, 14})
        QCOMPARE(dark[line].trimmed(), QString());
    QVERIFY(dark[2].trimmed() != QString());
}

void tst_QrCode::toTerminal_ofOwnColors_setsAndResetsThemInEachLine()
{
    const QrCode code = need(QrCode::of(u"x"_s));
    const QStringList own = code.toTerminal(QrCode::Colors::Own).chopped(1).split(u'\n');
    const QStringList dark = code.toTerminal(QrCode::Colors::DarkOnLight).chopped(1).split(u'\n');
    for (qsizetype line = 0; line < own.size(); ++line)
        QCOMPARE(own[line], Before + dark[line] + After);
}

QTEST_GUILESS_MAIN(tst_QrCode)
#include "tst_qrcode.moc"
