// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The body of a form: the length of its Content-Type, that, then the body.

#include "core/web/form.h"
#include "core/web/multipart.h"
#include "tests/fuzz/expect.h"
#include "tests/fuzz/input.h"

using namespace keg;
using namespace keg::fuzz;
using namespace keg::web;

namespace {

const QByteArray Boundary = "nobody-writes-this";

/// As a browser has it in a header.
QByteArray quoted(QString text)
{
    return '"' + text.replace(u'"', QStringLiteral("%22")).toUtf8() + '"';
}

QByteArray partOf(const FormField &field)
{
    QByteArray part
        = "--" + Boundary + "\r\nContent-Disposition: form-data; name=" + quoted(field.name);
    if (!field.fileName.isNull())
        part += "; filename=" + quoted(field.fileName);
    return part + "\r\n\r\n" + field.content + "\r\n";
}

void checkForm(const QByteArray &type, const QByteArray &body)
{
    const auto fields = readForm(type, body);
    if (!fields) {
        EXPECT(fields.error().code == ErrorCode::Refused && !fields.error().message.isEmpty());
        return;
    }
    EXPECT(!fields->isEmpty() && fields->size() <= 16);
    QByteArray again;
    for (const FormField &field : *fields) {
        EXPECT(!field.name.isEmpty() && findField(*fields, field.name)->name == field.name);
        EXPECT(body.contains(field.content));
        again += partOf(field);
    }
    if (body.contains(Boundary) || body.contains('%') || body.size() > 500)
        return; // its names may grow when they are written again
    const auto reread
        = readForm("multipart/form-data; boundary=" + Boundary, again + "--" + Boundary + "--");
    EXPECT(reread && reread->size() == fields->size());
    for (qsizetype i = 0; i < fields->size(); ++i) {
        EXPECT(reread->at(i).name == fields->at(i).name);
        EXPECT(reread->at(i).fileName == fields->at(i).fileName);
        EXPECT(reread->at(i).content == fields->at(i).content);
    }
}

void checkUrlEncoded(const QByteArray &body)
{
    constexpr QChar ByteOrderMark = u'\ufeff'; // goes at the beginning of a text
    const auto fields = readUrlEncoded(body);
    QByteArray again;
    for (auto field = fields.begin(); field != fields.end(); ++field) {
        if (field.key().isEmpty() || field.key().startsWith(ByteOrderMark)
            || field.value().startsWith(ByteOrderMark))
            return;
        again += field.key().toUtf8().toPercentEncoding() + '='
            + field.value().toUtf8().toPercentEncoding() + '&';
    }
    EXPECT(readUrlEncoded(again) == fields);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const quint8 *data, std::size_t size)
{
    Input input(data, size);
    const QByteArray type = input.bytes(input.number());
    const QByteArray body = input.rest();
    checkForm(type, body);
    checkUrlEncoded(body);
    return 0;
}
