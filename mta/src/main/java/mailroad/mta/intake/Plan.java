package mailroad.mta.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;
import mailroad.kernel.Why;
import mailroad.mta.gate.Judgement;
import mailroad.mta.gate.Placement;
import mailroad.mta.local.LocalDelivery;
import mailroad.mta.local.LocalDelivery.Lookup;
import mailroad.mta.local.LocalReplies;
import mailroad.mta.queue.Forwarding;
import mailroad.mta.queue.MailQueue;
import mailroad.mta.routing.Choice;
import mailroad.mta.routing.Mail;
import mailroad.mta.routing.NextHop;
import mailroad.mta.routing.Router;
import mailroad.smtp.Envelope;
import mailroad.smtp.Recipient;
import mailroad.store.StoreException;

/**
 * Each recipient's way: into a mailbox here, into the queue, or nowhere. Aliases and forwardings are followed;
 * each mailbox and each address elsewhere gets the message once, however many ways lead there; a circle ends
 * where it began. Mail is taken over by it, and {@code explain} tells of it.
 */
public final class Plan {
  private final Router router;
  private final LocalDelivery local;
  private final Mail mail;
  private final int expansionsMax;

  private final List<Here> here = new ArrayList<>();
  private final List<Elsewhere> elsewhere = new ArrayList<>();
  private final List<Elsewhere> dropped = new ArrayList<>();
  private final List<Reply> refusals = new ArrayList<>();
  private final List<WithoutRoom> full = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();
  private final List<Expansion> expansions = new ArrayList<>();
  private final List<Course> courses = new ArrayList<>();
  private final Set<EmailAddress> accounts = new HashSet<>();
  private final Set<EmailAddress> queued = new HashSet<>();
  private int expanded;

  /** A recipient whose mailbox is here. */
  record Here(Recipient recipient, Lookup.ToAccount to, Why why) {
    EmailAddress account() {
      return to.account();
    }
  }

  /** A recipient whose mailbox here has no room now. */
  record WithoutRoom(Recipient recipient, EmailAddress account) {}

  /** A recipient that goes on. */
  record Elsewhere(Recipient recipient, Choice choice) {}

  /** A recipient that leads nowhere. */
  record Failure(Recipient recipient, Reply reply) {}

  /** A recipient that became others. */
  record Expansion(Recipient recipient, List<EmailAddress> into, Why why) {}

  private Plan(Router router, LocalDelivery local, Mail mail, int expansionsMax) {
    this.router = router;
    this.local = local;
    this.mail = mail;
    this.expansionsMax = expansionsMax;
  }

  /** Finds the way of all recipients of an envelope. */
  static Plan of(
      Router router, LocalDelivery local, Envelope envelope, Mail mail, int expansionsMax)
      throws StoreException {
    Plan plan = new Plan(router, local, mail, expansionsMax);
    for (Recipient recipient : envelope.recipients()) {
      int failuresBefore = plan.failures.size();
      Course course = plan.follow(recipient, new HashSet<>());
      plan.courses.add(course);
      boolean untold = !course.leads() && plan.failures.size() == failuresBefore;
      if (untold || course.isCutShort()) {
        plan.failures.add(new Failure(recipient, LocalReplies.CIRCLE));
      }
    }
    return plan;
  }

  /** Follows one recipient. */
  private Course follow(Recipient recipient, Set<EmailAddress> path) throws StoreException {
    EmailAddress address = recipient.address();
    Choice choice = router.choose(mail, address);
    if (choice.hop().next() instanceof NextHop.Reject(var reply)) {
      refusals.add(reply);
      failures.add(new Failure(recipient, reply));
      return new Course.Refused(address, choice, reply);
    }
    if (!choice.isHere()) {
      if (!queued.add(address)) {
        return new Course.Again(address);
      }
      boolean dropped = choice.hop().next() instanceof NextHop.Discard;
      (dropped ? this.dropped : elsewhere).add(new Elsewhere(recipient, choice));
      return new Course.Elsewhere(address, choice);
    }
    return switch (local.lookup(router.here(address), mail.octets().orElse(0))) {
      case Lookup.ToAccount to -> {
        if (!accounts.add(to.account())) {
          yield new Course.Again(address);
        }
        Why why = new Why("into " + to.account(), List.of(choice.why(), to.why()));
        here.add(new Here(recipient, to, why));
        yield new Course.Filed(address, choice, to);
      }
      case Lookup.Forward forward -> forward(recipient, choice, forward, path);
      case Lookup.Full lookup -> {
        if (!queued.add(address)) {
          yield new Course.Again(address);
        }
        full.add(new WithoutRoom(recipient, lookup.account()));
        yield new Course.WithoutRoom(address, choice, lookup);
      }
      case Lookup.Unknown unknown -> {
        failures.add(new Failure(recipient, LocalReplies.NOBODY));
        yield new Course.Nobody(address, choice, unknown);
      }
    };
  }

  private Course forward(
      Recipient recipient, Choice choice, Lookup.Forward forward, Set<EmailAddress> path)
      throws StoreException {
    EmailAddress address = recipient.address();
    if (path.contains(address)) {
      return new Course.Circle(address);
    }
    expanded += forward.to().size();
    if (expanded > expansionsMax) {
      Why why =
          new Why(
              "%s is not followed: it makes more than %d addresses"
                  .formatted(address, expansionsMax),
              "mta.intake.expansions-max");
      return new Course.TooMany(address, why);
    }
    path.add(address);
    expansions.add(new Expansion(recipient, forward.to(), forward.why()));
    List<Course> into = new ArrayList<>();
    for (Recipient next : Forwarding.of(recipient, forward.to())) {
      into.add(follow(next, path));
    }
    path.remove(address);
    return new Course.Expanded(address, choice, forward, into);
  }

  /** What was found for each recipient of the envelope, in its order. */
  public List<Course> courses() {
    return courses;
  }

  List<Here> here() {
    return here;
  }

  List<Elsewhere> elsewhere() {
    return elsewhere;
  }

  /** Those whose copy a route drops. */
  List<Elsewhere> dropped() {
    return dropped;
  }

  /** Why a route refuses the message, if one does. */
  public Optional<Reply> refusal() {
    return refusals.stream().findFirst();
  }

  /** What stops the message until an administrator lets it go on, if anything does. */
  public Optional<Choice> holding() {
    return elsewhere.stream()
        .map(Elsewhere::choice)
        .filter(choice -> choice.hop().next() instanceof NextHop.Hold)
        .findFirst();
  }

  /** Those whose mailbox here has no room now. */
  List<WithoutRoom> full() {
    return full;
  }

  List<Failure> failures() {
    return failures;
  }

  List<Expansion> expansions() {
    return expansions;
  }

  /** Whether somebody gets the message, now or later. */
  boolean leadsSomewhere() {
    return !here.isEmpty() || !elsewhere.isEmpty() || !full.isEmpty() || !dropped.isEmpty();
  }

  /** Whether mailboxes without room are all that there is. */
  boolean isOnlyFull() {
    return here.isEmpty() && elsewhere.isEmpty() && dropped.isEmpty() && !full.isEmpty();
  }

  /** What goes into the queue, by next hop: there they share a transaction. */
  List<MailQueue.Group> groups(Judgement judgement) {
    record Way(String hop, Optional<Duration> lifetime, boolean junk) {}
    Map<Way, List<Recipient>> groups = new LinkedHashMap<>();
    for (Elsewhere one : elsewhere) {
      Way way = new Way(one.choice().hop().toString(), one.choice().lifetime(), false);
      groups.computeIfAbsent(way, _ -> new ArrayList<>()).add(one.recipient());
    }
    for (WithoutRoom one : full) {
      Placement placement = judgement.placement(one.recipient().address(), one.account());
      Way here =
          new Way(new NextHop.Here().toString(), Optional.empty(), placement == Placement.JUNK);
      groups.computeIfAbsent(here, _ -> new ArrayList<>()).add(one.recipient());
    }
    return groups.entrySet().stream()
        .map(group ->
            new MailQueue.Group(
                group.getKey().hop(),
                group.getKey().lifetime(),
                group.getValue(),
                group.getKey().junk()))
        .toList();
  }
}
