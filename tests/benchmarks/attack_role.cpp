// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/benchmarks/orders.h"
#include "tests/benchmarks/roles.h"

#include <QRandomGenerator>

#include <array>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace keg::bench {

namespace {

constexpr int HalfOpen = 2'000;
constexpr int Addresses = 4; // of the attacker
// The first bytes of a TLS handshake, of which no more follow.
constexpr std::array<quint8, 9> Beginning{0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc};

/// -1: refused.
int connectFrom(int number, quint16 port)
{
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + quint32(number % Addresses));
    auto *raw = reinterpret_cast<sockaddr *>(&address);
    ::bind(descriptor, raw, sizeof address);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    if (::connect(descriptor, raw, sizeof address) == 0)
        return descriptor;
    ::close(descriptor);
    return -1;
}

/// Every second one says nothing at all.
int openHalf(int number, quint16 port)
{
    const int descriptor = connectFrom(number, port);
    if (descriptor >= 0 && number % 2 == 0)
        (void)::send(descriptor, Beginning.data(), Beginning.size(), MSG_NOSIGNAL);
    return descriptor;
}

bool isClosed(int descriptor)
{
    char byte = 0;
    return descriptor < 0 || ::recv(descriptor, &byte, 1, MSG_DONTWAIT | MSG_PEEK) == 0;
}

/// Half of it looks like TLS at first.
void throwGarbage(int number, quint16 port)
{
    const int descriptor = connectFrom(number, port);
    if (descriptor < 0)
        return;
    std::array<quint32, 1'024> garbage{};
    QRandomGenerator::global()->fillRange(garbage.data(), garbage.size());
    auto *bytes = reinterpret_cast<quint8 *>(garbage.data());
    if (number % 2 == 0)
        std::copy(Beginning.begin(), Beginning.begin() + 5, bytes);
    (void)::send(descriptor, bytes, sizeof garbage, MSG_NOSIGNAL);
    ::close(descriptor);
}

} // namespace

int serveAttack(quint16 port)
{
    rlimit descriptors{};
    ::getrlimit(RLIMIT_NOFILE, &descriptors);
    descriptors.rlim_cur = descriptors.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &descriptors);
    std::vector<int> held(HalfOpen, -1);
    for (int round = 0;; ++round) {
        for (int number = 0; number < HalfOpen; ++number) {
            int &descriptor = held[std::size_t(number)];
            if (isClosed(descriptor)) {
                if (descriptor >= 0)
                    ::close(descriptor);
                descriptor = openHalf(number, port);
            }
            if (number % 20 == 0)
                throwGarbage(number / 20, port);
        }
        if (round == 0)
            say("attacking");
        ::usleep(10'000);
    }
}

} // namespace keg::bench
