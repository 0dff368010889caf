// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The line that somebody pastes after `kegdisplay join`.

#include "core/identity/join_string.h"
#include "core/identity/join_token.h"
#include "tests/fuzz/expect.h"

using namespace keg;
using namespace keg::identity;

extern "C" int LLVMFuzzerTestOneInput(const quint8 *data, std::size_t size)
{
    const QString text = QString::fromUtf8(reinterpret_cast<const char *>(data), qsizetype(size));
    const auto joined = JoinString::parse(text);
    if (!joined) {
        const QString &message = joined.error().message;
        EXPECT(!message.contains(u'\n') && message.size() < 300);
        return 0;
    }
    EXPECT(JoinString::validateHost(joined->host));
    EXPECT(joined->notifyPort > 0 && joined->snapshotPort > 0);
    EXPECT(joined->token.size() == JoinTokenSize);
    const MachineId &id = joined->primary;
    EXPECT(MachineId::fromBytes(id.toByteArray()) == id && qHash(id) == qHash(MachineId(id)));
    EXPECT(id.toString().startsWith(id.shortForm()));

    const QString line = joined->toString();
    const auto again = JoinString::parse(line);
    EXPECT(again && *again == *joined && again->toString() == line);
    return 0;
}
