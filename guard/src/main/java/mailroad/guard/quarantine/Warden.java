package mailroad.guard.quarantine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.guard.quarantine.Learner.Lesson;
import mailroad.guard.quarantine.Rights.Act;
import mailroad.guard.quarantine.Shelf.Versioned;
import mailroad.journal.Journal;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.Reply;
import mailroad.kernel.World;
import mailroad.mta.content.BlobOctets;
import mailroad.mta.intake.Unjudged;
import mailroad.mta.intake.Unjudged.Content;
import mailroad.mta.intake.Unjudged.Parcel;
import mailroad.mta.intake.Unjudged.Result;
import mailroad.smtp.Envelope;
import mailroad.smtp.Recipient;
import mailroad.store.Batch;
import mailroad.store.Store;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people do about mail that is kept, and what time does. Each act is one batch, which asserts that the message is
 * what it was: so two that meet do not both let it go. Any number of tasks may use it; blocks.
 */
public final class Warden {
  private static final Logger LOG = LoggerFactory.getLogger(Warden.class);
  private static final int TRIES_MAX = 10;
  private static final int PAGE = 100;
  private static final long DAY_SECONDS = 86_400;
  private static final Actor TIME = new Actor.Administrator("the quarantine");

  private final World world;
  private final Store store;
  private final Journal journal;
  private final Quarantine quarantine;
  private final Shelf shelf;
  private final Rights rights;
  private final Neighbours neighbours;

  /**
   * Whom a warden knows.
   *
   * @param way by which mail goes on
   * @param covers writes the letters that messages go in
   * @param waiting whether other copies of a message still wait in the queue
   */
  public record Neighbours(Unjudged way, Covers covers, Waiting waiting, Learner learner) {}

  /** Knows the queue. */
  @FunctionalInterface
  public interface Waiting {
    /** Whether copies of a message wait there. */
    boolean isWaiting(QueueId id) throws StoreException;
  }

  /** Writes the letter that a message goes in. */
  @FunctionalInterface
  public interface Covers {
    /** The way of the letter: its envelope, and its octets with the message in them. */
    Parcel cover(Entry entry, List<Recipient> to, String by);
  }

  /** A warden. */
  public Warden(
      World world, Store store, Journal journal, Quarantine quarantine, Neighbours neighbours) {
    this.world = world;
    this.store = store;
    this.journal = journal;
    this.quarantine = quarantine;
    this.shelf = quarantine.shelf();
    this.rights = new Rights(quarantine.config().recipientsMay());
    this.neighbours = neighbours;
  }

  /** Lets copies go on: they are routed as if they came now, and not judged again. */
  public Outcome release(QueueId id, ReleaseOrder order, Actor by) throws StoreException {
    for (int i = 0; i < TRIES_MAX; i++) {
      Optional<Versioned> read = shelf.read(id);
      if (read.isEmpty()) {
        return new Outcome.NotThere();
      }
      Entry entry = read.get().entry();
      List<Copy> chosen = chosen(Rights.own(by, shelf.copies(id)), order.to());
      Optional<String> no =
          rights.refusal(by, Act.RELEASE, entry).or(() -> refusal(entry, chosen, order));
      if (no.isPresent()) {
        return new Outcome.Refused(no.get());
      }
      List<Recipient> to = chosen.stream().map(Copy::recipient).toList();
      Result result = neighbours.way().resume(parcel(entry, to, order, by), withdrawal(id, by));
      if (result instanceof Result.Answered answered) {
        return outcome(answered);
      }
    }
    return new Outcome.Refused("the message changes too fast to be released; try again");
  }

  private static List<Copy> chosen(List<Copy> copies, List<EmailAddress> to) {
    return to.isEmpty()
        ? copies
        : copies.stream()
            .filter(copy -> to.contains(copy.address()) || to.contains(copy.owner()))
            .toList();
  }

  private static Optional<String> refusal(Entry entry, List<Copy> chosen, ReleaseOrder order) {
    if (chosen.isEmpty()) {
      return Optional.of("no copy for such a recipient is kept");
    }
    return entry.cause() == Cause.DANGEROUS && !order.asAttachment() && !order.anyway()
        ? Optional.of("the message is dangerous: release it --as-attachment, or --anyway as it is")
        : Optional.empty();
  }

  private Parcel parcel(Entry entry, List<Recipient> to, ReleaseOrder order, Actor by) {
    if (order.asAttachment()) {
      return neighbours.covers().cover(entry, to, by.toString());
    }
    return Parcel.kept(
        entry.id(),
        by.toString(),
        entry.origin().login(),
        new Envelope(entry.origin().sender(), entry.parameters(), to),
        new Content.Stored(entry.content().blob(), entry.content().octets()));
  }

  private Unjudged.Withdrawal withdrawal(QueueId id, Actor by) {
    return (batch, draft, as, to) -> {
      Optional<Versioned> read = shelf.read(id);
      List<Copy> there = shelf.copies(id);
      List<Copy> gone =
          there.stream()
              .filter(copy -> to.stream().anyMatch(one -> one.address().equals(copy.address())))
              .toList();
      if (read.isEmpty() || gone.size() < to.size()) {
        return false;
      }
      List<EmailAddress> addresses = gone.stream().map(Copy::address).toList();
      String act = "released to " + listed(addresses) + " as " + as;
      Deed deed = new Deed(world.now(), act, by.toString());
      if (take(batch, read.get(), new Taking(gone, there, deed))) {
        draft.add(new Event.Released(id, world.now(), addresses, as, by.toString()));
        complete(draft, id, there.size() == gone.size());
      }
      return true;
    };
  }

  private static String listed(List<EmailAddress> addresses) {
    int more = addresses.size() - 5;
    String some =
        String.join(", ", addresses.stream().limit(5).map(EmailAddress::toString).toList());
    return more > 0 ? some + " and " + more + " more" : some;
  }

  private static Outcome outcome(Result.Answered answered) {
    List<EmailAddress> released = new ArrayList<>();
    Map<EmailAddress, Reply> failed = new LinkedHashMap<>();
    for (int i = 0; i < answered.recipients().size(); i++) {
      EmailAddress address = answered.recipients().get(i).address();
      if (answered.goesOn(i) && answered.as().isPresent()) {
        released.add(address);
      } else {
        failed.put(address, answered.replies().get(i));
      }
    }
    return new Outcome.Released(answered.as(), released, failed);
  }

  /** Copies that leave. */
  private record Taking(List<Copy> gone, List<Copy> there, Deed deed) {}

  /** Takes copies out; whether the journal still knows the message. */
  private boolean take(Batch batch, Versioned read, Taking taking) throws StoreException {
    Entry entry = read.entry();
    batch.assertVersion(Shelf.entryKey(entry.id()), read.version());
    List<Copy> left = new ArrayList<>(taking.there());
    left.removeAll(taking.gone());
    Entry now = entry.with(taking.deed(), quarantine.config().deedsMax());
    shelf.remove(batch, now, taking.gone(), left);
    return !journal.events(entry.id()).isEmpty();
  }

  /** Where nothing else is left to be done about the message, its journey ends here. */
  private void complete(Journal.Draft draft, QueueId id, boolean last) throws StoreException {
    boolean done = journal.events(id).stream().anyMatch(Event.Completed.class::isInstance);
    if (last && !done && !neighbours.waiting().isWaiting(id)) {
      draft.add(new Event.Completed(id, world.now()));
    }
  }

  /**
   * Drops copies: all that the actor has a say in, or one recipient's. Nobody is told.
   *
   * @throws StoreException if the machine failed
   */
  public Outcome delete(QueueId id, Optional<EmailAddress> recipient, Actor by)
      throws StoreException {
    return drop(id, recipient.map(List::of).orElse(List.of()), "deleted", by);
  }

  private Outcome drop(QueueId id, List<EmailAddress> recipients, String act, Actor by)
      throws StoreException {
    for (int i = 0; i < TRIES_MAX; i++) {
      Optional<Versioned> read = shelf.read(id);
      if (read.isEmpty()) {
        return new Outcome.NotThere();
      }
      List<Copy> there = shelf.copies(id);
      List<Copy> gone = chosen(Rights.own(by, there), recipients);
      Optional<String> no = rights.refusal(by, Act.DELETE, read.get().entry());
      if (no.isPresent() || gone.isEmpty()) {
        return new Outcome.Refused(no.orElse("no copy for such a recipient is kept"));
      }
      Batch batch = new Batch();
      Journal.Draft draft = journal.draft(batch);
      String what =
          gone.size() == there.size()
              ? act
              : act + " for " + listed(gone.stream().map(Copy::address).toList());
      Deed deed = new Deed(world.now(), what, by.toString());
      if (take(batch, read.get(), new Taking(gone, there, deed))) {
        draft.add(administered(id, what, by));
        complete(draft, id, gone.size() == there.size());
      }
      if (draft.commit()) {
        return new Outcome.Done();
      }
    }
    return new Outcome.Refused("the message changes too fast to be changed; try again");
  }

  private Event.Administered administered(QueueId id, String what, Actor by) {
    return new Event.Administered(id, world.now(), "quarantine: " + what, by.toString());
  }

  /** Has the message learnt as what somebody says it is; it stays where it is. */
  public Outcome learn(QueueId id, Lesson lesson, Actor by)
      throws StoreException, InterruptedException {
    Optional<Entry> entry = quarantine.find(id);
    if (entry.isEmpty()) {
      return new Outcome.NotThere();
    }
    List<Copy> own = Rights.own(by, shelf.copies(id));
    Optional<String> no = rights.refusal(by, Act.LEARN, entry.get()).or(() -> noCopy(own));
    if (no.isPresent()) {
      return new Outcome.Refused(no.get());
    }
    List<EmailAddress> owners = own.stream().map(Copy::owner).distinct().toList();
    if (!neighbours.learner().learn(octets(entry.get()), lesson, owners)) {
      return new Outcome.Refused("this server does not learn from content");
    }
    String what = lesson == Lesson.SPAM ? "learnt as spam" : "learnt as good";
    return note(id, what, by) ? new Outcome.Done() : new Outcome.NotThere();
  }

  private static Optional<String> noCopy(List<Copy> own) {
    return own.isEmpty() ? Optional.of("no copy of yours is kept") : Optional.empty();
  }

  /** Hands out the message itself, once it is written down that somebody has it. */
  public Outcome open(QueueId id, Actor by) throws StoreException {
    Optional<Entry> entry = quarantine.find(id);
    if (entry.isEmpty()) {
      return new Outcome.NotThere();
    }
    List<Copy> own = Rights.own(by, shelf.copies(id));
    Optional<String> no = rights.refusal(by, Act.DOWNLOAD, entry.get()).or(() -> noCopy(own));
    if (no.isPresent()) {
      return new Outcome.Refused(no.get());
    }
    return note(id, "downloaded", by)
        ? new Outcome.Opened(entry.get(), octets(entry.get()))
        : new Outcome.NotThere();
  }

  private BlobOctets octets(Entry entry) {
    return new BlobOctets(store.blobs(), entry.content().blob(), entry.content().octets());
  }

  /** Writes down what was done; false if the message is gone. */
  private boolean note(QueueId id, String what, Actor by) throws StoreException {
    for (int i = 0; i < TRIES_MAX; i++) {
      Optional<Versioned> read = shelf.read(id);
      if (read.isEmpty()) {
        return false;
      }
      Batch batch = new Batch();
      Deed deed = new Deed(world.now(), what, by.toString());
      shelf.note(batch, read.get(), deed, quarantine.config().deedsMax());
      Journal.Draft draft = journal.draft(batch);
      if (!journal.events(id).isEmpty()) {
        draft.add(administered(id, what, by));
      }
      if (draft.commit()) {
        return true;
      }
    }
    throw new StoreException("message %s changes too fast to be changed".formatted(id));
  }

  /**
   * What was done about a message: of one that is kept its history, of one that has left what the journal knows.
   *
   * @throws StoreException if the machine failed
   */
  public List<Deed> history(QueueId id) throws StoreException {
    Optional<Entry> entry = quarantine.find(id);
    if (entry.isPresent()) {
      return entry.get().deeds();
    }
    List<Deed> out = new ArrayList<>();
    for (Event event : journal.events(id)) {
      switch (event) {
        case Event.Administered(_, var at, var act, var by) -> out.add(new Deed(at, act, by));
        case Event.Released(_, var at, var to, var as, var by) ->
            out.add(new Deed(at, "released to " + listed(to) + " as " + as, by));
        case Event.Routed(_, var at, var to, var decision, _) when decision.equals("quarantined") ->
            out.add(new Deed(at, "kept from " + to, "the guard"));
        default -> {}
      }
    }
    return out;
  }

  /**
   * Drops what has been kept for long enough; how many messages it was.
   *
   * @throws StoreException if the machine failed
   */
  public int expire() throws StoreException {
    int dropped = 0;
    List<QueueId> page;
    do {
      page = shelf.expired(world.now(), PAGE);
      for (QueueId id : page) {
        if (drop(id, List.of(), "dropped, its time being over", TIME) instanceof Outcome.Done) {
          dropped++;
        }
      }
    } while (page.size() == PAGE && dropped > 0);
    shelf.forgetToldBefore(world.now().getEpochSecond() / DAY_SECONDS);
    if (dropped > 0) {
      LOG.info("event=quarantine-expired messages={}", dropped);
    }
    return dropped;
  }
}
