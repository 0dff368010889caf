// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/interchange/csv.h"

#include <QRandomGenerator>
#include <QTest>

using namespace keg;
using namespace keg::interchange;
using namespace Qt::StringLiterals;

class tst_Csv : public QObject
{
    Q_OBJECT

private slots:
    void readCsv_wellFormed_givesFields_data();
    void readCsv_wellFormed_givesFields();
    void readCsv_quotes_areRemembered();
    void readCsv_lineNumbers_countLinesInsideFields();
    void readCsv_faults_nameTheRowAndGoOn_data();
    void readCsv_faults_nameTheRowAndGoOn();
    void readCsv_runawayQuote_losesNoOtherRow();
    void readCsv_notUtf8_namesTheLine();
    void readCsv_hugeField_isAFault();
    void readCsv_fieldsWithoutEnd_costNoMemory();
    void readCsv_hugeFile_isRefused();
    void csvLine_special_isQuoted();
    void csvLine_anyText_isReadBack();
};

namespace {

/// All rows.
Result<QList<CsvRow>> readCsv(const QByteArray &csv)
{
    auto reader = CsvReader::open(csv);
    if (!reader)
        return reader.error();
    QList<CsvRow> rows;
    while (const std::optional<CsvRow> row = reader->next())
        rows.append(*row);
    return rows;
}

QStringList texts(const CsvRow &row)
{
    QStringList list;
    for (const CsvField &field : row.fields)
        list.append(field.text);
    return list;
}

} // namespace

void tst_Csv::readCsv_wellFormed_givesFields_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QList<QStringList>>("expected");
    const auto row
        = [](const char *name, const QByteArray &bytes, const QList<QStringList> &expected) {
              QTest::newRow(name) << bytes << expected;
          };
    row("nothing", "", {});
    row("LF", "a,b\nc,d\n", {{u"a"_s, u"b"_s}, {u"c"_s, u"d"_s}});
    row("CRLF", "a,b\r\nc,d\r\n", {{u"a"_s, u"b"_s}, {u"c"_s, u"d"_s}});
    row("no last line break", "a,b\nc,d", {{u"a"_s, u"b"_s}, {u"c"_s, u"d"_s}});
    row("byte order mark",
        "\xEF\xBB\xBF"
        "a,b",
        {{u"a"_s, u"b"_s}});
    row("empty fields", ",a,\n", {{u""_s, u"a"_s, u""_s}});
    row("rows without text", "a,b\n\n\r\n,\nc,d", {{u"a"_s, u"b"_s}, {u"c"_s, u"d"_s}});
    row("quotes", "\"a,b\",\"c \"\"d\"\"\",\"\"\n", {{u"a,b"_s, u"c \"d\""_s, u""_s}});
    row("line breaks in a field", "\"a\r\nb\",\"c\nd\"\r\n", {{u"a\r\nb"_s, u"c\nd"_s}});
    row("quote inside an unquoted field", "12\" pipe,x", {{u"12\" pipe"_s, u"x"_s}});
    row("blanks stay", " a ,\" b \"", {{u" a "_s, u" b "_s}});
    row("UTF-8", "Kölsch,ビール,🍺", {{u"Kölsch"_s, u"ビール"_s, u"🍺"_s}});
    row("carriage return inside a line", "a\rb,c", {{u"a\rb"_s, u"c"_s}});
}

void tst_Csv::readCsv_wellFormed_givesFields()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QList<QStringList>, expected);
    const auto rows = readCsv(bytes);
    QVERIFY(rows);
    QList<QStringList> read;
    for (const CsvRow &row : *rows) {
        QCOMPARE(row.fault, QString());
        read.append(texts(row));
    }
    QCOMPARE(read, expected);
}

void tst_Csv::readCsv_quotes_areRemembered()
{
    const auto rows = readCsv(R"(NULL,"NULL","")");
    QVERIFY(rows);
    const QList<CsvField> expected{{u"NULL"_s, false}, {u"NULL"_s, true}, {u""_s, true}};
    QCOMPARE(rows->first().fields, expected);
}

void tst_Csv::readCsv_lineNumbers_countLinesInsideFields()
{
    const auto rows = readCsv("a\n\n\"b\nb\"\nc\n\"d\"d\ne\n");
    QVERIFY(rows);
    QList<int> lines;
    for (const CsvRow &row : *rows)
        lines.append(row.line);
    QCOMPARE(lines, (QList<int>{1, 3, 5, 6, 7}));
}

void tst_Csv::readCsv_faults_nameTheRowAndGoOn_data()
{
    QTest::addColumn<QByteArray>("row");
    QTest::addColumn<QString>("fault");
    QTest::newRow("stray quote")
        << QByteArray(R"("say "hi" there",b)")
        << u"text follows a closing quote; quotes inside a field must be doubled"_s;
    QTest::newRow("open quote") << QByteArray("\"never closed,b")
                                << u"a quote is opened and never closed"_s;
    QTest::newRow("zero byte") << QByteArray("a\0b,c", 5) << u"the row has a zero byte"_s;
}

void tst_Csv::readCsv_faults_nameTheRowAndGoOn()
{
    QFETCH(const QByteArray, row);
    QFETCH(const QString, fault);
    const auto rows = readCsv("first,1\n" + row + "\nlast,2\n");
    QVERIFY(rows);
    QCOMPARE(rows->size(), 3);
    QCOMPARE(rows->at(1).fault, fault);
    QCOMPARE(rows->at(1).line, 2);
    QCOMPARE(rows->at(2).line, 3);
    QCOMPARE(texts(rows->at(2)), (QStringList{u"last"_s, u"2"_s}));
}

void tst_Csv::readCsv_runawayQuote_losesNoOtherRow()
{
    // The quote of line 1 finds its end on line 2.
    const auto rows = readCsv("\"12\" keg,1\n\"open,2\n\"good\",3\n");
    QVERIFY(rows);
    QCOMPARE(rows->size(), 3);
    QVERIFY(!rows->at(0).fault.isEmpty());
    QVERIFY(!rows->at(1).fault.isEmpty());
    QCOMPARE(texts(rows->at(2)), (QStringList{u"good"_s, u"3"_s}));
    QCOMPARE(rows->at(2).line, 3);
}

void tst_Csv::readCsv_notUtf8_namesTheLine()
{
    const auto rows = readCsv("a\nK\xF6lsch\n");
    QVERIFY(!rows);
    QCOMPARE(rows.error().code, ErrorCode::Refused);
    QCOMPARE(rows.error().message, u"line 2 is not UTF-8; save the file as UTF-8"_s);
}

void tst_Csv::readCsv_hugeField_isAFault()
{
    const auto rows = readCsv(QByteArray(2'000'000, 'x') + "\ny\n");
    QVERIFY(rows);
    QCOMPARE(rows->at(0).fault, u"a field is too long"_s);
    QCOMPARE(texts(rows->at(1)), QStringList{u"y"_s});
}

void tst_Csv::readCsv_fieldsWithoutEnd_costNoMemory()
{
    const auto rows = readCsv(QByteArray(900'000, ',') + "\ny\n");
    QVERIFY(rows);
    QCOMPARE(rows->at(0).fault, u"the row has too many fields"_s);
    QVERIFY(rows->at(0).fields.size() <= 1000);
    QCOMPARE(texts(rows->at(1)), QStringList{u"y"_s});
}

void tst_Csv::readCsv_hugeFile_isRefused()
{
    const auto rows = readCsv(QByteArray(64 * 1024 * 1024 + 1, '\n'));
    QVERIFY(!rows);
    QCOMPARE(rows.error().code, ErrorCode::Refused);
}

void tst_Csv::csvLine_special_isQuoted()
{
    QCOMPARE(csvLine({u"a b"_s, u"a,b"_s, u"a\"b"_s, u"a\nb"_s, u"a\rb"_s, u"NULL"_s, u" NULL"_s}),
             QByteArray("a b,\"a,b\",\"a\"\"b\",\"a\nb\",\"a\rb\",\"NULL\",\" NULL\"\r\n"));
}

void tst_Csv::csvLine_anyText_isReadBack()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    QRandomGenerator random(seed);
    const QStringList pieces{u"\""_s, u","_s, u"\n"_s, u"\r"_s, u" "_s, u"NULL"_s, u"=1+1"_s,
                             u"'"_s,  u"ä"_s, u"🍺"_s,  u"a"_s,  u";"_s, u"\t"_s,   u"\\"_s};
    for (int round = 0; round < 2000; ++round) {
        QStringList fields{u"first"_s};
        for (int field = random.bounded(5); field >= 0; --field) {
            QString text;
            for (int piece = random.bounded(5); piece > 0; --piece)
                text += pieces.at(random.bounded(int(pieces.size())));
            fields.append(text);
        }
        const QByteArray line = csvLine(fields);
        const auto rows = readCsv(line + csvLine({u"next"_s}));
        QVERIFY2(rows && rows->size() == 2, qPrintable(u"seed %1"_s.arg(seed)));
        QCOMPARE(texts(rows->first()), fields);
        for (const CsvField &field : rows->first().fields)
            QVERIFY2(field.isQuoted || field.text != u"NULL"_s, qPrintable(u"seed %1"_s.arg(seed)));
        QCOMPARE(csvLine(texts(rows->first())), line);
    }
}

QTEST_GUILESS_MAIN(tst_Csv)
#include "tst_csv.moc"
