// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "gui/board/resources.h"
#include "gui/board/theme.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace keg;

class tst_Theme : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void loadTheme_everyOneBundled_isValid();
    void loadTheme_unknown_namesThoseThatAre();
    void parseTheme_broken_isDamaged_data();
    void parseTheme_broken_isDamaged();
    void contrastRatio_isThatOfWcag();

private:
    QJsonObject m_dark;
};

void tst_Theme::initTestCase()
{
    initBoardResources();
    QFile file(QStringLiteral(":/themes/dark.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    m_dark = QJsonDocument::fromJson(file.readAll()).object();
    QVERIFY(parseTheme(QJsonDocument(m_dark).toJson(), QStringLiteral("dark")));
}

void tst_Theme::loadTheme_everyOneBundled_isValid()
{
    QVERIFY(themeNames().contains(QStringLiteral("dark")));
    for (const QString &name : themeNames()) {
        const auto theme = loadTheme(name);
        QVERIFY2(theme, qPrintable(theme ? QString() : theme.error().message));
    }
}

void tst_Theme::loadTheme_unknown_namesThoseThatAre()
{
    for (const QString &name :
         {QStringLiteral("neon"), QStringLiteral("../themes/dark"), QString()}) {
        const auto theme = loadTheme(name);
        QVERIFY(!theme);
        QCOMPARE(theme.error().code, ErrorCode::Usage);
        QVERIFY(theme.error().message.contains(QStringLiteral("dark")));
    }
}

void tst_Theme::parseTheme_broken_isDamaged_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("names");
    const auto with = [&](const char *key, const QJsonValue &value) {
        QJsonObject theme = m_dark;
        theme.insert(QString::fromLatin1(key), value);
        return QJsonDocument(theme).toJson();
    };
    QTest::newRow("no json") << QByteArray("{") << QStringLiteral("own");
    QTest::newRow("missing") << with("accent", QJsonValue::Undefined) << QStringLiteral("accent");
    QTest::newRow("no colour") << with("foam", QStringLiteral("froth")) << QStringLiteral("foam");
    QTest::newRow("a number") << with("card", 7) << QStringLiteral("card");
    QTest::newRow("pale text") << with("dim", QStringLiteral("#555555")) << QStringLiteral("7:1");
}

void tst_Theme::parseTheme_broken_isDamaged()
{
    QFETCH(const QByteArray, json);
    QFETCH(const QString, names);
    const auto theme = parseTheme(json, QStringLiteral("own"));
    QVERIFY(!theme);
    QCOMPARE(theme.error().code, ErrorCode::Damaged);
    QVERIFY2(theme.error().message.contains(names), qPrintable(theme.error().message));
}

void tst_Theme::contrastRatio_isThatOfWcag()
{
    QCOMPARE(contrastRatio(Qt::black, Qt::white), 21.0);
    QCOMPARE(contrastRatio(Qt::white, Qt::white), 1.0);
    QVERIFY(qAbs(contrastRatio(QColor(0x77, 0x77, 0x77), Qt::white) - 4.48) < 0.01);
}

QTEST_MAIN(tst_Theme)
#include "tst_theme.moc"
