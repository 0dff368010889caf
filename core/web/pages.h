// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/web/request.h"
#include "core/web/response.h"

#include <QHash>

namespace keg::web {

struct Settings;

/// The pages and what they need, from resources/web, in each language that there is. All is made
/// once; immutable afterwards.
class Pages
{
public:
    explicit Pages(const Settings &settings);

    /// What stands in a page for {{key}}, besides words.
    using Values = QHash<QByteArray, QString>;

    /// The page `name`.html for whoever asks, in the best of their languages. `values`: "message",
    /// what went wrong; "typed", what was typed before; "staffPath", where to lead staff,
    /// if anywhere; "menuAddress", what to propose as that of the menu; "logInPath" and
    /// "logInAgainPath", the same for an error's page; "house", what the house is called, else as
    /// this machine.
    Response render(const QString &name, const Request &request, const Values &values = {}) const;
    /// The word of that key in the best of their languages, %1, %2 ... filled in.
    QString text(const QByteArray &key, const QVariantList &arguments,
                 const Request &request) const;
    /// What links between the pages of guests and newcomers take along: the language that the
    /// reader chose, and what is to be seen after logging in. From "?" on, or empty.
    QString queryToKeep(const Request &request) const;
    /// A file of /assets; 404 if there is none.
    Response asset(const QString &name, const Request &request) const;

private:
    struct Asset
    {
        QByteArray type;
        QByteArray tag;
        QByteArray plain;
        QByteArray deflated; ///< empty: no smaller
    };
    using Words = QHash<QByteArray, QString>; ///< by key

    void addWords(const QString &language, const QString &translationFile);
    void addAsset(const QString &name, const QByteArray &bytes);
    std::optional<QString> chosenLanguage(const Request &request) const;
    QString languageFor(const Request &request) const;

    const QString m_house;
    QString m_themeColor; ///< of what surrounds the page
    QHash<QString, Words> m_words; ///< by language
    QHash<QString, QByteArray> m_pages; ///< by name, without ".html"; staff's in their layout
    QHash<QString, Asset> m_assets; ///< by name
};

} // namespace keg::web
