# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""What no honest client sends to the web interface, as bytes and tables; mutations of what one does."""

import json
import os
import random
import re

from weblab import FORM, form, request

KEY = "Authorization: Bearer {key}"
JSON = "Content-Type: application/json"
MIB = 1024 * 1024
DESCRIPTION = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "resources", "web",
                           "openapi.json")
COLUMNS = (b"idBeer,Name,ABV,IBU,Color,OriginalGravity,FinalGravity,Description,Brewed,Kegged,Tapped,"
           b"Notes")

BEER = {"Name": "Ale", "ABV": 5, "IBU": 20, "Color": 7, "OriginalGravity": 1.05, "FinalGravity": 1.01,
        "Description": "d", "Brewed": "2026-01-01", "Kegged": "2026-01-02", "Tapped": "2026-01-03",
        "Notes": "n", "style": "s", "brewery": "b"}

# Of every route with a JSON body: the fields that it reads, and a body that is right.
ROUTES = (
    ("POST", "/api/taps", {"tap_id": 2, "beer_id": 1}),
    ("PUT", "/api/taps/777", {"beer_id": 1}),
    ("POST", "/api/taps/count", {"count": 4}),
    ("POST", "/api/beers", BEER),
    ("PUT", "/api/beers/900719", BEER),
    ("POST", "/api/beers/clear", {"confirmation": "no"}),
    ("POST", "/api/displays/none/approve", {"name": "wall"}),
    ("POST", "/api/displays/none/rename", {"name": "wall"}),
    ("POST", "/api/displays/none/standby", {"may_promote": True}),
    ("POST", "/api/pair", {"host": "bar.local"}),
    ("POST", "/api/users", {"name": "guest", "role": "viewer", "password": "short"}),
    ("PUT", "/api/users/nobody", {"role": "viewer", "password": "long enough for us"}),
    ("POST", "/api/users/links", {"name": "newcomer", "role": "viewer"}),
    ("POST", "/api/keys", {"name": "till", "role": "viewer"}),
    ("PUT", "/api/settings/menu_url", {"value": "http://10.0.0.5:8080/"}),
    ("POST", "/api/setup/check", {"token": "none"}),
    ("POST", "/api/account/password", {"current": "a", "new": "short"}),
    ("POST", "/api/setup", {"token": "none", "name": "eve", "password": "long enough for us"}),
)
OWN_PASSWORD = "/api/account/password"
SIMPLE = (
    ("GET", "/"), ("GET", "/menu"), ("GET", "/login"), ("GET", "/taps"), ("GET", "/setup"),
    ("GET", "/assets/base.css"), ("GET", "/assets/words.de.js"), ("GET", "/favicon.ico"),
    ("GET", "/healthz"), ("GET", "/api/menu"), ("GET", "/api/menu/events"), ("GET", "/api/events"),
    ("GET", "/api/me"), ("GET", "/api/taps"), ("GET", "/api/taps/1"), ("GET", "/api/beers"),
    ("GET", "/api/beers/1"), ("GET", "/api/beers/1/taps"), ("GET", "/api/beers/backup"),
    ("GET", "/api/displays"), ("GET", "/api/status"), ("GET", "/metrics"), ("GET", "/api/settings"),
    ("GET", "/api/users"), ("GET", "/staff"), ("DELETE", "/api/taps/777"),
    ("DELETE", "/api/beers/900719"), ("DELETE", "/api/users/nobody"), ("DELETE", "/api/keys/nobody"),
    ("POST", "/api/displays/none/revoke"),
)
WRONG = (b"null", b"true", b"-1", b"0", b"1.5", b"1e308", b"1e999", b"99999999999999999999", b'""',
         b'"\\u0000"', b'"\\ud800"', b'"a\\r\\nX-Injected: 1"', b'"' + 9000 * b"x" + b'"', b"[]", b"{}",
         b"[[1]]", b'{"a": 1}', b"\xff", b"NaN", b"'a'")
NEVER_RIGHT = (b"[]", b"{}", b"[[1]]", b'{"a": 1}', b"\xff", b"NaN", b"'a'")
NO_OBJECTS = (b"", b"[]", b"1", b'"x"', b"null", b"{", b"\xff\xfe", b"{}{}", b"\0")


def requests(key):
    """One of each kind, mostly with the right to it."""
    lines = (KEY.format(key=key), JSON)
    found = [request(method, path, body, *lines) for method, path, body in ROUTES]
    found += [request(method, path, b"", *lines) for method, path in SIMPLE]
    found += [
        request("POST", "/login", b"username=eve&password=wrong%20one",
                "Content-Type: application/x-www-form-urlencoded"),
        request("POST", "/api/account/password", {"current": "a", "new": "b"},
                "Cookie: keg_session=none"),
        request("POST", "/api/beers/import/preview",
                form(COLUMNS + b"\n,Ale,5,20,7,1.05,1.01,d,2026-01-01,2026-01-02,,n\n"), lines[0],
                f"Content-Type: {FORM}"),
        request("PUT", "/api/taps/777", {"beer_id": None}, *lines, 'If-Match: "abc", *',
                "Sec-Fetch-Site: same-origin", "Origin: http://bar"),
        request("GET", "/api/taps?lang=de&x=%C3%A4", b"", lines[0], 'If-None-Match: "abc"',
                "Accept-Encoding: gzip, deflate", "Accept-Language: de-CH, en;q=0.5"),
        b"POST /api/taps/count HTTP/1.1\r\nHost: bar\r\n" + lines[0].encode()
        + b"\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"cou\r\n8\r\nnt\": 12}\r\n0\r\n\r\n",
    ]
    return found


PIECES = (b"\r\n", b"\r\n\r\n", b"\n", b"\r", b"\0", b" ", b"\t", b"%00", b"%2e%2e/", b"../", b"\\",
          b"%", b"?", b"#", b"//", b"\xff\xfe", b"\xc0\xaf", b"\xe2\x80\xa8", b"{", b"[", b'"', b",",
          b":", b";", b"=", b"-1", b"4294967296", b"18446744073709551616", b"1e400", b"HTTP/1.0",
          b"Transfer-Encoding: chunked\r\n", b"Content-Length: 7\r\n", b"Content-Length: 0\r\n",
          b"Host: other\r\n", b"Connection: close\r\n", b"Expect: 100-continue\r\n",
          b"Cookie: keg_session=x\r\n", b"ffffffffffffffff\r\n", b"0\r\n\r\n", b"--part", b"CONFIRM ",
          b"Authorization: Bearer keg_\r\n", 300 * b"a", 20000 * b"A", 3000 * b"[")


def mutated(one, others, chance):
    """chance: a random.Random"""
    data = bytearray(one)
    for _ in range(1 + int(chance.expovariate(0.6))):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice((1, 1, 2, 8, 64)))
        kind = chance.randrange(6)
        if kind == 0:
            data[at:end] = bytes(chance.randrange(256) for _ in range(end - at))
        elif kind == 1:
            del data[at:end]
        elif kind == 2:
            data[at:at] = data[at:end]
        elif kind == 3:
            data[at:at] = chance.choice(PIECES)
        elif kind == 4:
            other = chance.choice(others)
            start = chance.randrange(len(other))
            data[at:end] = other[start:start + chance.randrange(64)]
        else:
            data[at:end] = chance.choice(PIECES)
    return bytes(data)


def raw(first="GET /api/menu HTTP/1.1", *lines, body=b"", end=b"\r\n"):
    return end.join([first.encode("latin-1"), *[line.encode("latin-1") for line in lines], b"", b""]) \
        + body


def post(*lines, body=b""):
    return raw("POST /login HTTP/1.1", "Host: bar", *lines, body=body)


SECOND = b"GET /healthz HTTP/1.1\r\nHost: bar\r\n\r\n"
CHUNKED = "Transfer-Encoding: chunked"

# What two programs may understand in two ways: (name, bytes, statuses that are right).
AMBIGUOUS = (
    ("two lengths", post("Content-Length: 4", "Content-Length: 5", body=b"a=bcd" + SECOND), {400}),
    ("a list of lengths", post("Content-Length: 4, 5", body=b"a=bc" + SECOND), {400}),
    ("length and chunks", post("Content-Length: 4", CHUNKED, body=b"0\r\n\r\n" + SECOND), {400}),
    ("chunks and length", post(CHUNKED, "Content-Length: 4", body=b"0\r\n\r\n" + SECOND), {400}),
    ("a negative length", post("Content-Length: -1", body=SECOND), {400}),
    ("a length with a sign", post("Content-Length: +4", body=b"a=bc" + SECOND), {400}),
    ("a hexadecimal length", post("Content-Length: 0x4", body=b"a=bc" + SECOND), {400}),
    ("two numbers", post("Content-Length: 4 4", body=b"a=bc" + SECOND), {400}),
    ("an empty length", post("Content-Length: ", body=b"a=bc" + SECOND), {400}),
    ("2^64", post("Content-Length: 18446744073709551616", body=SECOND), {400, 413}),
    ("2^63", post("Content-Length: 9223372036854775808", body=SECOND), {413}),
    ("chunked twice", post(CHUNKED, CHUNKED, body=b"0\r\n\r\n" + SECOND), {400, 501}),
    ("chunked, then gzip", post("Transfer-Encoding: chunked, gzip", body=SECOND), {400, 501}),
    ("xchunked", post("Transfer-Encoding: xchunked", body=SECOND), {400, 501}),
    ("identity", post("Transfer-Encoding: identity", body=SECOND), {400, 501}),
    ("a blank before the colon", post("Transfer-Encoding : chunked", body=b"0\r\n\r\n"), {400}),
    ("a blank before the name", post(" Transfer-Encoding: chunked", body=b"0\r\n\r\n"), {400}),
    ("a folded line", post("X: 1", " Transfer-Encoding: chunked", body=b"0\r\n\r\n"), {400}),
    ("a vertical tab", post("Transfer-Encoding:\x0bchunked", body=b"0\r\n\r\n"), {400, 501}),
    ("a chunk of no size", post(CHUNKED, body=b"x\r\n\r\n" + SECOND), {400}),
    ("a chunk of negative size", post(CHUNKED, body=b"-1\r\n\r\n" + SECOND), {400}),
    ("a chunk of 0x4", post(CHUNKED, body=b"0x4\r\na=bc\r\n0\r\n\r\n" + SECOND), {400}),
    ("a chunk of 2^64", post(CHUNKED, body=b"10000000000000000\r\n" + SECOND), {400, 413}),
    ("a chunk of 2^64 - 1", post(CHUNKED, body=b"ffffffffffffffff\r\n" + SECOND), {400, 413}),
    ("a chunk without its end", post(CHUNKED, body=b"4\r\na=bcde\r\n0\r\n\r\n"), {400}),
    ("a line feed after a chunk's size", post(CHUNKED, body=b"4\na=bc\r\n0\r\n\r\n"), {400}),
    ("a long extension", post(CHUNKED, body=b"4;" + 100_000 * b"x" + b"\r\na=bc\r\n"), {431}),
    ("a trailer without end", post(CHUNKED, body=b"0\r\n" + 3000 * b"X: aaaaaaaaaaaaaaaaaaaaa\r\n"),
     {431}),
    ("a line feed in a line", raw("GET / HTTP/1.1", "Host: bar\nX: y"), {400}),
    ("a line feed at the end of a line", raw("GET / HTTP/1.1\nHost: bar"), {400}),
    ("carriage returns only", raw("GET / HTTP/1.1", "Host: bar", end=b"\r") + b"\r\n\r\n", {400}),
    ("a zero byte", raw("GET / HTTP/1.1", "Host: bar", "X: a\0b"), {400}),
    ("a zero byte in a name", raw("GET / HTTP/1.1", "Host: bar", "X\0: a"), {400}),
    ("no colon", raw("GET / HTTP/1.1", "Host: bar", "X"), {400}),
    ("no name", raw("GET / HTTP/1.1", "Host: bar", ": a"), {400}),
    ("two hosts", raw("GET / HTTP/1.1", "Host: bar", "Host: other"), {400}),
    ("no host", raw("GET / HTTP/1.1", "X: a"), {400}),
    ("HTTP/0.9", b"GET /\r\n\r\n", {400}),
    ("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400}),
    ("HTTP/9.9", raw("GET / HTTP/9.9", "Host: bar"), {400}),
    ("two blanks", raw("GET  / HTTP/1.1", "Host: bar"), {400}),
    ("tabs", raw("GET\t/\tHTTP/1.1", "Host: bar"), {400}),
    ("no path", raw("GET HTTP/1.1", "Host: bar"), {400}),
    ("another site", raw("GET http://other/ HTTP/1.1", "Host: bar"), {400}),
    ("a tunnel", raw("CONNECT other:443 HTTP/1.1", "Host: bar"), {400, 405}),
    ("all", raw("OPTIONS * HTTP/1.1", "Host: bar"), {400}),
    ("TRACE", raw("TRACE / HTTP/1.1", "Host: bar"), {405, 501}),
    ("small letters", raw("get / HTTP/1.1", "Host: bar"), {501}),
    ("an unknown method", raw("BREW / HTTP/1.1", "Host: bar"), {501}),
    ("a long method", raw(10_000 * "A" + " / HTTP/1.1", "Host: bar"), {400, 431, 501}),
    ("an unknown expectation", raw("GET / HTTP/1.1", "Host: bar", "Expect: tea"), {417}),
)

PLACES = ("/..", "/../", "/assets/..", "/assets/../../etc/passwd", "/assets/..%2f..%2fetc/passwd",
          "/assets/%2e%2e/%2e%2e/etc/passwd", "/assets/%2E%2E%2Fbase.css", "/%2e%2e%2f%2e%2e%2fetc/passwd",
          "/assets/%252e%252e%252fbase.css", "/assets/%25%32%65%25%32%65/base.css",
          "/assets/..\\..\\etc\\passwd", "/assets/..%5c..%5cbase.css", "/assets/%c0%ae%c0%ae/base.css",
          "/assets/%e0%80%ae%e0%80%ae/base.css", "/assets/....//base.css", "/assets/.../base.css",
          "/assets/./base.css", "/assets//base.css", "//etc/passwd", "/assets/base.css/", "/assets/",
          "/assets/%2fetc%2fpasswd", "/assets//etc/passwd", "/assets/base.css%00.js", "/assets/%00",
          "/assets/:/web/base.css", "/assets/qrc:base.css", "/assets/layout.html", "/assets/menu.html",
          "/assets/.base.css", "/assets/C:%5cwindows", "/beer.db", "/assets/beer.db",
          "/assets/file:%2f%2f%2fetc%2fpasswd", "/assets/~root", "/assets/" + 4000 * "../")

INJECTIONS = ("/%0d%0aX-Injected:%201", "/?lang=%0d%0aX-Injected:%201", "/menu?%0aX-Injected:1=1",
              "/assets/base.css%0d%0aX-Injected:%201", "/api/taps/1%0d%0aX-Injected:%201",
              "/login?next=%E5%98%8A%E5%98%8DX-Injected:%201")


def large_header(kind):
    """200 MB of one, in pieces."""
    yield b"GET /api/menu HTTP/1.1\r\nHost: bar\r\n"
    if kind == "one line":
        yield b"X: "
    piece = MIB * b"a" if kind == "one line" else (MIB // 16) * b"X-Line: 1234567\r\n"[:17]
    for _ in range(200_000_000 // len(piece)):
        yield piece


def large_body(path, kind, *lines):
    """500 MB of one, in pieces."""
    length = CHUNKED if kind == "chunked" else "Content-Length: 500000000"
    yield raw(f"POST {path} HTTP/1.1", "Host: bar", length, *lines)
    piece = MIB * b"["
    if kind == "chunked":
        piece = b"%x\r\n" % len(piece) + piece + b"\r\n"
    for _ in range(500):
        yield piece


def rows(count, row=b",Ale,5,20,7,1.05,1.01,,,,,\n"):
    return COLUMNS + b"\n" + count * row


# (name, content of a file of at most 8 MiB, whether it is read at all)
FILES = (
    ("empty", b"", False),
    ("no CSV", os.urandom(100_000), False),
    ("zero bytes", bytes(7 * MIB), False),
    ("commas in one line", 7 * MIB * b",", False),
    ("commas in many lines", COLUMNS + b"\n" + 50 * (150_000 * b"," + b"\n"), True),
    ("columns without end", COLUMNS + 1_000_000 * b",x", False),
    ("one column a million times", 1_000_000 * b"Name,", False),
    ("quotes", 7 * MIB * b'"', False),
    ("a quote that is never closed", rows(1, b'"' + 7 * MIB * b"x"), True),
    ("a quote in every line", rows(9_900, b',"' + 700 * b"x" + b"\n"), True),
    ("quotes in many lines", rows(9_900, 801 * b'"' + b"\n"), True),
    ("a huge field", rows(1, b"," + 7 * MIB * b"x" + b",5,20,7,1.05,1.01,,,,,\n"), True),
    ("long names in bad rows", rows(9_900, b"," + 760 * b"n" + b",x,x,x,x,x,,x,x,x,\n"), True),
    ("huge numbers", rows(1000, b"," + b"Ale," + 2000 * b"9" + b",20,7,1.05,1.01,,,,,\n"), True),
    ("empty lines", rows(9_900, b"\n"), True),
    ("a byte in every line", rows(9_900, b"x\n"), True),
    ("too many lines", 7 * MIB * b"\n", False),
    ("as many beers as may be", rows(9_900), True),
    ("not UTF-8", rows(9_900, b",\xff,5,20,7,1.05,1.01,,,,,\n"), False),
)


def part(header, content=b"x"):
    return b"--part\r\n" + header + b"\r\n\r\n" + content + b"\r\n"


NAMED = b'Content-Disposition: form-data; name="a"'

# (name, type of the content, body)
FORMS = (
    ("no type", "", form(b"x")),
    ("no boundary", "multipart/form-data", form(b"x")),
    ("an empty boundary", "multipart/form-data; boundary=", form(b"x")),
    ("a long boundary", "multipart/form-data; boundary=" + 1000 * "x", form(b"x")),
    ("another boundary", "multipart/form-data; boundary=other", form(b"x")),
    ("another type", "application/json", b"{}"),
    ("nothing", FORM, b""),
    ("10,000 parts", FORM, 10_000 * part(NAMED) + b"--part--\r\n"),
    ("boundaries only", FORM, 900_000 * b"--part\r\n"),
    ("boundaries in lines", FORM, b"--part\r\n" + 700_000 * b"\r\n--part" + b"--"),
    ("8 MiB of newlines", FORM, (8 * MIB) * b"\n"),
    ("8 MiB of newlines in a file", FORM, form((8 * MIB - 300) * b"\n")),
    ("8 MiB of newlines in a part's header", FORM, part((8 * MIB - 300) * b"\n")),
    ("8 MiB of lines in a part's header", FORM, part(470_000 * b"Content-A: 12\r\n")),
    ("8 MiB of quotes in a name", FORM, part(NAMED[:-2] + (8 * MIB - 300) * b"%22" [:1] + b'"')),
    ("no end", FORM, part(NAMED)[:-2]),
    ("no name", FORM, part(b"Content-Disposition: form-data") + b"--part--\r\n"),
    ("another file name", FORM, form(b"x", "beers.exe")),
    ("lines in the file name", FORM, form(b"x", "a%0d%0aX-Injected: 1\r\nX-Injected: 1.csv")),
    ("another match", FORM, form(rows(1), match="all")),
)

# Bodies of JSON of at most a MiB.
DEEP = 100_000
DOCUMENTS = (
    ("deep lists", b'{"count":' + DEEP * b"[" + DEEP * b"]" + b"}"),
    ("deep objects", b'{"count":' + DEEP * b'{"a":' + b"1" + DEEP * b"}" + b"}"),
    ("deep and open", b'{"count":' + DEEP * b"["),
    ("many lists", b'{"count":[' + 200_000 * b"[0]," + b"0]}"),
    ("many objects", b'{"count":[' + 100_000 * b'{"a":0},' + b"0]}"),
    ("many keys", b"{" + b",".join(b'"%d":0' % number for number in range(90_000)) + b"}"),
    ("one key often", b"{" + 100_000 * b'"count":1,' + b'"count":[]}'),
    ("numbers", b'{"count":[' + 500_000 * b"0," + b"0]}"),
    ("a long number", b'{"count":' + 1_000_000 * b"9" + b"}"),
    ("a long text", b'{"count":"' + 1_000_000 * b"9" + b'"}'),
    ("escapes", b'{"count":"' + 160_000 * b"\\ud83d" + b'"}'),
    ("blanks", b'{"count":' + 1_000_000 * b" " + b"[]}"),
)

# Texts that mean something to somebody else.
TEXTS = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "&lt;b&gt;&amp;", "{{user}}{{{lang}}}",
    "'; DROP TABLE beers;--", "</title></style></textarea>", "javascript:alert(1)", "=1+1,@SUM(1)",
    "%3Cscript%3E%00", "\\u003cscript\\u003e", "]]><!--", "${7*7}", "a\u202eb\u2066c", "e\u0301\U0001f37a",
)


def undescribed():
    """What openapi.json describes of bodies of JSON, and ROUTES does not have."""
    with open(DESCRIPTION, encoding="utf-8") as file:
        description = json.load(file)

    def resolved(schema):
        while "$ref" in schema:
            *_, kind, name = schema["$ref"].split("/")
            schema = description["components"][kind][name]
        return schema
    missing = []
    for path, operations in description["paths"].items():
        shape = re.compile(re.sub("{[a-z]+}", "[^/]+", path))
        for method, operation in operations.items():
            if not isinstance(operation, dict):
                continue
            content = resolved(operation.get("requestBody", {})).get("content", {})
            fields = resolved(content.get("application/json", {}).get("schema", {})).get("properties", {})
            attacked = {field for one, place, right in ROUTES
                        if one == method.upper() and shape.fullmatch(place) for field in right}
            missing += [(method, path, field) for field in fields if field not in attacked]
    return missing


def seeded(seed, number):
    return random.Random(f"{seed} {number}")
