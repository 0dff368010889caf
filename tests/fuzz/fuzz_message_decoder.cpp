// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// One frame, as a message: two bytes of type, then the body.

#include "core/wire/messages.h"
#include "tests/fuzz/expect.h"
#include "tests/fuzz/input.h"

#include <QtEndian>

using namespace keg;
using namespace keg::fuzz;
using namespace keg::wire;

namespace {

Frame frameOf(const QByteArray &bytes)
{
    FrameReader reader(std::numeric_limits<quint32>::max());
    reader.append(bytes);
    const auto frame = reader.next();
    EXPECT(frame && *frame);
    return **frame;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const quint8 *data, std::size_t size)
{
    Input input(data, size);
    Frame frame;
    frame.type = quint16(input.number() << 8);
    frame.type |= input.number();
    frame.body = input.rest();
    const auto message = decode(frame);
    if (!message) {
        EXPECT(message.error().code == ErrorCode::Damaged);
        return 0;
    }
    // Written again it is canonical, and says the same.
    const QByteArray bytes = encode(*message);
    const auto again = decode(frameOf(bytes));
    EXPECT(again && again->index() == message->index() && encode(*again) == bytes);
    return 0;
}
