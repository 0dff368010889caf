// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// Messages off a stream that arrives in two pieces.

#include "core/wire/message_reader.h"
#include "tests/fuzz/expect.h"
#include "tests/fuzz/input.h"

using namespace keg;
using namespace keg::fuzz;
using namespace keg::wire;

extern "C" int LLVMFuzzerTestOneInput(const quint8 *data, std::size_t size)
{
    Input input(data, size);
    MessageReader reader(StrangerFrameLimit);
    reader.append(input.bytes(input.number()));
    auto message = reader.next();
    while (message && *message) {
        reader.setFrameLimit(PeerFrameLimit);
        message = reader.next();
    }
    const bool isBroken = !message;
    reader.append(input.rest());
    do {
        message = reader.next();
        EXPECT(!isBroken || !message);
    } while (message && *message);
    EXPECT(message || reader.next().error().message == message.error().message);
    return 0;
}
