// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/dated_copy.h"

#include "core/base/clock.h"
#include "core/base/file_owner.h"
#include "core/store/database.h"
#include "core/store/statement.h"

#include <QFile>

#include <cerrno>

#include <sys/stat.h>
#include <unistd.h>

#include <fcntl.h>

namespace keg::store {

namespace {

constexpr mode_t OwnerOnly = 0600;
constexpr mode_t Rights = 0777;

QString freeName(const QString &wanted)
{
    QString name = wanted;
    for (int number = 2; QFile::exists(name); ++number)
        name = QStringLiteral("%1-%2").arg(wanted).arg(number);
    return name;
}

/// Empty, for those who may use the original and for nobody else.
Result<void> makeLike(const QString &original, const QString &path)
{
    struct stat status = {};
    const Descriptor made(::open(QFile::encodeName(path).constData(),
                                 O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, OwnerOnly));
    if (made.isOpen() && ::stat(QFile::encodeName(original).constData(), &status) == 0
        && giveToOwnerOf(original, made.number())
        && ::fchmod(made.number(), status.st_mode & Rights) == 0)
        return {};
    const int reason = errno;
    return Error{reason == ENOSPC ? ErrorCode::DiskFull : ErrorCode::Failed,
                 QStringLiteral("%1 cannot be made: %2").arg(path, qt_error_string(reason))};
}

// On a connection of its own: VACUUM cannot run in the transaction that keeps other writers out.
Result<void> copyTo(const QString &target, const Database &database)
{
    auto source = Database::open(database.path(), Access::ReadWrite);
    if (!source)
        return source.error();
    auto copy = Statement::prepare(**source, "VACUUM INTO ?1");
    if (!copy)
        return copy.error();
    if (auto made = makeLike(database.path(), target); !made)
        return made;
    copy->bind(1, target);
    return copy->run();
}

} // namespace

Result<QString> makeDatedCopy(const Database &database, const Clock &clock)
{
    const QString date = clock.utcNow().toString(QStringLiteral("yyyy-MM-ddTHH-mm-ssZ"));
    const QString name = freeName(database.path() + u'.' + date);
    const QString part = database.path() + QStringLiteral(".copy.part");
    QFile::remove(part);
    if (const auto copied = copyTo(part, database); !copied) {
        QFile::remove(part);
        return copied.error();
    }
    if (!QFile::rename(part, name))
        return Error{ErrorCode::Failed, QStringLiteral("cannot rename %1 to %2").arg(part, name)};
    return name;
}

} // namespace keg::store
