// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QString>

#include <sys/types.h>

namespace keg {

/// A file descriptor that closes itself.
class Descriptor
{
public:
    explicit Descriptor(int number)
        : m_number(number)
    {}
    ~Descriptor();
    Descriptor(Descriptor &&other) noexcept;
    Descriptor &operator=(Descriptor &&) = delete;
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;

    bool isOpen() const { return m_number >= 0; }
    int number() const { return m_number; }

private:
    int m_number;
};

/// Gives the open `file` to the owner and group of what is open as `owned`, usually the folder that
/// it is in: as root one works for them, and they could not use it otherwise. Does nothing for
/// other users. Both may be open with O_PATH. False: errno says why.
bool giveToOwnerOf(int owned, int file);
bool giveToOwnerOf(const QString &owned, int file);
/// The same for a file that was opened by `path`.
bool giveToOwnerOfFolder(const QString &path, int file);

/// The name of the user who owns `path`, his number if he has none. Where this user may not look
/// that far: of the folder that keeps him out.
QString ownerOf(const QString &path);
/// The same for its group.
QString groupOf(const QString &path);

} // namespace keg
