// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// Holds nothing: its target has the precompiled headers of all tests.
