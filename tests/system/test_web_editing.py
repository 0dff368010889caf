#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""Several people and programs at once: conflicts, events, log-ins.

usage: test_web_editing.py KEGDISPLAY [test...]
"""

import json
import subprocess

import webhouse
from curl import DESCRIPTION, PATIENCE
from webhouse import PASSWORD, WebTest

ANOTHER = "another horse"
CSV = ("idBeer,Name,ABV,IBU,Color,OriginalGravity,FinalGravity,Description,Brewed,Kegged,Tapped,Notes\n"
       ",Bock,,,,,,,,,,\n")


class EditingTest(WebTest):
    def setUp(self):
        super().setUp()
        self.ann, self.bob = self.staff("editor"), self.staff("admin")
        self.primary.run("beer", "add", "--name", "Pils", "--abv", "5")
        self.primary.run("tap", "count", "2")

    def sqlite3(self, *statements):
        """Another program; SQLite 3.40 may damage the file when two programs write their logs back."""
        subprocess.run(["sqlite3", "-cmd", ".timeout 60000", "-cmd", "PRAGMA wal_autocheckpoint=0",
                        self.primary.database, *statements], stdout=subprocess.DEVNULL, timeout=PATIENCE,
                       check=True)

    def etag(self, path):
        return self.assert_status(self.ann.get(path), 200).header("ETag")

    def events(self, curl, path="/api/events"):
        events = curl.events(path)
        self.addCleanup(events.close)
        return events


class Conflicts(EditingTest):
    def assert_moved_on(self, answer, path):
        self.assert_status(answer, 412)
        self.assertEqual(list(answer.json()), ["error", "current"])
        now = self.bob.get(path)
        self.assertEqual(json.dumps(answer.json()["current"]), json.dumps(now.json()))
        self.assertEqual(answer.header("ETag"), now.header("ETag"))

    def test_two_editors_of_one_beer(self):
        path = "/api/beers/1"
        seen = self.etag(path)
        self.assert_status(self.bob.put(path, {"ABV": 5.5}, If_Match=seen), 200)
        answer = self.ann.put(path, {"ABV": 6}, If_Match=seen)
        self.assert_moved_on(answer, path)
        self.assert_moved_on(self.ann.delete(path, If_Match=seen), path)
        self.assertEqual(self.ann.get(path).json()["ABV"], 5.5)
        self.assert_status(self.ann.put(path, {"ABV": 6}, If_Match=answer.header("ETag")), 200)
        self.assertEqual(self.bob.get(path).json()["ABV"], 6)

    def test_two_editors_of_one_tap(self):
        path = "/api/taps/1"
        seen = self.etag(path)
        self.assert_status(self.bob.put(path, {"beer_id": 1}, If_Match=seen), 200)
        answer = self.ann.put(path, {"beer_id": None}, If_Match=seen)
        self.assert_moved_on(answer, path)
        self.assert_moved_on(self.ann.delete(path, If_Match=seen), path)
        self.assertEqual(self.ann.get(path).json()["idBeer"], 1)
        self.assert_status(self.ann.delete(path, If_Match=answer.header("ETag")), 200)
        self.assert_status(self.ann.delete(path, If_Match=answer.header("ETag")), 404)

    def test_a_changed_name_of_its_beer_changes_a_tap(self):
        self.assert_status(self.bob.put("/api/taps/1", {"beer_id": 1}), 200)
        seen = self.etag("/api/taps/1")
        self.assert_status(self.bob.put("/api/beers/1", {"Name": "Helles"}), 200)
        self.assert_moved_on(self.ann.put("/api/taps/1", {"beer_id": None}, If_Match=seen), "/api/taps/1")

    def test_what_was_removed_meanwhile(self):
        for path, body in (("/api/beers/1", {"ABV": 4}), ("/api/taps/1", {"beer_id": None})):
            seen = self.etag(path)
            self.assert_status(self.bob.delete(path, If_Match=seen), 200)
            self.assert_status(self.ann.put(path, body, If_Match=seen), 404)
            self.assert_status(self.ann.delete(path, If_Match=seen), 404)

    def test_forms_of_if_match(self):
        path, seen = "/api/beers/1", self.etag("/api/beers/1")
        for wrong in ('"x"', "x", seen.strip('"'), "W/" + seen, '"", "y"'):
            self.assert_moved_on(self.ann.put(path, {"ABV": 9}, If_Match=wrong), path)
        for right in (seen, f'"x", {seen}', f'"x",{seen} , "y"', "*"):
            self.assert_status(self.ann.put(path, {"Notes": None}, If_Match=right), 200)

    def test_what_is_refused_for_another_reason(self):
        seen = self.etag("/api/beers/1")
        self.assert_refused(self.ann.put("/api/beers/1", {"ABV": "x"}, If_Match=seen), 400, field="ABV")
        self.assertEqual(self.etag("/api/beers/1"), seen)

    def test_only_one_of_many_wins(self):
        path, seen = "/api/beers/1", self.etag("/api/beers/1")
        options = ("--header", f"If-Match: {seen}", "--output", "/dev/null", "--write-out", "%{http_code}")
        editors = [subprocess.Popen(self.ann.command("PUT", path, *options, "--data", f'{{"IBU": {number}}}'),
                                    stdout=subprocess.PIPE) for number in range(12)]
        statuses = sorted(editor.communicate(timeout=PATIENCE)[0].decode() for editor in editors)
        self.assertEqual(statuses, ["200"] + ["412"] * 11)

    def test_unchanged_is_304(self):
        for path in ("/api/beers", "/api/beers/1", "/api/taps", "/api/taps/1", "/api/menu",
                     "/api/openapi.json"):
            with self.subTest(path):
                seen = self.etag(path)
                for known in (seen, f'"x", {seen}', "*") if "openapi" not in path else (seen,):
                    answer = self.assert_status(self.ann.get(path, If_None_Match=known), 304)
                    self.assertEqual(answer.header("ETag"), seen)
                self.assert_status(self.ann.get(path, If_None_Match='"x"'), 200)
                self.assert_status(self.ann.ask("HEAD", path, If_None_Match=seen), 304)
        self.bob.put("/api/taps/1", {"beer_id": 1})
        for path in ("/api/taps", "/api/taps/1", "/api/menu"):
            self.assertNotEqual(self.etag(path), "")
        self.assert_status(self.ann.get("/api/taps/9", If_None_Match="*"), 404)

    def test_rows_carry_the_etag_of_the_item(self):
        self.primary.run("beer", "add", "--name", "Ümläut “x”", "--notes", "a\nb")
        self.bob.put("/api/taps/2", {"beer_id": 2})
        for path, key in (("/api/beers", "idBeer"), ("/api/taps", "idTap")):
            rows = self.ann.get(path).json()
            self.assertEqual(len(rows), 2)
            for row in rows:
                self.assertEqual(self.etag(f"{path}/{row[key]}"), row["etag"])

    def test_added_taps_come_with_their_etag(self):
        answer = self.assert_status(self.ann.post("/api/taps", {"beer_id": 1}), 201)
        self.assertEqual(answer.header("ETag"), self.etag("/api/taps/3"))


class OtherPrograms(EditingTest):
    def test_are_seen_at_once(self):
        events = self.events(self.ann)
        before = events.sequence()
        menu = self.etag("/api/menu")
        for number in range(20):
            name = f"Porter {number}"
            self.sqlite3(f"UPDATE beers SET Name = '{name}' WHERE idBeer = 1; UPDATE taps SET idBeer = 1")
            self.assertEqual(self.ann.get("/api/beers/1").json()["Name"], name)
            self.assertEqual(self.ann.get("/api/taps/2").json()["BeerName"], name)
            head = self.primary.run("digest")["sequence"]
            self.assertGreater(head, before)
            self.assertEqual(events.sequences_until(head)[-1], head)
            self.assertEqual([beer["Name"] for beer in self.ann.get("/api/beers").json()], [name])
            self.assertEqual([tap["BeerName"] for tap in self.ann.get("/api/taps").json()], [name] * 2)
            self.assertEqual(self.ann.get("/api/menu").json()["taps"][0]["name"], name)
            before = head
        self.assertNotEqual(self.etag("/api/menu"), menu)

    def test_conflict_with_an_editor(self):
        for path, statement in (("/api/beers/1", "UPDATE beers SET ABV = 9"),
                                ("/api/taps/1", "UPDATE taps SET idBeer = 1")):
            seen = self.etag(path)
            self.sqlite3(statement)
            answer = self.ann.put(path, {"beer_id": None, "ABV": 3}, If_Match=seen)
            self.assertEqual(self.assert_status(answer, 412).json()["current"], self.ann.get(path).json())

    def test_values_that_we_would_refuse(self):
        events = self.events(self.ann)
        self.sqlite3("INSERT INTO beers(idBeer, Name, ABV, Brewed) VALUES(-3, '', 'much', 7)",
                     "INSERT INTO taps(idTap, idBeer) VALUES(5000, 77)")
        events.sequences_until(self.primary.run("digest")["sequence"])
        rows = self.assert_status(self.ann.get("/api/beers"), 200).json()
        self.assertEqual(len(rows), 2)
        taps = self.assert_status(self.ann.get("/api/taps"), 200).json()
        self.assertEqual([(tap["idTap"], tap["BeerName"]) for tap in taps], [(1, None), (2, None), (5000, None)])
        self.assert_status(self.visitor().get("/api/menu"), 200)
        self.assert_status(self.ann.put("/api/taps/5000", {"beer_id": 1}), 200)


class Events(EditingTest):
    def changes(self):
        """One commit each."""
        return {
            "a beer is added": lambda: self.ann.post("/api/beers", {"Name": "Alt"}),
            "a beer changes": lambda: self.ann.put("/api/beers/2", {"ABV": 4}),
            "a tap is added": lambda: self.ann.post("/api/taps", {}),
            "a tap pours": lambda: self.ann.put("/api/taps/1", {"beer_id": 2}),
            "a tap goes": lambda: self.ann.delete("/api/taps/3"),
            "the count": lambda: self.ann.post("/api/taps/count", {"count": 4}),
            "an import": lambda: self.ann.send_form(
                "/api/beers/import", f"file=@{self.primary.write('b.csv', CSV)}"),
            "a setting": lambda: self.bob.put("/api/settings/menu_url", {"value": "http://bar.example/"}),
            "a display": lambda: self.bob.post(f"/api/displays/{self.machine()}/approve", {"name": "wall"}),
            "a command": lambda: self.primary.run("beer", "set", "1", "--ibu", "20"),
            "another program": lambda: self.sqlite3("UPDATE beers SET IBU = 30"),
            "a beer goes": lambda: self.ann.delete("/api/beers/2"),
            "all beers go": lambda: self.bob.post("/api/beers/clear", {"confirmation": "CONFIRM"}),
        }

    def machine(self):
        """The id of some machine: our own will do."""
        return self.primary.run("status")["id"]

    def test_every_commit_is_an_event(self):
        streams = [self.events(curl) for curl in (self.ann, self.bob, self.program_of("viewer"))]
        now = self.primary.run("digest")["sequence"]
        self.assertEqual([events.sequence() for events in streams], [now] * 3)
        for name, change in self.changes().items():
            with self.subTest(name):
                done = change()
                self.assertIn(getattr(done, "status", 200), (200, 201), done)
                head = self.primary.run("digest")["sequence"]
                self.assertGreater(head, now)
                for events in streams:
                    self.assertEqual(events.sequences_until(head)[-1], head)
                now = head

    def test_many_in_a_row_arrive_in_order_up_to_the_newest(self):
        events = self.events(self.ann)
        first = events.sequence()
        for number in range(30):
            self.assert_status(self.ann.put("/api/beers/1", {"IBU": number}), 200)
        seen = events.sequences_until(first + 30)
        self.assertEqual(seen, sorted(set(seen)))
        self.assertEqual(seen[-1], first + 30)

    def test_what_is_read_after_an_event_has_the_change(self):
        events = self.events(self.ann)
        events.sequence()
        for number in range(20):
            self.bob.put("/api/beers/1", {"IBU": number})
            events.sequence()
            self.assertEqual(self.ann.get("/api/beers").json()[0]["IBU"], number)

    def test_nothing_changed_is_no_event(self):
        events = self.events(self.ann)
        first = events.sequence()
        for path in ("/api/beers", "/api/displays", "/api/status", "/api/users"):
            self.assert_status(self.bob.get(path), 200)
        self.assert_refused(self.ann.put("/api/beers/1", {"ABV": -1}), 400)
        self.ann.send_form("/api/beers/import/preview",
                           f"file=@{self.primary.write('b.csv', CSV)}")
        self.ann.put("/api/beers/1", {"IBU": 1})
        self.assertEqual(events.sequence(), first + 1)

    def test_ends_with_the_primary(self):
        events = self.events(self.ann)
        events.sequence()
        self.primary.restart()
        self.assertIsNone(events.next())


class MenuEvents(EditingTest):
    def menu_events(self):
        events = self.events(self.visitor(), "/api/menu/events")
        self.assertEqual(events.next(), {"event": "change", "data": "{}"})  # the present one
        return events

    def menu_after(self, events):
        self.assertEqual(events.next(), {"event": "change", "data": "{}"})
        return self.visitor().get("/api/menu").json()["taps"]

    def test_each_change_of_the_menu_and_no_other(self):
        events = self.menu_events()
        for number in range(5):  # nobody sees these on the menu
            self.ann.put("/api/beers/1", {"Notes": f"note {number}", "IBU": number})
        self.ann.post("/api/beers", {"Name": "Alt"})
        self.ann.put("/api/taps/1", {"beer_id": 1})
        self.assertEqual(self.menu_after(events)[0]["name"], "Pils")
        self.ann.put("/api/beers/1", {"Notes": "another", "Brewed": "2026-01-01"})
        self.ann.put("/api/beers/1", {"style": "Pilsener"})
        self.assertEqual(self.menu_after(events)[0]["style"], "Pilsener")
        self.ann.delete("/api/beers/2")
        self.sqlite3("UPDATE beers SET Notes = 'by others'")
        self.sqlite3("UPDATE beers SET brewery = 'Ours'")
        self.assertEqual(self.menu_after(events)[0]["brewery"], "Ours")
        events.close()
        self.assertEqual(list(events.queue.queue), [None])

    def test_what_changed_while_nobody_listened_is_told(self):
        self.menu_events().close()
        self.ann.put("/api/taps/1", {"beer_id": 1})
        events = self.menu_events()
        self.ann.put("/api/taps/1", {"beer_id": None})  # as the first one had it
        self.assertIsNone(self.menu_after(events)[0]["name"])

    def test_guests_get_what_may_be_seen_and_no_cookie(self):
        self.ann.put("/api/beers/1", {"Notes": "secret", "Color": 9, "Description": "crisp"})
        self.ann.put("/api/taps/2", {"beer_id": 1})
        answer = self.visitor().get("/api/menu")
        vacant, pouring = answer.json()["taps"]
        self.assertEqual(vacant, {"tap": 1, **dict.fromkeys(
            ("name", "style", "brewery", "abv", "ibu", "description", "color"))})
        self.assertEqual((pouring["tap"], pouring["name"], pouring["abv"], pouring["description"]),
                         (2, "Pils", 5, "crisp"))
        self.assertRegex(pouring["color"], "^#[0-9a-f]{6}$")
        self.assertIsNone(answer.header("Set-Cookie"))
        self.assertNotIn(b"secret", answer.body)


class Sessions(EditingTest):
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
        self.assertEqual(victim.get("/api/me").json(), {"name": "editor", "role": "editor", "via": "session"})
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
        self.primary.run("user", "add", "viewer", "--role", "admin", "--password-stdin", text=PASSWORD + "\n")
        self.assertFalse(self.is_in(curl))  # it is another account
        self.primary.run("user", "remove", "editor")
        self.assertFalse(self.is_in(self.ann))

    def test_the_last_admin_stays(self):
        self.assert_refused(self.bob.delete("/api/users/admin"), 400, "last admin")
        self.assert_refused(self.bob.put("/api/users/admin", {"role": "viewer"}), 400, "last admin")
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
            self.assertEqual({flag.partition("=")[0] for flag in flags},
                             {"Path", "HttpOnly", "SameSite", "Max-Age"} | ({"Secure"} if is_secure else set()))
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


class ForeignPages(EditingTest):
    FOREIGN = ({"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site"},
               {"Origin": "https://evil.example"}, {"Origin": "null"},
               {"Sec_Fetch_Site": "cross-site", "Origin": "OURS"}, {"Origin": "https://127.0.0.1"})

    def state(self):
        return self.primary.run("digest"), self.bob.get("/api/users").json()

    def test_change_nothing(self):
        before = self.state()
        unsafe = [operation for operation in DESCRIPTION.operations if operation.method != "GET"]
        self.assertGreater(len(unsafe), 20)
        for operation in unsafe:
            path = operation.path
            for name, value in (("{number}", "1"), ("{id}", "1"), ("{key}", "menu_url"), ("{name}", "viewer")):
                path = path.replace(name, value)
            body = {"beer_id": 1, "Name": "X", "count": 9, "name": "X", "role": "admin", "password": ANOTHER,
                    "value": "", "confirmation": "CONFIRM", "current": PASSWORD, "new": ANOTHER}
            for headers in self.FOREIGN:
                headers = {name: self.base() if value == "OURS" else value for name, value in headers.items()}
                with self.subTest(f"{operation.method} {path}", **headers):
                    answer = self.bob.ask(operation.method, path, json_body=body, **headers)
                    self.assert_refused(answer, 403, "another site")
                    self.assertIsNone(answer.header("Set-Cookie"))
        self.assertEqual(self.state(), before)

    def test_our_own_may(self):
        for headers in ({"Sec_Fetch_Site": "same-origin"}, {"Sec_Fetch_Site": "none"}, {"Origin": self.base()}):
            self.assert_status(self.ann.post("/api/taps", {}, **headers), 201)

    def test_reading_is_for_the_browser_to_refuse(self):
        answer = self.assert_status(self.ann.get("/api/taps", Origin="https://evil.example"), 200)
        self.assertEqual([name for name, _ in answer.headers if name.startswith("Access-Control")], [])


class Guessing(EditingTest):
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
        """One more is let through each six seconds."""
        for number in range(30):
            answer = guesser.log_in("admin", PASSWORD if number > 20 else "guess")
            if answer.status == 429:
                return answer
        raise AssertionError("thirty more were let through")

    def test_of_the_present_password_too(self):
        seen = set()
        for number in range(30):
            answer = self.ann.post("/api/account/password", {"current": f"guess {number}", "new": ANOTHER})
            seen.add(answer.status)
            if answer.status == 429:
                break
        self.assertEqual(seen, {400, 429})
        self.assertGreater(int(answer.header("Retry-After")), 0)


class SetUpLinks(EditingTest):
    def token(self, *words):
        return self.primary.run("user", "setup-link", *words)["link"].partition("#")[2]

    def test_serve_once(self):
        token = self.token("carl", "--role", "editor")
        curl = self.visitor()
        answer = self.assert_status(curl.post("/api/setup/check", {"token": token}), 200)
        self.assertEqual(answer.json(), {"name": "carl", "role": "editor"})
        for body, field in (({"token": token, "password": "short"}, "password"), ({"token": token}, "password"),
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


class Displays(EditingTest):
    def decide(self, display, what, body):
        answer = self.bob.post(f"/api/displays/{display}/{what}", body)
        self.assert_status(answer, 200)
        self.assertEqual([answer.json()], self.ann.get("/api/displays").json()["displays"])
        return answer.json()

    def test_list_and_decisions(self):
        answer = self.ann.get("/api/displays").json()
        self.assertEqual(answer, {"displays": [], "sequence": self.primary.run("digest")["sequence"]})
        display = self.primary.run("status")["id"]  # some machine's: our own will do
        line = self.decide(display, "approve", {"name": "wall"})
        self.assertEqual((line["id"], line["name"], line["approved"], line["state"]),
                         (display, "wall", True, "offline"))
        for key in ("words", "address", "sequence", "lag_ms", "version", "last_seen"):
            self.assertIsNone(line[key])
        self.assertTrue(self.decide(display[:7], "standby", {"may_promote": True})["may_promote"])
        self.assertFalse(self.decide(display, "standby", {"may_promote": False})["may_promote"])
        line = self.decide(display.replace("-", "").lower(), "revoke", {})
        self.assertEqual((line["approved"], line["state"]), (False, "revoked"))
        self.assert_refused(self.bob.post(f"/api/displays/{display}/standby", {"may_promote": True}), 400)
        self.assertEqual(self.decide(display, "approve", {})["name"], "wall")
        self.assertEqual(self.ann.get("/api/displays").json()["sequence"],
                         self.primary.run("digest")["sequence"])

    def test_what_there_is_not(self):
        for what, body in (("approve", {}), ("revoke", {}), ("standby", {"may_promote": True})):
            for display in ("AAAA", "x", "zzzzzzz"):
                self.assert_refused(self.bob.post(f"/api/displays/{display}/{what}", body), 404)
        display = self.primary.run("status")["id"]
        self.decide(display, "approve", {})
        for body in ({}, {"may_promote": 1}, {"may_promote": None}):
            self.assert_refused(self.bob.post(f"/api/displays/{display}/standby", body), 400, field="may_promote")
        self.assert_refused(self.bob.post(f"/api/displays/{display}/approve", {"name": 3}), 400, "name")

    def test_pairing(self):
        answer = self.assert_status(self.bob.post("/api/pair", {}), 200).json()
        self.assertEqual((answer["valid_minutes"], answer["hosts"]), (15, ["127.0.0.1"]))
        self.assertEqual(len({len(row) for row in answer["qr"]} | {len(answer["qr"])}), 1)
        self.assertIn(":bar.example:", self.bob.post("/api/pair", {"host": "bar.example"}).json()["join"])
        for host in ("a b", "x" * 300, "a/b"):
            self.assert_refused(self.bob.post("/api/pair", {"host": host}), 400, field="host")


if __name__ == "__main__":
    webhouse.main()
