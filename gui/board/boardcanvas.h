// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/clock.h"
#include "core/domain/board.h"
#include "gui/board/compose.h"

#include <QPixmap>
#include <QTimer>
#include <QVariantAnimation>
#include <QWidget>

namespace keg {

/// The tap board: paints the last value it was given, and of a new one only what differs.
/// Asks nobody and waits for nothing; stands still, without any timer, unless it has pages.
class BoardCanvas final : public QWidget
{
    Q_OBJECT

public:
    /// The clock must outlive the canvas.
    BoardCanvas(Look look, const Clock &clock, QWidget *parent = nullptr);

    void setBoard(const Board &board);
    void setFreshness(const Freshness &freshness);
    /// What is said while there are no taps.
    void setNotice(const Notice &notice);
    /// Diagonal of the screen in mm and the eye's distance in m, for the smallest type; 0: unknown.
    void setViewing(double screenMm, double distanceM);

    const BoardLayout &boardLayout() const { return m_layout; }
    int page() const { return m_page; } ///< counts from 0

public slots:
    void showNextPage();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void arrange();
    void composeAll();
    void updateHead();
    void updateTap(int index, const BoardTap &before);
    void highlight(int tapNumber);
    void updateGlow();
    void startPageTimer();
    void endFade();
    QPixmap grabbedPage() const;
    void noteFirstPaint();

    Look m_look;
    const Clock &m_clock;
    Board m_board;
    Freshness m_freshness;
    Notice m_notice;
    bool m_hasBoard = false; ///< until then there is nothing to show, and after it there is news
    bool m_hasPainted = false; ///< a board
    double m_screenMm = 0;
    double m_distanceM = 0;

    BoardLayout m_layout;
    PagePicture m_picture; ///< of the page that shows
    int m_page = 0;

    QTimer m_pageTimer{this};
    QTimer m_ageTimer{this}; ///< when the mark of an old copy begins to need a date
    QVariantAnimation m_fade{this};
    QPixmap m_leavingPage;
    QPixmap m_comingPage;
    QVariantAnimation m_glow{this};
    QList<int> m_newTaps; ///< numbers of those that glow
};

} // namespace keg
