// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/interruption.h"
#include "core/net/client_link.h"
#include "core/service/machine_timer.h"
#include "core/service/primary_places.h"
#include "core/store/snapshot_merger.h"
#include "core/sync/snapshot_client.h"

#include <QTemporaryFile>

namespace keg::service {

/// Runs a SnapshotClient against port 5003 of a primary, keeps the image in a temporary file and
/// inspects it. Lives in the snapshot thread. Each fetch() ends in one fetched() or failed(), or
/// with the instance.
class SnapshotFetcher final : public QObject, private sync::ImageSink, private sync::ServerLink
{
    Q_OBJECT

public:
    /// `folder` takes the image while it is needed.
    SnapshotFetcher(sync::SnapshotClient::Settings settings, const identity::Identity &identity,
                    QString folder, const Clock &clock, const Interruption &interruption);
    ~SnapshotFetcher() override;

    void fetch(const Position &position, const MachineId &primary, const Place &place);
    void cancel();
    void stop() { cancel(); }
    /// The image was merged, or could not be.
    void discard();

signals:
    void fetched(const std::shared_ptr<const keg::store::InspectedSnapshot> &snapshot);
    void failed(const keg::Error &error);

private:
    Result<void> begin(qint64 size) override;
    Result<void> append(const QByteArray &bytes) override;
    void finish(const Position &position) override;
    void fail(const Error &error) override;
    void open() override { m_link.open(m_place.host, m_place.snapshotPort); }
    void send(const QByteArray &frame) override { m_link.send(frame); }
    void close(const QString & /*reason*/) override { m_link.close(); }
    Error writeError() const;

    template<typename Event>
    void happen(Event event);

    const QString m_folder;
    const Interruption &m_interruption;
    std::unique_ptr<QTemporaryFile> m_file;
    net::ClientLink m_link;
    Place m_place;
    sync::SnapshotClient m_machine;
    MachineTimer m_timer;
};

} // namespace keg::service
