// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/request_reader.h"

#include <QTest>

using namespace keg::web;
using namespace Qt::StringLiterals;

/// Bytes become a request, or a refusal that says what to do.
class tst_RequestReader : public QObject
{
    Q_OBJECT

private slots:
    void request_inAnyPieces_isTheSame_data();
    void request_inAnyPieces_isTheSame();
    void request_followedByAnother_leavesIt();
    void request_hostile_isRefused_data();
    void request_hostile_isRefused();
    void chunk_withoutEnd_isRefused_data();
    void chunk_withoutEnd_isRefused();
    void body_overTheLimit_isRefused_data();
    void body_overTheLimit_isRefused();
};

namespace {

constexpr qint64 HeaderLimit = 16 * 1024;
constexpr qint64 BodyLimit = 1'000;

/// Feeds `bytes` in pieces of that size until the reader has decided. What is left over.
QByteArray feed(RequestReader &reader, const QByteArray &bytes, qsizetype piece)
{
    QByteArray buffer;
    bool isLimited = false;
    for (qsizetype from = 0; from < bytes.size() && !reader.failure(); from += piece) {
        buffer += bytes.mid(from, piece);
        if (!reader.hasHeader())
            reader.takeHeader(buffer);
        if (reader.hasHeader() && !reader.failure() && !std::exchange(isLimited, true))
            reader.limitBody(BodyLimit);
        if (reader.hasHeader() && !reader.failure())
            reader.takeBody(buffer);
    }
    return buffer;
}

} // namespace

void tst_RequestReader::request_inAnyPieces_isTheSame_data()
{
    QTest::addColumn<int>("piece");
    for (const int piece : {1, 2, 3, 7, 50, 1'000})
        QTest::addRow("%d", piece) << piece;
}

void tst_RequestReader::request_inAnyPieces_isTheSame()
{
    QFETCH(int, piece);
    for (const QByteArray &body :
         {QByteArray("Content-Length: 5\r\n\r\nhello"),
          QByteArray("Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n")})
    {
        RequestReader reader(HeaderLimit);
        feed(reader, "POST /api/taps?x=1 HTTP/1.1\r\nHost: keg\r\nAccept: a\r\n" + body, piece);
        QVERIFY2(!reader.failure(), reader.failure().value_or(Response()).body.constData());
        QVERIFY(reader.isComplete());
        QCOMPARE(reader.method(), QByteArray("POST"));
        QCOMPARE(reader.target().parts, QStringList({u"api"_s, u"taps"_s}));
        QCOMPARE(reader.headers().value("accept"), QByteArray("a"));
        QCOMPARE(reader.body(), QByteArray("hello"));
        QVERIFY(reader.isKeptAlive());
    }
}

void tst_RequestReader::request_followedByAnother_leavesIt()
{
    const QByteArray one = "GET / HTTP/1.1\r\nHost: keg\r\n\r\n";
    RequestReader reader(HeaderLimit);
    QCOMPARE(feed(reader, one + one, 2 * one.size()), one);
    QVERIFY(reader.isComplete());
}

void tst_RequestReader::request_hostile_isRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const QByteArray &lines, int status) {
        QTest::newRow(name) << QByteArray(lines + "\r\n\r\n") << status;
    };
    const QByteArray get = "GET / HTTP/1.1\r\nHost: keg\r\n";
    const QByteArray post = "POST / HTTP/1.1\r\nHost: keg\r\n";
    row("host with a quote", "GET / HTTP/1.1\r\nHost: keg\"x", 400);
    row("host with a tag", "GET / HTTP/1.1\r\nHost: <b>", 400);
    row("host with a path", "GET / HTTP/1.1\r\nHost: keg/x", 400);
    row("conflicting lengths", post + "Content-Length: 3\r\nContent-Length: 4", 400);
    row("list of lengths", post + "Content-Length: 3, 4", 400);
    row("length and encoding", post + "Content-Length: 3\r\nTransfer-Encoding: chunked", 400);
    row("encoding and length", post + "Transfer-Encoding: chunked\r\nContent-Length: 3", 400);
    row("negative length", post + "Content-Length: -1", 400);
    row("length with a plus", post + "Content-Length: +1", 400);
    row("huge length", post + "Content-Length: 99999999999999999999999", 400);
    row("other encoding", post + "Transfer-Encoding: gzip", 501);
    row("encoding twice", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: x", 400);
    row("bad chunk", post + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", 400);
    row("folded line", get + "A: b\r\n c", 400);
    row("folded by a tab", get + "A: b\r\n\tc", 400);
    row("folded first line", get.chopped(11) + " Host: keg\r\nHost: keg", 400);
    row("blank before colon", get + "A : b", 400);
    row("bare CR", get + "A: b\rSet-Cookie: c", 400);
    row("NUL", get + "A: b" + QByteArray(1, '\0'), 400);
    row("no host", "GET / HTTP/1.1\r\nA: b", 400);
    row("two hosts", get + "Host: other", 400);
    row("absolute target", "GET http://other/ HTTP/1.1\r\nHost: keg", 400);
    row("traversal", "GET /%2e%2e/x HTTP/1.1\r\nHost: keg", 400);
    row("unknown method", "BREW / HTTP/1.1\r\nHost: keg", 501);
    row("version 2", "GET / HTTP/2.0\r\nHost: keg", 400);
    row("no version", "GET /", 400);
    row("TLS", QByteArray::fromHex("16030100c8010000c40303"), 400);
    row("other expectation", post + "Expect: tea", 417);
    row("large line", get + "A: " + QByteArray(20'000, 'a'), 431);
    row("many lines", get + QByteArray("A: b\r\n").repeated(4'000) + "A: b", 431);
    row("long target", "GET /" + QByteArray(20'000, 'a') + " HTTP/1.1\r\nHost: keg", 431);
}

void tst_RequestReader::request_hostile_isRefused()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    for (int piece = 1; piece <= 200; ++piece) {
        RequestReader reader(HeaderLimit);
        feed(reader, bytes, piece < 200 ? piece : bytes.size());
        QVERIFY2(reader.failure(), QByteArray::number(piece));
        QCOMPARE(reader.failure()->status, status);
        QVERIFY(reader.failure()->body.startsWith("{\"error\":\""));
    }
}

void tst_RequestReader::chunk_withoutEnd_isRefused_data()
{
    QTest::addColumn<QByteArray>("chunk");
    QTest::newRow("first line") << "1;" + QByteArray(20'000, 'a');
    QTest::newRow("trailer") << "0\r\n" + QByteArray("A: b\r\n").repeated(4'000);
    QTest::newRow("later trailer") << "1\r\na\r\n0\r\n" + QByteArray("A: b\r\n").repeated(4'000);
}

void tst_RequestReader::chunk_withoutEnd_isRefused()
{
    QFETCH(QByteArray, chunk);
    const QByteArray header = "POST / HTTP/1.1\r\nHost: keg\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int piece = 1; piece <= 200; ++piece) {
        RequestReader reader(HeaderLimit);
        const QByteArray left = feed(reader, header + chunk, piece);
        QVERIFY2(reader.failure(), QByteArray::number(piece));
        QCOMPARE(reader.failure()->status, 431);
        QVERIFY(left.size() <= HeaderLimit + piece);
    }
}

void tst_RequestReader::body_overTheLimit_isRefused_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::newRow("announced") << QByteArray("Content-Length: 1001\r\n\r\n");
    QTest::newRow("chunk announced") << QByteArray("Transfer-Encoding: chunked\r\n\r\n3e9\r\n");
    QTest::newRow("chunks") << "Transfer-Encoding: chunked\r\n\r\n"
            + QByteArray("a\r\n0123456789\r\n").repeated(101);
}

void tst_RequestReader::body_overTheLimit_isRefused()
{
    QFETCH(QByteArray, lines);
    RequestReader reader(HeaderLimit);
    feed(reader, "POST / HTTP/1.1\r\nHost: keg\r\n" + lines, 100);
    QVERIFY(reader.failure());
    QCOMPARE(reader.failure()->status, 413);
    QVERIFY(reader.bodySize() <= BodyLimit);
}

QTEST_GUILESS_MAIN(tst_RequestReader)
#include "tst_requestreader.moc"
