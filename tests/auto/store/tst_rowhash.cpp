// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/row_hash.h"

#include <QFile>
#include <QTest>

using namespace keg;
using namespace keg::store;

Q_DECLARE_METATYPE(keg::RowImage)

namespace {

const Text Koelsch = {"K\xc3\xb6lsch"};

RowImage beer(qint64 key, const QList<QByteArray> &columns, const QList<Cell> &cells)
{
    return {"beers", key, columns, cells};
}

QList<RowImage> goldenRows()
{
    return {beer(1, {"ABV", "Color", "Name", "Notes"}, {4.8, 3.5, Koelsch, std::monostate()}),
            beer(-2, {"Description", "Name"}, {Blob{QByteArray("\0\xff", 2)}, Text{""}}),
            {"taps", 3, {"idBeer"}, {qint64(1)}}};
}

} // namespace

class tst_RowHash : public QObject
{
    Q_OBJECT

private slots:
    void goldenVector_isTheProtocols();
    void rowBytes_columnsInAnotherOrder_areTheSame();
    void rowHash_anythingDiffers_differs_data();
    void rowHash_anythingDiffers_differs();
};

void tst_RowHash::goldenVector_isTheProtocols()
{
    QFile file(QStringLiteral(KEG_SOURCE_DIR "/docs/PROTOCOL.md"));
    QVERIFY(file.open(QFile::ReadOnly));
    QByteArray protocol = file.readAll();
    protocol.replace(" ", "").replace("\n", "");

    Digest sum;
    const QList<RowImage> rows = goldenRows();
    for (const RowImage &row : rows) {
        const Digest hash = rowHash(row);
        QVERIFY(
            protocol.contains("bytes" + rowBytes(row).toHex() + "hash" + hash.toHex().toLatin1()));
        sum += hash;
    }
    QCOMPARE(sum.toHex(), QStringLiteral("d10c64eaf864a329be385c5af90c110f"));
    QVERIFY(protocol.contains("digest" + sum.toHex().toLatin1()));
}

void tst_RowHash::rowBytes_columnsInAnotherOrder_areTheSame()
{
    QCOMPARE(
        rowBytes(beer(1, {"Name", "Notes", "Color", "ABV"}, {Koelsch, std::monostate(), 3.5, 4.8})),
        rowBytes(goldenRows().at(0)));
}

void tst_RowHash::rowHash_anythingDiffers_differs_data()
{
    QTest::addColumn<RowImage>("other");
    QTest::newRow("key") << beer(2, {"Name"}, {Text{"1"}});
    QTest::newRow("table") << RowImage{"taps", 1, {"Name"}, {Text{"1"}}};
    QTest::newRow("column") << beer(1, {"Notes"}, {Text{"1"}});
    QTest::newRow("text") << beer(1, {"Name"}, {Text{"2"}});
    QTest::newRow("BLOB") << beer(1, {"Name"}, {Blob{"1"}});
    QTest::newRow("integer") << beer(1, {"Name"}, {qint64(1)});
    QTest::newRow("real") << beer(1, {"Name"}, {1.0});
    QTest::newRow("NULL") << beer(1, {"Name"}, {std::monostate()});
    QTest::newRow("one column more") << beer(1, {"Name", "Notes"}, {Text{"1"}, Text{""}});
}

void tst_RowHash::rowHash_anythingDiffers_differs()
{
    QFETCH(RowImage, other);
    QVERIFY(!(rowHash(other) == rowHash(beer(1, {"Name"}, {Text{"1"}}))));
}

QTEST_GUILESS_MAIN(tst_RowHash)
#include "tst_rowhash.moc"
