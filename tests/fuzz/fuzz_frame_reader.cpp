// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// Cutting a stream into frames: however it arrives, the same frames and the same end.

#include "core/wire/frame.h"
#include "tests/fuzz/expect.h"
#include "tests/fuzz/input.h"

#include <QList>

using namespace keg;
using namespace keg::fuzz;
using namespace keg::wire;

namespace {

struct Outcome
{
    QByteArray frames; ///< as they were on the wire
    bool isBroken = false;

    bool operator==(const Outcome &) const = default;
};

/// Feeds the parts one after the other, reading all there is after each.
Outcome read(const QList<QByteArray> &parts, quint32 limit)
{
    Outcome outcome;
    FrameReader reader(PeerFrameLimit);
    reader.setLimit(limit);
    for (const QByteArray &part : parts) {
        reader.append(part);
        auto frame = reader.next();
        for (; frame && *frame; frame = reader.next()) {
            EXPECT(!outcome.isBroken && (*frame)->body.size() + 2 <= limit);
            outcome.frames += encodeFrame((*frame)->type, (*frame)->body);
        }
        outcome.isBroken = !frame;
        EXPECT(frame || frame.error().code == ErrorCode::Damaged);
    }
    return outcome;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const quint8 *data, std::size_t size)
{
    Input input(data, size);
    const quint32 limit = input.number() + 1;
    const int step = input.number() + 1;
    const QByteArray stream = input.rest();
    QList<QByteArray> parts;
    for (Input cut(data + size - stream.size(), std::size_t(stream.size())); !cut.isEmpty();)
        parts += cut.bytes(step);

    const Outcome whole = read({stream}, limit);
    EXPECT(stream.startsWith(whole.frames));
    EXPECT(read(parts, limit) == whole);
    return 0;
}
