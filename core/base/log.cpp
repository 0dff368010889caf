// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/base/log.h"

Q_LOGGING_CATEGORY(logApp, "keg.app")
Q_LOGGING_CATEGORY(logStore, "keg.store")
Q_LOGGING_CATEGORY(logSync, "keg.sync")
Q_LOGGING_CATEGORY(logNet, "keg.net")
Q_LOGGING_CATEGORY(logBoard, "keg.board")
Q_LOGGING_CATEGORY(logWeb, "keg.web")
