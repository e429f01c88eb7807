package mailroad.mta.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.journal.Journal;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.Reply;
import mailroad.kernel.World;
import mailroad.mta.dsn.Action;
import mailroad.mta.dsn.DsnRules;
import mailroad.mta.local.LocalDelivery;
import mailroad.mta.queue.Courier.Report;
import mailroad.mta.queue.MailQueue.Group;
import mailroad.mta.queue.MailQueue.Versioned;
import mailroad.mta.queue.MailQueue.VersionedItem;
import mailroad.mta.queue.Notices.Notice;
import mailroad.mta.queue.Notices.Told;
import mailroad.mta.queue.QueuedItem.Said;
import mailroad.mta.queue.QueuedItem.Waiting;
import mailroad.mta.routing.Choice;
import mailroad.mta.routing.Router;
import mailroad.smtp.Recipient;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has an item tried, and writes down what came of it: the item as it is now, the events and the notices, in one
 * batch. Runs in the attempt's task.
 *
 * <p>The batch asserts that the item is what it was made from. If it is not, the outcome is settled against what
 * the item has become: what another server took over stays taken over. Trouble of the store is waited out, since
 * to forget what was delivered is to deliver it twice.
 */
public final class Settler {
  private static final Logger LOG = LoggerFactory.getLogger(Settler.class);
  private static final Duration PAUSE_FIRST = Duration.ofSeconds(1);
  private static final Duration PAUSE_MAX = Duration.ofMinutes(1);

  private final World world;
  private final Store store;
  private final Journal journal;
  private final MailQueue queue;
  private final RetrySchedule schedule;
  private final Neighbours neighbours;
  private final Notices notices;

  /** Whom a settler knows. */
  public record Neighbours(Router router, LocalDelivery local, Notices notices) {}

  /** A settler. */
  public Settler(
      World world, Store store, Journal journal, MailQueue queue, Neighbours neighbours) {
    this.world = world;
    this.store = store;
    this.journal = journal;
    this.queue = queue;
    this.schedule = new RetrySchedule(queue.config());
    this.neighbours = neighbours;
    this.notices = neighbours.notices();
  }

  /**
   * What an attempt came to, as far as it is the same however often it is written down.
   *
   * @param report without fates for an item whose mailboxes are here: they are decided with the batch
   */
  private record Tried(QueuedItem item, Report report) {
    /** Fates by address: the item may have changed meanwhile. */
    Map<EmailAddress, Fate> byAddress() {
      Map<EmailAddress, Fate> out = new LinkedHashMap<>();
      for (int i = 0; i < report.fates().size(); i++) {
        out.put(item.recipients().get(i).recipient().address(), report.fates().get(i));
      }
      return out;
    }
  }

  /**
   * Tries an item and settles it.
   *
   * @return until when the next hop is to be left alone, if it is
   */
  Optional<Instant> carry(Courier courier, QueuedMessage message, QueuedItem item)
      throws InterruptedException {
    Report report =
        isHere(message, item)
            ? new Report(List.of(), List.of(), Optional.empty())
            : attempt(courier, message, item);
    settleInTheEnd(message.id(), new Tried(item, report));
    return report.aloneUntil();
  }

  /** Whether the item is for mailboxes here, as the configuration now has it. */
  private boolean isHere(QueuedMessage message, QueuedItem item) {
    return item.recipients().stream()
        .map(waiting ->
            neighbours.router().choose(message.mail().asReleased(), waiting.recipient().address()))
        .allMatch(Choice::isHere);
  }

  private static Report attempt(Courier courier, QueuedMessage message, QueuedItem item)
      throws InterruptedException {
    try {
      return courier.attempt(message, item);
    } catch (StoreException e) {
      LOG.error("event=attempt-trouble queue-id={}", message.id(), e);
      Fate later = new Fate.Later("", new Reply(451, "4.3.0", "Trouble on this server"));
      List<Fate> fates = item.recipients().stream().map(_ -> later).toList();
      return new Report(fates, List.of(), Optional.empty());
    }
  }

  private void settleInTheEnd(QueueId id, Tried tried) throws InterruptedException {
    Duration pause = PAUSE_FIRST;
    while (true) {
      try {
        if (settle(id, tried)) {
          return;
        }
      } catch (StoreException e) {
        LOG.error("event=settle-trouble queue-id={}", id, e);
        world.sleep(pause);
        pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) < 0 ? pause.multipliedBy(2) : PAUSE_MAX;
      }
    }
  }

  /** Settles against the item as it is now; false if it changed at that very moment. */
  private boolean settle(QueueId id, Tried tried) throws StoreException {
    Optional<Versioned> message = queue.read(id);
    Optional<VersionedItem> item = queue.readItem(id, tried.item().number());
    Batch batch = new Batch();
    Journal.Draft draft = journal.draft(batch);
    tried.report().events().forEach(draft::add);
    if (message.isEmpty() || item.isEmpty()) {
      // Removed by an administrator: what was delivered all the same is told, nothing else is left
      // to do.
      relayed(id, tried, draft);
    } else {
      settle(message.get(), item.get(), tried, batch, draft);
    }
    return commit(batch, draft);
  }

  private boolean commit(Batch batch, Journal.Draft draft) throws StoreException {
    return switch (store.commit(batch)) {
      case Store.Commit.Done done -> {
        draft.committed(done);
        queue.ring();
        yield true;
      }
      case Store.Commit.Refused _ -> false;
    };
  }

  private void relayed(QueueId id, Tried tried, Journal.Draft draft) {
    tried
        .byAddress()
        .forEach((address, fate) -> {
          if (fate instanceof Fate.Relayed(var host, var reply, var theirId, _)) {
            draft.add(new Event.Relayed(id, world.now(), address, host, reply, theirId));
          }
        });
  }

  private void settle(
      Versioned message, VersionedItem item, Tried tried, Batch batch, Journal.Draft draft)
      throws StoreException {
    QueuedMessage of = message.message();
    List<Group> more = new ArrayList<>();
    List<Fate> fates =
        tried.report().fates().isEmpty()
            ? postHere(of, item.item(), batch, draft, more)
            : fates(item.item(), tried);
    batch.assertVersion(MailQueue.itemKey(of.id(), item.item().number()), item.version());
    Settlement.Moment moment = new Settlement.Moment(world.now(), schedule, world.random());
    Settlement settlement = Settlement.of(item.item(), item.item().times(of), fates, moment);
    tell(of, settlement, Settlement.tried(fates), draft, batch);
    write(message, item.item(), settlement, more, batch, draft);
  }

  private static List<Fate> fates(QueuedItem item, Tried tried) {
    Map<EmailAddress, Fate> known = tried.byAddress();
    Fate unknown = new Fate.Later("", new Reply(451, "4.3.0", "Not tried yet at this next hop"));
    return item.recipients().stream()
        .map(waiting -> known.getOrDefault(waiting.recipient().address(), unknown))
        .toList();
  }

  private List<Fate> postHere(
      QueuedMessage message, QueuedItem item, Batch batch, Journal.Draft draft, List<Group> more)
      throws StoreException {
    int expansionsLeft = queue.config().expansionsMax() - message.itemsMade();
    LocalPosting posting =
        new LocalPosting(neighbours, message, world.now(), batch, draft).post(item, expansionsLeft);
    more.addAll(posting.more());
    return posting.fates();
  }

  /** The events of a settlement, and the notices that it calls for. */
  private void tell(
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

  private void write(
      Versioned message,
      QueuedItem item,
      Settlement settlement,
      List<Group> more,
      Batch batch,
      Journal.Draft draft) {
    QueuedMessage of = message.message();
    Key schedule = MailQueue.scheduleKey(of.id(), item.number());
    if (settlement.left().isPresent()) {
      MailQueue.put(batch, of.id(), settlement.left().get());
      if (of.held()) {
        batch.assertVersion(MailQueue.messageKey(of.id()), message.version());
        batch.unschedule(MailQueue.NAME, schedule);
      } else {
        batch.schedule(MailQueue.NAME, schedule, settlement.left().get().next());
      }
    } else {
      batch.delete(MailQueue.itemKey(of.id(), item.number()));
      batch.unschedule(MailQueue.NAME, schedule);
    }
    if (settlement.left().isEmpty() || !more.isEmpty()) {
      items(message, item, settlement, more, batch, draft);
    }
  }

  /** The message's list of items changes: one is done with, or recipients have turned into others. */
  private void items(
      Versioned message,
      QueuedItem item,
      Settlement settlement,
      List<Group> more,
      Batch batch,
      Journal.Draft draft) {
    QueuedMessage of = message.message();
    batch.assertVersion(MailQueue.messageKey(of.id()), message.version());
    List<Integer> open = new ArrayList<>(of.openItems());
    if (settlement.left().isEmpty()) {
      open.remove(Integer.valueOf(item.number()));
    }
    List<QueuedItem> added = queue.items(more, of.itemsMade(), world.now());
    for (QueuedItem one : added) {
      open.add(one.number());
      MailQueue.put(batch, of.id(), one);
      batch.schedule(MailQueue.NAME, MailQueue.scheduleKey(of.id(), one.number()), one.next());
    }
    if (open.isEmpty()) {
      MailQueue.removeMessage(batch, of.id(), of.blob());
      draft.add(new Event.Completed(of.id(), world.now()));
    } else {
      MailQueue.put(batch, of.withItems(open, of.itemsMade() + added.size()));
    }
  }

  /** Takes a claimed item out of the way that must not be tried: its message is held, or gone. */
  void park(Key schedule, Optional<Versioned> message) throws StoreException {
    Batch batch = new Batch().unschedule(MailQueue.NAME, schedule);
    message.ifPresent(
        read -> batch.assertVersion(MailQueue.messageKey(read.message().id()), read.version()));
    if (store.commit(batch) instanceof Store.Commit.Refused) {
      // Released, or otherwise changed, at that very moment: looked at again.
      store.commit(new Batch().schedule(MailQueue.NAME, schedule, world.now()));
    }
  }
}
