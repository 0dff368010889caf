-- SPDX-FileCopyrightText: 2026 the KegDisplay authors
-- SPDX-License-Identifier: MIT

-- Declared by hand: other types than usual, or none, names in quotes, and things of its owner's own.
CREATE TABLE Beers(
    idBeer INTEGER PRIMARY KEY,
    Rating INTEGER DEFAULT 3, -- of 5, ABV TEXT
    "Name" VARCHAR(80),
    ABV TEXT DEFAULT '0' CHECK(ABV <> 'IBU'), /* per
    cent */ IBU,
    [Color] /* SRM */ INTEGER,
    OriginalGravity real,
    'FinalGravity' BLOB UNIQUE,
    Brewed TEXT COLLATE NOCASE,
    Kegged VARCHAR(20),
    Notes,
    CONSTRAINT known CHECK(Rating < 6)
);
CREATE TABLE taps(idTap INTEGER PRIMARY KEY, idBeer TEXT, Place);
CREATE TABLE visits(beer INTEGER REFERENCES beers(idBeer), at TEXT);
CREATE UNIQUE INDEX one_name ON beers(Name, ABV);
CREATE VIEW strong AS SELECT Name, ABV FROM beers WHERE ABV >= '6';
CREATE TRIGGER rated AFTER UPDATE OF Rating ON beers BEGIN
    INSERT INTO visits VALUES(new.idBeer, 'rated; again');
END;
INSERT INTO beers VALUES(1, 5, 'Tripel', '8.5', '35', 6, 1.080, '1.012', '20240302', '2024-03-09', 7);
INSERT INTO beers VALUES(2, 1, NULL, 'strong', 18.50, 'amber', NULL, x'00ff', '12/28/2024 0:00', 5, 'x');
INSERT INTO beers VALUES(9, 3, '1516', '0.30000000000000004', NULL, 4.5, 1, NULL, NULL, NULL, NULL);
INSERT INTO taps VALUES(1, '9', 'bar'), (2, 'none', 'cellar'), (3, NULL, NULL);
INSERT INTO visits VALUES(9, 'opening');
