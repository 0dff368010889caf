// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/benchmarks/moment.h"
#include "tests/benchmarks/orders.h"
#include "tests/benchmarks/roles.h"

#include <QFile>

#include <iostream>
#include <string>

#include <sqlite3.h>

namespace keg::bench {

namespace {

constexpr char Notes[] = "SELECT Notes FROM beers WHERE idBeer = ?1";
constexpr char BeersOfTaps[] = "SELECT idBeer FROM taps WHERE idTap = ?1";

/// One value, as a connection of its own sees it.
class ValueReader
{
public:
    ValueReader(const QString &databasePath, const char *select)
    {
        sqlite3_open_v2(QFile::encodeName(databasePath).constData(), &m_handle,
                        SQLITE_OPEN_READONLY, nullptr);
        sqlite3_prepare_v2(m_handle, select, -1, &m_select, nullptr);
    }
    ~ValueReader()
    {
        sqlite3_finalize(m_select);
        sqlite3_close(m_handle);
    }
    ValueReader(const ValueReader &) = delete;
    ValueReader &operator=(const ValueReader &) = delete;

    bool isReady() const { return m_select; }
    bool has(qint64 id, const std::string &value)
    {
        sqlite3_bind_int64(m_select, 1, id);
        bool isSame = false;
        if (sqlite3_step(m_select) == SQLITE_ROW) {
            const auto *text = reinterpret_cast<const char *>(sqlite3_column_text(m_select, 0));
            isSame = text && value == text;
        }
        sqlite3_reset(m_select);
        return isSame;
    }

private:
    sqlite3 *m_handle = nullptr;
    sqlite3_stmt *m_select = nullptr;
};

} // namespace

int serveReader(const QString &databasePath, bool ofTaps)
{
    ValueReader reader(databasePath, ofTaps ? BeersOfTaps : Notes);
    if (!reader.isReady()) {
        say("refused: it cannot be read");
        return 1;
    }
    qint64 id = 0;
    std::string value;
    while (std::cin >> id >> value) {
        say("watching");
        while (!reader.has(id, value)) {
        }
        say("seen " + QByteArray::number(now()));
    }
    return 0;
}

} // namespace keg::bench
