// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/words_parts.h"

#include <QtGlobal>

namespace keg::web {

namespace {

constexpr Word HouseWords[] = {
    // The page of the displays
    {"displaysNumberOne", QT_TRANSLATE_NOOP("web", "%1 display")},
    {"displaysNumberOther", QT_TRANSLATE_NOOP("web", "%1 displays")},
    {"displaysLiveOne", QT_TRANSLATE_NOOP("web", "%1 in step")},
    {"displaysLiveOther", QT_TRANSLATE_NOOP("web", "%1 in step")},
    {"displayAdd", QT_TRANSLATE_NOOP("web", "Add a display")},
    {"displaysNone", QT_TRANSLATE_NOOP("web", "No displays yet")},
    {"displaysNoneHint",
     QT_TRANSLATE_NOOP(
         "web",
         "A display is another machine with KegDisplay, such as a Raspberry Pi behind a screen. It "
         "keeps a copy of everything and shows the board by itself.")},
    {"displaysWaiting", QT_TRANSLATE_NOOP("web", "Waiting to be let in")},
    {"displaysWaitingHint",
     QT_TRANSLATE_NOOP("web", "The same words must stand on the display's own screen.")},
    {"statePending", QT_TRANSLATE_NOOP("web", "waits for approval")},
    {"stateConnecting", QT_TRANSLATE_NOOP("web", "is connecting")},
    {"stateSnapshot", QT_TRANSLATE_NOOP("web", "is getting a full copy")},
    {"stateCatchingUp", QT_TRANSLATE_NOOP("web", "is catching up")},
    {"stateLive", QT_TRANSLATE_NOOP("web", "in step")},
    {"stateOffline", QT_TRANSLATE_NOOP("web", "not connected")},
    {"stateRevoked", QT_TRANSLATE_NOOP("web", "shut out")},
    {"displayLag", QT_TRANSLATE_NOOP("web", "Behind by")},
    {"displaySeen", QT_TRANSLATE_NOOP("web", "Last seen")},
    {"displayAddress", QT_TRANSLATE_NOOP("web", "Address")},
    {"displayVersion", QT_TRANSLATE_NOOP("web", "Version")},
    {"displayId", QT_TRANSLATE_NOOP("web", "Id")},
    {"displayName", QT_TRANSLATE_NOOP("web", "What the display is called")},
    {"standby", QT_TRANSLATE_NOOP("web", "May take over")},
    {"standbyOn", QT_TRANSLATE_NOOP("web", "%1 may take over if the primary fails.")},
    {"standbyOff", QT_TRANSLATE_NOOP("web", "%1 may no longer take over.")},
    {"approve", QT_TRANSLATE_NOOP("web", "Approve")},
    {"approveTitle", QT_TRANSLATE_NOOP("web", "Let %1 in?")},
    {"approveQuestion",
     QT_TRANSLATE_NOOP("web", "Do the words on the display's own screen match these?")},
    {"approveWarning",
     QT_TRANSLATE_NOOP(
         "web", "If they differ, somebody may stand between the two machines: do not approve.")},
    {"wordsMatch", QT_TRANSLATE_NOOP("web", "They match: approve")},
    {"approved", QT_TRANSLATE_NOOP("web", "%1 is approved.")},
    {"pendingGone",
     QT_TRANSLATE_NOOP("web", "That display is gone, or shows other words now. Compare again.")},
    {"refuse", QT_TRANSLATE_NOOP("web", "Refuse")},
    {"refuseTitle", QT_TRANSLATE_NOOP("web", "Refuse %1?")},
    {"refuseQuestion",
     QT_TRANSLATE_NOOP(
         "web",
         "It gets no data until an admin lets it in again, or it is added by a join string.")},
    {"revoke", QT_TRANSLATE_NOOP("web", "Shut out")},
    {"revokeTitle", QT_TRANSLATE_NOOP("web", "Shut %1 out?")},
    {"revokeQuestion",
     QT_TRANSLATE_NOOP("web",
                       "It is cut off at once and gets no changes any more, until an admin lets it "
                       "in again or it is added anew.")},
    {"revoked", QT_TRANSLATE_NOOP("web", "%1 is shut out.")},
    {"readmit", QT_TRANSLATE_NOOP("web", "Let in again")},
    {"readmitTitle", QT_TRANSLATE_NOOP("web", "Let %1 in again?")},
    {"readmitQuestion",
     QT_TRANSLATE_NOOP(
         "web",
         "The machine with the id %1 gets all data again, and no words are compared. "
         "If it was lost, stolen or broken into, or you do not know it, leave it shut "
         "out.")},
    {"readmitted",
     QT_TRANSLATE_NOOP("web", "%1 is let in again and comes back within half a minute.")},
    {"rename", QT_TRANSLATE_NOOP("web", "Rename")},
    {"renameTitle", QT_TRANSLATE_NOOP("web", "Rename %1")},
    {"renamed", QT_TRANSLATE_NOOP("web", "The display is called %1 now.")},
    {"faultNoDisplayName", QT_TRANSLATE_NOOP("web", "Enter a name for the display.")},
    {"pairHow", QT_TRANSLATE_NOOP("web", "With this join string one display is let in at once:")},
    {"pairStepCopy", QT_TRANSLATE_NOOP("web", "Copy the join string, or scan it.")},
    {"pairStepJoin",
     QT_TRANSLATE_NOOP("web", "On the display, type this with the string behind it:")},
    {"joinString", QT_TRANSLATE_NOOP("web", "Join string")},
    {"joinQr", QT_TRANSLATE_NOOP("web", "The join string as a QR code")},
    {"pairValid",
     QT_TRANSLATE_NOOP("web",
                       "Valid for %1 minutes and for one display. Treat it like a password.")},
    {"pairHost", QT_TRANSLATE_NOOP("web", "How the display reaches this machine")},
    {"pairHostHint", QT_TRANSLATE_NOOP("web", "Another choice makes a new join string.")},
    {"pairOther",
     QT_TRANSLATE_NOOP("web",
                       "Or without it: start the display with the address alone; it then appears "
                       "on this page and waits to be approved by three words.")},

    // The page of the data
    {"dataHint", QT_TRANSLATE_NOOP("web", "Bring beers in, keep them safe, show guests the menu.")},
    {"dataHintViewer",
     QT_TRANSLATE_NOOP("web", "Keep a copy of the beers. Editors bring beers in, too.")},
    {"importTitle", QT_TRANSLATE_NOOP("web", "Import beers")},
    {"importHint",
     QT_TRANSLATE_NOOP("web",
                       "From a CSV file, as the CSV backup writes it. First you see what would "
                       "happen; nothing changes before that.")},
    {"importFile", QT_TRANSLATE_NOOP("web", "Choose a CSV file")},
    {"matchTitle", QT_TRANSLATE_NOOP("web", "When a number is known here under another name")},
    {"matchNone", QT_TRANSLATE_NOOP("web", "Leave that row out")},
    {"matchId", QT_TRANSLATE_NOOP("web", "It is that beer, with a new name")},
    {"matchName",
     QT_TRANSLATE_NOOP("web", "The name decides: it is the beer of that name, or a new one")},
    {"importRefusedOne", QT_TRANSLATE_NOOP("web", "%1 row is left out")},
    {"importRefusedOther", QT_TRANSLATE_NOOP("web", "%1 rows are left out")},
    {"importChangedOne", QT_TRANSLATE_NOOP("web", "%1 beer changes")},
    {"importChangedOther", QT_TRANSLATE_NOOP("web", "%1 beers change")},
    {"importAddedOne", QT_TRANSLATE_NOOP("web", "%1 new beer")},
    {"importAddedOther", QT_TRANSLATE_NOOP("web", "%1 new beers")},
    {"importKeptOne", QT_TRANSLATE_NOOP("web", "%1 beer stays as it is")},
    {"importKeptOther", QT_TRANSLATE_NOOP("web", "%1 beers stay as they are")},
    {"importLine", QT_TRANSLATE_NOOP("web", "Line")},
    {"importWhat", QT_TRANSLATE_NOOP("web", "What happens")},
    {"importNewBeer", QT_TRANSLATE_NOOP("web", "is added")},
    {"importSameBeer", QT_TRANSLATE_NOOP("web", "is the same already")},
    {"importRunOne", QT_TRANSLATE_NOOP("web", "Import %1 beer")},
    {"importRunOther", QT_TRANSLATE_NOOP("web", "Import %1 beers")},
    {"importAnew",
     QT_TRANSLATE_NOOP("web",
                       "Nothing is imported yet: somebody has changed beers meanwhile. This is "
                       "what would happen now.")},
    {"importNothing",
     QT_TRANSLATE_NOOP("web",
                       "There is nothing to import in this file. Choose another one, or another "
                       "way to meet known numbers.")},
    {"importDoneOne", QT_TRANSLATE_NOOP("web", "%1 beer is imported.")},
    {"importDoneOther", QT_TRANSLATE_NOOP("web", "%1 beers are imported.")},
    {"importSkippedOne", QT_TRANSLATE_NOOP("web", "%1 row was left out:")},
    {"importSkippedOther", QT_TRANSLATE_NOOP("web", "%1 rows were left out:")},
    {"faultCsvSize",
     QT_TRANSLATE_NOOP("web", "That file is larger than 8 MiB. Divide it and import the parts.")},
    {"faultFileUnreadable",
     QT_TRANSLATE_NOOP("web", "That file cannot be read any more: choose it again.")},
    {"backupTitle", QT_TRANSLATE_NOOP("web", "Backup")},
    {"backupCsv", QT_TRANSLATE_NOOP("web", "Download the beers as CSV")},
    {"backupCsvHint",
     QT_TRANSLATE_NOOP("web",
                       "The list of beers as a table, for spreadsheets and for importing again.")},
    {"backupAll", QT_TRANSLATE_NOOP("web", "Download the whole database")},
    {"backupAllHint",
     QT_TRANSLATE_NOOP(
         "web", "Everything in one file: beers, taps and settings. Keep it in another place.")},
    {"menuQrTitle", QT_TRANSLATE_NOOP("web", "Guest menu on the boards")},
    {"menuQrHint",
     QT_TRANSLATE_NOOP("web",
                       "A QR code on every board leads guests to the menu on their phones.")},
    //: %1: an address
    {"menuQrIsOn", QT_TRANSLATE_NOOP("web", "The boards show a code for %1")},
    {"menuQrIsOff", QT_TRANSLATE_NOOP("web", "The boards show no code.")},
    {"menuQrAdmins", QT_TRANSLATE_NOOP("web", "Only admins change that.")},
    {"menuQrAddress", QT_TRANSLATE_NOOP("web", "Address of the menu")},
    {"menuQrAddressHint",
     QT_TRANSLATE_NOOP("web",
                       "Guests' phones must reach it: use this machine's name or address in the "
                       "guests' Wi-Fi, not “localhost”.")},
    {"menuQrOn", QT_TRANSLATE_NOOP("web", "Show the code")},
    {"menuQrChange", QT_TRANSLATE_NOOP("web", "Save the address")},
    {"menuQrOff", QT_TRANSLATE_NOOP("web", "Hide the code")},
    {"menuQrNowOn", QT_TRANSLATE_NOOP("web", "The boards show the code now.")},
    {"menuQrNowOff", QT_TRANSLATE_NOOP("web", "The boards no longer show the code.")},
    {"houseTitle", QT_TRANSLATE_NOOP("web", "Name of the house")},
    {"houseLabel", QT_TRANSLATE_NOOP("web", "What guests read above the menu")},
    {"houseHint", QT_TRANSLATE_NOOP("web", "Left empty, it is the name of the machine.")},
    {"houseSaved", QT_TRANSLATE_NOOP("web", "The name of the house is saved.")},
    {"clearTitle", QT_TRANSLATE_NOOP("web", "Delete all beers")},
    {"clearHint",
     QT_TRANSLATE_NOOP("web",
                       "Every beer is deleted and all taps become empty, on every display at once. "
                       "Download a backup first.")},
    {"clearLabel", QT_TRANSLATE_NOOP("web", "Type CONFIRM to go on")},
    {"clearButton", QT_TRANSLATE_NOOP("web", "Delete all")},
    {"clearQuestion", QT_TRANSLATE_NOOP("web", "This cannot be undone except from a backup.")},
    {"cleared", QT_TRANSLATE_NOOP("web", "All beers are deleted.")},
};

} // namespace

std::span<const Word> houseWords()
{
    return HouseWords;
}

} // namespace keg::web
