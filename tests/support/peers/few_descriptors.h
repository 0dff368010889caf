// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <cstddef>

#include <sys/resource.h>

namespace keg::test {

/// Keeps this process from opening more than a few descriptors, as long as it lives.
class FewDescriptors
{
public:
    explicit FewDescriptors(std::size_t more);
    ~FewDescriptors();
    FewDescriptors(const FewDescriptors &) = delete;
    FewDescriptors &operator=(const FewDescriptors &) = delete;

private:
    rlimit m_before{};
};

} // namespace keg::test
