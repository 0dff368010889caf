// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/words_parts.h"

#include <QtGlobal>

namespace keg::web {

namespace {

constexpr Word SharedWords[] = {
    // The frame of the pages
    {"skipToContent", QT_TRANSLATE_NOOP("web", "Skip to the content")},
    {"pages", QT_TRANSLATE_NOOP("web", "Pages")},
    {"taps", QT_TRANSLATE_NOOP("web", "Taps")},
    {"beers", QT_TRANSLATE_NOOP("web", "Beers")},
    {"displays", QT_TRANSLATE_NOOP("web", "Displays")},
    {"data", QT_TRANSLATE_NOOP("web", "Data")},
    {"users", QT_TRANSLATE_NOOP("web", "Users")},
    {"account", QT_TRANSLATE_NOOP("web", "Your account")},
    {"guestMenu", QT_TRANSLATE_NOOP("web", "Guest menu")},
    {"more", QT_TRANSLATE_NOOP("web", "More")},
    {"logIn", QT_TRANSLATE_NOOP("web", "Log in")},
    {"logOut", QT_TRANSLATE_NOOP("web", "Log out")},
    {"needsScript",
     QT_TRANSLATE_NOOP("web",
                       "This page needs JavaScript. Switch it on in the browser's settings and "
                       "load the page again.")},

    // Words that many places share
    {"tap", QT_TRANSLATE_NOOP("web", "Tap")},
    {"nothing", QT_TRANSLATE_NOOP("web", "nothing")},
    {"unknown", QT_TRANSLATE_NOOP("web", "unknown")},
    {"never", QT_TRANSLATE_NOOP("web", "never")},
    {"now", QT_TRANSLATE_NOOP("web", "now")},
    {"save", QT_TRANSLATE_NOOP("web", "Save")},
    {"cancel", QT_TRANSLATE_NOOP("web", "Cancel")},
    {"back", QT_TRANSLATE_NOOP("web", "Back")},
    {"close", QT_TRANSLATE_NOOP("web", "Close")},
    {"undo", QT_TRANSLATE_NOOP("web", "Undo")},
    {"delete", QT_TRANSLATE_NOOP("web", "Delete")},
    {"remove", QT_TRANSLATE_NOOP("web", "Remove")},
    {"copy", QT_TRANSLATE_NOOP("web", "Copy")},
    {"copied", QT_TRANSLATE_NOOP("web", "Copied.")},
    {"copyByHand",
     QT_TRANSLATE_NOOP("web",
                       "The browser does not let this page copy. The text is marked: copy it by "
                       "Ctrl+C, or by a long touch.")},
    {"loadAgain", QT_TRANSLATE_NOOP("web", "Load again")},
    //: %1: the strength of a beer, a number
    {"abvValue", QT_TRANSLATE_NOOP("web", "%1% ABV")},
    //: %1: the bitterness of a beer, a number
    {"ibuValue", QT_TRANSLATE_NOOP("web", "%1 IBU")},
    {"milliseconds", QT_TRANSLATE_NOOP("web", "%1 ms")},
    {"seconds", QT_TRANSLATE_NOOP("web", "%1 s")},

    // The connection, and what went wrong
    //: %1: a time of day
    {"notConnected",
     QT_TRANSLATE_NOOP(
         "web", "Not connected: this is how things stood at %1. It connects again by itself.")},
    {"notConnectedNow",
     QT_TRANSLATE_NOOP("web",
                       "There is no connection to the primary. Check the Wi-Fi and try again.")},
    {"notAnswered",
     QT_TRANSLATE_NOOP("web",
                       "The primary did not answer, so this may be done or not. Check the Wi-Fi, "
                       "and look what there is before you try again.")},
    {"connectedAgain", QT_TRANSLATE_NOOP("web", "Connected again.")},
    {"loggedOut",
     QT_TRANSLATE_NOOP(
         "web",
         "You are logged out, perhaps because the program was started again. Log in to go on.")},
    {"roleChanged",
     QT_TRANSLATE_NOOP("web",
                       "Your role was changed. Load the page again to see what you may do now.")},
    //: %1: a number such as 500
    {"wentWrong",
     QT_TRANSLATE_NOOP(
         "web",
         "The server could not do that (status %1). Try again; if it goes on, look into its log.")},

    // What two people changed at the same time
    {"conflictNow", QT_TRANSLATE_NOOP("web", "Now, by somebody else")},
    {"conflictYours", QT_TRANSLATE_NOOP("web", "Yours")},
    {"conflictSave", QT_TRANSLATE_NOOP("web", "Save the chosen")},
    {"tapConflictTitle", QT_TRANSLATE_NOOP("web", "Tap %1 was changed meanwhile")},
    {"tapConflict",
     QT_TRANSLATE_NOOP("web",
                       "Somebody else has put another beer on this tap. Which one is right?")},
    {"beerConflictTitle", QT_TRANSLATE_NOOP("web", "This beer was changed meanwhile")},
    {"beerConflict",
     QT_TRANSLATE_NOOP("web",
                       "Somebody else has saved this beer since the form was opened. Choose for "
                       "each field which value stays.")},
    {"settingConflictTitle", QT_TRANSLATE_NOOP("web", "This was changed meanwhile")},
    {"settingConflict",
     QT_TRANSLATE_NOOP("web", "Somebody else has set something else. Which one is right?")},
    //: %1: the name of a beer, or "Tap 3"
    {"deleteConflict",
     QT_TRANSLATE_NOOP("web",
                       "Nothing was deleted, because somebody else has just changed it: %1. Look "
                       "at it once more and try again.")},
};

} // namespace

std::span<const Word> sharedWords()
{
    return SharedWords;
}

} // namespace keg::web
