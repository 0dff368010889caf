// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtGlobal>

/// What a parser promises; broken: the fuzzer has found something.
#define EXPECT(promise)                                                                            \
    do {                                                                                           \
        if (!(promise))                                                                            \
            qFatal("%s:%d: not so: %s", __FILE__, __LINE__, #promise);                             \
    } while (false)
