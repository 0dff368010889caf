// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/private_file.h"
#include "core/identity/trusted_primary.h"
#include "tests/support/need.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace keg;
using namespace keg::identity;
using namespace keg::test;
using namespace Qt::StringLiterals;

class tst_TrustedPrimary : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void load_absent_isNone();
    void load_givesWhatWasSaved_data();
    void load_givesWhatWasSaved();
    void save_isForTheOwnerAlone();
    void save_cutsALongName();
    void load_ofFieldsThatDoNotFit_isDamaged_data();
    void load_ofFieldsThatDoNotFit_isDamaged();
    void load_ofAnotherText_isDamaged_data();
    void load_ofAnotherText_isDamaged();
    void load_openToOthers_isRefused();

private:
    QString path() const { return m_folder->filePath(u"primary.json"_s); }
    void write(const QByteArray &bytes) const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

TrustedPrimary bar()
{
    return {*MachineId::fromBytes(QByteArray(MachineId::Size, 'x')),
            u"192.168.1.7"_s,
            5002,
            5003,
            QByteArray(16, 't'),
            u"Bar"_s};
}

} // namespace

void tst_TrustedPrimary::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void tst_TrustedPrimary::write(const QByteArray &bytes) const
{
    const PrivateFile file(m_folder->path(), u"primary.json"_s, {});
    need(file.write(bytes, need(FolderLock::take(m_folder->path()))));
}

void tst_TrustedPrimary::load_absent_isNone()
{
    QCOMPARE(need(TrustedPrimary::load(m_folder->path())), std::nullopt);
}

void tst_TrustedPrimary::load_givesWhatWasSaved_data()
{
    QTest::addColumn<TrustedPrimary>("primary");
    QTest::newRow("joining") << bar();
    TrustedPrimary primary = bar();
    primary.token.clear();
    QTest::newRow("joined") << primary;
    primary.host = u"fe80::1%eth0"_s;
    primary.notifyPort = 1;
    primary.snapshotPort = 65535;
    QTest::newRow("with a zone") << primary;
    primary.name = u"K\u00f6ln \"\U0001f37a\" \\ 1\n\u001b"_s;
    QTest::newRow("odd name") << primary;
    primary.name.clear();
    QTest::newRow("no name") << primary;
}

void tst_TrustedPrimary::load_givesWhatWasSaved()
{
    QFETCH(const TrustedPrimary, primary);
    need(TrustedPrimary(bar()).save(m_folder->path()));
    need(primary.save(m_folder->path()));
    QCOMPARE(need(TrustedPrimary::load(m_folder->path())), std::optional(primary));
}

void tst_TrustedPrimary::save_isForTheOwnerAlone()
{
    need(bar().save(m_folder->path()));
    QVERIFY(!(QFile::permissions(path())
              & (QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther
                 | QFile::WriteOther | QFile::ExeOther)));
}

void tst_TrustedPrimary::save_cutsALongName()
{
    TrustedPrimary primary = bar();
    primary.name = QString(100'000, u'x');
    need(primary.save(m_folder->path()));
    QCOMPARE(need(TrustedPrimary::load(m_folder->path()))->name, QString(255, u'x'));
}

void tst_TrustedPrimary::load_ofFieldsThatDoNotFit_isDamaged_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QJsonValue>("value");
    const auto row = [](const char *field, const QJsonValue &value) {
        QTest::addRow("%s %s", field, qPrintable(value.toVariant().toString().left(20)))
            << QString::fromLatin1(field) << value;
    };
    for (const char *field : {"id", "host", "notifyPort", "snapshotPort", "token", "name"}) {
        row(field, QJsonValue(QJsonValue::Undefined)); // taken out
        row(field, QJsonValue());
        row(field, QJsonObject());
        row(field, true);
    }
    for (const char *field : {"id", "host", "token", "name"}) {
        row(field, 7);
        row(field, QString(256, u'A'));
    }
    for (const char *field : {"notifyPort", "snapshotPort"}) {
        row(field, u"5002"_s);
        for (const double port : {0.0, -1.0, 65536.0, 1.5, 1e300, 4294972298.0})
            row(field, port);
    }
    row("id", QString());
    row("id", u"AAAQEAY"_s);
    row("host", QString());
    row("token", u"AAAQEAY"_s);
}

void tst_TrustedPrimary::load_ofFieldsThatDoNotFit_isDamaged()
{
    QFETCH(const QString, field);
    QFETCH(const QJsonValue, value);
    need(bar().save(m_folder->path()));
    QFile file(path());
    QVERIFY(file.open(QFile::ReadOnly));
    QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
    QVERIFY(object.contains(field));
    object.insert(field, value);
    write(QJsonDocument(object).toJson());
    const auto primary = TrustedPrimary::load(m_folder->path());
    QVERIFY(!primary);
    QCOMPARE(primary.error().code, ErrorCode::Damaged);
    QCOMPARE(primary.error().message,
             u"%1 is damaged, its \"%2\" is wrong: remove it and join the primary again"_s.arg(
                 path(), field));
}

void tst_TrustedPrimary::load_ofAnotherText_isDamaged_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("empty") << QByteArray() << ErrorCode::Damaged;
    QTest::newRow("words") << QByteArray("bar") << ErrorCode::Damaged;
    QTest::newRow("newer") << QByteArray(R"({"version":7})") << ErrorCode::TooNew;
    QTest::newRow("version below") << QByteArray(R"({"version":0})") << ErrorCode::Damaged;
    QTest::newRow("huge") << QByteArray(100'000, ' ') << ErrorCode::Damaged;
}

void tst_TrustedPrimary::load_ofAnotherText_isDamaged()
{
    QFETCH(const QByteArray, content);
    QFETCH(const ErrorCode, code);
    write(content);
    const auto primary = TrustedPrimary::load(m_folder->path());
    QVERIFY(!primary);
    QCOMPARE(primary.error().code, code);
    QVERIFY(primary.error().message.contains(u"remove it and join the primary again"_s));
}

void tst_TrustedPrimary::load_openToOthers_isRefused()
{
    need(bar().save(m_folder->path()));
    QVERIFY(QFile::setPermissions(path(), QFile::ReadOwner | QFile::ReadOther));
    QCOMPARE(TrustedPrimary::load(m_folder->path()).error().code, ErrorCode::Refused);
}

QTEST_GUILESS_MAIN(tst_TrustedPrimary)
#include "tst_trustedprimary.moc"
