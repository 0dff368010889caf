// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/snapshot_desk.h"

#include "core/base/log.h"
#include "core/store/snapshot_image.h"

namespace keg::service {

SnapshotDesk::SnapshotDesk(sync::SnapshotServer::Settings settings,
                           const identity::Identity &identity, QString databasePath, QString folder,
                           const Clock &clock, const Interruption &interruption)
    : m_databasePath(std::move(databasePath))
    , m_folder(std::move(folder))
    , m_interruption(interruption)
    , m_server(identity, this)
    , m_machine(std::move(settings), clock, *this, m_links)
    , m_timer(
          clock, [this] { happen([this] { m_machine.tick(); }); }, this)
{
    using net::LinkServer;
    connect(&m_server, &LinkServer::peerConnected, this,
            [this](sync::PeerId peer, const QString &address, const MachineId &machine) {
                happen([&] { m_machine.peerConnected(peer, address, machine); });
            });
    connect(&m_server, &LinkServer::bytesReceived, this,
            [this](sync::PeerId peer, const QByteArray &bytes) {
                happen([&] { m_machine.bytesReceived(peer, bytes); });
            });
    connect(&m_server, &LinkServer::peerWritable, this,
            [this](sync::PeerId peer) { happen([&] { m_machine.peerWritable(peer); }); });
    connect(&m_server, &LinkServer::peerDisconnected, this,
            [this](sync::PeerId peer) { happen([&] { m_machine.peerDisconnected(peer); }); });
}

SnapshotDesk::~SnapshotDesk() = default;

Result<quint16> SnapshotDesk::listen(const QString &address, quint16 port)
{
    if (const auto listening = m_server.listen(address, port); !listening)
        return listening.error();
    return m_server.port();
}

void SnapshotDesk::takeTrust(const TrustList &trust)
{
    happen([&] { m_machine.trustChanged(trust); });
    emit trustTaken(trust);
}

void SnapshotDesk::start(const QUuid &databaseId, const TrustList &trust)
{
    m_machine.start(databaseId, trust);
    m_server.startAccepting();
}

void SnapshotDesk::stop()
{
    happen([this] { m_machine.stop(QStringLiteral("the primary is stopping")); });
}

void SnapshotDesk::giveImage(bool isOutgrown)
{
    const bool isNew = std::exchange(m_isImageNew, false);
    if (!m_image || (isOutgrown && !isNew)) // else a busy database would outgrow each
        return makeImage();
    happen([this] { m_machine.imageReady({m_image->position(), m_image}); });
}

void SnapshotDesk::makeImage()
{
    m_image.reset();
    auto made = store::SnapshotImage::create(m_databasePath, m_folder, &m_interruption);
    if (!made && made.error().code == ErrorCode::Interrupted)
        return;
    if (!made) {
        qCWarning(logStore).noquote() << "no image:" << made.error().message;
        happen([&] { m_machine.imageFailed(made.error()); });
        return;
    }
    m_image = std::move(*made);
    m_isImageNew = true;
    emit imageMade(m_image->position());
    requestImage(m_image->position().sequence);
}

void SnapshotDesk::requestImage(qint64 sequence)
{
    // The machine may be asking from within an event: the answer comes after it.
    emit imageQuestioned(m_image ? m_image->position() : Position(), m_image ? m_image->size() : 0,
                         sequence);
}

template<typename Event>
void SnapshotDesk::happen(Event event)
{
    event();
    m_timer.arm(m_machine.deadline());
    if (std::exchange(m_served, m_machine.served()) != m_machine.served())
        emit transfersCounted(m_served);
}

} // namespace keg::service
