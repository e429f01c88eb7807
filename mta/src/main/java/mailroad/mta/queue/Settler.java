package mailroad.mta.queue;

import java.time.Duration;
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
import mailroad.mta.local.LocalDelivery;
import mailroad.mta.queue.Courier.Feedback;
import mailroad.mta.queue.Courier.Report;
import mailroad.mta.queue.MailQueue.Group;
import mailroad.mta.queue.QueueShelf.Versioned;
import mailroad.mta.queue.QueueShelf.VersionedItem;
import mailroad.mta.routing.Choice;
import mailroad.mta.routing.Router;
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
  private final Telling telling;

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
    this.telling = new Telling(world, neighbours.notices());
  }

  /**
   * What an attempt came to, as far as it is the same however often it is written down.
   *
   * @param report without fates for an item whose mailboxes are here: they are decided with the batch
   */
  private record Tried(Load load, Report report) {
    /** Fates by address: the item may have changed meanwhile. */
    Map<EmailAddress, Fate> byAddress() {
      Map<EmailAddress, Fate> out = new LinkedHashMap<>();
      for (int i = 0; i < report.fates().size(); i++) {
        out.put(load.item().recipients().get(i).recipient().address(), report.fates().get(i));
      }
      return out;
    }
  }

  /**
   * Tries an item and settles it.
   *
   * @return what the attempt tells of the next hop
   */
  Feedback carry(Courier courier, Load load) throws InterruptedException {
    if (load.message().isTooLate(world.now())) {
      untried(load, "the time in which it was to be delivered is over");
      return new Feedback.Nothing();
    }
    Report report =
        isHere(load.message(), load.item())
            ? new Report(List.of(), List.of(), new Feedback.Nothing())
            : attempt(courier, load.message(), load.item());
    settleInTheEnd(new Tried(load, report));
    return report.feedback();
  }

  /** Settles an item that was not tried, and will not be now: its time may be over, or its sender to be told. */
  void untried(Load load, String why) throws InterruptedException {
    Reply reply =
        new Reply(451, "4.4.1", "%s is not tried now: %s".formatted(load.item().hop(), why));
    Fate fate = new Fate.LeftAlone(reply, load.item().next());
    List<Fate> fates = load.item().recipients().stream().map(_ -> fate).toList();
    settleInTheEnd(new Tried(load, new Report(fates, List.of(), new Feedback.Nothing())));
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
      return new Report(fates, List.of(), new Feedback.Nothing());
    }
  }

  private void settleInTheEnd(Tried tried) throws InterruptedException {
    Duration pause = PAUSE_FIRST;
    while (true) {
      try {
        if (settle(tried)) {
          return;
        }
      } catch (StoreException e) {
        LOG.error("event=settle-trouble queue-id={}", tried.load().message().id(), e);
        world.sleep(pause);
        pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) < 0 ? pause.multipliedBy(2) : PAUSE_MAX;
      }
    }
  }

  /** Settles against the item as it is now; false if it changed at that very moment. */
  private boolean settle(Tried tried) throws StoreException {
    QueueId id = tried.load().message().id();
    Optional<Versioned> message = queue.shelf().read(id);
    Optional<VersionedItem> item = queue.shelf().readItem(id, tried.load().item().number());
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
    return draft.commit();
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
    batch.assertVersion(QueueShelf.itemKey(of.id(), item.item().number()), item.version());
    Settlement.Moment moment = new Settlement.Moment(world.now(), schedule, world.random());
    Settlement settlement = Settlement.of(item.item(), item.item().times(of), fates, moment);
    telling.of(of, settlement, Settlement.tried(fates), draft, batch);
    write(message, tried.load().lane(), item.item(), new Outcome(settlement, more), batch, draft);
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

  /** What is to be written: what is left of an item, and what its recipients have turned into. */
  private record Outcome(Settlement settlement, List<Group> more) {
    boolean changesMessage() {
      return settlement.left().isEmpty() || !more.isEmpty();
    }
  }

  private void write(
      Versioned message,
      LaneName lane,
      QueuedItem item,
      Outcome outcome,
      Batch batch,
      Journal.Draft draft) {
    QueuedMessage of = message.message();
    Key schedule = QueueShelf.scheduleKey(of.id(), item.number());
    Optional<QueuedItem> left = outcome.settlement().left();
    if (left.isPresent()) {
      QueueShelf.put(batch, of.id(), left.get());
      if (of.held()) {
        batch.assertVersion(QueueShelf.messageKey(of.id()), message.version());
        batch.unschedule(QueueShelf.ITEMS_DUE, schedule);
      } else {
        queue.schedule(batch, draft, lane, schedule, left.get().next());
      }
    } else {
      batch.delete(QueueShelf.itemKey(of.id(), item.number()));
      batch.unschedule(QueueShelf.ITEMS_DUE, schedule);
    }
    if (outcome.changesMessage()) {
      items(message, item, outcome, batch, draft);
    }
  }

  /** The message's list of items changes: one is done with, or recipients have turned into others. */
  private void items(
      Versioned message, QueuedItem item, Outcome outcome, Batch batch, Journal.Draft draft) {
    QueuedMessage of = message.message();
    batch.assertVersion(QueueShelf.messageKey(of.id()), message.version());
    List<Integer> open = new ArrayList<>(of.openItems());
    if (outcome.settlement().left().isEmpty()) {
      open.remove(Integer.valueOf(item.number()));
    }
    List<QueuedItem> added = queue.items(outcome.more(), of.itemsMade(), world.now());
    added.forEach(one -> open.add(one.number()));
    QueuedMessage now = of.withItems(open, of.itemsMade() + added.size());
    for (QueuedItem one : added) {
      QueueShelf.put(batch, of.id(), one);
      queue.enter(batch, draft, now, one);
    }
    if (open.isEmpty()) {
      QueueShelf.removeMessage(batch, of);
      draft.add(new Event.Completed(of.id(), world.now()));
    } else {
      QueueShelf.put(batch, now);
    }
  }

  /** Takes a claimed item out of the way that must not be tried: its message is held, or gone. */
  void park(Key schedule, LaneName lane, Optional<Versioned> message) throws StoreException {
    Batch batch = new Batch().unschedule(QueueShelf.ITEMS_DUE, schedule);
    message.ifPresent(
        read -> batch.assertVersion(QueueShelf.messageKey(read.message().id()), read.version()));
    if (store.commit(batch) instanceof Store.Commit.Refused) {
      // Released, or otherwise changed, at that very moment: looked at again.
      queue.returns().owe(lane, schedule, world.now());
    }
  }
}
