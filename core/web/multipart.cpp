// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/multipart.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>

namespace keg::web {

namespace {

using namespace Qt::StringLiterals;

constexpr auto FormData = "form-data"_L1;
constexpr qsizetype MostFields = 16;
constexpr qsizetype LongestPartHeader = 2 * 1024; // bytes

Error refusal(const QString &message)
{
    return {ErrorCode::Refused, message, Reason{"bad_request"}};
}

/// Null: there is none that RFC 2046 allows.
QByteArray boundaryOf(const QByteArray &contentType)
{
    static const QRegularExpression shape(
        u"^multipart/form-data\\s*;\\s*boundary=(?:\"([^\"\\s]{1,70})\"|([^\"\\s;]{1,70}))\\s*$"_s,
        QRegularExpression::CaseInsensitiveOption);
    const auto match = shape.match(QString::fromLatin1(contentType));
    return match.hasMatch() ? (match.captured(1) + match.captured(2)).toLatin1() : QByteArray();
}

/// The parameters of a Content-Disposition, as browsers write them (HTML, 4.10.21.8), one after the
/// other: what looks like one within the value of another is none. Of a name that comes twice the
/// first one.
QHash<QString, QString> parametersOf(const QString &disposition)
{
    static const QRegularExpression shape(u"\\G\\s*;\\s*([a-z*]+)=(?:\"([^\"]*)\"|([^\";\\s]*))"_s);
    QHash<QString, QString> parameters;
    auto matches = shape.globalMatch(disposition, FormData.size());
    while (matches.hasNext()) {
        const auto match = matches.next();
        QString value = u""_s + match.captured(2) + match.captured(3);
        value.replace("%22"_L1, "\""_L1);
        if (!parameters.contains(match.captured(1)))
            parameters.insert(match.captured(1), value);
    }
    return parameters;
}

/// A part of it without a copy; `bytes` must stay.
QByteArray viewOf(const QByteArray &bytes, qsizetype from, qsizetype size)
{
    return QByteArray::fromRawData(bytes.constData() + from, size);
}

/// `size` bytes of the body.
Result<FormField> readField(const QByteArray &body, qsizetype from, qsizetype size)
{
    const QByteArray part = viewOf(body, from, size);
    const qsizetype end = part.indexOf("\r\n\r\n");
    if (end < 0 || end > LongestPartHeader)
        return refusal(u"a part of the form has no header, or one that is too long"_s);
    QString disposition;
    const QByteArrayList lines = part.first(end).split('\n');
    for (const QByteArray &line : lines) {
        if (line.toLower().startsWith("content-disposition:"))
            disposition = QString::fromUtf8(line.mid(line.indexOf(':') + 1)).trimmed();
    }
    if (!disposition.startsWith(FormData))
        return refusal(u"a part of the form has no name"_s);
    const QHash<QString, QString> parameters = parametersOf(disposition);
    FormField field{parameters[u"name"_s], parameters[u"filename"_s],
                    viewOf(part, end + 4, size - end - 4), body};
    if (field.name.isEmpty())
        return refusal(u"a part of the form has no name"_s);
    return field;
}

} // namespace

Result<QList<FormField>> readForm(const QByteArray &contentType, const QByteArray &body)
{
    const QByteArray boundary = boundaryOf(contentType);
    if (boundary.isEmpty())
        return refusal(u"the body must be a form: multipart/form-data with a boundary"_s);
    const QByteArray opening = "--" + boundary + "\r\n";
    const QByteArray between = "\r\n--" + boundary;
    if (!body.startsWith(opening))
        return refusal(u"the form does not begin with its boundary"_s);
    QList<FormField> fields;
    qsizetype from = opening.size();
    while (true) {
        const qsizetype end = body.indexOf(between, from);
        if (end < 0)
            return refusal(u"the form ends in the middle of a part"_s);
        auto field = readField(body, from, end - from);
        if (!field)
            return field.error();
        fields.append(*std::move(field));
        const QByteArrayView rest = QByteArrayView(body).sliced(end + between.size());
        if (rest.startsWith("--"))
            return fields;
        if (!rest.startsWith("\r\n") || fields.size() >= MostFields)
            return refusal(u"the form has too many parts, or what follows a boundary is none"_s);
        from = end + between.size() + 2;
    }
}

const FormField *findField(const QList<FormField> &fields, const QString &name)
{
    const auto found = std::ranges::find(fields, name, &FormField::name);
    return found == fields.end() ? nullptr : &*found;
}

} // namespace keg::web
