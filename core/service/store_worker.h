// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/clock.h"
#include "core/domain/board.h"
#include "core/service/editing.h"
#include "core/store/audit.h"
#include "core/store/snapshot_merger.h"
#include "core/store/store.h"
#include "core/sync/change_batch.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace keg::service {

/// The store thread's only object: everything that happens to the database of an instance happens
/// here, one thing after the other. Made in any thread, then moved into the store thread; asked by
/// queued calls, answers by signals.
class StoreWorker final : public QObject
{
    Q_OBJECT

public:
    /// `folder` takes temporary files.
    StoreWorker(store::Store::Options options, QString folder, const Clock &clock);
    ~StoreWorker() override;

    /// What the file is, if it is anything yet; writes nothing. Errors: as openKegDatabase().
    static Result<std::optional<store::Role>> peekRole(const QString &path, const Clock &clock);

    struct Opened
    {
        store::Role role = store::Role::Primary;
        sync::Head head;
        Board board;
        QList<Display> displays;
        QDateTime newestChange;
    };

    /// Opens the file and follows its commits. Errors: as Store::open().
    Result<Opened> open();
    /// Ends everything with what was committed; nothing else may be asked afterwards.
    void stop();

    /// On the writing connection; for the length of one call.
    Editing editing() { return Editing(m_store->database()); }

    // A primary's changes.
    void awaitChanges(qint64 after);
    void readChanges(qint64 after);
    void startEpoch(const QString &reason);
    /// An image of the database was made: its digest must be the one known here.
    void compareImage(const Position &position);
    /// Is an image of `size` bytes at that position still of use for a copy at `sequence`? Answered
    /// by imageJudged(), after displaysRead() if the list has changed until now.
    void judgeImage(const Position &image, qint64 size, qint64 sequence);

    /// As PrimaryStore::admitDisplay(). `isOpen`: without a good token, too, unless it was revoked.
    void admitDisplay(quint64 peer, const MachineId &machine, const QString &name,
                      const QByteArray &token, bool isOpen);

    // A client's copy. Nobody hears of what is interrupted.
    void apply(const Position &from, const Position &to, const SharedPayload &payload);
    void merge(const std::shared_ptr<const store::InspectedSnapshot> &snapshot);
    void setPrimaryName(const QString &name);

    void concludeAudit(const Result<store::AuditReading> &reading);

    const Position &position() const { return m_store->position(); }

    struct Summary
    {
        Position position;
        int beers = 0;
        int taps = 0;
    };
    /// For `status`.
    Result<Summary> summary();

signals:
    /// There are commits up to that one, since the last time.
    void moved(qint64 sequence);
    void boardRead(const keg::Board &board);
    /// The list of displays, when it has changed.
    void displaysRead(const QList<keg::Display> &displays);
    void displayRefused(quint64 peer, const keg::Error &error);
    void changesArrived(const keg::sync::ChangeBatch &batch);
    void changesRead(qint64 after, const keg::Result<keg::sync::ChangeBatch> &batch);
    void epochStarted(const keg::sync::Head &head);
    void imageJudged(bool isOutgrown);
    void applied(const keg::Position &position);
    void applyFailed(const keg::Error &error);
    void merged(const keg::Position &position);
    void mergeFailed(const keg::Error &error);
    void auditDue();
    /// The rows of a client's copy are not what was applied.
    void copyDiffers(const QString &reason);

private:
    void follow();
    void answerAwaited();
    Result<sync::ChangeBatch> read(qint64 after);
    void noteEpoch();
    void learnEpoch();
    sync::Head head() const;
    void tellPosition();
    void refreshBoard();
    void refreshLoggedDisplays();
    void refreshDisplays();
    Result<Proof> judgeToken(const MachineId &machine, const QByteArray &token);
    Result<void> admit(const MachineId &machine, const QString &name, const QByteArray &token,
                       bool isOpen);
    void checkRoom();
    void keepHouse();

    const store::Store::Options m_options;
    const QString m_folder;
    const Clock &m_clock;
    std::unique_ptr<store::Store> m_store;
    std::optional<qint64> m_awaitedAfter;
    Epoch m_epoch; ///< that the others know of
    std::optional<sync::EpochSwitch> m_previous;
    Position m_toldPosition; ///< of the last moved()
    Board m_board;
    QList<Display> m_displays;
    qint64 m_displaysSequence = 0; ///< the list is as it was then, or later
    QTimer m_retryTimer; ///< what could not be read is read again
    QTimer m_maintenanceTimer; ///< others were in its way
    QTimer m_roomTimer;
    bool m_isDiskFull = false;
    QTimer m_auditTimer;
    bool m_isAuditRunning = false;
};

} // namespace keg::service
