// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/words_parts.h"

#include <QtGlobal>

namespace keg::web {

namespace {

constexpr Word ErrorWords[] = {
    // Anything
    {"error_refused",
     QT_TRANSLATE_NOOP("web",
                       "The server did not accept that. Load the page again and try once more.")},
    {"error_bad_request",
     QT_TRANSLATE_NOOP(
         "web", "The server did not understand that. Load the page again and try once more.")},
    {"error_not_found",
     QT_TRANSLATE_NOOP("web", "That is not there any more. Load the page again.")},
    {"error_changed_meanwhile",
     QT_TRANSLATE_NOOP(
         "web",
         "Somebody else has changed this meanwhile. Look at how it is now, then change that.")},
    {"error_busy",
     QT_TRANSLATE_NOOP("web", "Too much is going on at once. Try again in some seconds.")},
    {"error_too_slow",
     QT_TRANSLATE_NOOP("web",
                       "That came too slowly, perhaps because of a weak Wi-Fi. Send it again.")},
    {"error_took_too_long",
     QT_TRANSLATE_NOOP("web",
                       "That took too long, and may be done or not. Look what there is before you "
                       "try again.")},
    {"error_too_large",
     QT_TRANSLATE_NOOP("web", "The file is too large for the server. Choose a smaller one.")},
    {"error_header_large",
     QT_TRANSLATE_NOOP(
         "web", "The browser sends too much along. Delete this site's cookies and try again.")},
    {"error_disk_full",
     QT_TRANSLATE_NOOP(
         "web", "The disk of the primary is full, so nothing was changed. Free some space there.")},
    {"error_damaged",
     QT_TRANSLATE_NOOP("web",
                       "A file on the primary is damaged; its log says which one. Put a backup of "
                       "it in its place.")},
    {"error_failed",
     QT_TRANSLATE_NOOP(
         "web", "The server could not do that. Try again; if it goes on, look into its log.")},
    //: %1: the name of a primary
    {"error_not_primary",
     QT_TRANSLATE_NOOP("web", "This is a copy that follows %1: change it there.")},

    // Pages, and who may see them
    {"error_path_unknown",
     QT_TRANSLATE_NOOP("web", "There is no such page. Perhaps the address was mistyped.")},
    {"error_method_not_allowed",
     QT_TRANSLATE_NOOP("web", "That does not work at this address. Start from the first page.")},
    {"error_plain_http",
     QT_TRANSLATE_NOOP("web",
                       "This goes only by a safe connection: put https:// before the address.")},
    {"error_foreign_page",
     QT_TRANSLATE_NOOP("web",
                       "Another site's page has sent this, so nothing was changed. Open "
                       "KegDisplay's own page instead.")},
    {"error_not_logged_in", QT_TRANSLATE_NOOP("web", "Log in first.")},
    {"error_needs_admin",
     QT_TRANSLATE_NOOP("web", "Only admins may do this. Ask one, or log in as one.")},
    {"error_needs_editor",
     QT_TRANSLATE_NOOP("web",
                       "Your account may look, but not change anything. Ask an admin for the role "
                       "of an editor.")},
    {"error_too_many_tries",
     QT_TRANSLATE_NOOP("web", "Too many attempts in a short time. Wait a minute and try again.")},
    {"error_primary_unknown",
     QT_TRANSLATE_NOOP(
         "web",
         "This display does not know where its primary is. Open the primary's own page instead.")},

    // Beers and taps
    {"error_beer_unknown",
     QT_TRANSLATE_NOOP("web", "This beer is gone: somebody else has deleted it.")},
    //: %1: the name of a beer
    {"error_beer_exists",
     QT_TRANSLATE_NOOP("web", "This number belongs to another beer already: %1")},
    {"error_beer_nameless", QT_TRANSLATE_NOOP("web", "The beer has no name: give it one.")},
    {"error_tap_unknown",
     QT_TRANSLATE_NOOP("web", "This tap is gone: somebody else has removed it.")},
    {"error_tap_exists", QT_TRANSLATE_NOOP("web", "There is a tap %1 already.")},
    {"error_count_range", QT_TRANSLATE_NOOP("web", "Write a whole number from 1 to %1.")},
    {"error_out_of_range",
     QT_TRANSLATE_NOOP("web", "That cannot be: write a number from %1 to %2.")},
    {"error_too_long",
     QT_TRANSLATE_NOOP("web", "That is too long: at most %1 characters, and these are %2.")},
    {"error_gravity",
     QT_TRANSLATE_NOOP(
         "web",
         "Beer does not get heavier: the final gravity is at most the original gravity, %1.")},
    {"error_unreadable",
     QT_TRANSLATE_NOOP(
         "web", "There is a character in it that cannot be read, such as an escape: delete it.")},
    {"error_no_whole_number", QT_TRANSLATE_NOOP("web", "“%1” is no whole number above 0.")},
    {"error_no_number", QT_TRANSLATE_NOOP("web", "“%1” is no number such as 5.6.")},
    {"error_no_date", QT_TRANSLATE_NOOP("web", "“%1” is no date such as 2016-12-28.")},

    // Files of beers
    {"error_no_file", QT_TRANSLATE_NOOP("web", "Choose a CSV file first.")},
    {"error_csv_name",
     QT_TRANSLATE_NOOP("web",
                       "The name of that file does not end in .csv. Save the table as CSV and "
                       "choose that file.")},
    {"error_csv_lines",
     QT_TRANSLATE_NOOP("web", "The file has more than %1 lines. Divide it and import the parts.")},
    {"error_csv_not_utf8",
     QT_TRANSLATE_NOOP("web", "Line %1 is not in UTF-8: save the table again, as CSV in UTF-8.")},
    {"error_csv_empty",
     QT_TRANSLATE_NOOP("web", "The file is empty. Its first line must name the columns.")},
    {"error_csv_unreadable",
     QT_TRANSLATE_NOOP(
         "web", "This line is not well-formed: look for a quotation mark too many or too few.")},
    {"error_csv_column_unknown",
     QT_TRANSLATE_NOOP("web", "The first line names a column that is not known here: %1")},
    {"error_csv_column_twice", QT_TRANSLATE_NOOP("web", "The first line names a column twice: %1")},
    {"error_csv_columns_missing",
     QT_TRANSLATE_NOOP("web", "The first line lacks these columns: %1")},
    {"error_csv_field_count",
     QT_TRANSLATE_NOOP("web",
                       "This line has %1 fields, and the first one %2: look for a comma or "
                       "quotation mark too many.")},
    //: %1: the number of a beer, %2 and %3: names
    {"error_beer_named_otherwise",
     QT_TRANSLATE_NOOP(
         "web",
         "Number %1 is “%2” here, not “%3”: say above what such rows mean, or correct the file.")},
    {"error_beer_name_shared",
     QT_TRANSLATE_NOOP("web",
                       "%1 beers here are called “%2”, so the name does not say which one it is.")},
    {"error_beer_twice",
     QT_TRANSLATE_NOOP("web", "Line %1 is about the same beer: one of the two has to go.")},

    // Settings and displays
    {"error_setting_unknown",
     QT_TRANSLATE_NOOP("web", "There is no such setting here. Load the page again.")},
    {"error_no_address",
     QT_TRANSLATE_NOOP(
         "web", "That is no address of a page: write one such as http://192.168.1.10:8080/")},
    {"error_address_with_user",
     QT_TRANSLATE_NOOP(
         "web",
         "There is a user's name in that address, which every guest would read: leave it out.")},
    {"error_address_with_fragment",
     QT_TRANSLATE_NOOP("web", "Leave out what stands behind # in that address.")},
    {"error_address_of_oneself",
     QT_TRANSLATE_NOOP("web",
                       "With that address every phone looks for the menu on itself: write this "
                       "machine's name or address in the guests' Wi-Fi.")},
    {"error_display_unknown",
     QT_TRANSLATE_NOOP("web", "That display is not on the list any more. Load the page again.")},
    {"error_display_revoked",
     QT_TRANSLATE_NOOP("web", "This display is shut out. Add it anew first.")},
    {"error_displays_full",
     QT_TRANSLATE_NOOP(
         "web", "There are %1 displays, those shut out included, and no more fit on the list.")},
    {"error_no_network",
     QT_TRANSLATE_NOOP("web", "This machine has no address in a network: connect it first.")},
    {"error_no_host",
     QT_TRANSLATE_NOOP("web",
                       "That is neither a machine's name nor an address such as 192.168.1.10.")},

    // Accounts, keys and links
    {"error_account_unknown", QT_TRANSLATE_NOOP("web", "There is no account %1 any more.")},
    {"error_account_exists",
     QT_TRANSLATE_NOOP("web", "There is an account %1 already: choose another name.")},
    {"error_accounts_full",
     QT_TRANSLATE_NOOP("web", "There are %1 accounts, and no more fit: remove one first.")},
    {"error_last_admin",
     QT_TRANSLATE_NOOP("web", "%1 is the last admin: make somebody else an admin first.")},
    {"error_name_missing", QT_TRANSLATE_NOOP("web", "The name is missing: write one.")},
    {"error_name_long",
     QT_TRANSLATE_NOOP("web", "That name is too long: it may have %1 characters.")},
    {"error_name_unseen",
     QT_TRANSLATE_NOOP("web",
                       "There is a character in that name that nobody can see: type it anew.")},
    {"error_name_slash",
     QT_TRANSLATE_NOOP("web",
                       "A name may have no slash, and be more than dots: choose another one.")},
    {"error_role_missing", QT_TRANSLATE_NOOP("web", "Choose a role: viewer, editor or admin.")},
    {"error_password_length",
     QT_TRANSLATE_NOOP("web", "A password has %1 to %2 characters: choose another one.")},
    {"error_password_unreadable",
     QT_TRANSLATE_NOOP(
         "web", "There is something in that password that is no character: choose another one.")},
    {"error_password_wrong",
     QT_TRANSLATE_NOOP("web", "That is not your present password: type it again.")},
    {"error_key_without_password", QT_TRANSLATE_NOOP("web", "An API key has no password.")},
    {"error_key_unknown", QT_TRANSLATE_NOOP("web", "There is no API key %1 any more.")},
    {"error_key_exists",
     QT_TRANSLATE_NOOP("web", "There is an API key %1 already: choose another name.")},
    {"error_keys_full",
     QT_TRANSLATE_NOOP("web", "There are %1 API keys, and no more fit: remove one first.")},
    {"error_link_worthless",
     QT_TRANSLATE_NOOP("web",
                       "This link does not work: it was used already, is too old, or is not "
                       "complete. Ask an admin for a new one.")},
    {"error_links_full",
     QT_TRANSLATE_NOOP("web",
                       "Too many set-up links are out and not used yet. Use one of them, or wait "
                       "until they are %1 minutes old.")},
    {"error_not_confirmed",
     QT_TRANSLATE_NOOP("web", "Nothing was deleted: type CONFIRM in capitals.")},
};

} // namespace

std::span<const Word> errorWords()
{
    return ErrorWords;
}

} // namespace keg::web
