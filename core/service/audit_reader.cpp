// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/audit_reader.h"

#include "core/store/audit.h"

namespace keg::service {

AuditReader::AuditReader(QString databasePath, const Interruption &interruption)
    : m_databasePath(std::move(databasePath))
    , m_interruption(interruption)
{}

void AuditReader::read()
{
    emit readingDone(store::readForAudit(m_databasePath, &m_interruption));
}

} // namespace keg::service
