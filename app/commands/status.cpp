// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/commands/status.h"

#include "app/output.h"
#include "core/base/clock.h"
#include "core/service/keg_file.h"

#include <QJsonObject>

namespace keg::app {

namespace {

using namespace Qt::StringLiterals;
using service::KegFile;

Result<void> runDigest(const CommandCall &, const Options &options, Output &output)
{
    auto file = KegFile::openToRead(options.dbPath, SystemClock());
    if (!file)
        return file.error();
    const auto position = file->position();
    if (!position)
        return position.error();
    const qint64 epoch = position->epoch.counter;
    const QString digest = position->digest.toHex();
    output.print(
        QJsonDocument(QJsonObject{
            {u"epoch"_s, epoch}, {u"sequence"_s, position->sequence}, {u"digest"_s, digest}}),
        u"epoch %1, sequence %2, digest %3\n"_s.arg(epoch).arg(position->sequence).arg(digest));
    return {};
}

constexpr CommandSpec Commands[] = {
    {"digest"_L1,
     {},
     "where the database stands, computed from the file\nTwo machines in step print the same."_L1,
     {},
     runDigest},
};

} // namespace

std::span<const CommandSpec> statusCommands()
{
    return Commands;
}

} // namespace keg::app
