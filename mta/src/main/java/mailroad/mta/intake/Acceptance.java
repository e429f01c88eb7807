package mailroad.mta.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import mailroad.journal.Journal;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.QueueIds;
import mailroad.kernel.Reply;
import mailroad.kernel.Text;
import mailroad.kernel.Why;
import mailroad.kernel.World;
import mailroad.mta.dsn.Action;
import mailroad.mta.dsn.DsnRules;
import mailroad.mta.gate.Judgement;
import mailroad.mta.gate.Kept;
import mailroad.mta.gate.Placement;
import mailroad.mta.gate.Seal;
import mailroad.mta.local.LocalDelivery;
import mailroad.mta.local.LocalDelivery.Arrival;
import mailroad.mta.local.LocalDelivery.Filing;
import mailroad.mta.queue.Forwarding;
import mailroad.mta.queue.MailQueue;
import mailroad.mta.queue.Notices;
import mailroad.mta.queue.Notices.Notice;
import mailroad.mta.queue.Notices.Told;
import mailroad.mta.queue.QueuedItem.Said;
import mailroad.mta.queue.QueuedMessage;
import mailroad.mta.routing.Mail;
import mailroad.mta.routing.Router;
import mailroad.smtp.Envelope;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import mailroad.store.Batch;
import mailroad.store.Store;
import mailroad.store.StoreException;
import mailroad.store.StoreFullException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages over in one batch: mail for mailboxes here is filed, the rest is queued, events and notices are
 * written. Either all of that is on disk, or nothing was taken. Any number of tasks may use it; blocks.
 */
public final class Acceptance {
  private static final Logger LOG = LoggerFactory.getLogger(Acceptance.class);
  private static final int TRIES_MAX = 8;
  private static final Reply TOO_FAST =
      new Reply(451, "4.3.0", "The mailboxes change too fast; try again");
  private static final Reply FILED = new Reply(250, "2.0.0", "Delivered");
  private static final Reply EXPANDED = new Reply(250, "2.0.0", "Passed on");

  private final World world;
  private final Journal journal;
  private final IntakeConfig config;
  private final MailQueue queue;
  private final Router router;
  private final LocalDelivery local;
  private final Rewriter rewriter;
  private final Notices notices;
  private final QueueIds ids;

  /** Whom acceptance knows. */
  public record Neighbours(
      MailQueue queue, Router router, LocalDelivery local, Rewriter rewriter, Seal seal) {}

  /** Acceptance on the server of this name. */
  public Acceptance(
      World world,
      Store store,
      Journal journal,
      IntakeConfig config,
      Neighbours neighbours,
      Domain hostname) {
    this.world = world;
    this.journal = journal;
    this.config = config;
    this.queue = neighbours.queue();
    this.router = neighbours.router();
    this.local = neighbours.local();
    this.rewriter = neighbours.rewriter();
    this.ids = new QueueIds(world);
    this.notices =
        new NoticeSender(world, store.blobs(), config, hostname, this, neighbours.seal());
  }

  /** Writes addresses anew. */
  Rewriter rewriter() {
    return rewriter;
  }

  /** The ids of the messages taken here. */
  QueueIds ids() {
    return ids;
  }

  /** The time. */
  Instant now() {
    return world.now();
  }

  /** Tells senders what becomes of their mail. */
  public Notices notices() {
    return notices;
  }

  /** Takes a message over, or says why not: then nothing is left of it. */
  Reply accept(Letter letter) {
    try {
      for (int i = 0; i < TRIES_MAX; i++) {
        Optional<Reply> reply = tryTo(letter);
        if (reply.isPresent()) {
          return reply.get();
        }
      }
      return TOO_FAST;
    } catch (StoreException e) {
      return trouble(e);
    }
  }

  /**
   * Takes a message over for those recipients whom it can reach, and says of each what became of it (RFC 2033 section
   * 4.2). Those that are taken are taken together, in one batch.
   */
  List<Reply> acceptForEach(Letter letter) {
    List<Recipient> recipients = letter.envelope().recipients();
    try {
      for (int i = 0; i < TRIES_MAX; i++) {
        List<Optional<Reply>> refusals = new ArrayList<>();
        List<Recipient> left = new ArrayList<>();
        for (Recipient recipient : recipients) {
          Optional<Reply> refusal = refusal(plan(letter.to(List.of(recipient))));
          refusals.add(refusal);
          if (refusal.isEmpty()) {
            left.add(recipient);
          }
        }
        Optional<Reply> reply = left.isEmpty() ? Optional.of(TOO_FAST) : tryTo(letter.to(left));
        if (reply.isPresent()) {
          return refusals.stream().map(refusal -> refusal.orElse(reply.get())).toList();
        }
      }
      return Collections.nCopies(recipients.size(), TOO_FAST);
    } catch (StoreException e) {
      return Collections.nCopies(recipients.size(), trouble(e));
    }
  }

  /**
   * Takes over a message that nobody judges, for those recipients whom it can reach, and takes it out of where it was
   * kept in the same batch.
   */
  Unjudged.Result resume(Letter letter, Unjudged.Withdrawal withdrawal) throws StoreException {
    List<Recipient> recipients = letter.envelope().recipients();
    List<Reply> replies = new ArrayList<>();
    for (int i = 0; i < TRIES_MAX; i++) {
      replies.clear();
      List<Recipient> left = new ArrayList<>();
      for (Recipient recipient : recipients) {
        Optional<Reply> refusal = refusal(plan(letter.to(List.of(recipient))));
        replies.add(refusal.orElse(queued(letter)));
        if (refusal.isEmpty()) {
          left.add(recipient);
        }
      }
      if (left.isEmpty()) {
        return new Unjudged.Result.Answered(Optional.empty(), recipients, replies);
      }
      Batch batch = new Batch();
      Journal.Draft draft = journal.draft(batch);
      if (!withdrawal.withdraw(batch, draft, letter.id(), left)) {
        return new Unjudged.Result.Gone();
      }
      add(batch, draft, letter.to(left));
      if (draft.commit()) {
        return new Unjudged.Result.Answered(Optional.of(letter.id()), recipients, replies);
      }
    }
    List<Reply> later = Collections.nCopies(recipients.size(), TOO_FAST);
    return new Unjudged.Result.Answered(Optional.empty(), recipients, later);
  }

  private static Reply queued(Letter letter) {
    return new Reply(250, "2.0.0", "OK queued as " + letter.id());
  }

  /** Takes a message over as things are now; empty if they changed at that very moment. */
  private Optional<Reply> tryTo(Letter letter) throws StoreException {
    Plan plan = plan(letter);
    Optional<Reply> refusal = refusal(plan);
    if (refusal.isPresent()) {
      return refusal;
    }
    Batch batch = new Batch();
    Journal.Draft draft = journal.draft(batch);
    add(batch, draft, letter, plan);
    return draft.commit() ? Optional.of(queued(letter)) : Optional.empty();
  }

  /** What is said when the machine fails: never that the message is taken, and never that it is refused for good. */
  static Reply trouble(StoreException e) {
    if (e instanceof StoreFullException) {
      LOG.error("event=store-full reason=\"{}\"", Text.visible(String.valueOf(e.getMessage())));
      return new Reply(452, "4.3.1", "No room on this server now");
    }
    LOG.error("event=store-trouble", e);
    return new Reply(451, "4.3.0", "Trouble on this server");
  }

  private Plan plan(Letter letter) throws StoreException {
    Envelope envelope = letter.envelope();
    Envelope passing = new Envelope(envelope.sender(), envelope.parameters(), letter.passing());
    return Plan.of(router, local, passing, letter.mail(), config.expansionsMax());
  }

  /** What would become of a message to one recipient, were it taken over now. Writes nothing. */
  public Plan foresee(Mail mail, EmailAddress to) throws StoreException {
    Envelope envelope = new Envelope(mail.sender(), MailParameters.NONE, List.of(Recipient.of(to)));
    return Plan.of(router, local, envelope, mail, config.expansionsMax());
  }

  /**
   * What a message is refused with at the end of its data. Where nobody would get it, its sender hears so at once rather
   * than by a notice.
   */
  public Optional<Reply> refusal(Plan plan) {
    if (plan.refusal().isPresent()) {
      // For all its recipients, whomever the route speaks of: said here, it needs no notice to
      // anybody.
      return plan.refusal();
    }
    if (!plan.leadsSomewhere() && !plan.failures().isEmpty()) {
      return Optional.of(plan.failures().getFirst().reply());
    }
    return plan.isOnlyFull() && plan.failures().isEmpty()
        ? Optional.of(config.fullMailbox().reply())
        : Optional.empty();
  }

  /** Adds a message that must be taken, whatever becomes of it: a notice. */
  void add(Batch batch, Journal.Draft draft, Letter letter) throws StoreException {
    add(batch, draft, letter, plan(letter));
  }

  private void add(Batch batch, Journal.Draft draft, Letter letter, Plan plan)
      throws StoreException {
    Instant now = world.now();
    QueueId id = letter.id();
    QueuedMessage message =
        queue
            .message(id, letter.envelope(), letter.blob(), letter.octets(), letter.messageIdField())
            .withAccount(letter.account())
            .withHeld(plan.holding().isPresent());
    draft.add(
        new Event.Accepted(
            id,
            now,
            letter.envelope().sender(),
            letter.addressed().named(),
            letter.octets(),
            letter.source(),
            letter.messageIdField()));
    boolean kept = judged(batch, draft, letter);
    for (Rewriter.Change change : letter.addressed().recipients()) {
      draft.add(new Event.Expanded(id, now, change.from(), List.of(change.to()), change.why()));
    }
    for (Plan.Expansion expansion : plan.expansions()) {
      expand(batch, draft, message, expansion);
    }
    for (Plan.Here here : plan.here()) {
      file(batch, draft, message, here, letter);
    }
    for (Plan.Elsewhere one : plan.elsewhere()) {
      String decision = "queued for " + one.choice().hop();
      EmailAddress address = one.recipient().address();
      Why why = letter.addressed().explained(one.choice().why());
      draft.add(new Event.Routed(id, now, address, decision, why));
    }
    for (Plan.Elsewhere one : plan.dropped()) {
      EmailAddress address = one.recipient().address();
      draft.add(new Event.Routed(id, now, address, "dropped", one.choice().why()));
    }
    if (plan.holding().isPresent()) {
      draft.add(new Event.Administered(id, now, "held", "a route"));
    }
    fail(batch, draft, message, plan);
    if (!plan.elsewhere().isEmpty() || !plan.full().isEmpty()) {
      queue.add(batch, draft, message, plan.groups(letter.judgement()));
    } else if (!kept) {
      // Not the time of acceptance: events are ordered by their times, and this one comes last.
      draft.add(new Event.Completed(id, world.now()));
    }
  }

  /** What the gate found, whom it stops the message for, and what it leaves behind; whether that keeps copies. */
  private boolean judged(Batch batch, Journal.Draft draft, Letter letter) throws StoreException {
    Judgement judgement = letter.judgement();
    Instant now = world.now();
    if (!judgement.verdict().isEmpty()) {
      draft.add(new Event.Judged(letter.id(), now, judgement.verdict(), judgement.why()));
    }
    List<Recipient> quarantined = new ArrayList<>();
    for (Recipient recipient : letter.stopped()) {
      boolean kept = judgement.placement(recipient.address()) == Placement.QUARANTINE;
      if (kept) {
        quarantined.add(recipient);
      }
      draft.add(
          new Event.Routed(
              letter.id(),
              now,
              recipient.address(),
              kept ? "quarantined" : "discarded",
              judgement.why()));
    }
    judgement
        .booking()
        .book(
            batch,
            draft,
            new Kept(letter.id(), letter.envelope(), quarantined, letter.blob(), letter.octets()));
    return !quarantined.isEmpty();
  }

  /**
   * Writes down why a message was not taken, so that it can be asked for by the id that its sender was told. Nothing
   * rests on it: where it fails, a line in the log is left.
   */
  void refused(QueueId id, Judgement judgement) {
    Batch batch = new Batch();
    Journal.Draft draft = journal.draft(batch);
    draft.addRefused(new Event.Judged(id, world.now(), judgement.verdict(), judgement.why()));
    try {
      draft.commit();
    } catch (StoreException e) {
      LOG.warn("event=refusal-not-written queue-id={}", id, e);
    }
  }

  private void expand(
      Batch batch, Journal.Draft draft, QueuedMessage message, Plan.Expansion expansion)
      throws StoreException {
    Instant now = world.now();
    Recipient recipient = expansion.recipient();
    draft.add(
        new Event.Expanded(
            message.id(), now, recipient.address(), expansion.into(), expansion.why()));
    if (Forwarding.isExpansion(recipient, expansion.into())) {
      tell(batch, draft, message, Action.EXPANDED, recipient, EXPANDED);
    }
  }

  private void file(
      Batch batch, Journal.Draft draft, QueuedMessage message, Plan.Here here, Letter letter)
      throws StoreException {
    Instant now = world.now();
    EmailAddress address = here.recipient().address();
    Arrival arrival =
        new Arrival(
            message.sender(),
            message.blob(),
            message.octets(),
            now,
            letter.bringsReturnPath(),
            letter.judgement().placement(address, here.account()) == Placement.JUNK);
    Filing filing = local.file(batch, arrival, router.here(address), here.to());
    String decision = "into %s of %s".formatted(filing.mailbox(), here.account());
    draft.add(new Event.Routed(message.id(), now, address, decision, here.why()));
    draft.addFiled(
        filing.uid(),
        uid -> new Event.Filed(message.id(), now, address, here.account(), filing.mailbox(), uid));
    if (isTold(message, here.recipient(), Action.DELIVERED)) {
      tell(batch, draft, message, Action.DELIVERED, here.recipient(), FILED);
    }
  }

  /** A recipient that vanished since RCPT, while others get the message: its sender is told by a notice. */
  private void fail(Batch batch, Journal.Draft draft, QueuedMessage message, Plan plan)
      throws StoreException {
    for (Plan.Failure failure : plan.failures()) {
      Recipient recipient = failure.recipient();
      Optional<QueueId> notice =
          isTold(message, recipient, Action.FAILED)
              ? tell(batch, draft, message, Action.FAILED, recipient, failure.reply())
              : Optional.empty();
      draft.add(
          new Event.Failed(
              message.id(), world.now(), recipient.address(), failure.reply(), notice));
    }
  }

  private static boolean isTold(QueuedMessage message, Recipient recipient, Action action) {
    return DsnRules.told(message.sender(), recipient.notices(), action, false).isPresent();
  }

  private Optional<QueueId> tell(
      Batch batch,
      Journal.Draft draft,
      QueuedMessage message,
      Action action,
      Recipient recipient,
      Reply reply)
      throws StoreException {
    Told told = new Told(recipient, new Said("", reply), false, world.now());
    return notices.add(batch, draft, new Notice(action, message, List.of(told)));
  }
}
