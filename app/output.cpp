// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/output.h"

#include "app/one_line.h"

#include <cerrno>
#include <cstdio>

namespace keg::app {

using namespace Qt::StringLiterals;

void Output::print(const QJsonDocument &json, const QString &text)
{
    m_bytes = m_isJson ? json.toJson(QJsonDocument::Compact) + '\n' : text.toUtf8();
}

Result<void> Output::flush()
{
    const auto size = size_t(m_bytes.size());
    if (std::fwrite(m_bytes.constData(), 1, size, stdout) == size && std::fflush(stdout) == 0)
        return {};
    return Error{ErrorCode::Failed,
                 u"standard output cannot be written: %1"_s.arg(qt_error_string(errno))};
}

int exitCode(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Usage:
        return 2;
    case ErrorCode::NotFound:
        return 3;
    case ErrorCode::Refused:
    case ErrorCode::TooNew:
        return 4;
    case ErrorCode::Unreachable:
        return 5;
    case ErrorCode::Failed:
    case ErrorCode::Busy:
    case ErrorCode::DiskFull:
    case ErrorCode::Damaged:
    case ErrorCode::Mismatch:
    case ErrorCode::Interrupted:
        break;
    }
    return 1;
}

int report(const Error &error)
{
    const QByteArray line = "kegdisplay: " + onOneLine(error.message).toUtf8() + '\n';
    std::fputs(line.constData(), stderr);
    return exitCode(error.code);
}

} // namespace keg::app
