// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtGlobal>

#include <chrono>

namespace keg::web {

/// How much strangers may take. "Per address" is per addressGroup().
struct Limits
{
    int connections = 512; ///< in all, and never more than half of what may be open
    int connectionsPerAddress = 64;
    qint64 headerSize = 16 * 1024; ///< bytes
    qint64 bodies = 16 * 1024 * 1024; ///< bytes of all bodies that are in memory
    qint64 answers = 16 * 1024 * 1024; ///< as bodies: of all answers that are being written
    std::chrono::milliseconds headerTime{10'000}; ///< from its first byte; also for a TLS handshake
    std::chrono::milliseconds bodyTime{30'000};
    std::chrono::milliseconds idleTime{60'000}; ///< between requests
    std::chrono::milliseconds answerTime{30'000}; ///< for the handler
    std::chrono::milliseconds writeTime{30'000}; ///< for each 64 KiB of an answer
    std::chrono::milliseconds streamInterval{15'000}; ///< a stream says something at least so often
};

} // namespace keg::web
