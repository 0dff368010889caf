// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <atomic>

namespace keg {

/// Tells what takes long that the instance is to end. Set once and for all, and asked, from any
/// thread.
class Interruption
{
public:
    void request() { m_isRequested = true; }
    bool isRequested() const { return m_isRequested; }

private:
    std::atomic<bool> m_isRequested = false;
};

} // namespace keg
