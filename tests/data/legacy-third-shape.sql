-- SPDX-FileCopyrightText: 2026 the KegDisplay authors
-- SPDX-License-Identifier: MIT

-- change_log and version with columns for a clock and a node.
CREATE TABLE beers(
    idBeer INTEGER PRIMARY KEY,
    Name tinytext NOT NULL,
    ABV float,
    IBU float,
    Color float,
    OriginalGravity float,
    FinalGravity float,
    Description TEXT,
    Brewed datetime,
    Kegged datetime,
    Tapped datetime,
    Notes TEXT
);
CREATE TABLE taps(
    idTap INTEGER PRIMARY KEY,
    idBeer INTEGER
);
INSERT INTO beers VALUES(1, 'Harbour Mild', 3.4, 18, 22, 1.035, 1.010, 'Dark, soft, gone too soon.',
    '2024-03-02 0:00:00', '12/28/2024 0:00', NULL, '');
INSERT INTO beers VALUES(2, 'Köhler''s Helles', 4.9, 17, 4, 1.047, 1.009, NULL, '0000-00-00 00:00:00',
    NULL, NULL, NULL);
INSERT INTO beers VALUES(7, 'Experiment 7', 'strong', '35', NULL, 1.060, NULL, x'00ff', 20240302, NULL,
    NULL, 'ask the cellar');
INSERT INTO taps VALUES(1, 2), (2, 1), (3, NULL), (4, 99);
CREATE TABLE version(
    id INTEGER PRIMARY KEY,
    timestamp TEXT NOT NULL,
    hash TEXT NOT NULL,
    logical_clock INTEGER DEFAULT 0,
    node_id TEXT
);
INSERT INTO version VALUES(1, '2025-05-01T18:00:00Z', '0', 12, 'cellar');
CREATE TABLE change_log(
    id INTEGER PRIMARY KEY,
    table_name TEXT NOT NULL,
    operation TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    timestamp TEXT NOT NULL,
    content TEXT,
    content_hash TEXT,
    logical_clock INTEGER DEFAULT 0,
    node_id TEXT
);
INSERT INTO change_log VALUES(41, 'taps', 'UPDATE', 1, '2025-05-01T18:00:00Z', NULL, NULL, 12, 'cellar');
