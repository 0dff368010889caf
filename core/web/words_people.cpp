// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/words_parts.h"

#include <QtGlobal>

namespace keg::web {

namespace {

constexpr Word PeopleWords[] = {
    // The page of the users, and one's own account
    {"usersHint",
     QT_TRANSLATE_NOOP("web", "Who may look, change beers and taps, or do everything.")},
    {"you", QT_TRANSLATE_NOOP("web", "you")},
    {"userAdd", QT_TRANSLATE_NOOP("web", "Add an account")},
    {"userAddHint",
     QT_TRANSLATE_NOOP(
         "web",
         "You choose the password and hand it over. With an invitation people choose their own.")},
    {"userAdded", QT_TRANSLATE_NOOP("web", "The account %1 is added.")},
    {"userName", QT_TRANSLATE_NOOP("web", "User name")},
    {"password", QT_TRANSLATE_NOOP("web", "Password")},
    {"passwordAgain", QT_TRANSLATE_NOOP("web", "The same password again")},
    {"passwordRuleOne",
     QT_TRANSLATE_NOOP("web", "At least %1 character. A few words in a row are easy to remember.")},
    {"passwordRuleOther",
     QT_TRANSLATE_NOOP("web",
                       "At least %1 characters. A few words in a row are easy to remember.")},
    {"passwordShortOne", QT_TRANSLATE_NOOP("web", "That is too short: use at least %1 character.")},
    {"passwordShortOther",
     QT_TRANSLATE_NOOP("web", "That is too short: use at least %1 characters.")},
    {"passwordDiffers",
     QT_TRANSLATE_NOOP("web", "The two passwords differ: type the same one twice.")},
    {"role", QT_TRANSLATE_NOOP("web", "Role")},
    {"roles", QT_TRANSLATE_NOOP("web", "What each role may do")},
    {"roleViewer", QT_TRANSLATE_NOOP("web", "Viewer")},
    {"roleViewerHint", QT_TRANSLATE_NOOP("web", "Sees everything, changes nothing.")},
    {"roleEditor", QT_TRANSLATE_NOOP("web", "Editor")},
    {"roleEditorHint", QT_TRANSLATE_NOOP("web", "Changes beers and taps, imports.")},
    {"roleAdmin", QT_TRANSLATE_NOOP("web", "Admin")},
    {"roleAdminHint",
     QT_TRANSLATE_NOOP("web", "Everything: displays, users, whole backups, deleting all.")},
    {"roleOf", QT_TRANSLATE_NOOP("web", "Role of %1")},
    //: %1: a name, %2: "Editor"
    {"roleSet", QT_TRANSLATE_NOOP("web", "%1 now has the role %2.")},
    {"newPassword", QT_TRANSLATE_NOOP("web", "New password")},
    {"newPasswordOf", QT_TRANSLATE_NOOP("web", "New password for %1")},
    {"newPasswordHint",
     QT_TRANSLATE_NOOP("web",
                       "It counts at once; where the account is logged in now, it is logged out.")},
    {"newPasswordSet", QT_TRANSLATE_NOOP("web", "%1 has a new password.")},
    {"removeOf", QT_TRANSLATE_NOOP("web", "Remove %1")},
    {"removed", QT_TRANSLATE_NOOP("web", "%1 is removed.")},
    {"userRemoveTitle", QT_TRANSLATE_NOOP("web", "Remove %1?")},
    {"userRemoveQuestion",
     QT_TRANSLATE_NOOP("web", "The account is logged out everywhere and cannot log in any more.")},
    {"invite", QT_TRANSLATE_NOOP("web", "Invite")},
    {"inviteTitle", QT_TRANSLATE_NOOP("web", "Invite somebody by a link")},
    {"inviteHint",
     QT_TRANSLATE_NOOP("web",
                       "Whoever opens the link chooses a password and is in. It works once.")},
    {"inviteNameHint", QT_TRANSLATE_NOOP("web", "May stay empty: the newcomer chooses it.")},
    {"inviteMake", QT_TRANSLATE_NOOP("web", "Make the link")},
    {"inviteReady", QT_TRANSLATE_NOOP("web", "The invitation is ready")},
    {"inviteGive",
     QT_TRANSLATE_NOOP("web",
                       "Let the newcomer scan the code, or send the link. It is valid for %1 "
                       "minutes and works once.")},
    {"inviteLink", QT_TRANSLATE_NOOP("web", "Set-up link")},
    {"inviteQr", QT_TRANSLATE_NOOP("web", "The set-up link as a QR code")},
    {"keys", QT_TRANSLATE_NOOP("web", "API keys")},
    {"keysHint", QT_TRANSLATE_NOOP("web", "For programs and scripts that ask this machine.")},
    {"keysNone", QT_TRANSLATE_NOOP("web", "No keys yet. People do not need one.")},
    {"keyAdd", QT_TRANSLATE_NOOP("web", "Add a key")},
    {"keyName", QT_TRANSLATE_NOOP("web", "What the key is for")},
    {"keyNameHint", QT_TRANSLATE_NOOP("web", "For example: website, cash register.")},
    {"keyReady", QT_TRANSLATE_NOOP("web", "The key of %1")},
    {"keyOnce",
     QT_TRANSLATE_NOOP("web",
                       "This is the only time it is shown. Copy it now and keep it secret.")},
    {"keyLabel", QT_TRANSLATE_NOOP("web", "API key")},
    {"keyRemoveTitle", QT_TRANSLATE_NOOP("web", "Remove the key %1?")},
    {"keyRemoveQuestion",
     QT_TRANSLATE_NOOP("web", "Programs that use it are refused from now on.")},
    //: %1: a name, %2: "Editor"
    {"accountOf", QT_TRANSLATE_NOOP("web", "%1, %2")},
    {"ownPassword", QT_TRANSLATE_NOOP("web", "Change the password")},
    {"ownPasswordHint",
     QT_TRANSLATE_NOOP("web", "Where else you are logged in, you are logged out.")},
    {"ownPasswordChange", QT_TRANSLATE_NOOP("web", "Change password")},
    {"ownPasswordChanged", QT_TRANSLATE_NOOP("web", "The password is changed.")},
    {"presentPassword", QT_TRANSLATE_NOOP("web", "Present password")},
    {"faultNoPresentPassword",
     QT_TRANSLATE_NOOP("web", "Your present password is missing: it shows that it is you.")},
    {"session", QT_TRANSLATE_NOOP("web", "This browser")},
    {"sessionHint",
     QT_TRANSLATE_NOOP("web", "On a device that others use, too, log out when you are done.")},

    // Log-in and set-up; what is shown in place of a page
    {"errorTitle", QT_TRANSLATE_NOOP("web", "That did not work")},
    {"errorHome", QT_TRANSLATE_NOOP("web", "To the first page")},
    {"logInHint", QT_TRANSLATE_NOOP("web", "For the staff of this house.")},
    {"logInAgain", QT_TRANSLATE_NOOP("web", "Log in as somebody else")},
    {"loginWrong",
     QT_TRANSLATE_NOOP(
         "web", "That user name and password do not belong together. Check both and try again.")},
    {"logInForgotten",
     QT_TRANSLATE_NOOP("web", "Password forgotten? An admin gives you a new one.")},
    {"setupTitle", QT_TRANSLATE_NOOP("web", "Welcome")},
    {"setupChecking", QT_TRANSLATE_NOOP("web", "The link is being checked …")},
    {"setupWelcome",
     QT_TRANSLATE_NOOP("web", "Choose a name and a password, and you are in. Your role: %1.")},
    {"setupWelcomeName",
     QT_TRANSLATE_NOOP("web", "Hello %1! Choose a password, and you are in. Your role: %2.")},
    {"setupNameHint", QT_TRANSLATE_NOOP("web", "This is how you log in later.")},
    {"setupInstead",
     QT_TRANSLATE_NOOP("web", "Whoever has chosen a password with it can log in now.")},
    {"setupCommand", QT_TRANSLATE_NOOP("web", "On the primary itself, this makes a new link:")},
    {"setupButton", QT_TRANSLATE_NOOP("web", "Let's go")},
};

} // namespace

std::span<const Word> peopleWords()
{
    return PeopleWords;
}

} // namespace keg::web
