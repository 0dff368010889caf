#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""Several people and programs at once: conflicts, events, displays.

usage: test_web_editing.py KEGDISPLAY [test...]
"""

import json
import subprocess

import webhouse
from curl import PATIENCE
from webhouse import StaffTest

CSV = ("idBeer,Name,ABV,IBU,Color,OriginalGravity,FinalGravity,Description,Brewed,Kegged,Tapped,Notes\n"
       ",Bock,,,,,,,,,,\n")


class Conflicts(StaffTest):
    def assert_moved_on(self, answer, path):
        self.assert_status(answer, 412)
        self.assertEqual(list(answer.json()), ["error", "code", "current"])
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

    def test_an_import_of_what_the_preview_showed(self):
        file = self.primary.write("strong.csv", CSV + "1,Pils,9,,,,,,,,,\n")
        shown = self.ann.send_form("/api/beers/import/preview", f"file=@{file}").header("ETag")
        self.assertEqual(shown, self.etag("/api/beers"))
        self.assert_status(self.bob.put("/api/beers/1", {"ABV": 5.5}), 200)
        run = lambda seen: self.ann.send_form("/api/beers/import", f"file=@{file}", If_Match=seen)
        answer = run(shown)
        self.assert_moved_on(answer, "/api/beers")
        self.assertEqual([beer["ABV"] for beer in self.ann.get("/api/beers").json()], [5.5])
        self.assert_status(run(answer.header("ETag")), 200)
        self.assertEqual(self.ann.get("/api/beers/1").json()["ABV"], 9)

    def test_what_was_removed_meanwhile(self):
        for path, body in (("/api/beers/1", {"ABV": 4}), ("/api/taps/1", {"beer_id": None})):
            seen = self.etag(path)
            self.assert_status(self.bob.delete(path, If_Match=seen), 200)
            self.assert_status(self.ann.put(path, body, If_Match=seen), 404)
            self.assert_status(self.ann.delete(path, If_Match=seen), 404)

    def test_the_number_of_taps_and_another_editor(self):
        seen = self.etag("/api/taps")
        self.assert_status(self.bob.put("/api/taps/2", {"beer_id": 1}), 200)
        answer = self.ann.post("/api/taps/count", {"count": 1}, If_Match=seen)
        self.assert_moved_on(answer, "/api/taps")
        self.assertEqual(len(self.ann.get("/api/taps").json()), 2)
        again = self.ann.post("/api/taps/count", {"count": 1}, If_Match=answer.header("ETag"))
        self.assertEqual(self.assert_status(again, 200).json(), {"success": True, "tap_count": 1})
        self.assert_status(self.ann.post("/api/taps/count", {"count": 3}), 200)  # as ever

    def test_a_setting_and_another_admin(self):
        path, seen = "/api/settings/menu_url", self.etag("/api/settings")
        self.assert_status(self.ann.get("/api/settings", If_None_Match=seen), 304)
        self.assert_status(self.bob.put(path, {"value": "http://bar.example/"}, If_Match=seen), 200)
        answer = self.bob.put(path, {"value": "http://pub.example/"}, If_Match=seen)
        self.assert_moved_on(answer, "/api/settings")
        self.assertEqual(answer.json()["current"]["menu_url"], "http://bar.example/")
        self.assert_refused(self.bob.put(path, {"value": "x"}, If_Match=answer.header("ETag")), 400,
                            field="value")
        self.assert_status(self.bob.put(path, {"value": ""}, If_Match=answer.header("ETag")), 200)
        self.assert_status(self.bob.put(path, {"value": "http://pub.example/"}), 200)  # as ever

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
        commands = [self.ann.command("PUT", path, *options, "--data", f'{{"IBU": {number}}}')
                    for number in range(12)]
        editors = [subprocess.Popen(command, stdout=subprocess.PIPE) for command in commands]
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


class OtherPrograms(StaffTest):
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
        self.assertEqual([(tap["idTap"], tap["BeerName"]) for tap in taps],
                         [(1, None), (2, None), (5000, None)])
        self.assert_status(self.visitor().get("/api/menu"), 200)
        self.assert_status(self.ann.put("/api/taps/5000", {"beer_id": 1}), 200)


class Events(StaffTest):
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


class MenuEvents(StaffTest):
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


class Displays(StaffTest):
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
        line = self.decide(display, "rename", {"name": "  Küche "})
        self.assertEqual((line["name"], line["approved"]), ("Küche", True))
        self.decide(display, "revoke", {})
        line = self.decide(display, "rename", {"name": "yard"})
        self.assertEqual((line["name"], line["approved"], line["state"]), ("yard", False, "revoked"))
        self.assertEqual(self.ann.get("/api/displays").json()["sequence"],
                         self.primary.run("digest")["sequence"])

    def test_what_there_is_not(self):
        for what, body in (("approve", {}), ("revoke", {}), ("rename", {"name": "wall"}),
                           ("standby", {"may_promote": True})):
            for display in ("AAAA", "x", "zzzzzzz"):
                self.assert_refused(self.bob.post(f"/api/displays/{display}/{what}", body), 404)
        display = self.primary.run("status")["id"]
        self.decide(display, "approve", {})
        for body in ({}, {"may_promote": 1}, {"may_promote": None}):
            answer = self.bob.post(f"/api/displays/{display}/standby", body)
            self.assert_refused(answer, 400, field="may_promote")
        self.assert_refused(self.bob.post(f"/api/displays/{display}/approve", {"name": 3}), 400, "name")
        for body in ({}, {"name": ""}, {"name": " "}):
            answer = self.bob.post(f"/api/displays/{display}/rename", body)
            self.assert_refused(answer, 400, field="name")
        for name in (3, "x" * 201):
            answer = self.bob.post(f"/api/displays/{display}/rename", {"name": name})
            self.assert_refused(answer, 400, "name")

    def test_pairing(self):
        answer = self.assert_status(self.bob.post("/api/pair", {}), 200).json()
        self.assertEqual((answer["valid_minutes"], answer["hosts"]), (15, ["127.0.0.1"]))
        self.assertEqual(len({len(row) for row in answer["qr"]} | {len(answer["qr"])}), 1)
        self.assertIn(":bar.example:", self.bob.post("/api/pair", {"host": "bar.example"}).json()["join"])
        for host in ("a b", "x" * 300, "a/b"):
            self.assert_refused(self.bob.post("/api/pair", {"host": host}), 400, field="host")


if __name__ == "__main__":
    webhouse.main()
