-- SPDX-FileCopyrightText: 2026 the KegDisplay authors
-- SPDX-License-Identifier: MIT

-- Whom the primary serves. fingerprint: the machine's id as people see it. approved: 1, or 0 for a
-- display that was revoked. may_promote: 1 if it may become the primary.
CREATE TABLE IF NOT EXISTS displays(
    id INTEGER PRIMARY KEY,
    fingerprint TEXT NOT NULL UNIQUE,
    name TEXT,
    role TEXT,
    approved INTEGER,
    may_promote INTEGER);
