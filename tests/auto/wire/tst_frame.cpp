// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/wire/frame.h"

#include <QTest>

using namespace keg;
using namespace keg::wire;

class tst_Frame : public QObject
{
    Q_OBJECT

private slots:
    void next_byteByByte_givesWholeFramesOnly();
    void next_badLength_isDamagedFromTheHeaderAlone_data();
    void next_badLength_isDamagedFromTheHeaderAlone();
    void setLimit_raised_takesLongerFrames();
};

void tst_Frame::next_byteByByte_givesWholeFramesOnly()
{
    const QByteArray stream
        = encodeFrame(7, "abc") + encodeFrame(8, {}) + encodeFrame(9, QByteArray(300, 'x'));
    FrameReader reader(StrangerFrameLimit);
    QList<Frame> frames;
    for (const char byte : stream) {
        reader.append(QByteArray(1, byte));
        const auto next = reader.next();
        QVERIFY(next);
        if (*next)
            frames.append(**next);
    }
    QCOMPARE(frames.size(), 3);
    QCOMPARE(frames[0].type, 7);
    QCOMPARE(frames[0].body, QByteArray("abc"));
    QCOMPARE(frames[1].body, QByteArray());
    QCOMPARE(frames[2].body.size(), 300);
}

void tst_Frame::next_badLength_isDamagedFromTheHeaderAlone_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::newRow("zero") << QByteArray("\0\0\0\0", 4);
    QTest::newRow("one") << QByteArray("\0\0\0\1", 4);
    QTest::newRow("over the limit") << QByteArray("\0\0\x10\1", 4);
    QTest::newRow("huge") << QByteArray("\xff\xff\xff\xff", 4);
    QTest::newRow("http") << QByteArray("GET ", 4);
}

void tst_Frame::next_badLength_isDamagedFromTheHeaderAlone()
{
    QFETCH(const QByteArray, header);
    FrameReader reader(StrangerFrameLimit);
    reader.append(header);
    const auto next = reader.next();
    QVERIFY(!next);
    QCOMPARE(next.error().code, ErrorCode::Damaged);

    reader.append(encodeFrame(7, "abc"));
    QVERIFY(!reader.next());
}

void tst_Frame::setLimit_raised_takesLongerFrames()
{
    const QByteArray frame = encodeFrame(7, QByteArray(StrangerFrameLimit, 'x'));
    FrameReader stranger(StrangerFrameLimit);
    stranger.append(frame);
    QVERIFY(!stranger.next());

    FrameReader peer(StrangerFrameLimit);
    peer.setLimit(PeerFrameLimit);
    peer.append(frame);
    const auto next = peer.next();
    QVERIFY(next && *next);
    QCOMPARE((*next)->body.size(), qsizetype(StrangerFrameLimit));
}

QTEST_GUILESS_MAIN(tst_Frame)
#include "tst_frame.moc"
