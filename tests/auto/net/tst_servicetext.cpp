// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/service_text.h"

#include <QTest>

#include <algorithm>

using namespace keg;
using namespace keg::net;

class tst_ServiceText : public QObject
{
    Q_OBJECT

private slots:
    void fromServiceText_itsOwnText_givesTheSameWords();
    void fromServiceText_ofOtherPrograms_isUnderstood();
    void fromServiceText_whatDoesNotFit_isNothing_data();
    void fromServiceText_whatDoesNotFit_isNothing();
    void toServiceText_longName_fitsIntoItsString();
};

namespace {

wire::Announce sample()
{
    return {*MachineId::fromBytes(QByteArray(MachineId::Size, 'm')), QStringLiteral("Theke = Bar"),
            6002, 6003,
            QUuid::fromString(QStringLiteral("{8f6b1f7e-3f7e-4f57-9d0e-1c2b3a4d5e6f}"))};
}

/// With another value for a key.
QByteArrayList with(const char *key, const QByteArray &value)
{
    QByteArrayList text = toServiceText(sample());
    for (QByteArray &pair : text) {
        if (pair.startsWith(QByteArray(key) + '='))
            pair = QByteArray(key) + '=' + value;
    }
    return text;
}

} // namespace

void tst_ServiceText::fromServiceText_itsOwnText_givesTheSameWords()
{
    wire::Announce said = sample();
    for (const QUuid &databaseId : {said.databaseId, QUuid()}) {
        said.databaseId = databaseId;
        const auto words = fromServiceText(toServiceText(said), said.notifyPort);
        QVERIFY(words);
        QCOMPARE(words->primary, said.primary);
        QCOMPARE(words->name, said.name);
        QCOMPARE(words->notifyPort, said.notifyPort);
        QCOMPARE(words->snapshotPort, said.snapshotPort);
        QCOMPARE(words->databaseId, said.databaseId);
    }
}

void tst_ServiceText::fromServiceText_ofOtherPrograms_isUnderstood()
{
    QByteArrayList text;
    for (const QByteArray &pair : toServiceText(sample())) { // keys are of any case
        const auto equals = pair.indexOf('=');
        text.prepend(pair.left(equals).toUpper() + pair.mid(equals));
    }
    text << "later=thing"
         << "flag"
         << "="
         << ""
         << "id=of another, which does not count";
    const auto words = fromServiceText(text, 5002);
    QVERIFY(words);
    QCOMPARE(words->primary, sample().primary);
}

void tst_ServiceText::fromServiceText_whatDoesNotFit_isNothing_data()
{
    QTest::addColumn<QByteArrayList>("text");
    QTest::newRow("nothing") << QByteArrayList();
    QTest::newRow("another version") << with("version", "2");
    QTest::newRow("no version") << with("version", "");
    QTest::newRow("no id") << with("id", "");
    QTest::newRow("broken id") << with("id", sample().primary.toString().toLatin1().chopped(1));
    QTest::newRow("no snapshot port") << with("snapshot", "");
    QTest::newRow("snapshot port 0") << with("snapshot", "0");
    QTest::newRow("snapshot port too high") << with("snapshot", "65536");
    QTest::newRow("snapshot port is no number") << with("snapshot", "5003x");
}

void tst_ServiceText::fromServiceText_whatDoesNotFit_isNothing()
{
    QFETCH(const QByteArrayList, text);
    QVERIFY(!fromServiceText(text, 5002));
    QVERIFY(fromServiceText(toServiceText(sample()), 5002));
    QVERIFY(!fromServiceText(toServiceText(sample()), 0));
}

void tst_ServiceText::toServiceText_longName_fitsIntoItsString()
{
    wire::Announce said = sample();
    said.name = QString(1'000, u'あ');
    const auto text = toServiceText(said);
    QVERIFY(std::all_of(text.cbegin(), text.cend(),
                        [](const QByteArray &pair) { return pair.size() <= 255; }));
    QVERIFY(fromServiceText(text, 5002));
}

QTEST_GUILESS_MAIN(tst_ServiceText)
#include "tst_servicetext.moc"
