// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include <QLocalServer>
#include <QLocalSocket>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

/// How the program finds a display to show its window on.
class tst_Display : public QObject
{
    Q_OBJECT

private slots:
    void x11_lookedFor_keepsOneConnectionUntilQtHasAnother();
};

/// An X server whose last client leaves starts over, and throws out whoever comes meanwhile.
void tst_Display::x11_lookedFor_keepsOneConnectionUntilQtHasAnother()
{
    const QTemporaryDir folder;
    const QString number = QString::number(QCoreApplication::applicationPid());
    QLocalServer server;
    server.setSocketOptions(QLocalServer::AbstractNamespaceOption);
    QVERIFY(server.listen(u"/tmp/.X11-unix/X"_s + number));

    QProcess program;
    QProcessEnvironment environment;
    environment.insert(u"HOME"_s, folder.path());
    environment.insert(u"DISPLAY"_s, u':' + number);
    environment.insert(u"KEGDISPLAY_CONFIG"_s, u"/dev/null"_s);
    program.setProcessEnvironment(environment);
    program.start(QStringLiteral(KEG_PROGRAM), {u"--db-path"_s, folder.filePath(u"beer.db"_s)});
    QTRY_VERIFY(server.hasPendingConnections());
    const auto *search = server.nextPendingConnection();
    QTRY_VERIFY(server.hasPendingConnections());
    auto *qt = server.nextPendingConnection();
    QTRY_VERIFY(qt->bytesAvailable() > 0);
    QCOMPARE(search->state(), QLocalSocket::ConnectedState);

    qt->abort();
    QTRY_COMPARE(program.state(), QProcess::NotRunning);
    QCOMPARE(program.exitCode(), 1);
    QVERIFY(program.readAllStandardError().contains("no usable display"));
}

QTEST_GUILESS_MAIN(tst_Display)
#include "tst_display.moc"
