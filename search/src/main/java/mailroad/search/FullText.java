package mailroad.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mailroad.kernel.Bell;
import mailroad.kernel.Text;
import mailroad.kernel.World;
import mailroad.mailbox.Account;
import mailroad.mailbox.Content;
import mailroad.mailbox.Directory;
import mailroad.mailbox.Listed;
import mailroad.mailbox.MailStore;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.Mailboxes;
import mailroad.mailbox.Message;
import mailroad.mailbox.Status;
import mailroad.mailbox.UidSet;
import mailroad.mime.MimeLimits;
import mailroad.mime.Octets;
import mailroad.mime.Structure;
import mailroad.store.StoreException;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.BytesRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index of all mailboxes of a node, and the task that keeps it. Any number of tasks may ask.
 *
 * <p>Trouble with the index is never trouble of who asks: it then knows nothing, is logged, and begins anew.
 */
public final class FullText implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FullText.class);
  private static final Duration AFTER_DAMAGE = Duration.ofSeconds(1);
  private static final int REFRESH_MESSAGES = 2_000;
  private static final int CHUNK_MESSAGES = 500;
  private static final int TURN_MESSAGES = 20;
  private static final int WANTED_MAX = 1_000;
  private static final int AT_HAND_OCTETS_MAX = 1_048_576;

  private final World world;
  private final Directory directory;
  private final MailStore mail;
  private final FullTextConfig config;
  private final org.apache.lucene.store.Directory files;
  private final Bell bell;
  private final Map<Long, Mailbox> wanted = new LinkedHashMap<>(); // guarded by itself
  private volatile Optional<TextIndex> index = Optional.empty();
  private volatile boolean damaged;
  private volatile boolean emptied;
  private volatile boolean running;
  private volatile boolean over;
  private volatile Optional<Waiting> waiting = Optional.empty();

  private static final Caught NOTHING = new Caught(1, 0, 0);

  // Of the task that keeps the index.
  private final Map<Long, Caught> caughtUp = new HashMap<>();
  private final Lag lag;

  /** Whether what the index lacks may wait until it is quiet: not where it was just begun anew. */
  private boolean patient;

  private int added;
  private int addedWhenMeasured = -1;
  private boolean uncommitted;
  private boolean full;
  private Instant committed = Instant.MIN;

  /**
   * How a mailbox was when all of it was in the index.
   *
   * @param covered how many messages of it the index has had, those that went since counted
   */
  private record Caught(long uidNext, long messages, long covered) {
    boolean isAs(Status status) {
      return uidNext == status.uidNext() && messages == status.messages();
    }
  }

  /**
   * How the index is.
   *
   * @param open whether it is in use; it is not before it was opened, and after it was found damaged
   * @param messages how many it has
   * @param octets of its files
   * @param mailboxesToLookAt how many have asked to be looked at next
   * @param waiting what it does not have, and why not, where that is known
   */
  public record State(
      boolean open, long messages, long octets, int mailboxesToLookAt, Optional<Waiting> waiting) {}

  /**
   * An index that is not open yet.
   *
   * @param files where it is kept; closed with this
   */
  public FullText(
      World world,
      Directory directory,
      MailStore mail,
      FullTextConfig config,
      org.apache.lucene.store.Directory files) {
    this.world = world;
    this.directory = directory;
    this.mail = mail;
    this.config = config;
    this.files = files;
    this.bell = world.bell();
    this.lag = new Lag(config);
  }

  /**
   * Which messages of a mailbox can have a text. Whoever asks must still look into these, and into those that the index does
   * not have; if there are such, they are soon added.
   */
  public Candidates candidates(Mailbox mailbox, Needle needle, Collection<Where> where) {
    List<BytesRef> terms = Grams.wanted(needle.folded());
    Optional<TextIndex> open = index;
    if (terms.isEmpty() || open.isEmpty() || damaged) {
      return Candidates.UNKNOWN;
    }
    try {
      return open.get().candidates(mailbox.uidValidity(), terms, where);
    } catch (IOException | AlreadyClosedException e) {
      broke(e);
      return Candidates.UNKNOWN;
    }
  }

  /** Has a mailbox looked at soon, since it has messages that the index does not have. */
  public void want(Mailbox mailbox) {
    synchronized (wanted) {
      if (wanted.size() < WANTED_MAX) {
        wanted.put(mailbox.uidValidity(), mailbox);
      }
    }
    bell.ring();
  }

  private void broke(Exception e) {
    if (over) {
      return;
    }
    LOG.warn("event=index-damaged reason=\"{}\"", Text.visible(String.valueOf(e.getMessage())));
    damaged = true;
    bell.ring();
  }

  /** Throws the index away; it is made anew from the mailboxes, at once if the index is kept by a task now. */
  public void rebuild() throws IOException {
    if (running) {
      emptied = true;
      bell.ring();
    } else {
      closeIndex();
      startOver();
      TextIndex.wipe(files);
    }
  }

  /** How the index is now. */
  public State state() {
    int asked;
    synchronized (wanted) {
      asked = wanted.size();
    }
    Optional<TextIndex> open = index;
    if (open.isEmpty() || damaged) {
      return notOpen(asked);
    }
    try {
      return new State(true, open.get().messages(), open.get().octets(), asked, waiting);
    } catch (IOException | AlreadyClosedException e) {
      broke(e);
      return notOpen(asked);
    }
  }

  /** What stands in the files, if that can be read; whether it can be used is found out when it is opened. */
  private State notOpen(int asked) {
    try {
      return new State(
          false, TextIndex.messages(files), TextIndex.octets(files), asked, Optional.empty());
    } catch (IOException | AlreadyClosedException e) {
      return new State(false, 0, 0, asked, Optional.empty());
    }
  }

  /** Keeps the index, until {@link #close} or until the task is cancelled. */
  public void run() throws InterruptedException {
    running = true;
    started();
    boolean all = false; // who comes back after a start goes first
    Duration rest = config.startDelay();
    while (!over) {
      long seen = bell.rings();
      step(all);
      Instant next = world.now().plus(rest);
      if (!all) {
        waiting = Optional.of(new Waiting(Waiting.Reason.START, 0, 0, next));
      }
      while (!over && world.now().isBefore(next)) {
        bell.await(seen, Duration.between(world.now(), next));
        if (emptied || damaged) {
          break; // all mailboxes are to be looked at, not only those that somebody wants
        }
        gather();
        seen = bell.rings();
        step(false);
      }
      if (damaged) {
        world.sleep(AFTER_DAMAGE);
      }
      all = true;
      rest = config.walkInterval();
    }
  }

  /** What came before the start waits for a quiet moment, as what comes later does. */
  void started() {
    patient = true;
  }

  /** While mail comes, each search misses some: what is added at once costs one new segment of the index, not many. */
  private void gather() throws InterruptedException {
    boolean isWanted;
    synchronized (wanted) {
      isWanted = !wanted.isEmpty();
    }
    if (isWanted && !over) {
      world.sleep(config.gatherInterval());
    }
  }

  /**
   * Adds what is missing.
   *
   * @param all from all mailboxes, and not only from those that were wanted
   */
  void step(boolean all) throws InterruptedException {
    if (over) {
      return;
    }
    try {
      TextIndex open = ready();
      caughtUp(open, all);
      refresh(open);
      if (all || !isStarting()) {
        waiting = waiting();
      }
    } catch (LockObtainFailedException e) {
      LOG.warn("event=index-in-use reason=\"{}\"", Text.visible(String.valueOf(e.getMessage())));
    } catch (IOException | UncheckedIOException | AlreadyClosedException e) {
      broke(e);
    } catch (StoreException e) {
      if (!over) { // then the store may be closed already
        LOG.warn("event=index-stopped reason=\"{}\"", Text.visible(String.valueOf(e.getMessage())));
      }
    }
  }

  private boolean isStarting() {
    return waiting.filter(what -> what.reason() == Waiting.Reason.START).isPresent();
  }

  private Optional<Waiting> waiting() {
    return full ? Optional.of(new Waiting(Waiting.Reason.FULL, 0, 0, Instant.MAX)) : lag.waiting();
  }

  /** The index, opened, and begun anew if need be. */
  private TextIndex ready() throws IOException {
    if (damaged) {
      closeIndex();
      damaged = false;
      startOver();
    }
    Optional<TextIndex> open = index;
    if (open.isEmpty()) {
      open = Optional.of(TextIndex.open(files, config));
      index = open;
      LOG.info("event=index-open messages={}", open.get().messages());
    }
    if (emptied) {
      emptied = false;
      startOver();
      open.get().clear();
      LOG.info("event=index-emptied");
    }
    return open.get();
  }

  /** The index has nothing, or it is not known what it has: all is to be looked at, and nothing waits. */
  private void startOver() {
    caughtUp.clear();
    lag.clear();
    patient = false;
  }

  private void caughtUp(TextIndex open, boolean all)
      throws IOException, StoreException, InterruptedException {
    if (added != addedWhenMeasured) {
      addedWhenMeasured = added;
      full = open.octets() > config.indexOctetsMax();
    }
    Set<Long> seen = new HashSet<>();
    wanted(open, seen);
    if (!all) {
      return;
    }
    for (Account account : directory.accounts()) {
      Mailboxes mailboxes = mail.of(account);
      for (Listed listed : mailboxes.list()) {
        Optional<Mailbox> mailbox =
            listed.kind() == Listed.Kind.SELECTABLE
                ? mailboxes.open(listed.name())
                : Optional.empty();
        if (mailbox.isPresent()) {
          seen.add(mailbox.get().uidValidity());
          catchUp(open, mailbox.get(), patient);
        }
        wanted(open, seen);
        if (mustStop()) {
          return;
        }
      }
    }
    forget(open, seen);
    lag.walked();
    patient = true;
  }

  private void wanted(TextIndex open, Set<Long> seen)
      throws IOException, StoreException, InterruptedException {
    Optional<Mailbox> next = nextWanted();
    while (next.isPresent()) {
      seen.add(next.get().uidValidity());
      catchUp(open, next.get(), false);
      next = nextWanted();
    }
  }

  private boolean mustStop() {
    return damaged || emptied || over;
  }

  private Optional<Mailbox> nextWanted() {
    synchronized (wanted) {
      Optional<Mailbox> next = wanted.values().stream().findFirst();
      next.ifPresent(mailbox -> wanted.remove(mailbox.uidValidity()));
      return next;
    }
  }

  /** Takes away what belongs to mailboxes that are no longer there. */
  private void forget(TextIndex open, Set<Long> seen) throws IOException {
    for (long box : open.boxes()) {
      if (!seen.contains(box)) {
        open.delete(box);
        caughtUp.remove(box);
        lag.over(box);
        uncommitted = true;
      }
    }
  }

  /**
   * Adds the messages of a mailbox that the index does not have.
   *
   * @param mayWait whether that may be left for later while more comes
   */
  private void catchUp(TextIndex open, Mailbox mailbox, boolean mayWait)
      throws IOException, StoreException, InterruptedException {
    long box = mailbox.uidValidity();
    Status now = mailbox.status();
    Caught before = caughtUp.get(box);
    if (full || before != null && before.isAs(now)) {
      return;
    }
    Caught start = before == null ? indexed(open, box) : before;
    long missing = now.uidNext() - start.uidNext();
    if (mayWait && missing > 0 && lag.mayWait(box, now.uidNext(), missing, world.now())) {
      return;
    }
    lag.over(box);
    if (start.covered() > 2 * now.messages() + 100) {
      open.delete(box); // most of it is gone: anew is cheaper than one by one
      uncommitted = true;
      refresh(open);
      start = NOTHING;
    }
    caughtUp.remove(box); // until all of it is there again
    long more = 0;
    for (long from = start.uidNext(); from < now.uidNext(); from += CHUNK_MESSAGES) {
      long to = Math.min(from + CHUNK_MESSAGES, now.uidNext()) - 1;
      for (Message message : mailbox.messages(UidSet.range(from, to))) {
        add(open, mailbox, message.uid());
        more++;
        if (mustStop()) {
          return;
        }
      }
    }
    caughtUp.put(box, new Caught(now.uidNext(), now.messages(), start.covered() + more));
  }

  /** What the index has of a mailbox that was not looked at since it was opened. */
  private static Caught indexed(TextIndex open, long box) throws IOException {
    UidSet covered = open.covered(box);
    return covered.isEmpty()
        ? NOTHING
        : new Caught(covered.ranges().getLast().last() + 1, 0, covered.size());
  }

  private void add(TextIndex open, Mailbox mailbox, long uid)
      throws IOException, StoreException, InterruptedException {
    Optional<Content> content = mailbox.content(uid);
    if (content.isEmpty()) {
      return; // gone meanwhile
    }
    Octets octets = content.get().asOctetsAtHand(AT_HAND_OCTETS_MAX);
    Structure structure = Structure.read(octets, MimeLimits.DEFAULT);
    MessageText text =
        new MessageText(octets, MessageText.Reading.of(structure), config.textOctetsMax());
    Grams head = new Grams(config.gramsMax());
    text.head().forEach(head::add);
    Grams body = new Grams(config.gramsMax());
    text.body().forEach(body::add);
    boolean isCut = head.isCut() || body.isCut() || text.isCut() || structure.cut();
    open.add(mailbox.uidValidity(), uid, head, body, isCut);
    uncommitted = true;
    if (++added % REFRESH_MESSAGES == 0) {
      refresh(open);
    }
    if (added % TURN_MESSAGES == 0) {
      world.sleep(Duration.ZERO); // others may need the processor more
    }
  }

  private void refresh(TextIndex open) throws IOException {
    if (!uncommitted) {
      return;
    }
    open.refresh();
    Instant now = world.now();
    if (committed.equals(Instant.MIN) || !now.isBefore(committed.plus(config.commitInterval()))) {
      open.commit();
      committed = now;
      uncommitted = false;
    }
  }

  private void closeIndex() {
    Optional<TextIndex> open = index;
    index = Optional.empty();
    if (open.isPresent()) {
      try {
        open.get().close();
      } catch (IOException | AlreadyClosedException e) {
        LOG.warn(
            "event=index-close-failed reason=\"{}\"", Text.visible(String.valueOf(e.getMessage())));
      }
    }
  }

  /**
   * Ends, and so does the task that keeps the index; what it has added stays. That task may be cancelled afterwards, when
   * no file is written any more: an interrupt amid one would cost what was added since the last commit.
   */
  @Override
  public void close() throws IOException {
    over = true;
    bell.ring();
    closeIndex();
    files.close();
  }
}
