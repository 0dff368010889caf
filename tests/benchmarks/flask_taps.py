# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""GET /api/taps as a Flask application, for `kegbench web`: the same rows of the same file, with the same
tags, and nobody asked who he is. Each thread keeps its connection. Environment: KEG_DB."""

import hashlib
import json
import os
import sqlite3
import threading

import flask

app = flask.Flask(__name__)
mine = threading.local()

ROWS = """SELECT idTap, idBeer, Name AS BeerName, ABV, IBU, Description, Color, style, brewery
          FROM taps LEFT JOIN beers USING (idBeer) ORDER BY idTap"""
TAGGED = ("idTap", "idBeer", "BeerName")


def connection():
    if not hasattr(mine, "connection"):
        mine.connection = sqlite3.connect(f"file:{os.environ['KEG_DB']}?mode=ro", uri=True)
        mine.connection.row_factory = sqlite3.Row
    return mine.connection


def tag_of(row):
    text = json.dumps({name: row[name] for name in TAGGED}, separators=(",", ":"), ensure_ascii=False)
    return f'"{hashlib.blake2b(text.encode(), digest_size=20).hexdigest()[:24]}"'


@app.get("/api/taps")
def taps():
    return flask.jsonify([{**dict(row), "etag": tag_of(row)} for row in connection().execute(ROWS)])
