#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""The routes that scripts for the existing KegDisplay web interface use, request by request, by curl.

usage: test_web_legacy.py KEGDISPLAY [test...]

Bodies are compared key for key and in their order; what curl gets must also be described in
resources/web/openapi.json.
"""

import json
import os

import webhouse
from webhouse import PASSWORD, WebTest

PAGES = ("/taps", "/beers", "/dbmanage")
ROUTES = (("GET", "/api/taps"), ("GET", "/api/taps/1"), ("POST", "/api/taps"), ("PUT", "/api/taps/1"),
          ("DELETE", "/api/taps/1"), ("POST", "/api/taps/count"), ("GET", "/api/beers"),
          ("GET", "/api/beers/1"), ("GET", "/api/beers/1/taps"), ("POST", "/api/beers"),
          ("PUT", "/api/beers/1"), ("DELETE", "/api/beers/1"), ("GET", "/api/beers/backup"),
          ("POST", "/api/beers/import"), ("POST", "/api/beers/clear"))
COLUMNS = ("idBeer", "Name", "ABV", "IBU", "Color", "OriginalGravity", "FinalGravity", "Description",
           "Brewed", "Kegged", "Tapped", "Notes")
NEWER = ("style", "brewery")
PILS = {"Name": "Pils", "ABV": 5.2, "IBU": 30, "Color": 3.5, "OriginalGravity": 1.048,
        "FinalGravity": 1.009, "Description": "crisp", "Brewed": "2026-01-02", "Kegged": "2026-01-20",
        "Tapped": "2026-02-01 18:30:00", "Notes": "for “us” <b>only</b>"}
NO_OBJECTS = ("", "{", "[]", "null", "3", '"text"', '{"count": 3} x', "\\u0000", "{'count': 3}")


def beer_row(number, **fields):
    values = {"idBeer": number, **fields}
    return {column: values.get(column) for column in COLUMNS + NEWER}


def tap_row(number, beer=None, name=None, **fields):
    columns = ("ABV", "IBU", "Description", "Color") + NEWER
    return {"idTap": number, "idBeer": beer, "BeerName": name,
            **{column: fields.get(column) for column in columns}}


class Legacy(WebTest):
    def setUp(self):
        super().setUp()
        self.staff_member = self.staff("admin")

    def expect(self, answer, status, body):
        """Lists have an ETag in each row, as their last key."""
        self.assert_status(answer, status)
        seen = answer.json()
        for row in seen if isinstance(seen, list) else []:
            if isinstance(row, dict):
                self.assertEqual(list(row)[-1], "etag")
                del row["etag"]
        self.assertEqual(json.dumps(seen, ensure_ascii=False), json.dumps(body, ensure_ascii=False))

    def get(self, path, body):
        self.expect(self.staff_member.get(path), 200, body)

    def post(self, path, sent, status, body):
        self.expect(self.staff_member.post(path, sent), status, body)

    def put(self, path, sent, body):
        self.expect(self.staff_member.put(path, sent), 200, body)

    def delete(self, path):
        self.expect(self.staff_member.delete(path), 200, {"success": True})

    def refuse(self, method, path, sent, status, *words, field=None):
        self.assert_refused(self.staff_member.ask(method, path, json_body=sent), status, *words,
                            field=field)

    def not_found(self, method, path, text, sent=None):
        answer = self.assert_status(self.staff_member.ask(method, path, json_body=sent), 404)
        self.assertEqual(answer.json()["error"], text)

    def add_beer(self, number=1, **fields):
        self.post("/api/beers", {"Name": f"Beer {number}", **fields}, 201,
                  {"success": True, "beer_id": number})

    def add_tap(self, sent, number, beer=None, name=None):
        self.post("/api/taps", sent, 201, {"idTap": number, "idBeer": beer, "BeerName": name})


class LogIn(Legacy):
    def test_right_password(self):
        curl = self.visitor()
        answer = self.assert_status(curl.log_in("editor", PASSWORD), 302)
        self.assertEqual(answer.header("Location"), "/")
        self.assertEqual(curl.session(), answer.header("Set-Cookie").split("=", 1)[1].split(";")[0])
        self.assert_status(curl.get("/api/taps"), 200)
        self.assert_status(curl.get("/"), 302)

    def test_wrong_password_gives_the_page_again(self):
        for name, password in (("editor", "correct hors"), ("editor", ""), ("", ""), ("nobody", PASSWORD)):
            curl = self.visitor(address="127.0.0.2")
            answer = self.assert_status(curl.log_in(name, password), 401)
            self.assertIn(b"<form", answer.body)
            self.assertIsNone(answer.header("Set-Cookie"))
            self.assert_status(curl.get("/api/taps"), 401)

    def test_what_is_no_form_logs_nobody_in(self):
        for body in ("", "username=editor", "{}", '{"username": "editor", "password": "correct horse"}',
                     "password&username", "=&=", "username=%ff%00&password=%zz"):
            self.assert_status(self.visitor(address="127.0.0.2").ask("POST", "/login", json_body=body), 401)

    def test_log_in_leads_to_the_wanted_page(self):
        form = ("--data-urlencode", "username=editor", "--data-urlencode", "password=correct horse")
        for wanted, location in (("/displays", "/displays"), ("%2Fusers", "/users"), ("", "/"),
                                 ("//evil", "/"), ("/%5Cevil", "/"), ("https://evil/", "/"), ("/logout", "/")):
            curl = self.visitor(address="127.0.0.3")
            answer = self.assert_status(curl.ask("POST", f"/login?next={wanted}", *form), 302)
            self.assertEqual(answer.header("Location"), location)

    def test_log_out(self):
        curl = self.staff("viewer")
        answer = self.assert_status(curl.get("/logout"), 302)
        self.assertEqual(answer.header("Location"), "/login")
        self.assertIsNone(curl.session())
        self.assert_status(curl.get("/api/taps"), 401)
        self.assert_status(self.visitor().get("/logout"), 302)

    def test_pages(self):
        for path in PAGES:
            answer = self.assert_status(self.staff_member.get(path), 200)
            self.assertTrue(answer.body.lstrip().startswith(b"<!"), path)
            self.assertNotIn(b"{{", answer.body)

    def test_without_a_session(self):
        for path in PAGES:
            answer = self.assert_status(self.visitor().get(path), 302)
            self.assertEqual(answer.header("Location"), f"/login?next={path}")
        for method, path in ROUTES:
            for curl in (self.visitor(), self.visitor(key="keg_" + "A" * 52), self.visitor(key="")):
                answer = curl.ask(method, path, json_body=None if method == "GET" else {})
                self.assertIn("error", self.assert_status(answer, 401).json())

    def test_an_api_key_does_as_a_session(self):
        self.staff_member = self.program_of("admin")
        self.add_beer(**PILS)
        self.add_tap({"beer_id": 1}, 1, 1, "Pils")
        self.put("/api/taps/1", {"beer_id": None}, {"success": True})
        self.get("/api/taps", [tap_row(1)])
        self.get("/api/beers", [beer_row(1, **PILS)])
        self.delete("/api/taps/1")
        self.delete("/api/beers/1")


class Taps(Legacy):
    def test_list(self):
        self.get("/api/taps", [])
        self.add_beer(1, **PILS)
        self.add_beer(2)
        self.add_tap({"tap_id": 7, "beer_id": 2}, 7, 2, "Beer 2")
        self.add_tap({"tap_id": 3}, 3)
        self.add_tap({"beer_id": 1}, 8, 1, "Pils")
        self.get("/api/taps", [tap_row(3), tap_row(7, 2, "Beer 2"), tap_row(8, 1, "Pils", **PILS)])

    def test_one(self):
        self.add_beer()
        self.add_tap({"tap_id": 2, "beer_id": 1}, 2, 1, "Beer 1")
        self.get("/api/taps/2", {"idTap": 2, "idBeer": 1, "BeerName": "Beer 1"})
        for number in ("1", "0", "-1", "x", "2.0", "1e0", "99999999999999999999", "2%20"):
            self.not_found("GET", f"/api/taps/{number}", "Tap not found")

    def test_add(self):
        for body, number in (({}, 1), ({"tap_id": None, "beer_id": None}, 2), ({"tap_id": "12"}, 12),
                             ({"tap_id": 5.0, "unknown": [1]}, 5), ({}, 13)):
            self.add_tap(body, number)
        self.refuse("POST", "/api/taps", {"tap_id": 5}, 400, "5", field="tap_id")
        for bad in (0, -1, 1001, 1.5, 1e300, True, [], {}, "x", "", "1.5", " 7", "-7"):
            self.refuse("POST", "/api/taps", {"tap_id": bad}, 400, "tap_id", field="tap_id")
            self.refuse("POST", "/api/taps", {"beer_id": bad}, 400, field="beer_id")
        self.refuse("POST", "/api/taps", {"beer_id": 77}, 400, "77", field="beer_id")
        self.assertEqual([row["idTap"] for row in self.staff_member.get("/api/taps").json()],
                         [1, 2, 5, 12, 13])

    def test_no_more_than_a_thousand(self):
        self.add_tap({"tap_id": 1000}, 1000)
        self.refuse("POST", "/api/taps", {}, 400, "1000")
        self.get("/api/taps", [tap_row(1000)])

    def test_change(self):
        self.add_beer()
        self.add_tap({}, 1)
        for sent, beer in ((1, 1), (None, None), ("1", 1), (1.0, 1)):
            self.put("/api/taps/1", {"beer_id": sent}, {"success": True})
            self.get("/api/taps/1", {"idTap": 1, "idBeer": beer, "BeerName": beer and "Beer 1"})
        for body in ({}, {"beer": 1}, {"beer_id": 0}, {"beer_id": 1.5}, {"beer_id": "x"}, {"beer_id": ""},
                     {"beer_id": True}, {"beer_id": [1]}, {"beer_id": 77}, {"beer_id": -1}):
            self.refuse("PUT", "/api/taps/1", body, 400, field="beer_id")
        for number in ("2", "0", "x"):
            self.not_found("PUT", f"/api/taps/{number}", "Tap not found", {"beer_id": 1})
        self.get("/api/taps/1", {"idTap": 1, "idBeer": 1, "BeerName": "Beer 1"})

    def test_remove(self):
        self.add_beer()
        self.add_tap({"beer_id": 1}, 1, 1, "Beer 1")
        self.delete("/api/taps/1")
        for number in ("1", "0", "x"):
            self.not_found("DELETE", f"/api/taps/{number}", "Tap not found")
        self.get("/api/taps", [])
        self.get("/api/beers/1", beer_row(1, Name="Beer 1"))

    def test_count(self):
        self.add_beer()
        self.add_tap({"tap_id": 2, "beer_id": 1}, 2, 1, "Beer 1")
        self.add_tap({"tap_id": 9}, 9)
        for sent, count in ((4, 4), ("3", 3), (2.0, 2), (5, 5)):
            self.post("/api/taps/count", {"count": sent}, 200, {"success": True, "tap_count": count})
            self.get("/api/taps", [tap_row(n, 1, "Beer 1") if n == 2 else tap_row(n)
                                   for n in range(1, count + 1)])
        self.post("/api/taps/count", {"count": 1}, 200, {"success": True, "tap_count": 1})
        self.post("/api/taps/count", {"count": 2}, 200, {"success": True, "tap_count": 2})
        self.get("/api/taps", [tap_row(1), tap_row(2)])
        for bad in (0, -1, 2.5, 1001, 10**18, 1e300, "", "x", "2.5", None, True, [], {}):
            self.refuse("POST", "/api/taps/count", {"count": bad}, 400, "count", field="count")
        self.refuse("POST", "/api/taps/count", {}, 400, "count", field="count")
        self.get("/api/taps", [tap_row(1), tap_row(2)])

    def test_what_is_no_object(self):
        self.add_tap({}, 1)
        for method, path in (("POST", "/api/taps"), ("PUT", "/api/taps/1"), ("POST", "/api/taps/count")):
            for body in NO_OBJECTS:
                self.refuse(method, path, body, 400, "JSON")
        self.get("/api/taps", [tap_row(1)])


class Beers(Legacy):
    def test_list_is_by_name(self):
        self.get("/api/beers", [])
        for number, name in enumerate(("Porter", "Alt", "Pils"), 1):
            self.add_beer(number, Name=name)
        self.get("/api/beers", [beer_row(2, Name="Alt"), beer_row(3, Name="Pils"),
                                beer_row(1, Name="Porter")])

    def test_one(self):
        self.add_beer(**PILS)
        self.get("/api/beers/1", beer_row(1, **PILS))
        for number in ("2", "0", "-1", "x", "1.0", "99999999999999999999"):
            self.not_found("GET", f"/api/beers/{number}", "Beer not found")

    def test_its_taps(self):
        self.add_beer()
        self.post("/api/taps/count", {"count": 3}, 200, {"success": True, "tap_count": 3})
        self.get("/api/beers/1/taps", [])
        for number in (3, 1):
            self.put(f"/api/taps/{number}", {"beer_id": 1}, {"success": True})
        self.get("/api/beers/1/taps", [1, 3])
        for unknown in ("2", "x", "0"):
            self.get(f"/api/beers/{unknown}/taps", [])

    def test_add_with_every_key(self):
        self.add_beer(**PILS)
        self.add_beer(2, style="Märzen", brewery="Ours", unknown=[1], idBeer=77)
        self.get("/api/beers/1", beer_row(1, **PILS))
        self.get("/api/beers/2", beer_row(2, Name="Beer 2", style="Märzen", brewery="Ours"))

    def test_blanks_nulls_and_numbers_as_text(self):
        self.add_beer(1, ABV="5.2", IBU=" 30 ", Color="", OriginalGravity=None, FinalGravity="1.009",
                      Description="", Brewed="1/2/2026", Kegged="", Tapped=None, Notes=7)
        self.get("/api/beers/1", beer_row(1, Name="Beer 1", ABV=5.2, IBU=30, FinalGravity=1.009,
                                          Brewed="2026-01-02", Notes="7"))
        self.put("/api/beers/1", {"ABV": "", "IBU": None, "Notes": None, "Description": "dark"},
                 {"success": True})
        self.get("/api/beers/1", beer_row(1, Name="Beer 1", FinalGravity=1.009, Description="dark",
                                          Brewed="2026-01-02"))

    def test_name_is_required(self):
        self.add_beer()
        for body in ({}, {"Name": ""}, {"Name": "  "}, {"Name": None}, {"ABV": 5}):
            self.refuse("POST", "/api/beers", body, 400, "Beer name is required", field="Name")
        for name in ("", "\t", None):
            self.refuse("PUT", "/api/beers/1", {"Name": name}, 400, "Beer name is required", field="Name")
        self.get("/api/beers", [beer_row(1, Name="Beer 1")])

    def test_a_bad_value_is_named(self):
        self.add_beer()
        bad = [("ABV", value) for value in ("much", "5,2", -1, 101, "1e999", True, [], {})]
        bad += [("IBU", "x"), ("IBU", -1), ("Color", "amber"), ("Color", -1), ("OriginalGravity", "x"),
                ("FinalGravity", "1.0.0"), ("Brewed", "yesterday"), ("Kegged", "2026-02-30"),
                ("Tapped", "2026-01-01 25:00"), ("Name", []), ("Name", True), ("Description", {}),
                ("Notes", [1]), ("style", False), ("brewery", [])]
        for field, value in bad:
            with self.subTest(field, value=value):
                self.refuse("POST", "/api/beers", {"Name": "X", field: value}, 400, field, field=field)
                self.refuse("PUT", "/api/beers/1", {field: value}, 400, field, field=field)
        self.get("/api/beers", [beer_row(1, Name="Beer 1")])

    def test_change(self):
        self.add_beer(**PILS)
        self.put("/api/beers/1", {"ABV": 4.9, "Kegged": None}, {"success": True})
        self.get("/api/beers/1", beer_row(1, **{**PILS, "ABV": 4.9, "Kegged": None}))
        self.put("/api/beers/1", {}, {"success": True})
        self.put("/api/beers/1", {"Name": "Märzen"}, {"success": True})
        self.get("/api/beers/1", beer_row(1, **{**PILS, "Name": "Märzen", "ABV": 4.9, "Kegged": None}))
        for number in ("2", "0", "x"):
            self.not_found("PUT", f"/api/beers/{number}", "Beer not found", {"Name": "X"})

    def test_remove_empties_its_taps(self):
        self.add_beer()
        self.add_beer(2)
        for beer in (1, 2):
            self.add_tap({"beer_id": beer}, beer, beer, f"Beer {beer}")
        self.delete("/api/beers/1")
        self.get("/api/taps", [tap_row(1), tap_row(2, 2, "Beer 2")])
        for number in ("1", "0", "x"):
            self.not_found("DELETE", f"/api/beers/{number}", "Beer not found")

    def test_what_is_no_object(self):
        self.add_beer()
        for method, path in (("POST", "/api/beers"), ("PUT", "/api/beers/1"), ("POST", "/api/beers/clear")):
            for body in NO_OBJECTS:
                self.refuse(method, path, body, 400, "JSON")
        self.get("/api/beers", [beer_row(1, Name="Beer 1")])


class Files(Legacy):
    HEADER = ",".join(COLUMNS) + "\n"

    def file(self, text, name="beers.csv"):
        return self.primary.write(name, text)

    def send(self, *fields):
        return self.staff_member.send_form("/api/beers/import", *fields)

    def test_backup(self):
        self.add_beer(**PILS)
        answer = self.assert_status(self.staff_member.get("/api/beers/backup"), 200)
        self.assertEqual(answer.header("Content-Disposition"), "attachment; filename=beers_backup.csv")
        lines = answer.body.decode().splitlines()
        self.assertEqual(lines[0].split(","), [*COLUMNS, *NEWER])
        self.assertEqual(lines[1], '1,Pils,5.2,30,3.5,1.048,1.009,crisp,2026-01-02,2026-01-20,'
                                   '2026-02-01 18:30:00,for “us” <b>only</b>,,')

    def test_a_backup_can_be_imported(self):
        self.add_beer(**PILS)
        backup = self.staff_member.get("/api/beers/backup").body.decode()
        self.delete("/api/beers/1")
        self.expect(self.send(f"file=@{self.file(backup)}"), 200, {"success": True, "imported_count": 1})
        self.get("/api/beers", [beer_row(1, **PILS)])

    def test_good_file(self):
        text = self.HEADER + "4,Alt,4.8,,,,,,,,,\n,Bock,,,,,,strong,,,,\n"
        self.expect(self.send(f"file=@{self.file(text)}"), 200, {"success": True, "imported_count": 2})
        self.get("/api/beers", [beer_row(4, Name="Alt", ABV=4.8),
                                beer_row(5, Name="Bock", Description="strong")])

    def test_name_in_capitals(self):
        text = self.HEADER + "1,Alt,,,,,,,,,,\n"
        for name in ("BEERS.CSV", "my beers.Csv"):
            answer = self.send(f'file=@"{self.file(text)}";filename="{name}"')
            self.expect(answer, 200, {"success": True, "imported_count": 1})

    def test_bad_rows_are_skipped_and_listed(self):
        text = self.HEADER + "1,Alt,4.8,,,,,,,,,\n2,Bock,much,,,,,,,,,\n3,,,,,,,,,,,\n4,Pils,,,\n"
        answer = self.assert_status(self.send(f"file=@{self.file(text)}"), 200)
        report = answer.json()
        self.assertEqual(list(report), ["success", "imported_count", "errors", "refused"])
        self.assertEqual((report["success"], report["imported_count"]), (True, 1))
        self.assertEqual(len(report["errors"]), 3)
        for line, error in zip((3, 4, 5), report["errors"]):
            self.assertIn(f"line {line}", error)
        self.get("/api/beers", [beer_row(1, Name="Alt", ABV=4.8)])

    def test_what_is_no_file_of_beers(self):
        good = self.file(self.HEADER + "1,Alt,,,,,,,,,,\n")
        fields = (["other=text"], [f"other=@{good}"], ["file=text"], [f"file=@{good};filename=beers.txt"],
                  [f"file=@{good};filename=csv"], [f"file=@{good};filename=beers.csv.exe"],
                  [f"file=@{self.file('', 'empty.csv')}"], [f"file=@{self.file('x,y', 'other.csv')}"],
                  [f"file=@{self.file('Name,Name' + chr(10) + 'a,b', 'twice.csv')}"],
                  [f"file=@{good}", "match=both"])
        for form in fields:
            with self.subTest(form):
                self.assert_refused(self.send(*form), 400)
        for body in ("", "{}", self.HEADER):
            self.refuse("POST", "/api/beers/import", body, 400, "multipart/form-data")
        self.get("/api/beers", [])

    def test_header_without_rows(self):
        self.expect(self.send(f"file=@{self.file(self.HEADER)}"), 200,
                    {"success": True, "imported_count": 0})

    def test_too_large(self):
        path = self.file(self.HEADER + "x" * (9 * 1024 * 1024))
        self.assert_refused(self.send(f"file=@{path}"), 413)
        self.get("/api/beers", [])
        self.assertTrue(os.path.exists(path))

    def test_clear(self):
        self.add_beer()
        self.add_tap({"beer_id": 1}, 1, 1, "Beer 1")
        for body in ({}, {"confirmation": ""}, {"confirmation": "confirm"}, {"confirmation": " CONFIRM"},
                     {"confirmation": True}, {"confirmation": None}, {"confirmation": ["CONFIRM"]}):
            self.refuse("POST", "/api/beers/clear", body, 400, "CONFIRM", field="confirmation")
        self.get("/api/beers", [beer_row(1, Name="Beer 1")])
        answer = self.staff_member.post("/api/beers/clear", {"confirmation": "CONFIRM"})
        self.expect(answer, 200, {"success": True, "message": answer.json()["message"]})
        self.get("/api/beers", [])
        self.get("/api/taps", [tap_row(1)])


if __name__ == "__main__":
    webhouse.main()
