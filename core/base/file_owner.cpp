// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/base/file_owner.h"

#include <QFile>
#include <QFileInfo>

#include <utility>

#include <sys/stat.h>
#include <unistd.h>

#include <fcntl.h>

namespace keg {

namespace {

constexpr uid_t Root = 0;

/// The folder above it if this user may look no further.
QFileInfo visible(const QString &path)
{
    QFileInfo file(QFileInfo(path).absoluteFilePath());
    while (!file.exists() && !file.isSymLink() && !file.isRoot())
        file.setFile(file.path());
    return file;
}

} // namespace

Descriptor::~Descriptor()
{
    if (m_number >= 0)
        ::close(m_number);
}

Descriptor::Descriptor(Descriptor &&other) noexcept
    : m_number(std::exchange(other.m_number, -1))
{}

bool giveToOwnerOf(int owned, int file)
{
    struct stat status = {};
    return ::geteuid() != Root
        || (::fstat(owned, &status) == 0
            && ::fchownat(file, "", status.st_uid, status.st_gid, AT_EMPTY_PATH) == 0);
}

bool giveToOwnerOf(const QString &owned, int file)
{
    // Closing it lets go of no lock: nothing was opened but the path.
    const Descriptor opened(::open(QFile::encodeName(owned).constData(), O_PATH | O_CLOEXEC));
    return opened.isOpen() && giveToOwnerOf(opened.number(), file);
}

bool giveToOwnerOfFolder(const QString &path, int file)
{
    return giveToOwnerOf(QFileInfo(path).path(), file);
}

QString ownerOf(const QString &path)
{
    const QFileInfo file = visible(path);
    return file.owner().isEmpty() ? QString::number(file.ownerId()) : file.owner();
}

QString groupOf(const QString &path)
{
    const QFileInfo file = visible(path);
    return file.group().isEmpty() ? QString::number(file.groupId()) : file.group();
}

} // namespace keg
