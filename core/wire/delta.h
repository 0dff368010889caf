// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/payload.h"
#include "core/domain/changes.h"

#include <QHash>

namespace keg::wire {

/// Longest item of a delta payload, in bytes: a row with its texts and BLOBs.
constexpr quint32 DeltaItemLimit = 256 * 1024 * 1024;

/// Writes log entries and rows as a delta payload: items, each a u32 big-endian length and a CBOR
/// array (docs/PROTOCOL.md). Large payloads are spooled to a file.
class DeltaEncoder final : public ChangeSink
{
public:
    /// Spools in `folder` what grows over the spool's memory limit.
    explicit DeltaEncoder(const QString &folder);

    Result<void> add(const LogEntry &entry) override;
    Result<void> add(const RowImage &row) override;

    /// The payload; call once. Errors: DiskFull, Failed.
    Result<SharedPayload> finish();

private:
    Result<void> append(const QByteArray &item);

    Spool m_spool;
    QByteArray m_table; ///< whose columns were announced last
    QList<QByteArray> m_columns;
};

/// Reads a delta payload item by item.
class DeltaDecoder final : public ChangeSource
{
public:
    explicit DeltaDecoder(SharedPayload payload);

    Result<std::optional<Item>> next() override;

private:
    Result<QByteArray> take(qint64 length);
    Result<std::optional<Item>> parse(const QByteArray &item);

    const SharedPayload m_payload;
    qint64 m_offset = 0;
    QByteArray m_table;
    QList<QByteArray> m_columns;
};

} // namespace keg::wire
