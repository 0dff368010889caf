-- SPDX-FileCopyrightText: 2026 the KegDisplay authors
-- SPDX-License-Identifier: MIT

-- A primary's file of schema 4, before there were settings.
BEGIN TRANSACTION;
CREATE TABLE beers(idBeer INTEGER PRIMARY KEY, Name tinytext NOT NULL, ABV float, IBU float, Color float, OriginalGravity float, FinalGravity float, Description TEXT, Brewed datetime, Kegged datetime, Tapped datetime, Notes TEXT, style TEXT, brewery TEXT);
INSERT INTO beers VALUES(1,'Harbour Mild',3.4,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Dark mild','Harbour');
INSERT INTO beers VALUES(2,'Köhler''s Helles',4.9,NULL,4.0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE taps(idTap INTEGER PRIMARY KEY, idBeer INTEGER);
INSERT INTO taps VALUES(1,2);
INSERT INTO taps VALUES(2,NULL);
CREATE TABLE change_log(
    id INTEGER PRIMARY KEY,
    table_name TEXT,
    operation TEXT,
    row_id INTEGER,
    timestamp TEXT,
    content TEXT,
    content_hash TEXT);
INSERT INTO change_log VALUES(1,'beers','INSERT',1,'2026-11-23T16:00:36.068Z',NULL,NULL);
INSERT INTO change_log VALUES(2,'beers','INSERT',2,'2026-11-23T16:00:36.152Z',NULL,NULL);
INSERT INTO change_log VALUES(3,'taps','INSERT',1,'2026-11-23T16:00:36.198Z',NULL,NULL);
INSERT INTO change_log VALUES(4,'taps','INSERT',2,'2026-11-23T16:00:36.198Z',NULL,NULL);
INSERT INTO change_log VALUES(5,'taps','UPDATE',1,'2026-11-23T16:00:36.242Z',NULL,NULL);
INSERT INTO change_log VALUES(6,'displays','INSERT',1,'2026-11-23T16:00:36.393Z',NULL,NULL);
CREATE TABLE replica(
    role TEXT,
    primary_name TEXT,
    database_id TEXT,
    epoch_counter INTEGER NOT NULL,
    epoch_random INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    log_floor INTEGER NOT NULL);
INSERT INTO replica VALUES('primary',NULL,'f2741a6c-2260-4dd7-a31a-8b01e5365126',1,81985529216486895,0,0);
CREATE TABLE epochs(
    counter INTEGER NOT NULL,
    random INTEGER NOT NULL,
    switch_sequence INTEGER NOT NULL);
INSERT INTO epochs VALUES(1,81985529216486895,-1);
CREATE TABLE displays(
    id INTEGER PRIMARY KEY,
    fingerprint TEXT NOT NULL UNIQUE,
    name TEXT,
    role TEXT,
    approved INTEGER,
    may_promote INTEGER);
INSERT INTO displays VALUES(1,'AAAQEAY-EAUDAO5-CAJBIFQ-YDIOB4X-IBCEQTC-QKRMFYM-YDENBWH-A5DYPQS','cellar','display',1,0);
CREATE TRIGGER keg_log_same_id BEFORE INSERT ON change_log WHEN EXISTS(SELECT 1 FROM change_log WHERE id = new.id) BEGIN SELECT RAISE(ABORT, 'change_log: this id is taken; leave the id out'); END;
CREATE TRIGGER keg_log_next_id AFTER INSERT ON change_log WHEN new.id < 1 OR EXISTS(SELECT 1 FROM change_log WHERE id > new.id) OR new.id > 1 AND NOT EXISTS(SELECT 1 FROM change_log WHERE id = new.id - 1) BEGIN SELECT RAISE(ABORT, 'change_log: this id is not the next one; leave the id out'); END;
CREATE TRIGGER keg_log_key BEFORE UPDATE ON change_log WHEN new.id IS NOT old.id OR new.table_name IS NOT old.table_name OR new.row_id IS NOT old.row_id BEGIN SELECT RAISE(ABORT, 'change_log: id, table_name and row_id of a logged change stay'); END;
CREATE TRIGGER keg_log_newest BEFORE DELETE ON change_log WHEN old.id = (SELECT max(id) FROM change_log) BEGIN SELECT RAISE(ABORT, 'change_log: the newest row stays, or the sequence would restart'); END;
CREATE TRIGGER keg_log_floor AFTER DELETE ON change_log BEGIN UPDATE replica SET log_floor = old.id WHERE log_floor < old.id; END;
CREATE TRIGGER keg_taps_of_deleted_beer AFTER DELETE ON beers BEGIN UPDATE taps SET idBeer = NULL WHERE idBeer = old.idBeer; END;
CREATE TRIGGER keg_capture_beers_insert AFTER INSERT ON "beers" BEGIN INSERT INTO change_log(table_name, operation, row_id, timestamp) SELECT 'beers', 'INSERT', new."idBeer", strftime('%Y-%m-%dT%H:%M:%fZ', 'now'); END;
CREATE TRIGGER keg_capture_beers_update AFTER UPDATE ON "beers" BEGIN INSERT INTO change_log(table_name, operation, row_id, timestamp) SELECT 'beers', 'UPDATE', new."idBeer", strftime('%Y-%m-%dT%H:%M:%fZ', 'now');INSERT INTO change_log(table_name, operation, row_id, timestamp) SELECT 'beers', 'MOVE', old."idBeer", strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE old."idBeer" <> new."idBeer"; END;
CREATE TRIGGER keg_capture_beers_delete AFTER DELETE ON "beers" BEGIN INSERT INTO change_log(table_name, operation, row_id, timestamp) SELECT 'beers', 'DELETE', old."idBeer", strftime('%Y-%m-%dT%H:%M:%fZ', 'now'); END;
CREATE TRIGGER keg_capture_displays_insert AFTER INSERT ON "displays" BEGIN INSERT INTO change_log(table_name, operation, row_id, timestamp) SELECT 'displays', 'INSERT', new."id", strftime('%Y-%m-%dT%H:%M:%fZ', 'now'); END;
CREATE TRIGGER keg_capture_displays_update AFTER UPDATE ON "displays" BEGIN INSERT INTO change_log(table_name, operation, row_id, timestamp) SELECT 'displays', 'UPDATE', new."id", strftime('%Y-%m-%dT%H:%M:%fZ', 'now');INSERT INTO change_log(table_name, operation, row_id, timestamp) SELECT 'displays', 'MOVE', old."id", strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE old."id" <> new."id"; END;
CREATE TRIGGER keg_capture_displays_delete AFTER DELETE ON "displays" BEGIN INSERT INTO change_log(table_name, operation, row_id, timestamp) SELECT 'displays', 'DELETE', old."id", strftime('%Y-%m-%dT%H:%M:%fZ', 'now'); END;
CREATE TRIGGER keg_capture_displays_replacing_insert BEFORE INSERT ON "displays" BEGIN INSERT INTO change_log(table_name, operation, row_id, timestamp) SELECT 'displays', 'REPLACE', "id", strftime('%Y-%m-%dT%H:%M:%fZ', 'now') FROM "displays" WHERE 1 AND "fingerprint" COLLATE "BINARY" = new."fingerprint"; END;
CREATE TRIGGER keg_capture_displays_replacing_update BEFORE UPDATE ON "displays" BEGIN INSERT INTO change_log(table_name, operation, row_id, timestamp) SELECT 'displays', 'REPLACE', "id", strftime('%Y-%m-%dT%H:%M:%fZ', 'now') FROM "displays" WHERE 1 AND "fingerprint" COLLATE "BINARY" = new."fingerprint"; END;
CREATE TRIGGER keg_capture_taps_insert AFTER INSERT ON "taps" BEGIN INSERT INTO change_log(table_name, operation, row_id, timestamp) SELECT 'taps', 'INSERT', new."idTap", strftime('%Y-%m-%dT%H:%M:%fZ', 'now'); END;
CREATE TRIGGER keg_capture_taps_update AFTER UPDATE ON "taps" BEGIN INSERT INTO change_log(table_name, operation, row_id, timestamp) SELECT 'taps', 'UPDATE', new."idTap", strftime('%Y-%m-%dT%H:%M:%fZ', 'now');INSERT INTO change_log(table_name, operation, row_id, timestamp) SELECT 'taps', 'MOVE', old."idTap", strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE old."idTap" <> new."idTap"; END;
CREATE TRIGGER keg_capture_taps_delete AFTER DELETE ON "taps" BEGIN INSERT INTO change_log(table_name, operation, row_id, timestamp) SELECT 'taps', 'DELETE', old."idTap", strftime('%Y-%m-%dT%H:%M:%fZ', 'now'); END;
COMMIT;
PRAGMA user_version = 4;
