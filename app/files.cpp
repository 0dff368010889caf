// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/files.h"

#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <algorithm>

namespace keg::app {

namespace {

using namespace Qt::StringLiterals;

/// Where a file is, or would be if it were made.
QString placeOf(const QString &path)
{
    const QFileInfo file(path);
    if (file.exists())
        return file.canonicalFilePath();
    const QString folder = QFileInfo(file.absolutePath()).canonicalFilePath();
    return (folder.isEmpty() ? file.absolutePath() : folder) + u'/' + file.fileName();
}

/// Whether writing there would destroy what belongs to the database.
bool isOfDatabase(const QFileInfo &target, const QString &database)
{
    static const QStringList endings{u""_s, u"-wal"_s, u"-shm"_s, u"-journal"_s};
    return std::ranges::any_of(endings, [&](const QString &ending) {
        return areSameFile(target.filePath(), placeOf(database) + ending);
    });
}

Result<void> checkTarget(const QFileInfo &target, bool mayOverwrite, const QString &database)
{
    const QString path = target.filePath();
    if (target.isDir())
        return Error{ErrorCode::Refused, u"%1 is a folder; name a file in it"_s.arg(path)};
    if (isOfDatabase(target, database))
        return Error{ErrorCode::Refused,
                     u"%1 is the database itself; name another file"_s.arg(path)};
    if (target.isFile() && !mayOverwrite)
        return Error{ErrorCode::Refused,
                     u"%1 is there already; name another file or say --force"_s.arg(path)};
    if (!QFileInfo(target.absolutePath()).isDir())
        return Error{ErrorCode::NotFound,
                     u"there is no folder %1; create it first"_s.arg(target.absolutePath())};
    return {};
}

Error writeError(const QFileDevice &file, ErrorCode code = ErrorCode::Failed)
{
    const bool isFull = file.error() == QFileDevice::ResourceError;
    return {isFull ? ErrorCode::DiskFull : code,
            u"%1 cannot be written: %2"_s.arg(file.fileName(), file.errorString())};
}

} // namespace

bool areSameFile(const QString &one, const QString &other)
{
    return placeOf(one) == placeOf(other);
}

Result<QByteArray> readFile(const QString &path, qint64 limit)
{
    const QFileInfo info(path);
    if (!info.exists())
        return Error{ErrorCode::NotFound, u"%1: there is no such file"_s.arg(path)};
    if (info.isDir())
        return Error{ErrorCode::Refused, u"%1 is a folder; name a file in it"_s.arg(path)};
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Refused, u"%1 cannot be read: %2"_s.arg(path, file.errorString())};
    QByteArray bytes = file.read(limit + 1);
    if (bytes.size() > limit)
        return Error{ErrorCode::Refused,
                     u"%1 is too large: more than %2 MiB"_s.arg(path).arg(limit / (1024 * 1024))};
    return bytes;
}

Result<TargetFile> TargetFile::open(const QString &path, bool mayOverwrite, const QString &database)
{
    const QFileInfo target(path);
    if (auto checked = checkTarget(target, mayOverwrite, database); !checked)
        return checked.error();
    std::unique_ptr<QFileDevice> file;
    if (target.exists() && !target.isFile())
        file = std::make_unique<QFile>(path);
    else
        file = std::make_unique<QSaveFile>(path);
    if (!file->open(QIODevice::WriteOnly))
        return writeError(*file, ErrorCode::Refused);
    return TargetFile(std::move(file));
}

TargetFile::TargetFile(std::unique_ptr<QFileDevice> file)
    : m_file(std::move(file))
{}

TargetFile::~TargetFile() = default;
TargetFile::TargetFile(TargetFile &&other) noexcept = default;
TargetFile &TargetFile::operator=(TargetFile &&other) noexcept = default;

Result<void> TargetFile::write(const QByteArray &bytes)
{
    if (m_file->write(bytes) != bytes.size() || !m_file->flush())
        return writeError(*m_file);
    return {};
}

Result<void> TargetFile::commit()
{
    if (auto *whole = qobject_cast<QSaveFile *>(m_file.get()); whole && !whole->commit())
        return writeError(*whole);
    return {};
}

} // namespace keg::app
