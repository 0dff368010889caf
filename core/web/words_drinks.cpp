// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/words_parts.h"

#include <QtGlobal>

namespace keg::web {

namespace {

constexpr Word DrinksWords[] = {
    // The page of the taps
    {"tapsNumberOne", QT_TRANSLATE_NOOP("web", "%1 tap")},
    {"tapsNumberOther", QT_TRANSLATE_NOOP("web", "%1 taps")},
    {"tapsPouringOne", QT_TRANSLATE_NOOP("web", "%1 pours")},
    {"tapsPouringOther", QT_TRANSLATE_NOOP("web", "%1 pour")},
    {"tapAdd", QT_TRANSLATE_NOOP("web", "Add a tap")},
    {"tapCountChange", QT_TRANSLATE_NOOP("web", "Number of taps")},
    {"tapVacant", QT_TRANSLATE_NOOP("web", "Empty")},
    {"tapsNone", QT_TRANSLATE_NOOP("web", "No taps yet")},
    {"tapsNoneHint",
     QT_TRANSLATE_NOOP("web", "Say how many there are, then choose what each of them pours.")},
    {"tapTitle", QT_TRANSLATE_NOOP("web", "Tap %1")},
    //: %1: the name of a beer
    {"tapNow", QT_TRANSLATE_NOOP("web", "Now: %1")},
    {"tapEmpty", QT_TRANSLATE_NOOP("web", "Empty this tap")},
    {"tapRemove", QT_TRANSLATE_NOOP("web", "Remove tap")},
    {"tapRemoveTitle", QT_TRANSLATE_NOOP("web", "Remove tap %1?")},
    {"tapRemoveVacant",
     QT_TRANSLATE_NOOP("web", "Nothing is on it. It disappears from all displays.")},
    //: %1: the name of a beer
    {"tapRemovePouring",
     QT_TRANSLATE_NOOP(
         "web", "%1 is on it. The tap disappears from all displays; the beer stays in the list.")},
    {"tapRemoved", QT_TRANSLATE_NOOP("web", "Tap %1 is removed.")},
    {"tapAdded", QT_TRANSLATE_NOOP("web", "Tap %1 is added.")},
    //: %1: a number, %2: the name of a beer
    {"tapAssigned", QT_TRANSLATE_NOOP("web", "Tap %1 now pours %2.")},
    {"tapEmptied", QT_TRANSLATE_NOOP("web", "Tap %1 is empty now.")},
    {"beerSearch", QT_TRANSLATE_NOOP("web", "Search name, style, brewery")},
    {"beersNewest", QT_TRANSLATE_NOOP("web", "Newest kegs, not on tap yet")},
    {"beersAll", QT_TRANSLATE_NOOP("web", "All beers")},
    {"beersFoundOne", QT_TRANSLATE_NOOP("web", "%1 beer found")},
    {"beersFoundOther", QT_TRANSLATE_NOOP("web", "%1 beers found")},
    //: %2: the number of a tap
    {"onTapOne", QT_TRANSLATE_NOOP("web", "on tap %2")},
    //: %2: numbers of taps
    {"onTapOther", QT_TRANSLATE_NOOP("web", "on taps %2")},
    //: %1: what was searched for
    {"beersNotFound", QT_TRANSLATE_NOOP("web", "No beer is called like “%1”.")},
    {"beerAddNamed", QT_TRANSLATE_NOOP("web", "Add “%1” as a new beer")},
    {"tapCountTitle", QT_TRANSLATE_NOOP("web", "How many taps?")},
    {"tapCountLabel", QT_TRANSLATE_NOOP("web", "Number of taps of this house")},
    {"oneFewer", QT_TRANSLATE_NOOP("web", "One fewer")},
    {"oneMore", QT_TRANSLATE_NOOP("web", "One more")},
    {"tapCountWarningOne",
     QT_TRANSLATE_NOOP("web",
                       "This tap disappears from all displays, and what it pours with it. The "
                       "beer stays in the list.")},
    {"tapCountWarningOther",
     QT_TRANSLATE_NOOP("web",
                       "These taps disappear from all displays, and what they pour with them. The "
                       "beers stay in the list.")},
    {"tapCountWarningVacantOne",
     QT_TRANSLATE_NOOP("web", "This tap disappears from all displays. Nothing is on it.")},
    {"tapCountWarningVacantOther",
     QT_TRANSLATE_NOOP("web", "These taps disappear from all displays. Nothing is on them.")},
    //: %2: the name of a beer, or "nothing"
    {"tapWithBeer", QT_TRANSLATE_NOOP("web", "Tap %1: %2")},
    {"tapCountConflict",
     QT_TRANSLATE_NOOP("web",
                       "Nothing was changed, because somebody else has just changed the taps. Look "
                       "at what they are now, and save again.")},
    {"tapCountRemoveOne", QT_TRANSLATE_NOOP("web", "Remove this tap")},
    {"tapCountRemoveOther", QT_TRANSLATE_NOOP("web", "Remove these taps")},
    //: %2: the number of a tap
    {"tapCountLostOne", QT_TRANSLATE_NOOP("web", "Tap %2 is removed.")},
    //: %2: "7 and 8"
    {"tapCountLostOther", QT_TRANSLATE_NOOP("web", "Taps %2 are removed.")},
    {"tapCountNowOne", QT_TRANSLATE_NOOP("web", "There is %1 tap now.")},
    {"tapCountNowOther", QT_TRANSLATE_NOOP("web", "There are %1 taps now.")},

    // The page of the beers
    {"beersNumberOne", QT_TRANSLATE_NOOP("web", "%1 beer")},
    {"beersNumberOther", QT_TRANSLATE_NOOP("web", "%1 beers")},
    {"beerAdd", QT_TRANSLATE_NOOP("web", "Add a beer")},
    {"beersNone", QT_TRANSLATE_NOOP("web", "No beers yet")},
    {"beersNoneHint",
     QT_TRANSLATE_NOOP(
         "web",
         "Add the first one by hand, or import a CSV file, for example from another KegDisplay.")},
    {"showMoreOne", QT_TRANSLATE_NOOP("web", "Show %1 more")},
    {"showMoreOther", QT_TRANSLATE_NOOP("web", "Show %1 more")},
    {"onTapTitle", QT_TRANSLATE_NOOP("web", "On tap")},
    {"draftShown",
     QT_TRANSLATE_NOOP("web",
                       "This is what you had typed when you left this page. It is not saved yet.")},
    {"beerNew", QT_TRANSLATE_NOOP("web", "New beer")},
    {"beerEdit", QT_TRANSLATE_NOOP("web", "Edit beer")},
    //: %1: the name of a beer
    {"beerSaved", QT_TRANSLATE_NOOP("web", "%1 is saved.")},
    //: %1: the name of a beer
    {"beerDeleted", QT_TRANSLATE_NOOP("web", "%1 is deleted.")},
    {"beerNameOnly", QT_TRANSLATE_NOOP("web", "Only the name of this beer is known.")},
    //: %1: the name of a beer
    {"beerDeleteTitle", QT_TRANSLATE_NOOP("web", "Delete %1?")},
    {"beerDeleteQuestion", QT_TRANSLATE_NOOP("web", "It is on no tap. This cannot be undone.")},
    {"beerDeleteOnTapOne",
     QT_TRANSLATE_NOOP("web", "It is on tap %2, which becomes empty. This cannot be undone.")},
    //: %2: "3 and 4"
    {"beerDeleteOnTapOther",
     QT_TRANSLATE_NOOP("web", "It is on taps %2, which become empty. This cannot be undone.")},
    {"beerChangedElsewhere",
     QT_TRANSLATE_NOOP("web",
                       "Somebody else has just changed this beer. What is typed here stays; on "
                       "saving, both values are shown.")},
    {"beerChangedShown",
     QT_TRANSLATE_NOOP(
         "web", "Somebody else has just changed this beer. The form shows it as it is now.")},
    {"beerGone",
     QT_TRANSLATE_NOOP("web",
                       "Somebody else has deleted this beer. What is typed here stays: save it as "
                       "a new beer, or close the form.")},
    {"beerSaveAsNew", QT_TRANSLATE_NOOP("web", "Save as a new beer")},
    {"discardTitle", QT_TRANSLATE_NOOP("web", "Discard the changes?")},
    {"discardQuestion", QT_TRANSLATE_NOOP("web", "What was typed here is not saved yet.")},
    {"discard", QT_TRANSLATE_NOOP("web", "Discard")},
    {"keepTyping", QT_TRANSLATE_NOOP("web", "Keep typing")},
    {"fieldName", QT_TRANSLATE_NOOP("web", "Name")},
    {"fieldStyle", QT_TRANSLATE_NOOP("web", "Style")},
    {"fieldBrewery", QT_TRANSLATE_NOOP("web", "Brewery")},
    {"fieldAbv", QT_TRANSLATE_NOOP("web", "ABV")},
    {"fieldAbvLong", QT_TRANSLATE_NOOP("web", "Alcohol, % by volume")},
    {"fieldIbuShort", QT_TRANSLATE_NOOP("web", "IBU")},
    {"fieldIbu", QT_TRANSLATE_NOOP("web", "Bitterness, IBU")},
    {"fieldColor", QT_TRANSLATE_NOOP("web", "Colour, SRM")},
    {"fieldDescription", QT_TRANSLATE_NOOP("web", "Description")},
    {"fieldOg", QT_TRANSLATE_NOOP("web", "Original gravity")},
    {"fieldFg", QT_TRANSLATE_NOOP("web", "Final gravity")},
    {"fieldBrewed", QT_TRANSLATE_NOOP("web", "Brewed")},
    {"fieldKegged", QT_TRANSLATE_NOOP("web", "Kegged")},
    {"fieldTapped", QT_TRANSLATE_NOOP("web", "Tapped")},
    {"fieldNotes", QT_TRANSLATE_NOOP("web", "Notes")},
    {"notesHint", QT_TRANSLATE_NOOP("web", "Only the staff sees these.")},
    {"dateUnreadable",
     QT_TRANSLATE_NOOP("web",
                       "Stored as “%1”, which is no date that this field can show. It stays unless "
                       "a date is chosen.")},
    {"faultNoNumber", QT_TRANSLATE_NOOP("web", "That is no number: write one such as %1.")},
    //: %1 and %2: numbers, such as 1000 and 1
    {"faultTwoWays", QT_TRANSLATE_NOOP("web", "That can be read in two ways: write %1 or %2.")},

    // The guests' menu
    {"menuTitle", QT_TRANSLATE_NOOP("web", "What's on tap")},
    {"menuDescription", QT_TRANSLATE_NOOP("web", "What is on tap right now.")},
    {"menuEmpty",
     QT_TRANSLATE_NOOP("web", "Nothing on tap just yet, but the first keg is on its way.")},
    {"menuNoScript",
     QT_TRANSLATE_NOOP("web",
                       "To show what is on tap right now, this page needs JavaScript. Or just ask "
                       "at the bar: we like to tell.")},
    {"menuFooter", QT_TRANSLATE_NOOP("web", "Always as it pours right now.")},
    {"menuStaff", QT_TRANSLATE_NOOP("web", "Staff")},
};

} // namespace

std::span<const Word> drinksWords()
{
    return DrinksWords;
}

} // namespace keg::web
