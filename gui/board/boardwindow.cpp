// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "gui/board/boardwindow.h"

#include "gui/board/boardcanvas.h"

#include <QCloseEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QScreen>
#include <QVBoxLayout>

namespace keg {

namespace {

constexpr QSize SmallestWindow{320, 240};
constexpr QSize FirstWindow{1280, 720};

} // namespace

BoardWindow::BoardWindow(BoardCanvas *canvas, Mode mode, QWidget *parent)
    : QWidget(parent)
    , m_mode(mode)
{
    setWindowTitle(QStringLiteral("KegDisplay"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(canvas);
    if (mode == Mode::Window) {
        setMinimumSize(SmallestWindow);
        resize(FirstWindow);
        return;
    }
    setWindowFlag(Qt::FramelessWindowHint);
    setCursor(Qt::BlankCursor);
    // A television that is switched on later, or turned, brings another screen or geometry.
    connect(qGuiApp, &QGuiApplication::primaryScreenChanged, this, &BoardWindow::follow);
    follow(QGuiApplication::primaryScreen());
}

void BoardWindow::present()
{
    if (m_mode == Mode::Window) {
        show();
        return;
    }
    fillScreen();
    showFullScreen();
}

void BoardWindow::follow(QScreen *screen)
{
    if (screen == nullptr)
        return;
    connect(screen, &QScreen::geometryChanged, this, &BoardWindow::fillScreen,
            Qt::UniqueConnection);
    fillScreen();
}

/// Without a window manager, showFullScreen() leaves the size as it is.
void BoardWindow::fillScreen()
{
    if (const QScreen *screen = QGuiApplication::primaryScreen())
        setGeometry(screen->geometry());
}

void BoardWindow::keyPressEvent(QKeyEvent *event)
{
    if (m_mode == Mode::Kiosk && event->key() == Qt::Key_Escape)
        close();
    else
        QWidget::keyPressEvent(event);
}

void BoardWindow::closeEvent(QCloseEvent *event)
{
    // From outside (Alt+F4, the window manager): a locked kiosk stays. The program itself may.
    event->setAccepted(m_mode != Mode::LockedKiosk || !event->spontaneous());
}

} // namespace keg
