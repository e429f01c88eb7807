package mailroad.guard.learn;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import mailroad.kernel.Bell;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.World;
import mailroad.mailbox.Content;
import mailroad.mailbox.Copied;
import mailroad.mailbox.Flag;
import mailroad.mailbox.FlagChange;
import mailroad.mailbox.Flags;
import mailroad.mailbox.MailStore;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.MailboxName;
import mailroad.mailbox.Mailboxes;
import mailroad.mailbox.Message;
import mailroad.mailbox.SpecialUse;
import mailroad.mailbox.Witness;
import mailroad.mime.Header;
import mailroad.mime.MimeLimits;
import mailroad.mime.Octets;
import mailroad.store.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns from what users do with their messages. Sessions only note it here; a task of its own ({@link #run}) reads the
 * messages and learns them, for the account and for the site. What waits is in memory: when the server ends, it is lost,
 * and no more than that.
 */
public final class Lessons implements Witness {
  private static final Logger LOG = LoggerFactory.getLogger(Lessons.class);
  private static final Duration LOOK_AGAIN_AFTER = Duration.ofMinutes(10);
  private static final int MESSAGE_OCTETS_MAX = 1 << 20;

  private final ClassifierConfig config;
  private final Classifier classifier;
  private final Bell bell;
  private final Queue<Seen> pending = new ArrayDeque<>();
  private volatile @Nullable MailStore mailboxes;
  private volatile Unwanted unwanted = (_, _) -> {};

  /** Learns by this classifier. */
  public Lessons(World world, ClassifierConfig config, Classifier classifier) {
    this.config = config;
    this.classifier = classifier;
    this.bell = world.bell();
  }

  /** Something that a user did. */
  private sealed interface Seen {
    /** A message came from one mailbox into another. */
    record Moved(Mailbox from, Mailbox to, long uid) implements Seen {}

    /** A message was marked as something. */
    record Marked(Mailbox in, long uid, Lesson as) implements Seen {}
  }

  /** Hears of mail that somebody does not want. */
  @FunctionalInterface
  public interface Unwanted {
    /** An account has said so of a message with this header section. */
    void said(EmailAddress account, Header header) throws StoreException;
  }

  /** Has somebody told of mail that users do not want. To be said before {@link #run}. */
  public void tell(Unwanted other) {
    unwanted = other;
  }

  /** Where the mailboxes are of which special use is looked up. To be said before {@link #run}. */
  public void at(MailStore store) {
    mailboxes = store;
  }

  @Override
  public void copied(Mailbox from, Mailbox to, List<Copied.Pair> pairs) {
    if (config.enabled()) {
      pairs.forEach(pair -> note(new Seen.Moved(from, to, pair.to())));
    }
  }

  @Override
  public void flagged(Mailbox mailbox, FlagChange change, List<Message> messages) {
    if (config.enabled() && change.kind() != FlagChange.Kind.REMOVE) {
      taught(change.flags())
          .ifPresent(
              as -> messages.forEach(message -> note(new Seen.Marked(mailbox, message.uid(), as))));
    }
  }

  /** What flags say of a message; both keywords at once say nothing. */
  private Optional<Lesson> taught(Flags flags) {
    boolean junk = flags.has("$Junk") || flags.has("Junk");
    boolean good = flags.has("$NotJunk") || flags.has("NotJunk") || flags.has("NonJunk");
    boolean used =
        config.learnFromUse() && (flags.has(Flag.ANSWERED) || flags.has(Flag.FLAGGED)) && !junk;
    if (junk == good && !used) {
      return Optional.empty();
    }
    return Optional.of(junk && !good ? Lesson.SPAM : Lesson.GOOD);
  }

  private void note(Seen seen) {
    synchronized (pending) {
      pending.add(seen);
      if (pending.size() > config.pendingMax()) {
        pending.remove();
      }
    }
    bell.ring();
  }

  private @Nullable Seen next() {
    synchronized (pending) {
      return pending.poll();
    }
  }

  /** Learns, until it is cancelled. */
  public void run() throws InterruptedException {
    while (true) {
      long seen = bell.rings();
      if (!learnNext()) {
        bell.await(seen, LOOK_AGAIN_AFTER);
      }
    }
  }

  /** Learns what waits longest; gives whether anything waited. */
  boolean learnNext() {
    Seen next = next();
    if (next != null) {
      learn(next);
    }
    return next != null;
  }

  private void learn(Seen seen) {
    try {
      switch (seen) {
        case Seen.Moved(var from, var to, var uid) -> {
          Optional<Lesson> as = taught(from, to);
          if (as.isPresent()) {
            learn(to, uid, as.get());
          }
        }
        case Seen.Marked(var in, var uid, var as) -> learn(in, uid, as);
      }
    } catch (StoreException | IOException e) {
      LOG.warn("event=lesson-failed reason=\"{}\"", e.getMessage());
    }
  }

  /** Into Junk is spam; out of it is good, unless into Trash; from INBOX into a folder is good too. */
  private Optional<Lesson> taught(Mailbox from, Mailbox to) throws StoreException {
    boolean fromJunk = is(SpecialUse.JUNK, from);
    if (is(SpecialUse.JUNK, to)) {
      return fromJunk ? Optional.empty() : Optional.of(Lesson.SPAM);
    }
    if (is(SpecialUse.TRASH, to)) {
      return Optional.empty();
    }
    boolean filed =
        config.learnFromUse() && from.name().equals(MailboxName.INBOX) && !from.isForeign();
    return fromJunk || filed ? Optional.of(Lesson.GOOD) : Optional.empty();
  }

  private boolean is(SpecialUse use, Mailbox mailbox) throws StoreException {
    MailStore store = mailboxes;
    if (store == null) {
      return false;
    }
    Mailboxes all = store.of(mailbox.account());
    Optional<Mailbox> special = all.open(use);
    return special.filter(it -> it.uidValidity() == mailbox.uidValidity()).isPresent();
  }

  private void learn(Mailbox mailbox, long uid, Lesson as) throws StoreException, IOException {
    Optional<Content> content = mailbox.content(uid);
    if (content.isEmpty()) {
      return; // it went on already
    }
    Octets octets = content.get().asOctetsAtHand(MESSAGE_OCTETS_MAX);
    if (as == Lesson.SPAM) {
      Header header = Header.read(octets, 0, octets.size(), MimeLimits.DEFAULT);
      unwanted.said(mailbox.account().address(), header);
    }
    Features features = classifier.features(octets);
    if (classifier.learn(mailbox.account(), features, as)) {
      LOG.info("event=learned account={} as={}", mailbox.account().address(), as.key());
    }
  }
}
