// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/domain/machine_id.h"
#include "core/domain/position.h"

#include <QByteArray>
#include <QCborStreamWriter>
#include <QHash>
#include <QString>

#include <concepts>
#include <limits>
#include <type_traits>
#include <variant>

namespace keg::wire {

/// Writes named fields as one CBOR map. Has the same face as FieldReader, so that one description
/// of a message serves both ways.
class FieldWriter
{
public:
    FieldWriter();

    template<std::integral T>
    void field(const char *name, const T &value)
    {
        if constexpr (std::same_as<T, bool>)
            appendFlag(name, value);
        else
            appendInteger(name, qint64(value));
    }
    template<typename T>
    requires std::is_enum_v<T>
    void field(const char *name, const T &value, T /*last*/) { appendInteger(name, qint64(value)); }
    /// Left out if it is 0.
    template<std::integral T>
    void optionalField(const char *name, const T &value)
    {
        if (value != T())
            field(name, value);
    }
    void field(const char *name, const QString &text);
    void field(const char *name, const QByteArray &bytes);
    void field(const char *name, const Digest &digest);
    void field(const char *name, const Epoch &epoch);
    void field(const char *name, const QUuid &uuid);
    void field(const char *name, const MachineId &id);

    /// The finished map; call once.
    QByteArray finish();

private:
    void appendKey(const char *name);
    void appendFlag(const char *name, bool value);
    void appendInteger(const char *name, qint64 value);

    QByteArray m_bytes;
    QCborStreamWriter m_writer;
};

/// Reads one CBOR map whose values are integers, flags, texts or byte strings, then gives them by
/// name. The first thing that does not fit is the error.
class FieldReader
{
public:
    explicit FieldReader(const QByteArray &body);

    template<std::integral T>
    void field(const char *name, T &value)
    {
        if constexpr (std::same_as<T, bool>) {
            takeFlag(name, &value);
        } else {
            qint64 wide = 0;
            if (!takeInteger(name, &wide))
                return;
            if (wide < qint64(std::numeric_limits<T>::min())
                || quint64(wide) > quint64(std::numeric_limits<T>::max()))
                refuse(name);
            else
                value = T(wide);
        }
    }
    /// Values beyond `last` come from a newer version and are read as `last`.
    template<typename T>
    requires std::is_enum_v<T>
    void field(const char *name, T &value, T last)
    {
        qint64 wide = 0;
        if (!takeInteger(name, &wide))
            return;
        if (wide < 0)
            refuse(name);
        else
            value = wide > qint64(last) ? last : T(wide);
    }
    /// Left as it is if it is missing.
    template<std::integral T>
    void optionalField(const char *name, T &value)
    {
        if (m_values.contains(QLatin1String(name)))
            field(name, value);
    }
    void field(const char *name, QString &text);
    void field(const char *name, QByteArray &bytes);
    void field(const char *name, Digest &digest);
    void field(const char *name, Epoch &epoch);
    void field(const char *name, QUuid &uuid);
    void field(const char *name, MachineId &id);

    /// Whether everything fitted. Errors: Damaged.
    Result<void> finish() const;

private:
    using Value = std::variant<qint64, bool, QString, QByteArray>;

    Result<void> read(const QByteArray &body);
    template<typename T>
    bool take(const char *name, T *value);
    void takeFlag(const char *name, bool *value);
    bool takeInteger(const char *name, qint64 *value);
    void refuse(const char *name);

    QHash<QString, Value> m_values;
    Result<void> m_state;
};

} // namespace keg::wire
