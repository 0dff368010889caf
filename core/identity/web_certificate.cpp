// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/web_certificate.h"

#include "core/base/log.h"
#include "core/identity/key_pair.h"
#include "core/identity/openssl_objects.h"
#include "core/identity/private_file.h"

#include <QRegularExpression>
#include <QUrl>

#include <algorithm>
#include <ctime>
#include <optional>

#include <openssl/asn1.h>
#include <openssl/x509v3.h>

namespace keg::identity {

namespace {

using namespace openssl;
using Extension = std::unique_ptr<X509_EXTENSION, Freer<X509_EXTENSION_free>>;
using Octets = std::unique_ptr<ASN1_OCTET_STRING, Freer<ASN1_OCTET_STRING_free>>;

constexpr int DaysBefore = 1; // for browsers whose clocks are behind
constexpr qsizetype LongestCommonName = 64; // RFC 5280, ub-common-name
constexpr qsizetype LongestHostName = 253;

PrivateFile fileIn(const QString &folder)
{
    return {folder, QStringLiteral("web.pem"), QStringLiteral("another takes its place")};
}

bool isAddress(const QByteArray &name)
{
    return Octets(a2i_IPADDRESS(name.constData())) != nullptr;
}

bool isHostName(const QByteArray &name)
{
    static const QRegularExpression labels(QStringLiteral("^[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*$"));
    return name.size() <= LongestHostName && labels.match(QString::fromLatin1(name)).hasMatch();
}

/// Those that a certificate can have, as it has them.
QList<QByteArray> usable(const QStringList &names)
{
    QList<QByteArray> usable;
    for (const QString &name : names) {
        for (const QByteArray &form : {name.toUtf8(), QUrl::toAce(name)}) {
            if (!isAddress(form) && !isHostName(form))
                continue;
            if (!usable.contains(form))
                usable += form;
            break;
        }
    }
    return usable;
}

QDateTime timeOf(const ASN1_TIME *time)
{
    tm parts{};
    return ASN1_TIME_to_tm(time, &parts) == 1
        ? QDateTime::fromSecsSinceEpoch(::timegm(&parts), Qt::UTC)
        : QDateTime();
}

/// What was made before.
struct Kept
{
    QByteArray pem;
    Certificate certificate;

    QDateTime madeAt() const
    {
        return timeOf(X509_get0_notBefore(certificate.get())).addDays(DaysBefore);
    }
    QDateTime until() const { return timeOf(X509_get0_notAfter(certificate.get())); }
    bool isFor(const QByteArray &name) const;
};

bool Kept::isFor(const QByteArray &name) const
{
    X509 *one = certificate.get();
    return isAddress(name)
        ? X509_check_ip_asc(one, name.constData(), 0) == 1
        : X509_check_host(one, name.constData(), size_t(name.size()), 0, nullptr) == 1;
}

/// Absent: there is none. Errors: why it is of no use.
Result<std::optional<Kept>> load(const PrivateFile &file)
{
    const auto bytes = file.read();
    if (!bytes)
        return bytes.error();
    if (!*bytes)
        return std::optional<Kept>();
    const auto pair = KeyPair::fromPem(**bytes);
    if (!pair)
        return file.damaged(pair.error().message);
    return std::optional(
        Kept{pair->keyPem + pair->certificatePem, readCertificate(reader(pair->certificatePem))});
}

/// What time it is at least. Before the program was built it cannot be: so boots a Pi, which has no
/// clock, until somebody tells it the time. A new certificate made now must be valid then, and one
/// that was made with a right clock is not thrown away for a wrong one.
QDateTime likelyTime(const QDateTime &now, const std::optional<Kept> &kept)
{
    static const QDateTime built(QDate::fromString(QStringLiteral(KEG_BUILD_DATE), Qt::ISODate),
                                 QTime(0, 0), Qt::UTC);
    if (now >= built)
        return now;
    return kept ? std::max(built, kept->madeAt()) : built;
}

/// Empty: it can be used.
QString objectionTo(const std::optional<Kept> &kept, const QList<QByteArray> &names,
                    const QDateTime &now)
{
    if (!kept)
        return QStringLiteral("there is none yet");
    if (now < kept->madeAt().addDays(-DaysBefore))
        return QStringLiteral("it has not begun");
    if (now.addDays(WebCertificate::RenewedDays) > kept->until())
        return QStringLiteral("it ends on %1").arg(kept->until().toString(Qt::ISODate));
    const auto missing = std::ranges::find_if_not(
        names, [&](const QByteArray &name) { return kept->isFor(name); });
    return missing == names.end()
        ? QString()
        : QStringLiteral("it lacks %1").arg(QString::fromLatin1(*missing));
}

bool setDates(X509 *certificate, const QDateTime &now)
{
    const QDateTime from = now.addDays(-DaysBefore);
    const QDateTime until = from.addDays(WebCertificate::ValidDays);
    return ASN1_TIME_set(X509_getm_notBefore(certificate), from.toSecsSinceEpoch())
        && ASN1_TIME_set(X509_getm_notAfter(certificate), until.toSecsSinceEpoch());
}

bool setSubject(X509 *certificate, const QList<QByteArray> &names)
{
    const QByteArray name = names.value(0, "KegDisplay").left(LongestCommonName);
    X509_NAME *subject = X509_get_subject_name(certificate);
    return X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                                      reinterpret_cast<const unsigned char *>(name.constData()),
                                      int(name.size()), -1, 0)
        == 1
        && X509_set_issuer_name(certificate, subject) == 1;
}

bool addExtension(X509 *certificate, int kind, const QByteArray &value)
{
    X509V3_CTX context{};
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.constData()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool addNames(X509 *certificate, const QList<QByteArray> &names)
{
    QList<QByteArray> entries;
    for (const QByteArray &name : names)
        entries += (isAddress(name) ? "IP:" : "DNS:") + name;
    return entries.isEmpty() || addExtension(certificate, NID_subject_alt_name, entries.join(','));
}

Certificate selfSigned(EVP_PKEY *key, const QList<QByteArray> &names, const QDateTime &now)
{
    Certificate certificate(X509_new());
    X509 *made = certificate.get();
    if (made && X509_set_version(made, X509_VERSION_3) == 1 && setSerial(made)
        && setDates(made, now) && setSubject(made, names)
        && addExtension(made, NID_basic_constraints, "critical,CA:FALSE")
        && addExtension(made, NID_ext_key_usage, "serverAuth") && addNames(made, names)
        && X509_set_pubkey(made, key) == 1 && X509_sign(made, key, EVP_sha256()) > 0)
        return certificate;
    return {};
}

/// With a new key too: an old one would spare nobody a question, and one that got about, in a
/// backup say, is worth nothing after a year.
Result<QByteArray> make(const QList<QByteArray> &names, const QDateTime &now)
{
    const Key key = newKey();
    const Certificate certificate = key ? selfSigned(key.get(), names, now) : Certificate();
    const QByteArray keyPem = certificate ? pemOf(key.get()) : QByteArray();
    const QByteArray certificatePem = keyPem.isEmpty() ? QByteArray() : pemOf(certificate.get());
    if (certificatePem.isEmpty())
        return failure(QStringLiteral("no certificate for the web interface can be made"));
    return keyPem + certificatePem;
}

Result<void> keep(const QByteArray &pem, const QString &folder)
{
    const auto lock = FolderLock::take(folder);
    return lock ? fileIn(folder).write(pem, *lock) : lock.error();
}

} // namespace

QStringList WebCertificate::namesOf(const QString &host, const QStringList &addresses)
{
    return QStringList{host, host.section(u'.', 0, 0) + QStringLiteral(".local"),
                       QStringLiteral("localhost")}
    + addresses + QStringList{QStringLiteral("127.0.0.1"), QStringLiteral("::1")};
}

/// Unlike an identity, what is damaged or was open to others is replaced: nothing pins it, browsers
/// only ask once more.
Result<QByteArray> WebCertificate::loadOrRenew(const QString &folder, const QStringList &names,
                                               const QDateTime &now)
{
    const ErrorQueue queue;
    const QList<QByteArray> wanted = usable(names);
    const auto loaded = load(fileIn(folder));
    const std::optional<Kept> none;
    const std::optional<Kept> &kept = loaded ? *loaded : none;
    const QDateTime time = likelyTime(now, kept);
    const QString objection = loaded ? objectionTo(kept, wanted, time) : loaded.error().message;
    if (objection.isEmpty())
        return kept->pem;

    auto made = make(wanted, time);
    if (!made)
        return made;
    const QString line = QStringLiteral("a new certificate for HTTPS: ") + objection;
    if (loaded)
        qCInfo(logWeb).noquote() << line;
    else
        qCWarning(logWeb).noquote() << line;
    if (const auto done = keep(*made, folder); !done)
        qCWarning(logWeb).noquote() << "it is for this start only:" << done.error().message;
    return made;
}

} // namespace keg::identity
