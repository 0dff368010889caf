// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/domain/setting.h"

#include <QTest>

using namespace keg;
using namespace Qt::StringLiterals;

class tst_Setting : public QObject
{
    Q_OBJECT

private slots:
    void knownSettings_haveOneLineEach();
    void validate_menuUrl_usable_data();
    void validate_menuUrl_usable();
    void validate_menuUrl_unusable_saysWhy_data();
    void validate_menuUrl_unusable_saysWhy();
    void validate_houseName_usable_data();
    void validate_houseName_usable();
    void validate_houseName_unusable_saysWhy_data();
    void validate_houseName_unusable_saysWhy();
    void validate_unknownKey_namesThoseThatAre();
};

void tst_Setting::knownSettings_haveOneLineEach()
{
    QStringList keys;
    for (const SettingSpec &known : knownSettings()) {
        keys.append(known.key);
        QVERIFY(!known.help.isEmpty());
        QVERIFY(validate({known.key, {}})); // any of them may be unset
    }
    QStringList sorted = keys;
    sorted.sort();
    QCOMPARE(keys, sorted);
    QCOMPARE(keys.removeDuplicates(), 0);
}

void tst_Setting::validate_menuUrl_usable_data()
{
    QTest::addColumn<QString>("url");
    const QString host = u"http://bar.example/"_s;
    for (const QString &url :
         {QString(), u"http://10.0.0.5:8080/"_s, u"https://bar.example"_s, u"HTTP://BAR/menu"_s,
          u"http://[fd00::5]:8080/menu"_s, u"http://bräu.example/über?a=b&c=%20"_s,
          u"http://bar.example/🍺"_s, u"http://127.example/"_s, u"http://localhost.example/"_s,
          u"http://10.0.0.0/"_s, u"http://[1::1]/"_s, host + QString(200 - host.size(), u'a')})
        QTest::addRow("%s", qPrintable(url.left(40))) << url;
}

void tst_Setting::validate_menuUrl_usable()
{
    QFETCH(const QString, url);
    const auto valid = validate({settings::MenuUrl, url});
    QVERIFY2(valid, qPrintable(valid ? QString() : valid.error().message));
}

void tst_Setting::validate_menuUrl_unusable_saysWhy_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("why");
    const auto row = [](const QString &url, const QString &why) {
        QTest::addRow("%s", qPrintable(url.left(40))) << url << why;
    };
    const QString noAddress = u"is not an address"_s;
    const QString noScheme = u"does not begin with http"_s;
    const QString noHost = u"names no machine"_s;
    const QString ownMachine = u"leads every phone to itself"_s;
    const QString userName = u"holds a user's name"_s;
    row(u" "_s, noAddress);
    row(u"http://bar.example/ menu"_s, noAddress);
    row(u"http://bar.example/\nmenu"_s, noAddress);
    row(u"http://bar.example/\u00a0"_s, noAddress);
    row(u"http://bar.example/\u202emenu"_s, noAddress);
    row(u"http://bar.example/\u0001"_s, noAddress);
    row(u"http://bar.example/"_s + QChar(0) + u'x', noAddress);
    row(u"http://bar.example:99999/"_s, noAddress);
    row(u"http://[fd00::5/"_s, noAddress);
    row(u"http://bar.example/<script>"_s, noAddress);
    row(u"bar.example"_s, noScheme);
    row(u"//bar.example/"_s, noScheme);
    row(u"javascript:alert(1)"_s, noScheme);
    row(u"ftp://bar.example/"_s, noScheme);
    row(u"http:"_s, noHost);
    row(u"http:///menu"_s, noHost);
    row(u"https:menu"_s, noHost);
    for (const QString &host :
         {u"localhost"_s, u"LocalHost:8080"_s, u"localhost."_s, u"keg.localhost"_s, u"127.0.0.1"_s,
          u"127.0.1.1:8080"_s, u"127.1"_s, u"0x7f000001"_s, u"2130706433"_s, u"0.0.0.0:8080"_s,
          u"0"_s, u"[::1]:8080"_s, u"[::]"_s, u"[0:0:0:0:0:0:0:1]"_s, u"[::ffff:127.0.0.1]"_s})
        row(u"http://"_s + host + u'/', ownMachine);
    row(u"http://me@bar.example/"_s, userName);
    row(u"http://me:secret@bar.example/"_s, userName);
    row(u"http://bar.example/#menu"_s, u"has a part after #"_s);
    row(u"http://bar.example/#"_s, u"has a part after #"_s);
    row(u"http://bar.example/"_s + QString(182, u'a'), u"has 201 characters"_s);
}

void tst_Setting::validate_menuUrl_unusable_saysWhy()
{
    QFETCH(const QString, url);
    QFETCH(const QString, why);
    const auto valid = validate({settings::MenuUrl, url});
    QVERIFY(!valid);
    QCOMPARE(valid.error().code, ErrorCode::Refused);
    const QString message = valid.error().message;
    QVERIFY2(message.startsWith(u"menu_url "_s + why), qPrintable(message));
    QVERIFY2(message.contains(u"give the address of the menu, as http://"_s), qPrintable(message));
}

void tst_Setting::validate_houseName_usable_data()
{
    QTest::addColumn<QString>("name");
    for (const QString &name : {QString(), u"Zum Anker"_s, u"<b>\"O'Neill\" & Söhne</b>"_s,
                                u"居酒屋"_s, u"بيت الجعة"_s, u"🍺"_s.repeated(60)})
        QTest::addRow("%s", qPrintable(name.left(40))) << name;
}

void tst_Setting::validate_houseName_usable()
{
    QFETCH(const QString, name);
    const auto valid = validate({settings::HouseName, name});
    QVERIFY2(valid, qPrintable(valid ? QString() : valid.error().message));
}

void tst_Setting::validate_houseName_unusable_saysWhy_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("why");
    const QString unseen = u"has a character that cannot be seen"_s;
    const QString blank = u"begins or ends with a blank"_s;
    QTest::newRow("long") << QString(61, u'a') << u"has 61 characters, at most 60"_s;
    QTest::newRow("line") << u"Zum\nAnker"_s << unseen;
    QTest::newRow("null") << u"Zum"_s + QChar(0) + u"Anker"_s << unseen;
    QTest::newRow("direction") << u"Zum \u202erekna"_s << unseen;
    QTest::newRow("other blank") << u"Zum\u00a0Anker"_s << unseen;
    QTest::newRow("half a character") << QString(QChar(0xd83c)) << unseen;
    QTest::newRow("blank") << u" "_s << blank;
    QTest::newRow("blank before") << u" Anker"_s << blank;
    QTest::newRow("blank behind") << u"Anker "_s << blank;
}

void tst_Setting::validate_houseName_unusable_saysWhy()
{
    QFETCH(const QString, name);
    QFETCH(const QString, why);
    const auto valid = validate({settings::HouseName, name});
    QVERIFY(!valid);
    QCOMPARE(valid.error().code, ErrorCode::Refused);
    const QString message = valid.error().message;
    QVERIFY2(message.startsWith(u"house_name "_s + why), qPrintable(message));
    QVERIFY2(message.contains(u"give the name that guests read"_s), qPrintable(message));
}

void tst_Setting::validate_unknownKey_namesThoseThatAre()
{
    for (const QString &key : {QString(), u"menu"_s, u"MENU_URL"_s, u"menu_url "_s}) {
        const auto valid = validate({key, {}});
        QVERIFY(!valid);
        QCOMPARE(valid.error().code, ErrorCode::Refused);
        QCOMPARE(valid.error().message,
                 u"there is no setting '%1'; there is: house_name, menu_url"_s.arg(key));
    }
}

QTEST_GUILESS_MAIN(tst_Setting)
#include "tst_setting.moc"
