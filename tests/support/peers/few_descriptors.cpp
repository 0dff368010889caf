// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/peers/few_descriptors.h"

#include <QDebug>

#include <algorithm>
#include <vector>

#include <unistd.h>

namespace keg::test {

FewDescriptors::FewDescriptors(std::size_t more)
{
    // The log's stream: to look at what it has not seen yet, UBSan needs descriptors.
    QString text;
    QDebug(&text) << text;
    std::vector<int> free(more + 1);
    std::ranges::generate(free, [] { return ::dup(STDIN_FILENO); });
    std::ranges::for_each(free, ::close);
    ::getrlimit(RLIMIT_NOFILE, &m_before);
    rlimit few = m_before;
    few.rlim_cur = rlim_t(free.back());
    ::setrlimit(RLIMIT_NOFILE, &few);
}

FewDescriptors::~FewDescriptors()
{
    ::setrlimit(RLIMIT_NOFILE, &m_before);
}

} // namespace keg::test
