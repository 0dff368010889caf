-- SPDX-FileCopyrightText: 2026 the KegDisplay authors
-- SPDX-License-Identifier: MIT

-- What a house decides once for all of its displays. key: one of those in core/domain/setting.cpp;
-- others are another program's. value: NULL or no row: not set.
CREATE TABLE settings(
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    value TEXT);
