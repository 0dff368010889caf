// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/join_string.h"
#include "core/identity/join_token.h"
#include "tests/support/need.h"

#include <QTest>

using namespace keg;
using namespace keg::identity;
using namespace keg::test;
using namespace Qt::StringLiterals;

class tst_JoinString : public QObject
{
    Q_OBJECT

private slots:
    void toString_isTheLineOfTheDescription();
    void parse_ofWhatToStringWrites_givesTheSame_data();
    void parse_ofWhatToStringWrites_givesTheSame();
    void parse_ofWhatPeopleCopy_givesTheSame_data();
    void parse_ofWhatPeopleCopy_givesTheSame();
    void parse_ofAnythingElse_saysWhatIsWrong_data();
    void parse_ofAnythingElse_saysWhatIsWrong();
    void parse_withOneCharacterAltered_isRefusedOrNamesAnotherPlace();
    void parse_ofEveryBeginning_isRefused();
    void token_isReadBack();
};

namespace {

const QString Id = u"AAAQEAYEAUDAO5CAJBIFQYDIOB4XIBCEQTCQKRMFYMYDENBWHA5DYPQS"_s;
const QString Token = u"AAISEM2EKVTHPCEZVK54ZXPO74L"_s;

JoinString joinString(const QString &host = u"bar.local"_s)
{
    QByteArray id;
    for (int byte = 0; byte < MachineId::Size; ++byte)
        id += char(byte);
    return {host, 5002, 5003, *MachineId::fromBytes(id),
            QByteArray::fromHex("00112233445566778899aabbccddeeff")};
}

QString line(const QString &host = u"bar.local"_s)
{
    return u"kegdisplay-join:1:"_s + host + u":5002:5003:"_s + Id + u':' + Token;
}

} // namespace

void tst_JoinString::toString_isTheLineOfTheDescription()
{
    QCOMPARE(joinString().toString(), line());
    QCOMPARE(joinString(u"fd00::7"_s).toString(), line(u"[fd00::7]"_s));
}

void tst_JoinString::parse_ofWhatToStringWrites_givesTheSame_data()
{
    QTest::addColumn<QString>("host");
    for (const char *host :
         {"bar.local", "primary", "192.168.1.7", "fd00::7", "::1", "::", "fe80::a00:27ff:fe4e:66a1",
          "::ffff:10.0.0.1", "x-1.example.com", "a_b", "4you.bar"})
        QTest::newRow(host) << QString::fromLatin1(host);
    QTest::newRow("longest") << QString(63, u'a') + u'.' + QString(63, u'b') + u'.'
            + QString(63, u'c') + u'.' + QString(61, u'd');
}

void tst_JoinString::parse_ofWhatToStringWrites_givesTheSame()
{
    QFETCH(const QString, host);
    const JoinString given = joinString(host);
    QCOMPARE(need(JoinString::parse(given.toString())), given);
    need(JoinString::validateHost(host));
}

void tst_JoinString::parse_ofWhatPeopleCopy_givesTheSame_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("blanks") << u"  \t"_s + line() + u" \r\n\n"_s;
    QTest::newRow("quotes") << u'"' + line() + u'"';
    QTest::newRow("apostrophes") << u"'"_s + line() + u"'\n"_s;
    QTest::newRow("quotes of a word processor") << u"\u201c"_s + line() + u"\u201d"_s;
    QTest::newRow("german quotes") << u"\u201e"_s + line() + u"\u201c"_s;
    QTest::newRow("french quotes") << u"\u00ab\u00a0"_s + line() + u"\u00a0\u00bb"_s;
    QTest::newRow("of a chat") << u"`"_s + line() + u"`"_s;
    QTest::newRow("a byte order mark") << u'\ufeff' + line();
    QTest::newRow("typed id and token")
        << u"kegdisplay-join:1:bar.local:5002:5003:"_s + (Id + u':' + Token).toLower();
}

void tst_JoinString::parse_ofWhatPeopleCopy_givesTheSame()
{
    QFETCH(const QString, text);
    QCOMPARE(need(JoinString::parse(text)), joinString());
}

void tst_JoinString::parse_ofAnythingElse_saysWhatIsWrong_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("complaint");
    const auto with
        = [](const QString &from, const QString &to) { return line().replace(from, to); };

    const QString beginning = u"it does not begin with kegdisplay-join:"_s;
    QTest::newRow("nothing") << QString() << beginning;
    QTest::newRow("quotes alone") << u"\"\""_s << beginning;
    QTest::newRow("another text") << u"192.168.1.7"_s << beginning;
    QTest::newRow("upper case") << line().toUpper() << beginning;
    QTest::newRow("a command") << u"kegdisplay join "_s + line() << beginning;
    QTest::newRow("huge") << line() + QString(1'000'000, u'A') << u"too long"_s;

    QTest::newRow("no version") << with(u":1:"_s, u"::"_s) << u"its version is no number"_s;
    QTest::newRow("odd version") << with(u":1:"_s, u":one:"_s) << u"its version is no number"_s;
    QTest::newRow("beginning alone") << u"kegdisplay-join:"_s << u"its version is no number"_s;

    const QString host = u"neither a name nor an IPv4 or IPv6 address"_s;
    for (const char *bad :
         {"", "bar local", "b\xc3\xa4r", "bar..local", "bar.local.", "-bar", "bar-", "1.2.3",
          "256.1.1.1", "1.2.3.4.5", "10", "a/b", "a%b", "host\x1b[m"})
        QTest::addRow("host \"%s\"", bad) << line(QString::fromUtf8(bad)) << host;
    QTest::newRow("long host") << line(QString(64, u'a')) << host;
    QTest::newRow("long name") << line((QString(60, u'a') + u'.').repeated(4) + QString(10, u'a'))
                               << host;
    QTest::newRow("a zero in the host") << line(u"::1"_s + QChar(0)) << u"address"_s;
    QTest::newRow("bare IPv6") << line(u"fd00::7"_s) << u"missing at its end, or too much"_s;
    const QString brackets = u"what is in brackets is no IPv6 address"_s;
    QTest::newRow("IPv4 in brackets") << line(u"[10.0.0.1]"_s) << brackets;
    QTest::newRow("zone") << line(u"[fe80::1%eth0]"_s) << brackets;
    QTest::newRow("open bracket") << line(u"[fd00::7"_s) << brackets;
    QTest::newRow("a zero in brackets") << line(u"[::1"_s + QChar(0) + u']') << brackets;

    const QString ports = u"its ports are not from 1 to 65535"_s;
    for (const char *bad :
         {"0", "65536", "99999", "123456", "-1", "+1", " 1", "", "x", "1e3", "\xd9\xa1"})
        QTest::addRow("port %s", bad) << with(u"5003"_s, QString::fromUtf8(bad)) << ports;
    QTest::newRow("first port") << with(u"5002"_s, u"x"_s) << ports;

    const QString parts = u"something is missing at its end, or too much"_s;
    QTest::newRow("no token") << line().chopped(Token.size() + 1) << parts;
    QTest::newRow("no id") << line().chopped(Token.size() + Id.size() + 2) << parts;
    QTest::newRow("host alone") << u"kegdisplay-join:1:bar"_s << parts;
    QTest::newRow("more") << line() + u":x"_s << parts;
    QTest::newRow("twice") << line() + u' ' + line() << parts;
    QTest::newRow("id") << with(u"AAAQ"_s, u"AAAA"_s) << u"the primary's id in it is mistyped"_s;
    QTest::newRow("empty id") << with(Id, QString()) << u"the primary's id in it is mistyped"_s;
    QTest::newRow("token") << line().chopped(1) + u'C' << u"the token at its end is mistyped"_s;
    QTest::newRow("empty token") << line().chopped(Token.size()) << u"the token at its end"_s;
    QTest::newRow("short token") << line().chopped(1) << u"the token at its end is mistyped"_s;
    QTest::newRow("long token") << line() + u'A' << u"the token at its end is mistyped"_s;
}

void tst_JoinString::parse_ofAnythingElse_saysWhatIsWrong()
{
    QFETCH(const QString, text);
    QFETCH(const QString, complaint);
    const auto parsed = JoinString::parse(text);
    QVERIFY(!parsed);
    const QString &message = parsed.error().message;
    QCOMPARE(parsed.error().code, ErrorCode::Usage);
    QVERIFY2(message.contains(complaint), qPrintable(message));
    QVERIFY2(message.contains(u"copy the whole line that 'kegdisplay pair' prints"_s),
             qPrintable(message));
    QVERIFY(!message.contains(u'\n'));
    QVERIFY(!message.contains(Token)); // messages go to logs
    QVERIFY(message.size() < 200);
}

void tst_JoinString::parse_withOneCharacterAltered_isRefusedOrNamesAnotherPlace()
{
    const QString text = line(u"10.0.0.1"_s);
    const JoinString given = joinString(u"10.0.0.1"_s);
    int refused = 0;
    for (qsizetype place = 0; place < text.size(); ++place) {
        for (ushort code = 1; code < 0x180; ++code) {
            QString altered = text;
            altered[place] = QChar(code);
            const auto parsed = JoinString::parse(altered);
            refused += parsed ? 0 : 1;
            if (!parsed)
                continue;
            // The id and the token are the secret and the trust; the rest finds the way.
            QCOMPARE(parsed->primary, given.primary);
            QCOMPARE(parsed->token, given.token);
        }
    }
    qInfo("%d of %d alterations are refused", refused, int(text.size()) * 0x17f);
    QVERIFY(refused > int(text.size()) * 0x170);
}

void tst_JoinString::parse_ofEveryBeginning_isRefused()
{
    const QString text = line(u"[fd00::7]"_s);
    for (qsizetype length = 0; length < text.size(); ++length)
        QVERIFY2(!JoinString::parse(text.left(length)), qPrintable(text.left(length)));

    const auto newer = JoinString::parse(u"kegdisplay-join:2:anything at all"_s);
    QCOMPARE(newer.error().code, ErrorCode::TooNew);
    QVERIFY(newer.error().message.contains(u"is of version 2"_s));
}

void tst_JoinString::token_isReadBack()
{
    const QByteArray token = joinString().token;
    QCOMPARE(joinTokenText(token), Token);
    QCOMPARE(joinTokenFromText(Token), std::optional(token));
    QCOMPARE(joinTokenFromText(u" aaisem2ekvthpcezv k54zxpo74l "), std::optional(token));
    for (qsizetype place = 0; place < Token.size(); ++place) {
        QString altered = Token;
        altered[place] = altered[place] == u'X' ? u'Y' : u'X';
        QVERIFY2(!joinTokenFromText(altered), qPrintable(altered));
    }
    QVERIFY(!joinTokenFromText(joinTokenText(token.chopped(1))));
    QVERIFY(!joinTokenFromText(joinTokenText(token + 'x')));
}

QTEST_GUILESS_MAIN(tst_JoinString)
#include "tst_joinstring.moc"
