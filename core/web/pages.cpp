// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/pages.h"

#include "core/base/log.h"
#include "core/web/accept.h"
#include "core/web/cached_text.h"
#include "core/web/condition.h"
#include "core/web/deflate.h"
#include "core/web/settings.h"
#include "core/web/staff_pages.h"
#include "core/web/words.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QLocale>
#include <QTranslator>

// Q_INIT_RESOURCE must stand outside of any namespace.
static void initWebFiles()
{
    Q_INIT_RESOURCE(web);
}

namespace keg::web {

namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype WorthDeflating = 512; // bytes

QByteArray contentsOf(const QString &path)
{
    QFile file(path);
    return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray typeOf(const QString &name)
{
    static const QHash<QString, QByteArray> Types{
        {u"css"_s, "text/css; charset=utf-8"},
        {u"js"_s, "text/javascript; charset=utf-8"},
        {u"svg"_s, "image/svg+xml"},
        {u"png"_s, "image/png"},
        {u"ico"_s, "image/x-icon"},
        {u"woff2"_s, "font/woff2"},
        {u"json"_s, "application/json"},
        {u"txt"_s, "text/plain; charset=utf-8"},
        {u"webmanifest"_s, "application/manifest+json"},
    };
    return Types.value(QFileInfo(name).suffix(), "application/octet-stream");
}

/// 0 to 255, of a colour "#rrggbb"; exact enough to tell light from dark.
int brightness(const QJsonValue &color)
{
    const uint rgb = color.toString().mid(1).toUInt(nullptr, 16);
    return int((2 * (rgb >> 16 & 0xff) + 5 * (rgb >> 8 & 0xff) + (rgb & 0xff)) / 8);
}

/// The colours of a theme for CSS: {"cardTop": "#1d212b"} is --card-top.
QByteArray paletteOf(const QJsonObject &theme)
{
    const bool isLight = brightness(theme[u"background"_s]) > brightness(theme[u"text"_s]);
    QByteArray css = ":root {\n    color-scheme: ";
    css += isLight ? "light;\n" : "dark;\n";
    for (auto color = theme.begin(); color != theme.end(); ++color) {
        QString name;
        for (const QChar letter : color.key())
            name += letter.isUpper() ? u"-"_s + letter.toLower() : QString(letter);
        css += "    --" + name.toUtf8() + ": " + color.value().toString().toUtf8() + ";\n";
    }
    return css + "}\n";
}

/// Each {{key}} replaced by what `valueOf` has for it, escaped; unknown ones stay.
template<typename ValueOf>
QByteArray filled(const QByteArray &text, ValueOf valueOf)
{
    QByteArray result;
    qsizetype from = 0;
    for (qsizetype open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", from)) {
        const qsizetype close = text.indexOf("}}", open);
        if (close < 0)
            break;
        result += QByteArrayView(text).sliced(from, open - from);
        const QByteArray key = text.sliced(open + 2, close - open - 2);
        const std::optional<QString> value = valueOf(key);
        result += value ? value->toHtmlEscaped().toUtf8() : "{{" + key + "}}";
        from = close + 2;
    }
    return result + text.sliced(from);
}

/// A text as it is, a number as people there write it.
QString spoken(const QVariant &argument, const QString &language)
{
    if (argument.typeId() == QMetaType::QString)
        return argument.toString();
    return QLocale(language).toString(argument.toDouble(), 'f', QLocale::FloatingPointShortest);
}

/// It stands in the layout; the others are whole documents.
bool isStaffPage(const QByteArray &page)
{
    return !page.contains("<html");
}

} // namespace

Pages::Pages(const Settings &settings)
    : m_house(settings.house)
{
    initWebFiles();
    addWords(u"en"_s, {});
    for (const QString &file : settings.translationFiles)
        addWords(QFileInfo(file).baseName().section(u'_', 1), file);
    const QDir folder(u":/web"_s);
    const QByteArray layout = contentsOf(folder.filePath(u"layout.html"_s));
    for (const QString &name : folder.entryList(QDir::Files)) {
        const QByteArray bytes = contentsOf(folder.filePath(name));
        const QString page = QFileInfo(name).completeBaseName();
        if (!name.endsWith(".html"_L1))
            addAsset(name, bytes);
        else
            m_pages.insert(page,
                           isStaffPage(bytes) ? QByteArray(layout).replace("{{content}}", bytes)
                                              : bytes);
    }
    const QJsonObject theme = QJsonDocument::fromJson(contentsOf(settings.themeFile)).object();
    m_themeColor = theme[u"background"_s].toString();
    addAsset(u"palette.css"_s, paletteOf(theme) + contentsOf(folder.filePath(u"palette.css"_s)));
}

void Pages::addWords(const QString &language, const QString &translationFile)
{
    QTranslator translator;
    if (!translationFile.isEmpty() && !translator.load(translationFile)) {
        qCWarning(logWeb).noquote()
            << "no web pages in" << language << "-" << translationFile << "cannot be read";
        return;
    }
    Words chosen;
    QJsonObject json;
    for (const Word &word : words()) {
        const QString translated = translator.translate("web", word.text);
        const QString text = translated.isEmpty() ? QString::fromUtf8(word.text) : translated;
        chosen.insert(word.key, text);
        json.insert(QString::fromLatin1(word.key), text);
    }
    m_words.insert(language, chosen);
    addAsset(u"words.%1.js"_s.arg(language),
             "export default " + QJsonDocument(json).toJson(QJsonDocument::Compact) + ";\n");
}

void Pages::addAsset(const QString &name, const QByteArray &bytes)
{
    Asset asset{typeOf(name), "W/" + entityTag(bytes), bytes, deflated(bytes, BestCompression)};
    if (asset.deflated.size() >= bytes.size())
        asset.deflated.clear();
    m_assets.insert(name, asset);
}

std::optional<QString> Pages::chosenLanguage(const Request &request) const
{
    const QString chosen = request.query.queryItemValue(u"lang"_s);
    return m_words.contains(chosen) ? std::optional(chosen) : std::nullopt;
}

QString Pages::languageFor(const Request &request) const
{
    if (const auto chosen = chosenLanguage(request))
        return *chosen;
    return bestLanguage(request.headers.value("Accept-Language"), m_words.keys());
}

QString Pages::queryToKeep(const Request &request) const
{
    QStringList items;
    if (const auto language = chosenLanguage(request))
        items += u"lang="_s + *language;
    if (const QString next = pageAfterLogIn(request.query); next != "/"_L1)
        items += u"next="_s + next;
    return items.isEmpty() ? QString() : u'?' + items.join(u'&');
}

QString Pages::text(const QByteArray &key, const QVariantList &arguments,
                    const Request &request) const
{
    const QString language = languageFor(request);
    const QString text = m_words.value(language).value(key);
    QString filled;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const int place = text[i] == u'%' && i + 1 < text.size() ? text[i + 1].digitValue() : 0;
        if (place < 1 || place > arguments.size()) {
            filled += text[i];
            continue;
        }
        filled += spoken(arguments[place - 1], language);
        ++i;
    }
    return filled;
}

Response Pages::render(const QString &name, const Request &request, const Values &given) const
{
    const QString language = languageFor(request);
    const Words &texts = *m_words.constFind(language);
    Values values{
        {"lang", language},
        {"page", name},
        {"query", queryToKeep(request)},
        {"house", m_house},
        {"themeColor", m_themeColor},
        {"user", request.user ? request.user->name : QString()},
        {"role", request.user ? identity::roleName(request.user->role) : QString()},
        {"message", QString()},
        {"typed", QString()},
        {"staffPath", QString()},
        {"menuAddress", QString()},
        {"logInPath", QString()},
        {"logInAgainPath", QString()},
    };
    values.insert(given);
    Response response;
    response.headers.add("Content-Type", "text/html; charset=utf-8");
    response.headers.add("Content-Language", language.toLatin1());
    response.headers.add("Vary", "Accept-Language, Accept-Encoding");
    response.body
        = filled(m_pages.value(name), [&](const QByteArray &key) -> std::optional<QString> {
              if (const auto value = values.constFind(key); value != values.cend())
                  return *value;
              const auto text = texts.constFind(key);
              return text == texts.cend() ? std::nullopt : std::optional(*text);
          });
    if (response.body.size() > WorthDeflating
        && takesDeflate(request.headers.value("Accept-Encoding"))) {
        response.body = deflated(response.body);
        response.headers.add("Content-Encoding", "deflate");
    }
    return response;
}

Response Pages::asset(const QString &name, const Request &request) const
{
    const auto asset = m_assets.constFind(name);
    if (asset == m_assets.cend())
        return Response::error(404, u"there is no such file"_s, Reason{"path_unknown"});
    Response response;
    response.headers.add("ETag", asset->tag);
    response.headers.add("Cache-Control", "no-cache");
    response.headers.add("Vary", "Accept-Encoding");
    response.headers.add("Content-Type", asset->type);
    const bool isDeflated
        = !asset->deflated.isEmpty() && takesDeflate(request.headers.value("Accept-Encoding"));
    if (isDeflated)
        response.headers.add("Content-Encoding", "deflate");
    response.body = isDeflated ? asset->deflated : asset->plain;
    return unlessKnown(request.headers.value("If-None-Match"), std::move(response));
}

} // namespace keg::web
