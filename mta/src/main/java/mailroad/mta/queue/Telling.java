package mailroad.mta.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailroad.journal.Journal;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.World;
import mailroad.mta.dsn.Action;
import mailroad.mta.dsn.DsnRules;
import mailroad.mta.queue.Notices.Notice;
import mailroad.mta.queue.Notices.Told;
import mailroad.mta.queue.QueuedItem.Said;
import mailroad.mta.queue.QueuedItem.Waiting;
import mailroad.smtp.Recipient;
import mailroad.store.Batch;
import mailroad.store.StoreException;

/** Tells the journal and the sender what a settlement means. Part of the settlement's batch. */
record Telling(World world, Notices notices) {
  /** Adds the events of a settlement to its batch, and the notices that it calls for. */
  void of(
      QueuedMessage message, Settlement settlement, boolean tried, Journal.Draft draft, Batch batch)
      throws StoreException {
    QueueId id = message.id();
    Instant now = world.now();
    for (Settlement.Relayed relayed : settlement.relayed()) {
      Fate.Relayed fate = relayed.fate();
      draft.add(
          new Event.Relayed(
              id, now, relayed.recipient().address(), fate.host(), fate.reply(), fate.theirId()));
    }
    tellOfSuccess(message, settlement, draft, batch);
    tellOfFailure(message, settlement, draft, batch);
    tellOfDelay(message, settlement, draft, batch);
    if (tried && settlement.left().isPresent()) {
      QueuedItem left = settlement.left().get();
      for (Waiting waiting : settlement.deferred()) {
        draft.add(
            new Event.Deferred(
                id,
                now,
                waiting.recipient().address(),
                waiting.last().orElseThrow().reply(),
                left.attempts(),
                left.next()));
      }
    }
  }

  private static boolean isTold(
      QueuedMessage message, Recipient recipient, Action action, boolean nextHopReports) {
    return DsnRules.told(message.sender(), recipient.notices(), action, nextHopReports).isPresent();
  }

  /** RFC 3461 section 5.2.2: a next hop that does not know DSN will not tell of success, so we tell this much. */
  private void tellOfSuccess(
      QueuedMessage message, Settlement settlement, Journal.Draft draft, Batch batch)
      throws StoreException {
    List<Told> told =
        settlement.relayed().stream()
            .filter(r -> isTold(message, r.recipient(), Action.RELAYED, r.fate().dsnPassedOn()))
            .map(r ->
                new Told(
                    r.recipient(), new Said(r.fate().host(), r.fate().reply()), false, world.now()))
            .toList();
    if (!told.isEmpty()) {
      notices.add(batch, draft, new Notice(Action.RELAYED, message, told));
    }
  }

  private void tellOfFailure(
      QueuedMessage message, Settlement settlement, Journal.Draft draft, Batch batch)
      throws StoreException {
    Instant now = world.now();
    List<Told> told =
        settlement.failed().stream()
            .filter(f -> isTold(message, f.recipient(), Action.FAILED, false))
            .map(f -> new Told(f.recipient(), f.said(), f.expired(), now))
            .toList();
    Optional<QueueId> notice =
        told.isEmpty()
            ? Optional.empty()
            : notices.add(batch, draft, new Notice(Action.FAILED, message, told));
    for (Settlement.Failed failed : settlement.failed()) {
      boolean wanted = isTold(message, failed.recipient(), Action.FAILED, false);
      draft.add(
          new Event.Failed(
              message.id(),
              now,
              failed.recipient().address(),
              failed.said().reply(),
              wanted ? notice : Optional.empty()));
    }
  }

  private void tellOfDelay(
      QueuedMessage message, Settlement settlement, Journal.Draft draft, Batch batch)
      throws StoreException {
    if (settlement.delayed().isEmpty()) {
      return;
    }
    Instant now = world.now();
    List<Told> told =
        settlement.delayed().stream()
            .map(w -> new Told(w.recipient(), w.last().orElseThrow(), false, now))
            .toList();
    Optional<QueueId> notice = notices.add(batch, draft, new Notice(Action.DELAYED, message, told));
    notice.ifPresent(id ->
        told.forEach(t -> draft.add(new Event.DelayNoticed(message.id(), now, t.address(), id))));
  }
}
