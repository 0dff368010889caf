// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>

namespace keg::net {

/// A connection to whoever listens on a local socket, such as a display server, as long as it
/// lives; the path of an abstract socket begins with a zero byte.
class LocalConnection
{
public:
    explicit LocalConnection(const QByteArray &socketPath);
    ~LocalConnection();
    LocalConnection(const LocalConnection &) = delete;
    LocalConnection &operator=(const LocalConnection &) = delete;

    /// Whether anybody listens there.
    bool isOpen() const { return m_isOpen; }

private:
    int m_descriptor = -1;
    bool m_isOpen = false;
};

} // namespace keg::net
