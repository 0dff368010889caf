// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// What strangers write into the header of a request: the path, lines of name and value, as far as
// an empty one, then the body.

#include "core/web/accept.h"
#include "core/web/authentication.h"
#include "tests/fuzz/expect.h"
#include "tests/fuzz/input.h"

using namespace keg;
using namespace keg::fuzz;
using namespace keg::web;
using namespace Qt::StringLiterals;

namespace {

Request requestOf(const QByteArray &bytes)
{
    const qsizetype end = bytes.contains("\n\n") ? bytes.indexOf("\n\n") : bytes.size();
    Request request;
    request.isSecure = end % 2 == 0;
    const QByteArrayList lines = bytes.first(end).split('\n');
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0)
            request.headers.add(line.first(colon), line.sliced(colon + 1).trimmed());
        else
            request.path = QString::fromUtf8(line);
    }
    request.host = request.headers.value("Host");
    request.body = bytes.sliced(end);
    return request;
}

void checkLines(const Headers &headers)
{
    for (const auto &[name, value] : headers.lines()) {
        EXPECT(headers.contains(name) && headers.count(name) >= 1);
        for (const char letter : name + value)
            EXPECT((quint8(letter) >= ' ' && letter != '\x7f'));
    }
    EXPECT(!headers.contains("no such name, as names have no blanks"));
}

void checkLanguage(const QByteArray &accepted)
{
    const QString best = bestLanguage(accepted, {u"de"_s, u"en"_s, u"pt"_s});
    EXPECT(best == u"de"_s || best == u"en"_s || best == u"pt"_s);
    EXPECT(best == u"en"_s || accepted.toLower().contains(best.toLatin1()));
    EXPECT(bestLanguage(accepted, {}) == u"en"_s);
}

void checkOrigin(const Request &request)
{
    const QByteArray site = request.headers.value("Sec-Fetch-Site");
    const QByteArray origin = request.headers.value("Origin");
    const QByteArray ours = (request.isSecure ? "https://" : "http://") + request.host;
    if (isFromOurPages(request)) {
        EXPECT(site == "same-origin" || site == "none" || site.isEmpty());
        EXPECT(!site.isEmpty() || origin.isEmpty() || origin == ours);
    }
}

/// The name goes into links and redirects.
void checkPlace(const Request &request)
{
    const QString name = request.hostName();
    EXPECT(!name.contains(u'/') && !name.contains(u'@'));
    EXPECT(!request.isForPrograms() || request.path.startsWith(u'/'));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const quint8 *data, std::size_t size)
{
    const Request request = requestOf(Input(data, size).rest());
    checkLines(request.headers);
    checkLanguage(request.headers.value("Accept-Language"));
    if (takesDeflate(request.headers.value("Accept-Encoding")))
        EXPECT(request.headers.value("Accept-Encoding").toLower().contains("deflate"));
    checkOrigin(request);
    checkPlace(request);
    const QByteArray id = sessionOf(request);
    EXPECT(!id.contains(';') && id.trimmed() == id);
    EXPECT(id.isEmpty() || request.headers.value("Cookie").contains("keg_session"));
    if (const auto object = request.jsonObject(); !object)
        EXPECT(object.error().code == ErrorCode::Refused);
    return 0;
}
