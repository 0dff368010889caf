// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/licenses.h"

#include <QDir>
#include <QFile>
#include <QLatin1String>

namespace keg::app {

namespace {

using namespace Qt::StringLiterals;

struct Component
{
    QLatin1String name;
    QLatin1String license; ///< by its SPDX name
    QLatin1String owner;
};

constexpr Component Components[] = {
    {"KegDisplay"_L1, "MIT"_L1, "2026 the KegDisplay authors"_L1},
    {"Qt 6"_L1, "LGPL-3.0-only"_L1, "The Qt Company Ltd. and others (linked)"_L1},
    {"SQLite"_L1, "blessing"_L1, "in the public domain (linked)"_L1},
    {"libsodium"_L1, "ISC"_L1, "2013 Frank Denis (linked)"_L1},
    {"libqrencode"_L1, "LGPL-2.1-or-later"_L1, "2006-2018 Kentaro Fukuchi (linked)"_L1},
    {"OpenSSL"_L1, "Apache-2.0"_L1, "1998 The OpenSSL Project Authors (linked)"_L1},
    {"Fonts: Inter"_L1, "OFL-1.1"_L1, "2020 The Inter Project Authors"_L1},
    {"Fonts: Noto"_L1, "OFL-1.1"_L1, "2015-2020 Google LLC"_L1},
};

} // namespace

QString licenseList()
{
    QString list;
    for (const Component &part : Components) {
        list += QString(part.name).leftJustified(16) + QString(part.license).leftJustified(16)
            + part.owner + u'\n';
    }
    return list;
}

QString licenseTexts()
{
    QString texts;
    const QDir folder(u":/licenses"_s);
    for (const QString &name : folder.entryList(QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(name));
        if (file.open(QIODevice::ReadOnly))
            texts += u"\n%1\n\n%2"_s.arg(QString(name.size(), u'-'),
                                         QString::fromUtf8(file.readAll()));
    }
    return texts;
}

} // namespace keg::app
