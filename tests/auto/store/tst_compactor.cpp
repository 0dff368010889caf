// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/compactor.h"
#include "core/store/database.h"
#include "core/store/transaction.h"
#include "tests/support/need.h"
#include "tests/support/plain_sqlite.h"
#include "tests/support/replicas.h"

#include <QTest>

using namespace keg;
using namespace keg::store;
using namespace keg::test;

class tst_Compactor : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void run_manySuperseded_keepsTheNewestOfEachKey();
    void run_fewSuperseded_writesNothing();
    void run_onACopy_isNotRefusedByItsGuards();
    void run_somebodyWrites_isLater();
    void run_tooManyKeys_raisesTheFloor();
    void run_afterwards_everyPositionResumes();
    void maintain_manyChanges_compactsByItself();

private:
    void write(const QByteArray &sql);
    /// Logs that many changes of ten beers, as many of each.
    void change(int times);
    bool compact() { return need(Compactor(database()).run(head())); }
    Database &database() { return m_replicas->primary().database(); }
    qint64 head() { return need(headSequence(database())); }
    qint64 rows() { return need(database().integer("SELECT count(*) FROM change_log")); }

    std::unique_ptr<Replicas> m_replicas;
};

void tst_Compactor::init()
{
    m_replicas = std::make_unique<Replicas>();
}

void tst_Compactor::cleanup()
{
    m_replicas.reset();
}

void tst_Compactor::write(const QByteArray &sql)
{
    const QByteArray answer = PlainSqlite(m_replicas->primaryPath()).run(sql);
    if (answer.startsWith("Error"))
        qFatal("%s", answer.constData());
}

void tst_Compactor::change(int times)
{
    write("WITH RECURSIVE n(i) AS (VALUES(0) UNION ALL SELECT i + 1 FROM n WHERE i < "
          + QByteArray::number(times - 1)
          + ") INSERT INTO change_log(table_name, operation, row_id) "
            "SELECT 'beers', 'UPDATE', i % 10 FROM n");
}

void tst_Compactor::run_manySuperseded_keepsTheNewestOfEachKey()
{
    change(5000);
    write("INSERT INTO change_log(table_name, row_id) VALUES(NULL, NULL), ('taps', 3)");
    const qint64 newest = head();
    QVERIFY(compact());
    QCOMPARE(rows(), 12);
    QCOMPARE(head(), newest);
    QCOMPARE(need(database().integer("SELECT min(id) FROM change_log")), 4991);
    QCOMPARE(need(readReplicaState(database())).logFloor, 0);
}

void tst_Compactor::run_fewSuperseded_writesNothing()
{
    change(1000);
    PlainSqlite other(m_replicas->primaryPath());
    const QByteArray before = other.run("PRAGMA data_version");
    QVERIFY(compact());
    QCOMPARE(other.run("PRAGMA data_version"), before);
    QCOMPARE(rows(), 1000);
}

void tst_Compactor::run_onACopy_isNotRefusedByItsGuards()
{
    change(5000);
    const auto copy = m_replicas->client(QStringLiteral("c.db"));
    QVERIFY(need(Compactor(copy->database()).run(5000)));
    QCOMPARE(need(copy->database().integer("SELECT count(*) FROM change_log")), 10);
    const auto later = need(Transaction::begin(copy->database()));
    QVERIFY(!copy->database().execute("DELETE FROM change_log"));
}

void tst_Compactor::run_somebodyWrites_isLater()
{
    change(5000);
    Compactor compactor(database());
    {
        PlainSqlite other(m_replicas->primaryPath());
        QCOMPARE(other.run("BEGIN IMMEDIATE"), QByteArray());
        QVERIFY(!need(compactor.run(head())));
        QVERIFY(compactor.isDue(head()));
    }
    QVERIFY(need(compactor.run(head())));
    QVERIFY(!compactor.isDue(head()));
    QCOMPARE(rows(), 10);
}

void tst_Compactor::run_tooManyKeys_raisesTheFloor()
{
    write("WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 100001) "
          "INSERT INTO change_log(table_name, operation, row_id) SELECT 'taps', 'DELETE', i "
          "FROM n");
    QVERIFY(compact());
    QCOMPARE(rows(), Compactor::MostRows / 2);
    QCOMPARE(need(readReplicaState(database())).logFloor, 50001);
    QCOMPARE(need(database().integer("SELECT min(id) FROM change_log")), 50002);
    QCOMPARE(head(), 100001);
}

void tst_Compactor::run_afterwards_everyPositionResumes()
{
    constexpr int Copies = 6;
    std::array<std::unique_ptr<Store>, Copies> copies;
    for (int copy = 0; copy < Copies; ++copy) {
        copies.at(copy) = m_replicas->client(QStringLiteral("%1.db").arg(copy));
        write("INSERT INTO beers(Name) VALUES('Beer'); UPDATE beers SET ABV = ABV + 1;"
              "DELETE FROM beers WHERE idBeer = "
              + QByteArray::number(copy));
        change(1000);
    }
    const qint64 before = rows();
    QVERIFY(compact());
    QVERIFY(rows() < before / 10);
    for (const auto &copy : copies) {
        need(m_replicas->catchUp(*copy));
        QCOMPARE(contentOf(copy->database().path()), contentOf(m_replicas->primaryPath()));
    }
}

void tst_Compactor::maintain_manyChanges_compactsByItself()
{
    change(Compactor::DueChanges - 1);
    need(m_replicas->primary().advance());
    need(m_replicas->primary().maintain());
    QCOMPARE(rows(), Compactor::DueChanges - 1);
    change(1);
    need(m_replicas->primary().advance());
    need(m_replicas->primary().maintain());
    QCOMPARE(rows(), 10);
    QVERIFY(!m_replicas->primary().isAuditDue());
}

QTEST_GUILESS_MAIN(tst_Compactor)
#include "tst_compactor.moc"
