// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// A datagram from anybody on the network.

#include "core/wire/announcement.h"
#include "tests/fuzz/expect.h"
#include "tests/fuzz/input.h"

using namespace keg;
using namespace keg::fuzz;
using namespace keg::wire;

extern "C" int LLVMFuzzerTestOneInput(const quint8 *data, std::size_t size)
{
    const QByteArray bytes = Input(data, size).rest();
    const auto datagram = decodeDatagram(bytes);
    if (!datagram)
        return 0;
    EXPECT(bytes.size() <= DatagramLimit);
    const auto *announce = std::get_if<Announce>(&*datagram);
    EXPECT(announce || bytes.size() >= AskSize);

    const QByteArray written = encodeDatagram(*datagram);
    const auto again = decodeDatagram(written);
    EXPECT(again && encodeDatagram(*again) == written);
    if (announce) {
        EXPECT(written.size() <= AskSize && !announce->primary.isNull());
        EXPECT(announce->notifyPort > 0 && announce->snapshotPort > 0);
        EXPECT(announcedName(announce->name) == announce->name);
    }
    return 0;
}
