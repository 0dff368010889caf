// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// Requests over HTTP, in pieces of one size: they mean the same as in one piece.

#include "core/web/request_reader.h"
#include "tests/fuzz/expect.h"
#include "tests/fuzz/input.h"

#include <algorithm>

using namespace keg::fuzz;
using namespace keg::web;

namespace {

constexpr qint64 HeaderLimit = 2'000;
constexpr qint64 BodyLimit = 1'000;

struct Outcome
{
    QByteArray method;
    Target target;
    Headers headers;
    QByteArray body;
    QByteArray rest; ///< of the next request
    int failure = 0; ///< status; 0: none
    bool isComplete = false;
    bool isKeptAlive = false;
};

void expectRefusal(const Response &response)
{
    EXPECT(response.status >= 400 && response.status <= 501);
    EXPECT(response.body.startsWith("{\"error\":\"") && response.body.size() < 500);
    EXPECT(headerBytes(response, false).count("\r\n\r\n") == 1);
}

void expectHarmless(const RequestReader &reader)
{
    EXPECT(!reader.method().isEmpty() && reader.headers().count("host") <= 1);
    for (const QString &part : reader.target().parts) {
        EXPECT(part != QStringLiteral("..") && part != QStringLiteral("."));
        EXPECT(!part.contains(u'/') && !part.contains(u'\\') && !part.contains(QChar(0)));
    }
    for (const auto &[name, value] : reader.headers().lines())
        EXPECT(!value.contains('\n') && !value.contains('\r') && !name.contains(':'));
}

Outcome outcomeOf(const RequestReader &reader, const QByteArray &rest)
{
    Outcome outcome;
    if (reader.failure()) {
        expectRefusal(*reader.failure());
        outcome.failure = reader.failure()->status;
        return outcome;
    }
    if (!reader.hasHeader())
        return outcome;
    expectHarmless(reader);
    outcome.method = reader.method();
    outcome.target = reader.target();
    outcome.headers = reader.headers();
    outcome.isComplete = reader.isComplete();
    outcome.isKeptAlive = reader.isKeptAlive();
    if (outcome.isComplete) {
        EXPECT(!reader.waitsForContinue() && reader.bodySize() <= BodyLimit);
        outcome.body = reader.body();
        outcome.rest = rest;
    }
    return outcome;
}

/// As a connection does it.
Outcome read(QByteArray bytes, qsizetype step)
{
    RequestReader reader(HeaderLimit);
    QByteArray arrived;
    bool wasLimited = false;
    while (!bytes.isEmpty() && !reader.failure() && !reader.isComplete()) {
        const qsizetype size = std::min(step, bytes.size());
        arrived += bytes.first(size);
        bytes.remove(0, size);
        if (!reader.hasHeader())
            reader.takeHeader(arrived);
        if (reader.hasHeader() && !reader.failure() && !std::exchange(wasLimited, true))
            reader.limitBody(BodyLimit);
        if (reader.hasHeader())
            reader.takeBody(arrived);
    }
    return outcomeOf(reader, arrived + bytes);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const quint8 *data, std::size_t size)
{
    Input input(data, size);
    const qsizetype step = 1 + input.number();
    const QByteArray bytes = input.rest();
    const Outcome pieces = read(bytes, step);
    const Outcome whole = read(bytes, bytes.size());
    if (pieces.failure != 0 || whole.failure != 0) { // one may notice what the other waits for
        EXPECT(!pieces.isComplete && !whole.isComplete);
        return 0;
    }
    EXPECT(pieces.method == whole.method && pieces.target.parts == whole.target.parts);
    EXPECT(pieces.target.query == whole.target.query);
    EXPECT(pieces.headers.lines() == whole.headers.lines());
    EXPECT(pieces.isComplete == whole.isComplete && pieces.isKeptAlive == whole.isKeptAlive);
    EXPECT(pieces.body == whole.body && pieces.rest == whole.rest);
    return 0;
}
