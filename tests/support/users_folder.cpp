// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/users_folder.h"

#include "core/identity/user_records.h"
#include "core/identity/users.h"
#include "tests/support/need.h"

#include <QFile>

namespace keg::test {

using namespace identity;
using namespace Qt::StringLiterals;

UsersFolder::UsersFolder()
{
    if (!m_folder.isValid())
        qFatal("there is no folder for users");
}

QByteArray UsersFolder::content() const
{
    QFile json(file());
    return json.open(QFile::ReadOnly) ? json.readAll() : QByteArray();
}

void UsersFolder::write(const QByteArray &bytes) const
{
    const PrivateFile json(path(), u"users.json"_s, {});
    need(json.write(bytes, need(FolderLock::take(path()))));
}

void UsersFolder::fill(const QString &password) const
{
    need(Users(path()).add(u"first"_s, Role::Editor, password));
    UserRecords records = need(UserRecords::load(path()));
    const QByteArray hash = records.accounts.first().passwordHash;
    records.accounts.clear();
    records.boot = QByteArray(36, 'b');
    for (int number = 0; number < UserRecords::MostAccounts; ++number) {
        const QString name = u"🍺"_s.repeated(62) + QString::number(10 + number);
        records.accounts += {name, Role::Editor, hash};
        records.keys += {name, Role::Editor, QByteArray(32, char(number))};
        if (number < UserRecords::MostLinks)
            records.links += {name, Role::Editor, QByteArray(32, char(number)), 1'000'000'000'000};
    }
    need(records.save(path(), need(FolderLock::take(path()))));
}

bool complainOf(const Error *error)
{
    if (error)
        qWarning("%d %s", int(error->code), qPrintable(error->message));
    else
        qWarning("no error");
    return false;
}

} // namespace keg::test
