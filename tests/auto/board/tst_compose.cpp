// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "gui/board/compose.h"
#include "gui/board/resources.h"
#include "tests/auto/board/boards.h"

#include <QTest>

using namespace keg;

class tst_Compose : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void composePage_anySizeCountAndContent_isSound_data();
    void composePage_anySizeCountAndContent_isSound();
    void composeTap_plainBeer_saysEverythingInAWideCard();
    void composeTap_lessAndLessRoom_dropsInOrder();
    void composeTap_onlyAName_showsItAndNumberAndGlass();
    void composeTap_vacant_isDimmedWithAnEmptyGlass();
    void composeTap_notes_areNeverShown();
    void composeTap_rightToLeft_mirrors();
    void composeHead_oldCopy_saysSince_data();
    void composeHead_oldCopy_saysSince();
    void composeHead_copyOfADisplayThatIsOut_saysWhatToDo();
    void composeHead_pending_saysWhatToType_data();
    void composeHead_pending_saysWhatToType();
    void composeHead_manyPages_showsDotsOrNumbers();

    void composePage_menu_hasCodeAndCaption_data();
    void composePage_menu_hasCodeAndCaption();
    void composePage_unusableMenu_isABoardWithout_data();
    void composePage_unusableMenu_isABoardWithout();
    void composePage_menu_rightToLeft_isInTheOtherCorner();
    void composePage_rowThatTheMenuNarrows_isOrderedLikeTheOthers();

private:
    Look m_look;
};

namespace {

const QString Url = QStringLiteral("http://192.168.100.20:8080/");

QList<Role> rolesOf(const CardPicture &card)
{
    QList<Role> roles;
    for (const TextPicture &text : card.texts)
        roles.append(text.role);
    return roles;
}

const TextPicture *find(const QList<TextPicture> &texts, Role role)
{
    for (const TextPicture &text : texts) {
        if (text.role == role)
            return &text;
    }
    return nullptr;
}

/// What is wrong with a card, in words; empty: nothing.
QString faultOf(const CardPicture &card, const BoardTap &tap, const BoardLayout &layout)
{
    QList<QRectF> taken;
    if (card.glass) {
        taken.append(card.glass->rect);
        if (!QRectF(card.rect).contains(card.glass->rect))
            return QStringLiteral("glass outside");
    }
    for (const TextPicture &text : card.texts) {
        const QString role = roleName(text.role);
        if (text.fitted.lines.isEmpty() || text.rect.isEmpty())
            return role + QStringLiteral(" without lines");
        if (text.fitted.pixelSize < layout.type.floor)
            return role + QStringLiteral(" below the floor");
        if (!QRectF(card.rect).contains(text.rect))
            return role + QStringLiteral(" outside");
        const int lines = int(text.fitted.lines.size());
        if (lines > (text.role == Role::Description ? 3 : 2))
            return role + QStringLiteral(" has too many lines");
        if (text.fitted.isShortened && (text.role == Role::Abv || text.role == Role::Number))
            return role + QStringLiteral(" shortened");
        for (const QRectF &other : std::as_const(taken)) {
            const QRectF both = other & text.rect;
            if (both.width() > 0.5 && both.height() > 0.5)
                return role + QStringLiteral(" overlaps");
        }
        taken.append(text.rect);
    }
    const QList<Role> roles = rolesOf(card);
    if (!roles.contains(Role::Number) || !card.glass)
        return QStringLiteral("no number or glass");
    if (tap.beer && !roles.contains(Role::Name))
        return QStringLiteral("no name");
    if (tap.beer && tap.beer->abv && !roles.contains(Role::Abv))
        return QStringLiteral("no ABV");
    return {};
}

/// What is wrong with the code of a page, in words; empty: nothing.
QString faultOf(const PagePicture &page, const QSize &size)
{
    if (!page.code)
        return std::min(size.width(), size.height()) > 400 ? QStringLiteral("no code") : QString();
    const CodePicture &code = *page.code;
    const QRectF panel = code.panel;
    if (!QRect({0, 0}, size).contains(code.panel) || !code.panel.contains(code.square))
        return QStringLiteral("code outside");
    if (code.caption
        && (!panel.contains(code.caption->rect)
            || QRectF(code.square).intersects(code.caption->rect)))
        return QStringLiteral("caption outside");
    if (code.panel.intersects(page.headRect))
        return QStringLiteral("code in the head");
    for (const CardPicture &card : page.cards) {
        if (code.panel.intersects(card.rect))
            return QStringLiteral("code over tap %1").arg(card.tap);
    }
    for (const TextPicture &text : page.head.texts) {
        if (panel.intersects(text.rect))
            return QStringLiteral("code over ") + roleName(text.role);
    }
    return {};
}

CardPicture cardOf(const Beer &beer, const QRect &rect, int name, const Look &look)
{
    const TypeSizes type{20, 22, name, name * 9 / 10, std::max(20, name * 6 / 10), 20};
    return composeCard({1, beer}, rect, false, type, look);
}

} // namespace

void tst_Compose::initTestCase()
{
    initBoardResources();
    const auto theme = loadTheme(QStringLiteral("dark"));
    QVERIFY(theme);
    m_look.theme = *theme;
    m_look.locale = QLocale(QLocale::English, QLocale::UnitedStates);
}

void tst_Compose::composePage_anySizeCountAndContent_isSound_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<double>("distance");
    for (const QSize &size : test::screenSizes()) {
        QTest::addRow("%dx%d", size.width(), size.height()) << size << 0.0;
        QTest::addRow("%dx%d from 7 m", size.width(), size.height()) << size << 7.0;
    }
    QTest::addRow("as small as can be") << QSize(120, 120) << 0.0;
}

void tst_Compose::composePage_anySizeCountAndContent_isSound()
{
    QFETCH(const QSize, size);
    QFETCH(const double, distance);
    Look mirrored = m_look;
    mirrored.locale = QLocale(QLocale::Hebrew);
    const Freshness old{false, QDateTime({2026, 11, 1}, {19, 42}, Qt::UTC)};
    const QDateTime now({2026, 11, 23}, {12, 0}, Qt::UTC);
    for (const Look &look : {m_look, mirrored}) {
        const int most = distance > 0 ? 13 : 60;
        for (const int taps : {0, 1, 2, 3, 5, 8, 12, 24, most}) {
            for (const QList<Beer> &beers : {test::nastyBeers(), {test::plainBeer()}}) {
                Board board = test::boardOf(beers, taps);
                if (beers.size() > 1)
                    board.menuUrl = Url;
                const BoardLayout layout = layoutOf(board, {size, 1092, distance});
                for (int page = 0; page < layout.pageCount; ++page) {
                    const PagePicture picture = composePage(board, layout, page, old, now, look);
                    const QString codeFault
                        = board.menuUrl.isEmpty() ? QString() : faultOf(picture, size);
                    QVERIFY2(codeFault.isEmpty(), qPrintable(codeFault));
                    for (const TextPicture &text : picture.head.texts) {
                        QVERIFY2(QRectF({0, 0}, size).contains(text.rect),
                                 qPrintable(roleName(text.role)));
                        QVERIFY(text.fitted.pixelSize >= layout.type.floor);
                    }
                    for (qsizetype i = 0; i < picture.cards.size(); ++i) {
                        const BoardTap &tap = board.taps.at(layout.firstTap(page) + i);
                        const QString fault = faultOf(picture.cards.at(i), tap, layout);
                        QVERIFY2(fault.isEmpty(),
                                 qPrintable(QStringLiteral("%1 taps, tap %2: %3")
                                                .arg(taps)
                                                .arg(tap.number)
                                                .arg(fault)));
                    }
                }
            }
        }
    }
}

void tst_Compose::composeTap_plainBeer_saysEverythingInAWideCard()
{
    const CardPicture card = cardOf(test::plainBeer(), {0, 0, 900, 450}, 60, m_look);
    const QMap<Role, QString> expected{{Role::Number, QStringLiteral("1")},
                                       {Role::Name, QStringLiteral("Night Shift")},
                                       {Role::Style, QStringLiteral("Robust Porter")},
                                       {Role::Brewery, QStringLiteral("Quiet Neighbour")},
                                       {Role::Abv, QStringLiteral("5.4%")},
                                       {Role::AbvLabel, QStringLiteral("ABV")},
                                       {Role::Ibu, QStringLiteral("30 IBU")},
                                       {Role::Gravity, QStringLiteral("OG 1.055 · FG 1.014")},
                                       {Role::Description, QStringLiteral("Cocoa and coffee.")}};
    QCOMPARE(card.texts.size(), expected.size());
    for (const TextPicture &text : card.texts)
        QCOMPARE(text.text, expected.value(text.role));
}

void tst_Compose::composeTap_lessAndLessRoom_dropsInOrder()
{
    const QList<Role> order{Role::Gravity, Role::Ibu, Role::Description, Role::Brewery};
    Beer beer = test::plainBeer();
    beer.description = QStringLiteral("Cocoa, coffee and burnt sugar, lighter than it looks.");
    QSet<int> depths;
    for (int width = 900; width >= 260; width -= 20) {
        for (int height = 450; height >= 150; height -= 15) {
            const QList<Role> roles = rolesOf(cardOf(beer, {0, 0, width, height}, 40, m_look));
            QVERIFY(roles.contains(Role::Name) && roles.contains(Role::Style)
                    && roles.contains(Role::Abv));
            int dropped = 0;
            while (dropped < order.size() && !roles.contains(order.at(dropped)))
                ++dropped;
            for (int i = dropped; i < order.size(); ++i) {
                QVERIFY2(roles.contains(order.at(i)),
                         qPrintable(QStringLiteral("%1x%2: %3 dropped too early")
                                        .arg(width)
                                        .arg(height)
                                        .arg(roleName(order.at(i)))));
            }
            depths.insert(dropped);
        }
    }
    QCOMPARE(depths.size(), order.size() + 1);
}

void tst_Compose::composeTap_onlyAName_showsItAndNumberAndGlass()
{
    const CardPicture card = cardOf(test::beer(3, "Just a name"), {0, 0, 500, 300}, 40, m_look);
    QCOMPARE(rolesOf(card), (QList<Role>{Role::Number, Role::Name}));
    QVERIFY(card.glass && card.glass->beer);
}

void tst_Compose::composeTap_vacant_isDimmedWithAnEmptyGlass()
{
    const BoardLayout layout = layoutBoard({QSize(1920, 1080)}, 4);
    const CardPicture card = composeTap({2, {}}, 1, layout, m_look);
    QVERIFY(card.isVacant);
    QVERIFY(card.glass && !card.glass->beer);
    QCOMPARE(rolesOf(card), (QList<Role>{Role::Number, Role::Vacant}));
    for (const TextPicture &text : card.texts)
        QCOMPARE(text.color, m_look.theme.dim);
}

void tst_Compose::composeTap_notes_areNeverShown()
{
    Beer beer = test::plainBeer();
    const BoardLayout layout = layoutBoard({QSize(1920, 1080)}, 1);
    const CardPicture without = composeTap({1, beer}, 0, layout, m_look);
    beer.notes = QStringLiteral("never give to guests");
    QCOMPARE(composeTap({1, beer}, 0, layout, m_look), without);
}

void tst_Compose::composeTap_rightToLeft_mirrors()
{
    Look hebrew = m_look;
    hebrew.locale = QLocale(QLocale::Hebrew);
    for (const int taps : {6, 24}) {
        const BoardLayout layout = layoutBoard({QSize(1920, 1080)}, taps);
        const CardPicture left = composeTap({1, test::plainBeer()}, 0, layout, m_look);
        const CardPicture right = composeTap({1, test::plainBeer()}, 0, layout, hebrew);
        QCOMPARE(right.rect.right() + 1, 1920 - left.rect.left());
        QCOMPARE(right.glass->rect.left(), 1920 - left.glass->rect.right());
        const TextPicture *name = find(right.texts, Role::Name);
        QVERIFY(name);
        QCOMPARE(name->rect.right(), 1920 - find(left.texts, Role::Name)->rect.left());
        QCOMPARE(name->align, Align::Right);
    }
}

void tst_Compose::composeHead_oldCopy_saysSince_data()
{
    QTest::addColumn<Freshness>("freshness");
    QTest::addColumn<QString>("expected");
    const auto asOf = [](int day) { return QDateTime({2026, 11, day}, {19, 42}, Qt::UTC); };
    QTest::newRow("current") << Freshness{true, asOf(20)} << QString();
    QTest::newRow("unknown") << Freshness{false, {}} << QStringLiteral("primary away");
    QTest::newRow("today") << Freshness{false, asOf(22)}
                           << QStringLiteral("primary away, as of 19:42");
    QTest::newRow("older") << Freshness{false, asOf(20)}
                           << QStringLiteral("primary away, as of 20.11.26, 19:42");
}

void tst_Compose::composeHead_oldCopy_saysSince()
{
    QFETCH(const Freshness, freshness);
    QFETCH(const QString, expected);
    Look look = m_look;
    look.locale = QLocale(QLocale::German, QLocale::Germany); // its times and dates; no translator
    const BoardLayout layout = layoutBoard({QSize(1920, 1080)}, 3);
    const HeadPicture head
        = composeHead(layout, 0, freshness, QDateTime({2026, 11, 23}, {12, 0}, Qt::UTC), look);
    const TextPicture *age = find(head.texts, Role::Age);
    QCOMPARE(age ? age->text : QString(), expected);
    QVERIFY(!age || !age->fitted.isShortened);
    QVERIFY(find(head.texts, Role::Title));
}

void tst_Compose::composeHead_copyOfADisplayThatIsOut_saysWhatToDo()
{
    Notice pending;
    pending.kind = Notice::Kind::Pending;
    pending.words = QStringLiteral("panda cactus fossil");
    Notice refused;
    refused.kind = Notice::Kind::Refused;
    refused.reason = QStringLiteral("this display was revoked: pair or approve it again");
    const Freshness old{false, QDateTime({2026, 11, 22}, {19, 42}, Qt::UTC)};
    const QDateTime now({2026, 11, 23}, {12, 0}, Qt::UTC);
    for (const QSize size : {QSize(1920, 1080), QSize(1080, 1920), QSize(3840, 2160)}) {
        const BoardLayout layout = layoutBoard({size}, 3);
        const auto said = [&](const Notice &notice) {
            const HeadPicture head = composeHead(layout, 0, old, now, m_look, notice);
            const TextPicture *words = find(head.texts, Role::Words);
            return words && !words->fitted.isShortened ? words->text : QString();
        };
        QCOMPARE(said(pending), QStringLiteral("waits to be approved: panda · cactus · fossil"));
        QCOMPARE(said({}), QString());
        const HeadPicture head = composeHead(layout, 0, old, now, m_look, refused);
        const TextPicture *why = find(head.texts, Role::Words);
        QVERIFY(why && why->text.contains(refused.reason));
        QVERIFY(QRectF(layout.header).contains(why->rect));
    }
}

void tst_Compose::composeHead_pending_saysWhatToType_data()
{
    QTest::addColumn<QString>("language");
    QTest::newRow("English") << QStringLiteral("en");
    QTest::newRow("German") << QStringLiteral("de");
}

void tst_Compose::composeHead_pending_saysWhatToType()
{
    QFETCH(const QString, language);
    QVERIFY(installLanguage(language));
    Notice pending;
    pending.kind = Notice::Kind::Pending;
    pending.primary = QStringLiteral("the bar's primary");
    pending.words = QStringLiteral("vanilla village whistle");
    pending.machine = *MachineId::fromBytes(QByteArray(MachineId::Size, '\x6b'));
    const QString typed = QStringLiteral("kegdisplay approve NNVWW23-LNNVWW2");
    for (const QSize size : test::screenSizes()) {
        const BoardLayout layout = layoutBoard({size}, 0);
        const HeadPicture head = composeHead(layout, 0, {}, {}, m_look, pending);
        const TextPicture *hint = find(head.texts, Role::Hint);
        QVERIFY(hint);
        QVERIFY2(hint->text.endsWith(typed), qPrintable(hint->text));
        for (const TextPicture &text : head.texts) {
            QVERIFY2(!text.fitted.isShortened, qPrintable(text.text));
            QVERIFY(QRectF({}, size).contains(text.rect));
        }
        QVERIFY(find(head.texts, Role::Words) && find(head.texts, Role::Machine));
    }
    QVERIFY(installLanguage(QStringLiteral("en")));
}

void tst_Compose::composeHead_manyPages_showsDotsOrNumbers()
{
    const auto head = [&](int taps, int page) {
        const BoardLayout layout = layoutBoard({QSize(1920, 1080), 1092, 40}, taps);
        return composeHead(layout, page, {}, {}, m_look);
    };
    QVERIFY(head(1, 0).dots.isEmpty());
    QCOMPARE(head(3, 2).dots.size(), 3);
    QCOMPARE(head(3, 2).page, 2);
    QVERIFY(head(60, 6).dots.isEmpty());
    const HeadPicture many = head(60, 6);
    QVERIFY(find(many.texts, Role::Page));
    QCOMPARE(find(many.texts, Role::Page)->text, QStringLiteral("7 / 60"));
}

void tst_Compose::composePage_menu_hasCodeAndCaption_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("caption");
    QTest::newRow("en") << QStringLiteral("en") << QStringLiteral("Our menu");
    QTest::newRow("de") << QStringLiteral("de") << QStringLiteral("Unsere Karte");
}

void tst_Compose::composePage_menu_hasCodeAndCaption()
{
    QFETCH(const QString, language);
    QVERIFY(installLanguage(language));
    for (const QSize &size : test::screenSizes()) {
        for (const int taps : {0, 1, 5, 12, 24, 60}) {
            Board board = test::boardOf({test::plainBeer()}, taps);
            board.menuUrl = Url;
            const PagePicture page = composePage(board, layoutOf(board, {size}), 0, {}, {}, m_look);
            QVERIFY(page.code && page.code->caption);
            QCOMPARE(page.code->url, Url);
            QCOMPARE(page.code->modules.size(), 25);
            QTEST(page.code->caption->text, "caption");
            QVERIFY(!page.code->caption->fitted.isShortened);
        }
    }
    QVERIFY(installLanguage(QStringLiteral("en")));
}

void tst_Compose::composePage_unusableMenu_isABoardWithout_data()
{
    QTest::addColumn<QString>("url");
    QTest::newRow("none") << QString();
    QTest::newRow("long") << QStringLiteral("http://bar/") + QString(600, u'x');
    QTest::newRow("longer than any code") << QStringLiteral("http://bar/") + QString(9000, u'x');
    QTest::newRow("a zero") << QStringLiteral("http://bar/") + QChar(0);
}

void tst_Compose::composePage_unusableMenu_isABoardWithout()
{
    QFETCH(const QString, url);
    const Screen screen{QSize(1280, 720)};
    for (const int taps : {0, 5, 30}) {
        const Board without = test::boardOf({test::plainBeer()}, taps);
        Board board = without;
        board.menuUrl = url;
        const BoardLayout layout = layoutOf(board, screen);
        QCOMPARE(layout, layoutOf(without, screen));
        const PagePicture page = composePage(board, layout, 0, {}, {}, m_look);
        QVERIFY(!page.code);
        QCOMPARE(page.cards, composePage(without, layout, 0, {}, {}, m_look).cards);
    }
}

void tst_Compose::composePage_menu_rightToLeft_isInTheOtherCorner()
{
    Look hebrew = m_look;
    hebrew.locale = QLocale(QLocale::Hebrew);
    Board board = test::boardOf({test::plainBeer()}, 6);
    board.menuUrl = Url;
    const BoardLayout layout = layoutOf(board, {QSize(1920, 1080)});
    const PagePicture left = composePage(board, layout, 0, {}, {}, m_look);
    const PagePicture right = composePage(board, layout, 0, {}, {}, hebrew);
    QVERIFY(left.code && right.code);
    QCOMPARE(right.code->square.left(), 1920 - 1 - left.code->square.right());
    QCOMPARE(right.code->square.size(), left.code->square.size());
    QCOMPARE(right.code->modules, left.code->modules); // a mirrored code cannot be read
}

void tst_Compose::composePage_rowThatTheMenuNarrows_isOrderedLikeTheOthers()
{
    for (const QSize &size : {QSize(800, 480), QSize(1024, 600), QSize(1920, 1080)}) {
        for (const int taps : {6, 8, 12}) {
            Board board = test::boardOf({test::plainBeer()}, taps);
            board.menuUrl = Url;
            const PagePicture page = composePage(board, layoutOf(board, {size}), 0, {}, {}, m_look);
            for (const CardPicture &card : page.cards) {
                const TextPicture *name = find(card.texts, Role::Name);
                QVERIFY(name && name->rect.left() > card.glass->rect.right());
            }
        }
    }
}

QTEST_MAIN(tst_Compose)
#include "tst_compose.moc"
