// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/row_hash.h"

#include <QtEndian>

#include <algorithm>
#include <bit>
#include <numeric>
#include <type_traits>
#include <vector>

#include <sodium.h>

namespace keg::store {

namespace {

enum TypeTag : char { IntegerTag = 1, RealTag, TextTag, BlobTag };

template<typename Number>
void appendNumber(QByteArray *out, Number value)
{
    const Number bigEndian = qToBigEndian(value);
    out->append(reinterpret_cast<const char *>(&bigEndian), sizeof bigEndian);
}

void appendBytes(QByteArray *out, const QByteArray &bytes)
{
    appendNumber(out, quint32(bytes.size()));
    out->append(bytes);
}

void appendCell(QByteArray *out, const Cell &cell)
{
    if (const auto *integer = std::get_if<qint64>(&cell)) {
        out->append(IntegerTag);
        appendNumber(out, *integer);
    } else if (const auto *real = std::get_if<double>(&cell)) {
        out->append(RealTag);
        appendNumber(out, std::bit_cast<quint64>(*real));
    } else if (const auto *text = std::get_if<Text>(&cell)) {
        out->append(TextTag);
        appendBytes(out, text->bytes);
    } else if (const auto *blob = std::get_if<Blob>(&cell)) {
        out->append(BlobTag);
        appendBytes(out, blob->bytes);
    }
}

std::vector<qsizetype> orderByName(const QList<QByteArray> &columns)
{
    std::vector<qsizetype> order(size_t(columns.size()));
    std::iota(order.begin(), order.end(), qsizetype(0));
    std::ranges::sort(order, {},
                      [&](qsizetype column) -> const QByteArray & { return columns.at(column); });
    return order;
}

} // namespace

QByteArray rowBytes(const RowImage &row)
{
    QByteArray out;
    appendBytes(&out, row.table);
    appendNumber(&out, row.key);
    for (const qsizetype column : orderByName(row.columns)) {
        const Cell &cell = row.cells.at(column);
        if (std::holds_alternative<std::monostate>(cell))
            continue;
        appendBytes(&out, row.columns.at(column));
        appendCell(&out, cell);
    }
    return out;
}

Digest rowHash(const RowImage &row)
{
    [[maybe_unused]] static const int isReady = sodium_init();
    const QByteArray bytes = rowBytes(row);
    Digest::Bytes hash;
    crypto_generichash(hash.data(), hash.size(),
                       reinterpret_cast<const unsigned char *>(bytes.constData()),
                       quint64(bytes.size()), nullptr, 0);
    return Digest(hash);
}

} // namespace keg::store
