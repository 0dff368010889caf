// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/interruption.h"
#include "core/service/link_adapters.h"
#include "core/service/machine_timer.h"
#include "core/sync/snapshot_server.h"

namespace keg::store {
class SnapshotImage;
}

namespace keg::service {

/// Runs a SnapshotServer on port 5003 and makes its images. Lives in the snapshot thread.
class SnapshotDesk final : public QObject, private sync::ImageSource
{
    Q_OBJECT

public:
    /// `folder` takes the images.
    SnapshotDesk(sync::SnapshotServer::Settings settings, const identity::Identity &identity,
                 QString databasePath, QString folder, const Clock &clock,
                 const Interruption &interruption);
    ~SnapshotDesk() override;

    /// Errors: as LinkServer::listen().
    Result<quint16> listen(const QString &address, quint16 port);
    void start(const QUuid &databaseId, const TrustList &trust);
    void takeTrust(const TrustList &trust);
    void stop();

    /// Answers imageQuestioned(), after takeTrust() with what was committed until then.
    void giveImage(bool isOutgrown);

signals:
    /// From now on only these are served here.
    void trustTaken(const keg::TrustList &trust);
    /// Is the image that there is outgrown, for a copy at `sequence`? Asked again of every new one
    /// before anybody gets it.
    void imageQuestioned(const keg::Position &position, qint64 size, qint64 sequence);
    void imageMade(const keg::Position &position);
    /// So many transfers were finished so far.
    void transfersCounted(qint64 served);

private:
    void requestImage(qint64 sequence) override;
    void makeImage();

    template<typename Event>
    void happen(Event event);

    const QString m_databasePath;
    const QString m_folder;
    const Interruption &m_interruption;
    qint64 m_served = 0; ///< as last told
    std::shared_ptr<const store::SnapshotImage> m_image; ///< the newest
    bool m_isImageNew = false; ///< not handed over yet
    net::LinkServer m_server;
    ServerLinks m_links{m_server};
    sync::SnapshotServer m_machine;
    MachineTimer m_timer;
};

} // namespace keg::service
