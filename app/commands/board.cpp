// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/commands/board.h"

#include "app/files.h"
#include "app/one_line.h"
#include "app/output.h"
#include "core/base/clock.h"
#include "core/service/keg_file.h"
#include "gui/board/render.h"
#include "gui/board/resources.h"

#include <QBuffer>
#include <QJsonObject>
#include <QRegularExpression>

#include <vector>

namespace keg::app {

namespace {

using namespace Qt::StringLiterals;
using service::KegFile;

constexpr CommandOption BoardOptions[] = {
    {"size"_L1, "WxH"_L1, "in pixels (default: 1920x1080)"_L1},
    {"theme"_L1, "NAME"_L1, "the looks"_L1},
    {"page"_L1, "N"_L1, "when there are more taps than one page holds (default: 1)"_L1},
    {"lang"_L1, "LL"_L1, "the language"_L1},
    {"layout-json"_L1, "FILE"_L1, "list every text and picture there, with its rectangle"_L1},
    {"force"_L1, {}, "overwrite the files"_L1},
};

Result<QSize> readSize(const QString &text)
{
    static const QRegularExpression shape(u"^([0-9]{1,5})x([0-9]{1,5})$"_s);
    const auto match = shape.match(text);
    if (!match.hasMatch())
        return Error{ErrorCode::Usage, u"--size takes WIDTHxHEIGHT, not '%1'"_s.arg(text)};
    return QSize(match.captured(1).toInt(), match.captured(2).toInt());
}

Result<int> readPage(const QString &text)
{
    bool isNumber = false;
    const int page = text.toInt(&isNumber);
    if (!isNumber || page < 1)
        return Error{ErrorCode::Usage, u"--page takes a number from 1 on, not '%1'"_s.arg(text)};
    return page;
}

Result<RenderOptions> readOptions(const CommandCall &call, const Options &options)
{
    RenderOptions render;
    if (call.has("size"_L1)) {
        const auto size = readSize(call.value("size"_L1));
        if (!size)
            return size.error();
        render.size = *size;
    }
    if (call.has("page"_L1)) {
        const auto page = readPage(call.value("page"_L1));
        if (!page)
            return page.error();
        render.page = *page;
    }
    const QString theme = call.has("theme"_L1) ? call.value("theme"_L1) : options.theme;
    if (!theme.isEmpty())
        render.theme = theme;
    return render;
}

Result<RenderedBoard> render(const CommandCall &call, const Options &options)
{
    const auto renderOptions = readOptions(call, options);
    if (!renderOptions)
        return renderOptions.error();
    initBoardResources();
    const QString language = call.has("lang"_L1) ? call.value("lang"_L1) : options.language;
    if (auto installed = installLanguage(language); !installed)
        return installed.error();
    auto file = KegFile::openToRead(options.dbPath, SystemClock());
    if (!file)
        return file.error();
    const auto board = file->board();
    if (!board)
        return board.error();
    return renderBoard(*board, Freshness(), *renderOptions);
}

Result<QByteArray> pngOf(const QImage &image)
{
    QBuffer buffer;
    if (!buffer.open(QIODevice::WriteOnly) || !image.save(&buffer, "PNG"))
        return Error{ErrorCode::Failed, u"the picture cannot be made into a PNG file"_s};
    return buffer.data();
}

/// Writes all files, or none of them: name and content of each.
Result<void> writeAll(const QList<std::pair<QString, QByteArray>> &files, bool mayOverwrite,
                      const QString &database)
{
    std::vector<TargetFile> targets;
    for (const auto &[path, bytes] : files) {
        auto target = TargetFile::open(path, mayOverwrite, database);
        if (!target)
            return target.error();
        if (auto written = target->write(bytes); !written)
            return written;
        targets.push_back(std::move(*target));
    }
    for (TargetFile &target : targets) {
        if (auto committed = target.commit(); !committed)
            return committed;
    }
    return {};
}

Result<void> checkFiles(const CommandCall &call)
{
    const QString layout = call.value("layout-json"_L1);
    if (!call.has("layout-json"_L1) || !areSameFile(call.arguments.first(), layout))
        return {};
    return Error{ErrorCode::Usage, u"--layout-json is the picture; name another file"_s};
}

Result<void> runBoard(const CommandCall &call, const Options &options, Output &output)
{
    if (auto checked = checkFiles(call); !checked)
        return checked;
    const auto rendered = render(call, options);
    if (!rendered)
        return rendered.error();
    const auto png = pngOf(rendered->image);
    if (!png)
        return png.error();
    const QString path = call.arguments.first();
    QList<std::pair<QString, QByteArray>> files{{path, *png}};
    if (call.has("layout-json"_L1))
        files.append({call.value("layout-json"_L1), QJsonDocument(rendered->layout).toJson()});
    if (auto written = writeAll(files, call.has("force"_L1), options.dbPath); !written)
        return written;

    const QSize size = rendered->image.size();
    const QString page = call.has("page"_L1) ? call.value("page"_L1) : u"1"_s;
    output.print(QJsonDocument(QJsonObject{{u"file"_s, path},
                                           {u"width"_s, size.width()},
                                           {u"height"_s, size.height()},
                                           {u"page"_s, page.toInt()},
                                           {u"pages"_s, rendered->pageCount}}),
                 u"%1: %2 x %3 pixels, page %4 of %5\n"_s.arg(onOneLine(path))
                     .arg(size.width())
                     .arg(size.height())
                     .arg(page)
                     .arg(rendered->pageCount));
    return {};
}

constexpr bool Paints = true;

constexpr CommandSpec Commands[] = {
    {"board"_L1, "PNG"_L1, "paints the board into a picture; needs no display"_L1, BoardOptions,
     runBoard, Paints},
};

} // namespace

std::span<const CommandSpec> boardCommands()
{
    return Commands;
}

} // namespace keg::app
