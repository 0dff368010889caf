-- SPDX-FileCopyrightText: 2026 the KegDisplay authors
-- SPDX-License-Identifier: MIT

-- A file with nothing but beers, fewer columns than usual, one of its owner's own, and one that came
-- to KegDisplay later under a name of another case.
CREATE TABLE beers(idBeer INTEGER PRIMARY KEY, Name TEXT, ABV float, Style TEXT, Rating INTEGER);
CREATE INDEX by_rating ON beers(Rating);
INSERT INTO beers VALUES(5, 'Lone Star', 5, 'Pale Ale', 4);
