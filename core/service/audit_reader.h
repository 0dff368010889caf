// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/interruption.h"
#include "core/base/result.h"
#include "core/store/audit.h"

#include <QObject>
#include <QString>

namespace keg::service {

/// Reads a whole database through for an audit, on a connection of its own. Lives in the snapshot
/// thread, so that nothing else waits for it.
class AuditReader final : public QObject
{
    Q_OBJECT

public:
    AuditReader(QString databasePath, const Interruption &interruption);

    void read();

signals:
    void readingDone(const keg::Result<keg::store::AuditReading> &reading);

private:
    const QString m_databasePath;
    const Interruption &m_interruption;
};

} // namespace keg::service
