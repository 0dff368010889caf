#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""Who gets in, and who does not any more: log-ins, accounts, keys, links, other sites' pages.

usage: test_web_access.py KEGDISPLAY [test...]
"""

import webhouse
from curl import DESCRIPTION
from webhouse import PASSWORD, StaffTest

ANOTHER = "another horse"


class Sessions(StaffTest):
    def is_in(self, curl):
        return curl.get("/api/me").status == 200

    def bearer_of_cookie(self, value):
        """Somebody who shows that as the session's cookie."""
        curl = self.visitor()
        curl.options += ["--cookie", f"keg_session={value}"]
        return curl

    def test_a_cookie_that_was_brought_along_is_never_adopted(self):
        victim = self.visitor()
        answer = victim.log_in("viewer", PASSWORD, Cookie="keg_session=chosenbytheattacker")
        self.assert_status(answer, 302)
        self.assertNotIn("chosenbytheattacker", answer.header("Set-Cookie"))
        self.assertFalse(self.is_in(self.bearer_of_cookie("chosenbytheattacker")))
        old = victim.session()
        self.assert_status(victim.log_in("editor", PASSWORD), 302)
        self.assertNotEqual(victim.session(), old)
        self.assertEqual(victim.get("/api/me").json(),
                         {"name": "editor", "role": "editor", "via": "session"})
        self.assertFalse(self.is_in(self.bearer_of_cookie(old)))

    def test_a_failed_log_in_gives_nothing(self):
        answer = self.visitor().log_in("viewer", "wrong password", Cookie="keg_session=mine")
        self.assertIsNone(self.assert_status(answer, 401).header("Set-Cookie"))
        self.assertFalse(self.is_in(self.bearer_of_cookie("mine")))

    def test_log_out_ends_it(self):
        curl = self.staff("viewer")
        copy = self.bearer_of_cookie(curl.session())
        self.assertTrue(self.is_in(copy))
        self.assertIn("Max-Age=0", curl.get("/logout").header("Set-Cookie"))
        self.assertFalse(self.is_in(copy))
        self.assertTrue(self.is_in(self.ann))

    def test_a_new_password_ends_the_others(self):
        here, there = self.staff("viewer"), self.staff("viewer")
        refusals = (({"current": "wrong one", "new": ANOTHER}, "current"), ({"new": ANOTHER}, "current"),
                    ({"current": PASSWORD, "new": "short"}, "new"), ({"current": PASSWORD}, "new"))
        for body, field in refusals:
            self.assert_refused(here.post("/api/account/password", body), 400, field=field)
        self.assertTrue(self.is_in(there))
        old = here.session()
        answer = here.post("/api/account/password", {"current": PASSWORD, "new": ANOTHER})
        self.assertEqual(self.assert_status(answer, 200).json(), {"success": True})
        self.assertTrue(self.is_in(here))
        self.assertNotEqual(here.session(), old)
        self.assertFalse(self.is_in(there))
        self.assertFalse(self.is_in(self.bearer_of_cookie(old)))
        other = self.visitor(address="127.0.0.2")
        self.assert_status(other.log_in("viewer", PASSWORD), 401)
        self.assert_status(other.log_in("viewer", ANOTHER), 302)

    def test_a_password_given_by_others_ends_all(self):
        curl = self.staff("viewer")
        self.assert_status(self.bob.put("/api/users/viewer", {"password": ANOTHER}), 200)
        self.assertFalse(self.is_in(curl))
        self.assert_status(curl.log_in("viewer", ANOTHER), 302)
        self.primary.run("user", "password", "viewer", "--password-stdin", text=PASSWORD + "\n")
        self.assertFalse(self.is_in(curl))

    def test_a_removed_user_and_a_changed_role(self):
        curl = self.staff("viewer")
        self.assert_refused(curl.post("/api/taps", {}), 403, "editor")
        self.assert_status(self.bob.put("/api/users/viewer", {"role": "editor"}), 200)
        self.assert_status(curl.post("/api/taps", {}), 201)
        self.assert_status(self.bob.put("/api/users/viewer", {"role": "viewer"}), 200)
        self.assert_refused(curl.post("/api/taps", {}), 403, "editor")
        self.assert_status(self.bob.delete("/api/users/viewer"), 200)
        self.assertFalse(self.is_in(curl))
        self.primary.run("user", "add", "viewer", "--role", "admin", "--password-stdin",
                         text=PASSWORD + "\n")
        self.assertFalse(self.is_in(curl))  # it is another account
        self.primary.run("user", "remove", "editor")
        self.assertFalse(self.is_in(self.ann))

    def test_the_last_admin_stays(self):
        self.assert_refused(self.bob.delete("/api/users/admin"), 400, "last admin")
        answer = self.bob.put("/api/users/admin", {"role": "viewer"})
        self.assert_refused(answer, 400, "last admin", field="role")
        self.assertTrue(self.is_in(self.bob))

    def test_a_restart_logs_everybody_out(self):
        self.primary.restart()
        for curl in (self.ann, self.bob):
            curl.base = self.base()
            self.assertFalse(self.is_in(curl))
        self.assertTrue(self.is_in(self.program_of("viewer")))

    def test_flags_of_the_cookie(self):
        for scheme, is_secure in (("http", False), ("https", True)):
            answer = self.assert_status(self.visitor(scheme).log_in("viewer", PASSWORD), 302)
            name, *flags = answer.header("Set-Cookie").split("; ")
            self.assertRegex(name, "^keg_session=[A-Z2-7]{52}$")
            wanted = {"Path", "HttpOnly", "SameSite", "Max-Age"} | ({"Secure"} if is_secure else set())
            self.assertEqual({flag.partition("=")[0] for flag in flags}, wanted)
            self.assertLessEqual({"Path=/", "SameSite=Strict"}, set(flags))

    def test_a_session_over_https(self):
        curl = self.staff("editor", scheme="https")
        self.assert_status(curl.post("/api/taps", {}), 201)
        self.assert_status(curl.get("/taps"), 200)

    def test_a_key_is_no_cookie_and_a_session_no_key(self):
        self.assertFalse(self.is_in(self.bearer_of_cookie(self.keys["admin"])))
        self.assertFalse(self.is_in(self.visitor(key=self.ann.session())))
        self.assertEqual(self.program_of("editor").get("/api/me").json(),
                         {"name": "editor", "role": "editor", "via": "key"})
        self.assert_status(self.bob.delete("/api/keys/editor"), 200)
        self.assertFalse(self.is_in(self.program_of("editor")))

    def test_a_wrong_key_counts_more_than_a_session(self):
        self.ann.options += ["--header", "Authorization: Bearer keg_wrong"]
        self.assertFalse(self.is_in(self.ann))


class Accounts(StaffTest):
    def accounts(self):
        return self.bob.get("/api/users").json()

    def test_are_added_changed_and_removed(self):
        before = self.accounts()
        self.assertEqual(before, {"users": [{"name": role, "role": role} for role in webhouse.ROLES],
                                  "keys": [{"name": role, "role": role} for role in webhouse.ROLES]})
        for name, place in (("Zoë %41?#", "Zo%C3%AB%20%2541%3F%23"), ("...x", "...x")):
            answer = self.bob.post("/api/users", {"name": f" {name} ", "role": "viewer",
                                                  "password": PASSWORD})
            self.assertEqual(self.assert_status(answer, 201).json(), {"name": name, "role": "viewer"})
            self.assert_status(self.visitor(address="127.0.0.2").log_in(name, PASSWORD), 302)
            answer = self.bob.put(f"/api/users/{place}", {"role": "editor", "password": ANOTHER})
            self.assert_status(answer, 200)
            self.assertEqual(self.accounts()["users"][-1], {"name": name, "role": "editor"})
            self.assert_status(self.visitor(address="127.0.0.2").log_in(name, ANOTHER), 302)
            self.assert_status(self.bob.delete(f"/api/users/{place}"), 200)
            answer = self.bob.post("/api/keys", {"name": name, "role": "editor"})
            key = self.assert_status(answer, 201).json()["key"]
            self.assertEqual(self.visitor(key=key).get("/api/me").json(),
                             {"name": name, "role": "editor", "via": "key"})
            self.assert_status(self.bob.delete(f"/api/keys/{place}"), 200)
        self.assertEqual(self.accounts(), before)

    def test_what_is_wrong_is_named(self):
        before = self.accounts()
        good = {"name": "carl", "role": "viewer", "password": PASSWORD}
        names = ("", " ", None, 3, [], "x" * 65, "a\u0007", "a/b", "a\\b", "..", "ADMIN")
        for key, values in (("name", names), ("role", ("", None, "boss", "Admin", 1, ["admin"])),
                            ("password", ("", None, "short", "x" * 257, 12345678, {}))):
            for value in values:
                with self.subTest(key, value=value):
                    body = {**good, key: value}
                    self.assert_refused(self.bob.post("/api/users", body), 400, field=key)
                    if key != "password":
                        self.assert_refused(self.bob.post("/api/keys", body), 400, field=key)
        for body, field in (({"role": "boss"}, "role"), ({"password": "short"}, "password"),
                            ({"role": "admin", "password": 3}, "password")):
            self.assert_refused(self.bob.put("/api/users/viewer", body), 400, field=field)
        for body, field in (({}, "role"), ({"name": "a/b", "role": "viewer"}, "name"),
                            ({"role": "boss"}, "role"), ({"name": 3}, "name")):
            self.assert_refused(self.bob.post("/api/users/links", body), 400, field=field)
        for body in ({}, {"role": "viewer"}, {"password": PASSWORD}):
            self.assert_refused(self.bob.put("/api/users/nobody", body), 404, "nobody")
        for path in ("/api/users/nobody", "/api/keys/nobody"):
            self.assert_refused(self.bob.delete(path), 404, "nobody")
        self.assertEqual(self.accounts(), before)


class ForeignPages(StaffTest):
    FOREIGN = ({"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site"},
               {"Origin": "https://evil.example"}, {"Origin": "null"},
               {"Sec_Fetch_Site": "cross-site", "Origin": "OURS"}, {"Origin": "https://127.0.0.1"})

    NAMES = {"{number}": "1", "{id}": "1", "{key}": "menu_url", "{name}": "viewer"}
    BODY = {"beer_id": 1, "Name": "X", "count": 9, "name": "X", "role": "admin", "password": ANOTHER,
            "value": "", "confirmation": "CONFIRM", "current": PASSWORD, "new": ANOTHER}

    def state(self):
        return self.primary.run("digest"), self.bob.get("/api/users").json()

    def test_change_nothing(self):
        before = self.state()
        unsafe = [operation for operation in DESCRIPTION.operations if operation.method != "GET"]
        self.assertGreater(len(unsafe), 20)
        for operation in unsafe:
            path = operation.path
            for name, value in self.NAMES.items():
                path = path.replace(name, value)
            for headers in self.FOREIGN:
                headers = {name: value.replace("OURS", self.base()) for name, value in headers.items()}
                with self.subTest(f"{operation.method} {path}", **headers):
                    answer = self.bob.ask(operation.method, path, json_body=self.BODY, **headers)
                    self.assert_refused(answer, 403, "another site")
                    self.assertIsNone(answer.header("Set-Cookie"))
        self.assertEqual(self.state(), before)

    def test_logs_nobody_out(self):
        carl = self.staff("viewer")
        for headers in self.FOREIGN:
            headers = {name: value.replace("OURS", self.base()) for name, value in headers.items()}
            answer = self.assert_status(carl.get("/logout", **headers), 302)
            self.assertIsNone(answer.header("Set-Cookie"))
            self.assert_status(carl.get("/api/taps"), 200)

    def test_our_own_may(self):
        for headers in ({"Sec_Fetch_Site": "same-origin"}, {"Sec_Fetch_Site": "none"},
                        {"Origin": self.base()}):
            self.assert_status(self.ann.post("/api/taps", {}, **headers), 201)

    def test_reading_is_for_the_browser_to_refuse(self):
        answer = self.assert_status(self.ann.get("/api/taps", Origin="https://evil.example"), 200)
        self.assertEqual([name for name, _ in answer.headers if name.startswith("Access-Control")], [])


class Guessing(StaffTest):
    def test_of_passwords_is_slowed_down_for_that_address_only(self):
        guesser = self.visitor(address="127.0.0.66")
        statuses = [guesser.log_in("admin", f"guess {number}").status for number in range(10)]
        self.assertEqual(statuses, [401] * 10)
        answer = self.until_too_many(guesser)
        self.assertIn(b"<form", answer.body)
        self.assertGreater(int(answer.header("Retry-After")), 0)
        self.assert_status(self.visitor(address="127.0.0.67").log_in("admin", PASSWORD), 302)
        self.assert_status(self.ann.get("/api/taps"), 200)

    def until_too_many(self, guesser):
        """One more is tried each six seconds."""
        for number in range(30):
            answer = guesser.log_in("admin", f"one more {number}")
            if answer.status == 429:
                return answer
        raise AssertionError("thirty more were let through")

    def test_of_somebody_elses_password_does_not_keep_one_out(self):
        neighbour = self.visitor(address="127.0.0.68")
        self.assert_status(neighbour.log_in("viewer", PASSWORD), 302)
        self.until_too_many(self.visitor(address="127.0.0.68"))
        self.assert_status(neighbour.log_in("viewer", PASSWORD), 302)

    def test_right_passwords_do_not_count(self):
        statuses = [self.visitor(address="127.0.0.69").log_in("editor", PASSWORD).status for _ in range(15)]
        self.assertEqual(statuses, [302] * 15)

    def test_of_the_present_password_too(self):
        seen = set()
        for number in range(30):
            answer = self.ann.post("/api/account/password", {"current": f"guess {number}", "new": ANOTHER})
            seen.add(answer.status)
            if answer.status == 429:
                break
        self.assertEqual(seen, {400, 429})
        self.assertGreater(int(answer.header("Retry-After")), 0)


class SetUpLinks(StaffTest):
    def token(self, *words):
        return self.primary.run("user", "setup-link", *words)["link"].partition("#")[2]

    def test_serve_once(self):
        token = self.token("carl", "--role", "editor")
        curl = self.visitor()
        answer = self.assert_status(curl.post("/api/setup/check", {"token": token}), 200)
        self.assertEqual(answer.json(), {"name": "carl", "role": "editor"})
        for body, field in (({"token": token, "password": "short"}, "password"),
                            ({"token": token}, "password"),
                            ({"token": token[1:], "password": PASSWORD}, "token"), ({}, "token")):
            self.assert_refused(curl.post("/api/setup", body), 400, field=field)
        answer = curl.post("/api/setup", {"token": token, "name": "admin", "password": PASSWORD})
        self.assertEqual(self.assert_status(answer, 200).json(), {"name": "carl", "role": "editor"})
        self.assertEqual(curl.get("/api/me").json(), {"name": "carl", "role": "editor", "via": "session"})
        for path in ("/api/setup", "/api/setup/check"):
            again = self.visitor().post(path, {"token": token, "name": "dora", "password": ANOTHER})
            self.assert_refused(again, 400, field="token")
        self.assert_status(self.visitor().log_in("carl", PASSWORD), 302)
        self.assertNotIn(token, "".join(self.primary.log))

    def test_let_one_choose_a_name_that_is_free(self):
        answer = self.assert_status(self.bob.post("/api/users/links", {"role": "viewer"}), 201).json()
        self.assertTrue(answer["link"].startswith(f"{self.base('https')}/setup#"))
        self.assertEqual((answer["name"], answer["role"], answer["valid_minutes"]), ("", "viewer", 15))
        token = answer["link"].partition("#")[2]
        for name in ("", "  ", "ADMIN", "a\u0007"):
            body = {"token": token, "name": name, "password": PASSWORD}
            self.assert_refused(self.visitor().post("/api/setup", body), 400, field="name")
        answer = self.visitor().post("/api/setup", {"token": token, "name": " dora ", "password": PASSWORD})
        self.assertEqual(self.assert_status(answer, 200).json(), {"name": "dora", "role": "viewer"})

    def test_of_nonsense(self):
        for token in ("", "x", None, 3, [], "A" * 52, "A" * 5000):
            for path in ("/api/setup", "/api/setup/check"):
                self.assert_refused(self.visitor().post(path, {"token": token, "password": PASSWORD}), 400)

    def test_worth_nothing_are_few_for_each_address(self):
        token = self.token("carl", "--role", "editor")
        for number, path in enumerate(("/api/setup", "/api/setup/check")):
            guesser = self.visitor(address=f"127.0.0.{70 + number}")
            answers = [guesser.post(path, {"token": "A" * 52, "password": PASSWORD}) for _ in range(30)]
            statuses = [answer.status for answer in answers]
            self.assertEqual(statuses[:10], [400] * 10)
            self.assertIn(429, statuses[10:])
            refused = next(answer for answer in answers if answer.status == 429)
            self.assertGreater(int(refused.header("Retry-After")), 0)
            self.assert_status(guesser.post("/api/setup/check", {"token": token}), 200)
        answer = guesser.post("/api/setup", {"token": token, "password": PASSWORD})
        self.assert_status(answer, 200)
        self.assert_status(self.visitor(address="127.0.0.72").log_in("carl", PASSWORD), 302)


if __name__ == "__main__":
    webhouse.main()
