// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/commands/setting.h"

#include "app/one_line.h"
#include "app/output.h"
#include "app/text_table.h"
#include "core/base/clock.h"
#include "core/service/keg_file.h"

#include <QJsonArray>
#include <QJsonObject>

namespace keg::app {

namespace {

using namespace Qt::StringLiterals;
using service::KegFile;

QJsonObject toJson(const Setting &setting)
{
    return {{u"key"_s, setting.key}, {u"value"_s, setting.value}};
}

QString toText(const QList<Setting> &settings)
{
    TextTable table;
    table.addColumn(u"Setting"_s);
    table.addColumn(u"Value"_s);
    for (const Setting &setting : settings)
        table.addRow({setting.key, setting.value.isEmpty() ? u"-"_s : setting.value});
    return table.toString();
}

Result<void> list(const CommandCall &, const Options &options, Output &output)
{
    auto file = KegFile::openToRead(options.dbPath, SystemClock());
    if (!file)
        return file.error();
    const auto settings = file->editing().settings();
    if (!settings)
        return settings.error();
    QJsonArray array;
    for (const Setting &setting : *settings)
        array.append(toJson(setting));
    output.print(QJsonDocument(array), toText(*settings));
    return {};
}

Result<void> change(const Setting &wanted, const Options &options, Output &output)
{
    if (auto valid = validate(wanted); !valid)
        return valid;
    auto file = KegFile::openToWrite(options.dbPath, SystemClock());
    if (!file)
        return file.error();
    const auto setting = file->editing().setSetting(wanted.key, wanted.value);
    if (!setting)
        return setting.error();
    const QString text = setting->value.isEmpty()
        ? u"%1 is not set\n"_s.arg(setting->key)
        : u"%1 is %2\n"_s.arg(setting->key, onOneLine(setting->value));
    output.print(QJsonDocument(toJson(*setting)), text);
    return {};
}

Result<void> set(const CommandCall &call, const Options &options, Output &output)
{
    return change({call.arguments.at(0), call.arguments.at(1)}, options, output);
}

Result<void> clear(const CommandCall &call, const Options &options, Output &output)
{
    return change({call.arguments.first(), {}}, options, output);
}

constexpr CommandSpec Commands[] = {
    {"setting list"_L1, {}, "what the house has decided for all displays"_L1, {}, list},
    {"setting set"_L1,
     "KEY VALUE"_L1,
     "decides it, on every display\nhouse_name: what guests read above the menu, as \"Zum "
     "Anker\"\nmenu_url: where guests find the menu, as "
     "http://192.168.1.20:8080/; boards show\nit as a QR code."_L1,
     {},
     set},
    {"setting clear"_L1, "KEY"_L1, "decides nothing any more"_L1, {}, clear},
};

} // namespace

std::span<const CommandSpec> settingCommands()
{
    return Commands;
}

} // namespace keg::app
