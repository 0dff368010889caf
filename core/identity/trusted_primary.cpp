// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/trusted_primary.h"

#include "core/identity/join_token.h"
#include "core/identity/json_object.h"

#include <limits>

namespace keg::identity {

namespace {

constexpr qsizetype LongestText = 255;

PrivateFile fileIn(const QString &folder)
{
    return {folder, QStringLiteral("primary.json"),
            QStringLiteral("remove it and join the primary again")};
}

/// Reads one field after the other; the first that does not fit is the problem.
class Fields
{
public:
    explicit Fields(QJsonObject object)
        : m_object(std::move(object))
    {}

    QString text(const char *name)
    {
        const QJsonValue value = m_object[QLatin1String(name)];
        check(name, value.isString() && value.toString().size() <= LongestText);
        return value.toString();
    }
    quint16 port(const char *name)
    {
        const qint64 number = m_object[QLatin1String(name)].toInteger();
        check(name, number > 0 && number <= std::numeric_limits<quint16>::max());
        return quint16(number);
    }
    void check(const char *name, bool isRight)
    {
        if (!isRight && m_problem.isEmpty())
            m_problem = QStringLiteral("its \"%1\" is wrong").arg(QLatin1String(name));
    }

    QString problem() const { return m_problem; }

private:
    const QJsonObject m_object;
    QString m_problem;
};

MachineId readId(Fields &fields)
{
    const auto id = MachineId::parse(fields.text("id"));
    fields.check("id", bool(id));
    return id ? *id : MachineId();
}

QByteArray readToken(Fields &fields)
{
    const QString text = fields.text("token");
    const auto token = text.isEmpty() ? QByteArray() : joinTokenFromText(text);
    fields.check("token", token.has_value());
    return token.value_or(QByteArray());
}

} // namespace

Result<std::optional<TrustedPrimary>> TrustedPrimary::load(const QString &folder)
{
    const PrivateFile file = fileIn(folder);
    auto object = readObject(file);
    if (!object)
        return object.error();
    if (!*object)
        return std::optional<TrustedPrimary>();
    Fields fields(**std::move(object));
    TrustedPrimary primary;
    primary.id = readId(fields);
    primary.host = fields.text("host");
    fields.check("host", !primary.host.isEmpty());
    primary.notifyPort = fields.port("notifyPort");
    primary.snapshotPort = fields.port("snapshotPort");
    primary.token = readToken(fields);
    primary.name = fields.text("name");
    if (!fields.problem().isEmpty())
        return file.damaged(fields.problem());
    return std::optional(primary);
}

Result<void> TrustedPrimary::save(const QString &folder) const
{
    const auto lock = FolderLock::take(folder);
    if (!lock)
        return lock.error();
    return writeObject(
        fileIn(folder),
        {{QLatin1String("id"), id.toString()},
         {QLatin1String("host"), host},
         {QLatin1String("notifyPort"), notifyPort},
         {QLatin1String("snapshotPort"), snapshotPort},
         {QLatin1String("token"), token.isEmpty() ? QString() : joinTokenText(token)},
         {QLatin1String("name"), name.left(LongestText)}},
        *lock);
}

Result<void> TrustedPrimary::forget(const QString &folder)
{
    const auto lock = FolderLock::take(folder);
    if (!lock)
        return lock.error();
    return fileIn(folder).remove(*lock);
}

} // namespace keg::identity
