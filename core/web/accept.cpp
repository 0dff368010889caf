// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/accept.h"

#include <algorithm>

namespace keg::web {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MostLanguages = 10; // that a client may like

/// One member of a list like Accept-Language: what it names, and how much the client likes that.
struct Liking
{
    QByteArray name; ///< in small letters
    double quality = 1;

    /// RFC 9110, 12.4.2: a weight may have blanks around it; what is none is nothing.
    explicit Liking(const QByteArray &member)
    {
        const QByteArrayList parts = member.toLower().split(';');
        name = parts.first().trimmed();
        if (const QByteArray weight = parts.value(1).trimmed(); weight.startsWith("q="))
            quality = weight.sliced(2).toDouble();
    }
};

} // namespace

QString bestLanguage(const QByteArray &acceptLanguage, const QStringList &offered)
{
    QString best = u"en"_s;
    double quality = 0;
    const QByteArrayList members = acceptLanguage.split(',');
    for (const QByteArray &member : members.first(std::min(members.size(), MostLanguages))) {
        const Liking liking(member);
        const QString language = QString::fromLatin1(liking.name).section(u'-', 0, 0);
        if (liking.quality > quality && offered.contains(language)) { // of equals the first
            best = language;
            quality = liking.quality;
        }
    }
    return best;
}

bool takesDeflate(const QByteArray &acceptEncoding)
{
    const QByteArrayList members = acceptEncoding.split(',');
    return std::ranges::any_of(members, [](const QByteArray &member) {
        const Liking liking(member);
        return liking.name == "deflate" && liking.quality > 0;
    });
}

} // namespace keg::web
