// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/snapshot_fetcher.h"

#include "core/store/snapshot_merger.h"

#include <QStorageInfo>

namespace keg::service {

SnapshotFetcher::SnapshotFetcher(sync::SnapshotClient::Settings settings,
                                 const identity::Identity &identity, QString folder,
                                 const Clock &clock, const Interruption &interruption)
    : m_folder(std::move(folder))
    , m_interruption(interruption)
    , m_link(identity, this)
    , m_machine(std::move(settings), clock, *this, *this)
    , m_timer(
          clock, [this] { happen([this] { m_machine.tick(); }); }, this)
{
    using net::ClientLink;
    connect(&m_link, &ClientLink::connected, this,
            [this](const MachineId &server) { happen([&] { m_machine.connected(server); }); });
    connect(&m_link, &ClientLink::bytesReceived, this,
            [this](const QByteArray &bytes) { happen([&] { m_machine.bytesReceived(bytes); }); });
    connect(&m_link, &ClientLink::disconnected, this,
            [this](const QString &reason) { happen([&] { m_machine.disconnected(reason); }); });
}

SnapshotFetcher::~SnapshotFetcher() = default;

void SnapshotFetcher::fetch(const Position &position, const MachineId &primary, const Place &place)
{
    m_place = place;
    happen([&] { m_machine.start(position, primary); });
}

void SnapshotFetcher::cancel()
{
    happen([this] { m_machine.cancel(); });
}

void SnapshotFetcher::discard()
{
    m_file.reset();
}

Result<void> SnapshotFetcher::begin(qint64 size)
{
    m_file = std::make_unique<QTemporaryFile>(m_folder + QStringLiteral("/snapshot-XXXXXX"));
    if (!m_file->open())
        return writeError();
    (void)m_file->fileName(); // SQLite opens it by name
    const QStorageInfo storage(m_folder);
    if (storage.isValid() && storage.bytesAvailable() < size) {
        return Error{ErrorCode::DiskFull,
                     QStringLiteral("a snapshot of %1 bytes does not fit on the disk of %2: free "
                                    "some room")
                         .arg(size)
                         .arg(m_folder)};
    }
    return {};
}

Result<void> SnapshotFetcher::append(const QByteArray &bytes)
{
    if (m_file->write(bytes) != bytes.size())
        return writeError();
    return {};
}

void SnapshotFetcher::finish(const Position &position)
{
    if (!m_file->flush())
        return fail(writeError());
    auto inspected = store::inspectSnapshot(m_file->fileName(), position, &m_interruption);
    if (!inspected)
        return fail(inspected.error());
    emit fetched(std::make_shared<const store::InspectedSnapshot>(std::move(*inspected)));
}

void SnapshotFetcher::fail(const Error &error)
{
    m_file.reset();
    if (error.code != ErrorCode::Interrupted)
        emit failed(error);
}

Error SnapshotFetcher::writeError() const
{
    const bool isFull = m_file->error() == QFileDevice::ResourceError;
    return {isFull ? ErrorCode::DiskFull : ErrorCode::Failed,
            QStringLiteral("a snapshot cannot be written to %1: %2")
                .arg(m_folder, m_file->errorString())};
}

template<typename Event>
void SnapshotFetcher::happen(Event event)
{
    event();
    m_timer.arm(m_machine.deadline());
}

} // namespace keg::service
