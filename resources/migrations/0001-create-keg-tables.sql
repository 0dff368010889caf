-- SPDX-FileCopyrightText: 2026 the KegDisplay authors
-- SPDX-License-Identifier: MIT

-- The tables that every KegDisplay database has had, under the names and with the columns that other
-- programs know. Whatever a file has already stays. Those programs create the table `version`
-- themselves, each in its own shape.
CREATE TABLE IF NOT EXISTS beers(idBeer INTEGER PRIMARY KEY, Name tinytext NOT NULL);
ALTER TABLE beers ADD COLUMN ABV float;
ALTER TABLE beers ADD COLUMN IBU float;
ALTER TABLE beers ADD COLUMN Color float;
ALTER TABLE beers ADD COLUMN OriginalGravity float;
ALTER TABLE beers ADD COLUMN FinalGravity float;
ALTER TABLE beers ADD COLUMN Description TEXT;
ALTER TABLE beers ADD COLUMN Brewed datetime;
ALTER TABLE beers ADD COLUMN Kegged datetime;
ALTER TABLE beers ADD COLUMN Tapped datetime;
ALTER TABLE beers ADD COLUMN Notes TEXT;

CREATE TABLE IF NOT EXISTS taps(idTap INTEGER PRIMARY KEY);
ALTER TABLE taps ADD COLUMN idBeer INTEGER;

-- No UNIQUE: an outer INSERT OR IGNORE would drop log rows silently. No AUTOINCREMENT: the newest row
-- is never deleted, and it would cost a page write per commit. The last two columns are for other
-- programs; they stay NULL.
CREATE TABLE IF NOT EXISTS change_log(
    id INTEGER PRIMARY KEY,
    table_name TEXT,
    operation TEXT,
    row_id INTEGER,
    timestamp TEXT,
    content TEXT,
    content_hash TEXT);
