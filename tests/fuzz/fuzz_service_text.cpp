// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The TXT record of a service on the network: two bytes of port, then strings that end with a zero.

#include "core/net/service_text.h"
#include "tests/fuzz/expect.h"
#include "tests/fuzz/input.h"

using namespace keg;
using namespace keg::fuzz;
using namespace keg::net;

extern "C" int LLVMFuzzerTestOneInput(const quint8 *data, std::size_t size)
{
    Input input(data, size);
    const int high = input.number() << 8;
    const auto port = quint16(high | input.number());
    const auto words = fromServiceText(input.rest().split('\0'), port);
    if (!words)
        return 0;
    EXPECT(!words->primary.isNull() && words->notifyPort == port && words->snapshotPort > 0);
    const QByteArrayList text = toServiceText(*words);
    const auto again = fromServiceText(text, port);
    EXPECT(again && toServiceText(*again) == text);
    EXPECT(wire::announcedName(words->name) == words->name);
    for (const QByteArray &pair : text)
        EXPECT(pair.size() <= 255);
    return 0;
}
