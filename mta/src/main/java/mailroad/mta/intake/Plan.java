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
 * where it began.
 */
final class Plan {
  private static final Reply CIRCLE =
      new Reply(554, "5.4.6", "The address is forwarded in a circle");
  private static final Reply UNKNOWN = new Reply(550, "5.1.1", "No such mailbox here");

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
      if (!plan.follow(recipient, new HashSet<>()) && plan.failures.size() == failuresBefore) {
        plan.failures.add(new Failure(recipient, CIRCLE));
      }
    }
    return plan;
  }

  /** Follows one recipient; whether it leads anywhere. */
  private boolean follow(Recipient recipient, Set<EmailAddress> path) throws StoreException {
    Choice choice = router.choose(mail, recipient.address());
    if (choice.hop().next() instanceof NextHop.Reject(var reply)) {
      refusals.add(reply);
      failures.add(new Failure(recipient, reply));
      return false;
    }
    if (!choice.isHere()) {
      if (queued.add(recipient.address())) {
        boolean dropped = choice.hop().next() instanceof NextHop.Discard;
        (dropped ? this.dropped : elsewhere).add(new Elsewhere(recipient, choice));
      }
      return true;
    }
    EmailAddress address = router.here(recipient.address());
    return switch (local.lookup(address, mail.octets().orElse(0))) {
      case Lookup.ToAccount to -> {
        if (accounts.add(to.account())) {
          Why why = new Why("into " + to.account(), List.of(choice.why(), to.why()));
          here.add(new Here(recipient, to, why));
        }
        yield true;
      }
      case Lookup.Forward(var to, var why) -> forward(recipient, to, why, path);
      case Lookup.Full(var account, _) -> {
        if (queued.add(recipient.address())) {
          full.add(new WithoutRoom(recipient, account));
        }
        yield true;
      }
      case Lookup.Unknown _ -> {
        failures.add(new Failure(recipient, UNKNOWN));
        yield false;
      }
    };
  }

  private boolean forward(
      Recipient recipient, List<EmailAddress> to, Why why, Set<EmailAddress> path)
      throws StoreException {
    expanded += to.size();
    if (!path.add(recipient.address()) || expanded > expansionsMax) {
      return false;
    }
    expansions.add(new Expansion(recipient, to, why));
    boolean leads = false;
    for (Recipient next : Forwarding.of(recipient, to)) {
      leads |= follow(next, path);
    }
    path.remove(recipient.address());
    return leads;
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
  Optional<Reply> refusal() {
    return refusals.stream().findFirst();
  }

  /** What stops the message until an administrator lets it go on, if anything does. */
  Optional<Choice> holding() {
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
