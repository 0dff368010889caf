// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QWidget>

class QScreen;

namespace keg {

class BoardCanvas;

/// The window around the board: an ordinary one, or the whole screen of a kiosk.
class BoardWindow final : public QWidget
{
    Q_OBJECT

public:
    enum class Mode {
        Window,
        Kiosk, ///< the whole screen, no cursor; Esc leaves
        LockedKiosk, ///< the same, but nothing at the keyboard leaves it
    };

    /// Takes the canvas as its own.
    BoardWindow(BoardCanvas *canvas, Mode mode, QWidget *parent = nullptr);

    /// Shows the window as its mode wants it; without a window manager, too.
    void present();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    void follow(QScreen *screen);
    void fillScreen();

    Mode m_mode;
};

} // namespace keg
