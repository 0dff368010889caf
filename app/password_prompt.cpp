// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/password_prompt.h"

#include "app/one_line.h"

#include <QStringDecoder>

#include <cerrno>

#include <unistd.h>

#include <termios.h>

namespace keg::app {

namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype LongestLine = 8192;
constexpr char CtrlC = '\x03';

/// While it lives, the terminal shows nothing of what is typed; Ctrl+C ends the line, so that the
/// program does not die with the terminal mute.
class MuteTerminal
{
public:
    MuteTerminal()
    {
        if (::tcgetattr(STDIN_FILENO, &m_before) != 0)
            return;
        termios mute = m_before;
        mute.c_lflag &= ~tcflag_t(ECHO | ISIG);
        mute.c_cc[VEOL] = CtrlC;
        m_isMute = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &mute) == 0;
    }
    ~MuteTerminal()
    {
        if (m_isMute)
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
    }
    MuteTerminal(const MuteTerminal &) = delete;
    MuteTerminal &operator=(const MuteTerminal &) = delete;

    bool isMute() const { return m_isMute; }

private:
    termios m_before{};
    bool m_isMute = false;
};

void prompt(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    (void)!::write(STDERR_FILENO, bytes.constData(), size_t(bytes.size()));
}

bool isEndOfLine(char byte)
{
    return byte == '\n' || byte == CtrlC;
}

/// Up to the end of the line, which is part of it, or of the file; byte by byte, so that the next
/// line stays for whoever reads it.
QByteArray readLine()
{
    QByteArray line;
    char byte = 0;
    while (line.size() <= LongestLine) {
        const ssize_t count = ::read(STDIN_FILENO, &byte, 1);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            break;
        line += byte;
        if (isEndOfLine(byte))
            break;
    }
    return line;
}

Result<QString> textOf(QByteArray line)
{
    if (line.size() > LongestLine)
        return Error{ErrorCode::Refused, u"the password is too long: give a shorter one"_s};
    if (line.endsWith('\n'))
        line.chop(1);
    if (line.endsWith('\r'))
        line.chop(1);
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(line);
    if (decoder.hasError())
        return Error{ErrorCode::Refused, u"the password is no UTF-8: give one that is"_s};
    return text;
}

Result<QString> askOnce(const QString &question)
{
    const MuteTerminal terminal;
    if (!terminal.isMute())
        return Error{ErrorCode::Usage,
                     u"there is no terminal to ask for the password: say --password-stdin and give "
                     "it on standard input"_s};
    prompt(question);
    const QByteArray line = readLine();
    prompt(u"\n"_s);
    if (line.endsWith(CtrlC))
        return Error{ErrorCode::Failed, u"given up, nothing was changed"_s};
    return textOf(line);
}

} // namespace

Result<QString> readPassword()
{
    const QByteArray line = readLine();
    if (line.isEmpty())
        return Error{ErrorCode::Refused, u"there is no password on standard input: give one"_s};
    return textOf(line);
}

Result<QString> askPassword(const QString &name)
{
    auto first = askOnce(u"Password for %1: "_s.arg(onOneLine(name)));
    if (!first)
        return first;
    auto second = askOnce(u"The same again: "_s);
    if (!second)
        return second;
    if (*first != *second)
        return Error{ErrorCode::Refused, u"the two passwords differ: try again"_s};
    return first;
}

} // namespace keg::app
