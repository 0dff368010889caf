-- SPDX-FileCopyrightText: 2026 the KegDisplay authors
-- SPDX-License-Identifier: MIT

-- Where this copy stands: one row, not replicated itself. role: 'primary', 'client' or NULL before an
-- instance has claimed the file. database_id is NULL until there is something to identify.
-- epoch_random: the 64 bits of an unsigned number.
CREATE TABLE IF NOT EXISTS replica(
    role TEXT,
    primary_name TEXT,
    database_id TEXT,
    epoch_counter INTEGER NOT NULL,
    epoch_random INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    log_floor INTEGER NOT NULL);
INSERT INTO replica SELECT NULL, NULL, NULL, 0, 0, 0, 0 WHERE NOT EXISTS(SELECT 1 FROM replica);

-- Each epoch's start. A copy of the epoch before may resume up to switch_sequence; -1: none may.
CREATE TABLE IF NOT EXISTS epochs(
    counter INTEGER NOT NULL,
    random INTEGER NOT NULL,
    switch_sequence INTEGER NOT NULL);
