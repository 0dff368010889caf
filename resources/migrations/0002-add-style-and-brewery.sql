-- SPDX-FileCopyrightText: 2026 the KegDisplay authors
-- SPDX-License-Identifier: MIT

-- Nullable and without default, so that the digest of a row is the same with and without them.
ALTER TABLE beers ADD COLUMN style TEXT;
ALTER TABLE beers ADD COLUMN brewery TEXT;
