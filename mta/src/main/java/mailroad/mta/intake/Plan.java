package mailroad.mta.intake;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;
import mailroad.kernel.Why;
import mailroad.mta.local.LocalDelivery;
import mailroad.mta.local.LocalDelivery.Lookup;
import mailroad.mta.queue.Forwarding;
import mailroad.mta.queue.MailQueue;
import mailroad.mta.routing.Choice;
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
  private final Envelope envelope;
  private final long octets;
  private final int expansionsMax;

  private final List<Here> here = new ArrayList<>();
  private final List<Elsewhere> elsewhere = new ArrayList<>();
  private final List<Recipient> full = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();
  private final List<Expansion> expansions = new ArrayList<>();
  private final Set<EmailAddress> accounts = new HashSet<>();
  private final Set<EmailAddress> queued = new HashSet<>();
  private int expanded;

  /** A recipient whose mailbox is here. */
  record Here(Recipient recipient, EmailAddress account, Why why) {}

  /** A recipient that goes on. */
  record Elsewhere(Recipient recipient, Choice choice) {}

  /** A recipient that leads nowhere. */
  record Failure(Recipient recipient, Reply reply) {}

  /** A recipient that became others. */
  record Expansion(Recipient recipient, List<EmailAddress> into, Why why) {}

  private Plan(
      Router router, LocalDelivery local, Envelope envelope, long octets, int expansionsMax) {
    this.router = router;
    this.local = local;
    this.envelope = envelope;
    this.octets = octets;
    this.expansionsMax = expansionsMax;
  }

  /** Finds the way of all recipients of an envelope. */
  static Plan of(
      Router router, LocalDelivery local, Envelope envelope, long octets, int expansionsMax)
      throws StoreException {
    Plan plan = new Plan(router, local, envelope, octets, expansionsMax);
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
    Choice choice = router.choose(envelope.sender(), recipient.address());
    if (!(choice.hop().next() instanceof NextHop.Here)) {
      if (queued.add(recipient.address())) {
        elsewhere.add(new Elsewhere(recipient, choice));
      }
      return true;
    }
    EmailAddress address = router.here(recipient.address());
    return switch (local.lookup(address, octets)) {
      case Lookup.ToAccount(var account, var why) -> {
        if (accounts.add(account)) {
          here.add(
              new Here(recipient, account, new Why("into " + account, List.of(choice.why(), why))));
        }
        yield true;
      }
      case Lookup.Forward(var to, var why) -> forward(recipient, to, why, path);
      case Lookup.Full _ -> {
        if (queued.add(recipient.address())) {
          full.add(recipient);
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

  /** Those whose mailbox here has no room now. */
  List<Recipient> full() {
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
    return !here.isEmpty() || !elsewhere.isEmpty() || !full.isEmpty();
  }

  /** Whether mailboxes without room are all that there is. */
  boolean isOnlyFull() {
    return here.isEmpty() && elsewhere.isEmpty() && !full.isEmpty();
  }

  /** What goes into the queue, by next hop: there they share a transaction. */
  List<MailQueue.Group> groups() {
    Map<String, List<Recipient>> groups = new LinkedHashMap<>();
    for (Elsewhere one : elsewhere) {
      groups
          .computeIfAbsent(one.choice().hop().toString(), _ -> new ArrayList<>())
          .add(one.recipient());
    }
    if (!full.isEmpty()) {
      groups.computeIfAbsent(new NextHop.Here().toString(), _ -> new ArrayList<>()).addAll(full);
    }
    return groups.entrySet().stream()
        .map(group -> new MailQueue.Group(group.getKey(), group.getValue()))
        .toList();
  }
}
