// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/wire/delta.h"

#include "core/wire/cbor_integer.h"

#include <QCborStreamReader>
#include <QCborStreamWriter>
#include <QtEndian>

namespace keg::wire {

namespace {

// The first element of an item says what it is.
enum class ItemKind { LogEntry, Columns, Row };

constexpr qsizetype LengthSize = 4;

Error damaged(const char *what)
{
    return {ErrorCode::Damaged, QStringLiteral("delta payload: %1").arg(QLatin1String(what))};
}

void writeCell(QCborStreamWriter &writer, const Cell &cell)
{
    if (const auto *integer = std::get_if<qint64>(&cell))
        writer.append(*integer);
    else if (const auto *real = std::get_if<double>(&cell))
        writer.append(*real);
    else if (const auto *text = std::get_if<Text>(&cell))
        writer.append(text->bytes);
    else if (const auto *blob = std::get_if<Blob>(&cell)) {
        writer.startArray(1);
        writer.append(blob->bytes);
        writer.endArray();
    } else
        writer.append(nullptr);
}

/// Reads the elements of one item in order; after the first that does not fit it is broken.
class ItemReader
{
public:
    explicit ItemReader(const QByteArray &item)
        : m_reader(item)
        , m_isGood(m_reader.isArray() && m_reader.enterContainer())
    {}

    bool isGood() { return m_isGood && m_reader.lastError() == QCborError::NoError; }
    bool hasNext() { return isGood() && m_reader.hasNext(); }

    qint64 integer()
    {
        const Cell read = cell();
        const auto *value = std::get_if<qint64>(&read);
        return value ? *value : fail<qint64>();
    }

    QByteArray bytes()
    {
        const Cell read = cell();
        const auto *value = std::get_if<Text>(&read);
        return value ? value->bytes : fail<QByteArray>();
    }

    Cell cell()
    {
        if (!hasNext())
            return fail<Cell>();
        if (m_reader.isByteArray())
            return Text{string()};
        if (m_reader.isArray())
            return blob();
        Cell value;
        if (m_reader.isInteger())
            value = wholeNumber();
        else if (m_reader.isDouble())
            value = m_reader.toDouble();
        else if (!m_reader.isNull())
            return fail<Cell>();
        m_isGood = m_reader.next();
        return value;
    }

    QList<QByteArray> byteList()
    {
        QList<QByteArray> list;
        if (!hasNext() || !m_reader.isArray() || !m_reader.enterContainer())
            return fail<QList<QByteArray>>();
        while (hasNext())
            list.append(bytes());
        leave();
        return list;
    }

private:
    template<typename T>
    T fail()
    {
        m_isGood = false;
        return T();
    }

    qint64 wholeNumber()
    {
        const auto number = integerAt(m_reader);
        return number ? *number : fail<qint64>();
    }

    Cell blob()
    {
        if (!m_reader.enterContainer() || !hasNext() || !m_reader.isByteArray())
            return fail<Cell>();
        Blob value{string()};
        leave();
        return value;
    }

    void leave() { m_isGood = isGood() && !m_reader.hasNext() && m_reader.leaveContainer(); }

    QByteArray string()
    {
        QByteArray value;
        auto chunk = m_reader.readByteArray();
        while (chunk.status == QCborStreamReader::Ok) {
            value += chunk.data;
            chunk = m_reader.readByteArray();
        }
        return chunk.status == QCborStreamReader::Error ? fail<QByteArray>() : value;
    }

    QCborStreamReader m_reader;
    bool m_isGood;
};

} // namespace

DeltaEncoder::DeltaEncoder(const QString &folder)
    : m_spool(folder)
{}

Result<void> DeltaEncoder::add(const LogEntry &entry)
{
    QByteArray item;
    QCborStreamWriter writer(&item);
    writer.startArray(6);
    writer.append(int(ItemKind::LogEntry));
    writer.append(entry.id);
    for (const Cell &cell : {entry.table, entry.operation, entry.rowId, entry.timestamp})
        writeCell(writer, cell);
    writer.endArray();
    return append(item);
}

Result<void> DeltaEncoder::add(const RowImage &row)
{
    if (row.table != m_table || row.columns != m_columns) {
        m_table = row.table;
        m_columns = row.columns;
        QByteArray columns;
        QCborStreamWriter writer(&columns);
        writer.startArray(3);
        writer.append(int(ItemKind::Columns));
        writer.append(row.table);
        writer.startArray(quint64(row.columns.size()));
        for (const QByteArray &column : row.columns)
            writer.append(column);
        writer.endArray();
        writer.endArray();
        if (auto appended = append(columns); !appended)
            return appended;
    }
    QByteArray item;
    QCborStreamWriter writer(&item);
    writer.startArray(quint64(row.cells.size()) + 2);
    writer.append(int(ItemKind::Row));
    writer.append(row.key);
    for (const Cell &cell : row.cells)
        writeCell(writer, cell);
    writer.endArray();
    return append(item);
}

Result<SharedPayload> DeltaEncoder::finish()
{
    return m_spool.finish();
}

Result<void> DeltaEncoder::append(const QByteArray &item)
{
    QByteArray length(LengthSize, Qt::Uninitialized);
    qToBigEndian(quint32(item.size()), length.data());
    return m_spool.append(length + item);
}

DeltaDecoder::DeltaDecoder(SharedPayload payload)
    : m_payload(std::move(payload))
{}

Result<std::optional<ChangeSource::Item>> DeltaDecoder::next()
{
    while (m_offset < m_payload->size()) {
        const auto header = take(LengthSize);
        if (!header)
            return header.error();
        const auto length = qFromBigEndian<quint32>(header->constData());
        if (length > DeltaItemLimit)
            return damaged("an item is too long");
        const auto item = take(length);
        if (!item)
            return item.error();
        auto parsed = parse(*item);
        if (!parsed || *parsed)
            return parsed;
    }
    return std::optional<Item>();
}

Result<QByteArray> DeltaDecoder::take(qint64 length)
{
    if (length > m_payload->size() - m_offset)
        return damaged("it ends in the middle of an item");
    auto bytes = m_payload->read(m_offset, length);
    m_offset += length;
    return bytes;
}

/// None for an item that only announces the columns of the rows after it.
Result<std::optional<ChangeSource::Item>> DeltaDecoder::parse(const QByteArray &item)
{
    ItemReader reader(item);
    std::optional<Item> result;
    switch (ItemKind(reader.integer())) {
    case ItemKind::LogEntry: {
        LogEntry entry;
        entry.id = reader.integer();
        for (Cell *cell : {&entry.table, &entry.operation, &entry.rowId, &entry.timestamp})
            *cell = reader.cell();
        result = entry;
        break;
    }
    case ItemKind::Columns:
        m_table = reader.bytes();
        m_columns = reader.byteList();
        break;
    case ItemKind::Row: {
        RowImage row{m_table, reader.integer(), m_columns, {}};
        while (reader.hasNext())
            row.cells.append(reader.cell());
        if (row.table.isEmpty() || row.cells.size() != row.columns.size())
            return damaged("a row does not fit its columns");
        result = row;
        break;
    }
    default:
        return damaged("an item of an unknown kind");
    }
    if (!reader.isGood() || reader.hasNext())
        return damaged("an item is broken");
    return result;
}

} // namespace keg::wire
