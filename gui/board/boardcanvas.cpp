// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "gui/board/boardcanvas.h"

#include "core/base/log.h"
#include "gui/board/painter.h"

#include <QPaintEvent>
#include <QPainter>

#include <algorithm>
#include <utility>

namespace keg {

namespace {

using std::chrono::seconds;

constexpr milliseconds FadeTime{600};
constexpr milliseconds GlowTime{2000};
constexpr qint64 SecondsOfDay = 86'400;

/// Time enough to read a page: 8 to 15 s.
seconds pageTime(int taps)
{
    return seconds(std::clamp(6 + taps / 2, 8, 15));
}

} // namespace

BoardCanvas::BoardCanvas(Look look, const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_look(std::move(look))
    , m_clock(clock)
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    connect(&m_pageTimer, &QTimer::timeout, this, &BoardCanvas::showNextPage);
    m_ageTimer.setSingleShot(true);
    connect(&m_ageTimer, &QTimer::timeout, this, &BoardCanvas::updateHead);

    m_fade.setStartValue(0.0);
    m_fade.setEndValue(1.0);
    m_fade.setDuration(int(FadeTime.count()));
    connect(&m_fade, &QVariantAnimation::valueChanged, this, [this] { update(); });
    connect(&m_fade, &QVariantAnimation::finished, this, &BoardCanvas::endFade);

    m_glow.setStartValue(1.0);
    m_glow.setEndValue(0.0);
    m_glow.setEasingCurve(QEasingCurve::InQuad);
    m_glow.setDuration(int(GlowTime.count()));
    connect(&m_glow, &QVariantAnimation::valueChanged, this, &BoardCanvas::updateGlow);
    connect(&m_glow, &QVariantAnimation::finished, this, [this] { m_newTaps.clear(); });
}

void BoardCanvas::setBoard(const Board &board)
{
    const Board before = std::exchange(m_board, board);
    const bool isFirst = !std::exchange(m_hasBoard, true);
    const bool isSameMenu = before.menuUrl == board.menuUrl;
    if (!isFirst && before.taps == board.taps && isSameMenu)
        return;
    endFade();
    if (isFirst || before.taps.size() != board.taps.size() || !isSameMenu) {
        arrange();
        return;
    }
    for (int i = m_layout.firstTap(m_page); i < m_layout.firstTap(m_page + 1); ++i) {
        if (board.taps.at(i) != before.taps.at(i))
            updateTap(i, before.taps.at(i));
    }
}

void BoardCanvas::setFreshness(const Freshness &freshness)
{
    m_freshness = freshness;
    updateHead();
}

void BoardCanvas::setNotice(const Notice &notice)
{
    m_notice = notice;
    updateHead();
}

void BoardCanvas::setViewing(double screenMm, double distanceM)
{
    m_screenMm = screenMm;
    m_distanceM = distanceM;
    arrange();
}

/// Lays everything out anew: another size, another number of taps, another menu.
void BoardCanvas::arrange()
{
    endFade();
    m_layout = layoutOf(m_board, {size(), m_screenMm, m_distanceM});
    m_page = std::min(m_page, m_layout.pageCount - 1);
    composeAll();
    startPageTimer();
    update();
}

void BoardCanvas::composeAll()
{
    m_picture
        = composePage(m_board, m_layout, m_page, m_freshness, m_clock.utcNow(), m_look, m_notice);
}

void BoardCanvas::updateHead()
{
    const QDateTime now = m_clock.utcNow();
    const qint64 untilDate = now.secsTo(m_freshness.asOf) + SecondsOfDay + 1;
    if (!m_freshness.isCurrent && m_freshness.asOf.isValid() && untilDate > 0)
        m_ageTimer.start(seconds(std::min(untilDate, SecondsOfDay))); // clocks may jump
    else
        m_ageTimer.stop();
    HeadPicture head = composeHead(m_layout, m_page, m_freshness, now, m_look, m_notice);
    if (head == m_picture.head)
        return;
    endFade();
    m_picture.head = std::move(head);
    update(m_picture.headRect);
}

/// Composes a tap that changed; repaints it if that can be seen.
void BoardCanvas::updateTap(int index, const BoardTap &before)
{
    const BoardTap &tap = m_board.taps.at(index);
    CardPicture card = composeTap(tap, index, m_layout, m_look);
    CardPicture &shown = m_picture.cards[index - m_layout.firstTap(m_page)];
    if (card == shown)
        return;
    shown = std::move(card);
    update(shown.rect);
    if (tap.beer && (!before.beer || before.beer->id != tap.beer->id))
        highlight(tap.number);
}

void BoardCanvas::highlight(int tapNumber)
{
    if (m_look.isMotionReduced)
        return;
    if (!m_newTaps.contains(tapNumber))
        m_newTaps.append(tapNumber);
    m_glow.stop();
    m_glow.start();
}

void BoardCanvas::updateGlow()
{
    for (const CardPicture &card : std::as_const(m_picture.cards)) {
        if (m_newTaps.contains(card.tap))
            update(card.rect);
    }
}

void BoardCanvas::startPageTimer()
{
    if (m_layout.pageCount > 1 && isVisible())
        m_pageTimer.start(pageTime(m_layout.tapsOnPage(m_page)));
    else
        m_pageTimer.stop();
}

void BoardCanvas::showNextPage()
{
    if (m_layout.pageCount < 2)
        return;
    endFade();
    const bool fades = isVisible() && !m_look.isMotionReduced;
    if (fades)
        m_leavingPage = grabbedPage();
    m_page = (m_page + 1) % m_layout.pageCount;
    composeAll();
    startPageTimer();
    update();
    if (fades) {
        m_comingPage = grabbedPage();
        m_fade.start();
    }
}

void BoardCanvas::endFade()
{
    if (m_leavingPage.isNull())
        return;
    m_fade.stop();
    m_leavingPage = {};
    m_comingPage = {};
    update();
}

QPixmap BoardCanvas::grabbedPage() const
{
    QPixmap pixmap(size() * devicePixelRatioF());
    pixmap.setDevicePixelRatio(devicePixelRatioF());
    QPainter painter(&pixmap);
    paintPage(painter, m_picture, m_look.theme, rect());
    return pixmap;
}

void BoardCanvas::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    if (!m_hasBoard) {
        painter.fillRect(event->rect(), m_look.theme.background);
        return;
    }
    if (!m_leavingPage.isNull()) {
        painter.drawPixmap(0, 0, m_leavingPage);
        painter.setOpacity(m_fade.currentValue().toDouble());
        painter.drawPixmap(0, 0, m_comingPage);
        return;
    }
    paintPage(painter, m_picture, m_look.theme, event->region());
    noteFirstPaint();
    if (m_glow.state() != QAbstractAnimation::Running)
        return;
    for (const CardPicture &card : std::as_const(m_picture.cards)) {
        if (m_newTaps.contains(card.tap) && event->region().intersects(card.rect))
            paintHighlight(painter, card, m_glow.currentValue().toDouble(), m_look.theme);
    }
}

/// For whoever waits for a screen after its start.
void BoardCanvas::noteFirstPaint()
{
    if (!std::exchange(m_hasPainted, true))
        qCInfo(logBoard) << "first board painted";
}

void BoardCanvas::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void BoardCanvas::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    startPageTimer();
}

void BoardCanvas::hideEvent(QHideEvent *event)
{
    m_pageTimer.stop();
    endFade();
    QWidget::hideEvent(event);
}

} // namespace keg
