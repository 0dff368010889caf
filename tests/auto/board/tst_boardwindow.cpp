// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "gui/board/boardcanvas.h"
#include "gui/board/boardwindow.h"
#include "gui/board/resources.h"

#include <QScreen>
#include <QTest>

using namespace keg;

class tst_BoardWindow : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void present_window_isOrdinary();
    void present_kiosk_fillsTheScreenWithoutCursor_data();
    void present_kiosk_fillsTheScreenWithoutCursor();
    void escape_kiosk_leavesUnlessLocked_data();
    void escape_kiosk_leavesUnlessLocked();

private:
    BoardCanvas *canvas() { return new BoardCanvas(m_look, m_clock); }
    Look m_look;
    SystemClock m_clock;
};

Q_DECLARE_METATYPE(keg::BoardWindow::Mode)

void tst_BoardWindow::initTestCase()
{
    initBoardResources();
    const auto theme = loadTheme(QStringLiteral("dark"));
    QVERIFY(theme);
    m_look.theme = *theme;
}

void tst_BoardWindow::present_window_isOrdinary()
{
    BoardWindow window(canvas(), BoardWindow::Mode::Window);
    window.present();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    QVERIFY(!window.isFullScreen());
    QCOMPARE(window.windowTitle(), QStringLiteral("KegDisplay"));
    QVERIFY(window.minimumWidth() > 0);
    QTest::keyClick(&window, Qt::Key_Escape);
    QVERIFY(window.isVisible());
}

void tst_BoardWindow::present_kiosk_fillsTheScreenWithoutCursor_data()
{
    QTest::addColumn<BoardWindow::Mode>("mode");
    QTest::newRow("kiosk") << BoardWindow::Mode::Kiosk;
    QTest::newRow("locked") << BoardWindow::Mode::LockedKiosk;
}

void tst_BoardWindow::present_kiosk_fillsTheScreenWithoutCursor()
{
    QFETCH(const BoardWindow::Mode, mode);
    BoardWindow window(canvas(), mode);
    window.present();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    QVERIFY(window.isFullScreen());
    QCOMPARE(window.geometry(), QGuiApplication::primaryScreen()->geometry());
    QCOMPARE(window.findChild<BoardCanvas *>()->size(), window.size());
    QCOMPARE(window.cursor().shape(), Qt::BlankCursor);
    QVERIFY(window.windowFlags() & Qt::FramelessWindowHint);
}

void tst_BoardWindow::escape_kiosk_leavesUnlessLocked_data()
{
    QTest::addColumn<BoardWindow::Mode>("mode");
    QTest::addColumn<bool>("stays");
    QTest::newRow("kiosk") << BoardWindow::Mode::Kiosk << false;
    QTest::newRow("locked") << BoardWindow::Mode::LockedKiosk << true;
}

void tst_BoardWindow::escape_kiosk_leavesUnlessLocked()
{
    QFETCH(const BoardWindow::Mode, mode);
    BoardWindow window(canvas(), mode);
    window.present();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    QTest::keyClick(&window, Qt::Key_Escape);
    QTEST(window.isVisible(), "stays");
    // The program itself can always close it.
    window.close();
    QVERIFY(!window.isVisible());
}

QTEST_MAIN(tst_BoardWindow)
#include "tst_boardwindow.moc"
