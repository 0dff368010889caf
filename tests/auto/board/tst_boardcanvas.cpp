// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "gui/board/boardcanvas.h"
#include "gui/board/render.h"
#include "gui/board/resources.h"
#include "tests/auto/board/boards.h"

#include <QPaintEvent>
#include <QSignalSpy>
#include <QTest>

using namespace keg;

namespace {

class FixedClock final : public Clock
{
public:
    milliseconds monotonic() const override { return milliseconds(0); }
    QDateTime utcNow() const override { return now; }

    QDateTime now{{2026, 11, 23}, {12, 0}, Qt::UTC};
};

/// Adds up what a widget repaints.
class PaintSpy final : public QObject
{
    Q_OBJECT

public:
    explicit PaintSpy(QWidget *widget) { widget->installEventFilter(this); }

    QRegion region;
    int count = 0;

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Paint) {
            region += static_cast<QPaintEvent *>(event)->region();
            ++count;
        }
        return false;
    }
};

bool isIdle(const QWidget &canvas)
{
    const auto timers = canvas.findChildren<QTimer *>();
    const auto animations = canvas.findChildren<QAbstractAnimation *>();
    return std::none_of(timers.begin(), timers.end(),
                        [](QTimer *timer) { return timer->isActive(); })
        && std::none_of(animations.begin(), animations.end(), [](QAbstractAnimation *animation) {
               return animation->state() == QAbstractAnimation::Running;
           });
}

} // namespace

class tst_BoardCanvas : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void setBoard_beforeTheFirst_showsNothingYet();
    void setBoard_oneCardChanges_repaintsThatCardOnly_data();
    void setBoard_oneCardChanges_repaintsThatCardOnly();
    void setBoard_nothingVisibleChanges_repaintsNothing();
    void setBoard_newBeer_glowsOnItsCardAndThenIsIdle();
    void setBoard_otherTapCount_laysOutAnew();
    void setBoard_otherMenu_laysOutAnew();
    void resize_anyShape_survives();
    void setBoard_hiddenPage_isRightWhenItsTurnComes();
    void setFreshness_oldCopy_repaintsTheHeaderOnly();
    void setFreshness_afterADay_asksForADate();
    void paintEvent_widget_equalsThePicture();
    void paintEvent_firstBoard_isLogged();
    void showNextPage_manyPages_turnsAndReturns();
    void showNextPage_reducedMotion_doesNotFade();
    void idle_onePage_hasNoTimers();

private:
    std::unique_ptr<BoardCanvas> shown(const Board &board, bool isMotionReduced = true);
    Look m_look;
    FixedClock m_clock;
};

void tst_BoardCanvas::initTestCase()
{
    initBoardResources();
    QVERIFY(installLanguage(QStringLiteral("en")));
    const auto theme = loadTheme(QStringLiteral("dark"));
    QVERIFY(theme);
    m_look.theme = *theme;
}

std::unique_ptr<BoardCanvas> tst_BoardCanvas::shown(const Board &board, bool isMotionReduced)
{
    Look look = m_look;
    look.isMotionReduced = isMotionReduced;
    auto canvas = std::make_unique<BoardCanvas>(look, m_clock);
    canvas->resize(1280, 720);
    canvas->setBoard(board);
    PaintSpy spy(canvas.get());
    canvas->show();
    if (!QTest::qWaitForWindowExposed(canvas.get())
        || !QTest::qWaitFor([&] { return spy.count > 0; }))
        qFatal("the canvas was never painted");
    QCoreApplication::processEvents();
    return canvas;
}

void tst_BoardCanvas::setBoard_beforeTheFirst_showsNothingYet()
{
    BoardCanvas canvas(m_look, m_clock);
    canvas.resize(800, 480);
    QImage expected(800, 480, QImage::Format_RGB32);
    expected.fill(m_look.theme.background);
    QCOMPARE(canvas.grab().toImage().convertToFormat(QImage::Format_RGB32), expected);
}

void tst_BoardCanvas::setBoard_oneCardChanges_repaintsThatCardOnly_data()
{
    QTest::addColumn<int>("taps");
    QTest::newRow("cards") << 8;
    QTest::newRow("list") << 30;
}

void tst_BoardCanvas::setBoard_oneCardChanges_repaintsThatCardOnly()
{
    QFETCH(const int, taps);
    Board board = test::boardOf({test::plainBeer()}, taps);
    board.menuUrl = QStringLiteral("http://10.0.0.5:8080/");
    const auto canvas = shown(board);
    PaintSpy spy(canvas.get());
    for (const int tap : {0, taps - 1}) {
        spy.region = {};
        board.sequence += 1;
        board.taps[tap].beer->abv = 6.66;
        canvas->setBoard(board);
        QTRY_VERIFY(!spy.region.isEmpty());
        QCoreApplication::processEvents();
        QCOMPARE(spy.region, QRegion(canvas->boardLayout().cardRect(tap)));
    }
    QCOMPARE(spy.count, 2);
}

void tst_BoardCanvas::setBoard_nothingVisibleChanges_repaintsNothing()
{
    Board board = test::boardOf({test::plainBeer()}, 8);
    const auto canvas = shown(board);
    PaintSpy spy(canvas.get());
    board.sequence += 1;
    canvas->setBoard(board);
    board.taps[3].beer->notes = QStringLiteral("not for guests");
    canvas->setBoard(board);
    canvas->setFreshness({true, m_clock.now});
    QCoreApplication::processEvents();
    QCOMPARE(spy.count, 0);
}

void tst_BoardCanvas::setBoard_newBeer_glowsOnItsCardAndThenIsIdle()
{
    Board board = test::boardOf({test::plainBeer()}, 8);
    const auto canvas = shown(board, false);
    QVERIFY(isIdle(*canvas));
    PaintSpy spy(canvas.get());
    board.taps[2].beer = test::nastyBeers().at(1);
    canvas->setBoard(board);
    QVERIFY(!isIdle(*canvas));
    QTRY_VERIFY(isIdle(*canvas));
    QCoreApplication::processEvents();
    QVERIFY(spy.count > 2);
    QCOMPARE(spy.region, QRegion(canvas->boardLayout().cardRect(2)));
    // Nothing of the glow is left.
    BoardCanvas other(m_look, m_clock);
    other.resize(canvas->size());
    other.setBoard(board);
    QCOMPARE(canvas->grab().toImage(), other.grab().toImage());
}

void tst_BoardCanvas::setBoard_otherTapCount_laysOutAnew()
{
    const auto canvas = shown(test::boardOf({test::plainBeer()}, 8));
    canvas->setBoard(test::boardOf({test::plainBeer()}, 3));
    QCOMPARE(canvas->boardLayout().tapCount, 3);
    canvas->setBoard({});
    QCOMPARE(canvas->boardLayout().kind, BoardLayout::Kind::Empty);
}

void tst_BoardCanvas::setBoard_otherMenu_laysOutAnew()
{
    Board board = test::boardOf({test::plainBeer()}, 8);
    const auto canvas = shown(board);
    const QImage without = canvas->grab().toImage();
    PaintSpy spy(canvas.get());
    for (const char *url : {"http://10.0.0.5:8080/", "https://bar.example/menu", ""}) {
        board.menuUrl = QLatin1String(url);
        canvas->setBoard(board);
        QTRY_VERIFY(spy.count > 0);
        QCOMPARE(canvas->boardLayout().code.panel.isEmpty(), board.menuUrl.isEmpty());
        RenderOptions options;
        options.size = canvas->size();
        const auto picture = renderBoard(board, {}, options);
        QVERIFY(picture);
        QCOMPARE(canvas->grab().toImage().convertToFormat(QImage::Format_RGB32), picture->image);
        QCoreApplication::processEvents();
        spy.count = 0;
        board.sequence += 1;
        canvas->setBoard(board);
        QCoreApplication::processEvents();
        QCOMPARE(spy.count, 0);
    }
    QCOMPARE(canvas->grab().toImage(), without);
}

void tst_BoardCanvas::resize_anyShape_survives()
{
    BoardCanvas canvas(m_look, m_clock);
    canvas.show();
    for (const int taps : {0, 1, 5, 12, 24}) {
        canvas.setBoard(test::boardOf(test::nastyBeers(), taps));
        for (const QSize &size : {QSize(0, 0), QSize(1, 1), QSize(3, 900), QSize(2000, 9)}) {
            canvas.resize(size);
            QCOMPARE(canvas.boardLayout().size, size);
            canvas.grab();
        }
    }
}

void tst_BoardCanvas::setBoard_hiddenPage_isRightWhenItsTurnComes()
{
    Board board = test::boardOf({test::plainBeer()}, 13);
    const auto canvas = shown(board);
    PaintSpy spy(canvas.get());
    board.taps[12].beer->name = QStringLiteral("Changed while hidden");
    canvas->setBoard(board);
    QCoreApplication::processEvents();
    QCOMPARE(spy.count, 0);
    canvas->showNextPage();
    const auto fresh = shown(board);
    fresh->showNextPage();
    QCOMPARE(canvas->grab().toImage(), fresh->grab().toImage());
}

void tst_BoardCanvas::setFreshness_oldCopy_repaintsTheHeaderOnly()
{
    const auto canvas = shown(test::boardOf({test::plainBeer()}, 8));
    const QImage current = canvas->grab().toImage();
    PaintSpy spy(canvas.get());
    canvas->setFreshness({false, m_clock.now.addSecs(-600)});
    QTRY_VERIFY(spy.count > 0);
    QVERIFY(canvas->boardLayout().header.contains(spy.region.boundingRect()));
    QVERIFY(canvas->grab().toImage() != current);
    canvas->setFreshness({true, m_clock.now});
    QCOMPARE(canvas->grab().toImage(), current);
    QVERIFY(isIdle(*canvas));
}

void tst_BoardCanvas::setFreshness_afterADay_asksForADate()
{
    const auto canvas = shown(test::boardOf({test::plainBeer()}, 2));
    canvas->setFreshness({false, m_clock.now.addSecs(-600)});
    const auto timers = canvas->findChildren<QTimer *>();
    const auto running = std::find_if(timers.begin(), timers.end(),
                                      [](QTimer *timer) { return timer->isActive(); });
    QVERIFY(running != timers.end());
    QVERIFY((*running)->isSingleShot());
    QCOMPARE((*running)->interval(), (86'400 - 600 + 1) * 1000);
    canvas->setFreshness({false, m_clock.now.addDays(-2)});
    QVERIFY(isIdle(*canvas));
    // A clock that was set back by years.
    canvas->setFreshness({false, m_clock.now.addYears(50)});
    QVERIFY((*running)->isActive());
    QCOMPARE((*running)->interval(), 86'400 * 1000);
}

void tst_BoardCanvas::paintEvent_widget_equalsThePicture()
{
    for (const int taps : {1, 12, 24}) {
        const Board board = test::boardOf(test::nastyBeers(), taps);
        BoardCanvas canvas(m_look, m_clock);
        canvas.resize(1280, 720);
        canvas.setBoard(board);
        RenderOptions options;
        options.size = canvas.size();
        const auto picture = renderBoard(board, {}, options);
        QVERIFY(picture);
        QCOMPARE(canvas.grab().toImage().convertToFormat(QImage::Format_RGB32), picture->image);
    }
}

void tst_BoardCanvas::paintEvent_firstBoard_isLogged()
{
    BoardCanvas canvas(m_look, m_clock);
    canvas.resize(800, 480);
    canvas.grab();
    QTest::ignoreMessage(QtInfoMsg, "first board painted");
    canvas.setBoard(test::boardOf({test::plainBeer()}, 3));
    canvas.grab();
}

void tst_BoardCanvas::showNextPage_manyPages_turnsAndReturns()
{
    const auto canvas = shown(test::boardOf({test::plainBeer()}, 13), false);
    QVERIFY(!isIdle(*canvas)); // the page timer
    const QImage first = canvas->grab().toImage();
    canvas->showNextPage();
    QCOMPARE(canvas->page(), 1);
    const auto animations = canvas->findChildren<QVariantAnimation *>();
    const auto isFading = [&] {
        return std::any_of(animations.begin(), animations.end(), [](QVariantAnimation *animation) {
            return animation->state() == QAbstractAnimation::Running;
        });
    };
    QVERIFY(isFading());
    QTRY_VERIFY(!isFading());
    QVERIFY(canvas->grab().toImage() != first);
    canvas->showNextPage();
    QCOMPARE(canvas->page(), 0);
    QTRY_VERIFY(!isFading());
    QCOMPARE(canvas->grab().toImage(), first);
}

void tst_BoardCanvas::showNextPage_reducedMotion_doesNotFade()
{
    const auto canvas = shown(test::boardOf({test::plainBeer()}, 13), true);
    canvas->showNextPage();
    QCOMPARE(canvas->page(), 1);
    for (const auto *animation : canvas->findChildren<QAbstractAnimation *>())
        QCOMPARE(animation->state(), QAbstractAnimation::Stopped);
}

void tst_BoardCanvas::idle_onePage_hasNoTimers()
{
    const auto canvas = shown(test::boardOf({test::plainBeer()}, 12), false);
    QVERIFY(isIdle(*canvas));
    canvas->setBoard(test::boardOf({test::plainBeer()}, 13));
    QVERIFY(!isIdle(*canvas));
    canvas->hide();
    QVERIFY(isIdle(*canvas));
}

QTEST_MAIN(tst_BoardCanvas)
#include "tst_boardcanvas.moc"
