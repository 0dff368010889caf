#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""Makes the board's fonts from those of Debian's fonts-inter, fonts-noto-core (see README.md).

usage: subset.py FOLDER    FOLDER: where the packages' files are, usually /usr/share/fonts
"""

import pathlib
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

LATIN_GREEK_CYRILLIC = (
    "U+0020-007E,U+00A0-036F,U+0370-03FF,U+0400-052F,U+1E00-1FFF,U+2000-206F,U+2070-209F,"
    "U+20A0-20BF,U+2100-218F,U+2190-2199,U+2212,U+2215,U+2219,U+221E,U+2248,U+2260,U+2264-2265,"
    "U+25A0-25CF,U+2605,U+2713,U+FB00-FB06,U+FFFD")
ARABIC = "U+0600-06FF,U+0750-077F,U+08A0-08FF,U+FB50-FDFF,U+FE70-FEFF,U+200C-200F,U+25CC"
HEBREW = "U+0590-05FF,U+FB1D-FB4F,U+200C-200F,U+25CC"

# our file, the package's file, our family, our style, characters
FONTS = [
    ("KegDisplay-Bold.otf", "InterDisplay-Bold.otf", "Keg Display", "Bold", LATIN_GREEK_CYRILLIC),
    ("KegSans-Regular.otf", "Inter-Regular.otf", "Keg Sans", "Regular", LATIN_GREEK_CYRILLIC),
    ("KegSans-Bold.otf", "Inter-SemiBold.otf", "Keg Sans", "Bold", LATIN_GREEK_CYRILLIC),
    ("KegArabic-Regular.ttf", "NotoSansArabic-Regular.ttf", "Keg Arabic", "Regular", ARABIC),
    ("KegArabic-Bold.ttf", "NotoSansArabic-Bold.ttf", "Keg Arabic", "Bold", ARABIC),
    ("KegHebrew-Regular.ttf", "NotoSansHebrew-Regular.ttf", "Keg Hebrew", "Regular", HEBREW),
    ("KegHebrew-Bold.ttf", "NotoSansHebrew-Bold.ttf", "Keg Hebrew", "Bold", HEBREW),
]


def rename(font, family, style):
    """A name of our own, so that no other version that is installed can take the font's place."""
    names = font["name"]
    for record in list(names.names):
        if record.nameID in (16, 17, 21, 22, 25):
            names.removeNames(nameID=record.nameID)
    full = f"{family} {style}"
    for name_id, text in ((1, family), (2, style), (3, full), (4, full), (6, full.replace(" ", "-"))):
        for record in names.names:
            if record.nameID == name_id:
                record.string = text
    bold = style == "Bold"
    font["OS/2"].usWeightClass = 700 if bold else 400
    font["OS/2"].fsSelection = (font["OS/2"].fsSelection & ~0x61) | (0x20 if bold else 0x40)
    font["head"].macStyle = 1 if bold else 0
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames[0] = full.replace(" ", "-")
        cff[0].FamilyName, cff[0].FullName = family, full


def main(folder):
    for target, source, family, style, characters in FONTS:
        options = subset.Options(hinting=False, name_IDs=["*"], notdef_outline=True)
        options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "rlig", "calt",
                                   "init", "medi", "fina", "isol", "rclt", "curs"]
        font = TTFont(next(pathlib.Path(folder).rglob(source)))
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=subset.parse_unicodes(characters))
        subsetter.subset(font)
        rename(font, family, style)
        font["head"].modified = font["head"].created
        font.recalcTimestamp = False
        font.save(pathlib.Path(__file__).parent / target)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__.strip())
    main(sys.argv[1])
