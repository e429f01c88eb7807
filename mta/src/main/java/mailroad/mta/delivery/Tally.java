package mailroad.mta.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.Reply;
import mailroad.kernel.Why;
import mailroad.kernel.World;
import mailroad.mta.delivery.Outcomes.Standing;
import mailroad.mta.queue.Fate;
import mailroad.mta.queue.QueuedItem.Said;
import mailroad.mta.queue.QueuedMessage;
import mailroad.mta.routing.Route;
import mailroad.mta.routing.Route.Target;
import mailroad.mta.tls.HostPolicy;
import mailroad.smtp.Recipient;
import mailroad.smtp.client.Delivery;
import mailroad.smtp.client.SmtpSession;

/** Who of an attempt's recipients is decided, what was said of the others last, and the events. One task's. */
final class Tally {
  private final World world;
  private final QueuedMessage message;

  /** Whose fate is open, and what was said of them last. */
  private final Map<Recipient, Optional<Said>> open = new LinkedHashMap<>();

  /** Those of the open that some host could not take, while none said "later". */
  private final Map<Recipient, Said> unfit = new HashMap<>();

  private final Map<Recipient, Fate> decided = new HashMap<>();
  private final List<Event> events = new ArrayList<>();

  /** What the policies ask for at the host that is being tried, in words. */
  private String policy = "";

  Tally(World world, QueuedMessage message, List<Recipient> recipients) {
    this.world = world;
    this.message = message;
    recipients.forEach(recipient -> open.put(recipient, Optional.empty()));
  }

  Map<Recipient, Fate> decided() {
    return decided;
  }

  List<Event> events() {
    return events;
  }

  /** Whose fate is open. */
  List<Recipient> open() {
    return List.copyOf(open.keySet());
  }

  /** All that are open get one fate. */
  void decideAll(Fate fate) {
    open.keySet().forEach(recipient -> decided.put(recipient, fate));
    open.clear();
  }

  /** No host is left: what was said last counts. */
  void decideRest() {
    open.forEach((recipient, said) -> decided.put(recipient, inTheEnd(recipient, said)));
    open.clear();
  }

  private Fate inTheEnd(Recipient recipient, Optional<Said> said) {
    if (unfit.containsKey(recipient)) {
      Said last = unfit.get(recipient);
      return new Fate.Refused(last.host(), last.reply());
    }
    Said last =
        said.orElse(new Said("", new Reply(451, "4.4.1", "No host was reached in the time given")));
    return new Fate.Later(last.host(), last.reply());
  }

  /** A host said the same of all that are open. */
  void sayAll(Target target, Reply reply) {
    open.replaceAll((_, _) -> Optional.of(new Said(target.host(), reply)));
    unfit.clear();
  }

  /** As far as policies decide: a reply for good counts only if no host says that it may be later. */
  void sayAllOfPolicy(Target target, Reply reply) {
    if (reply.kind() == Reply.Kind.NEVER) {
      open().forEach(recipient -> sayUnfit(recipient, new Said(target.host(), reply)));
    } else {
      sayAll(target, reply);
    }
  }

  private void sayUnfit(Recipient recipient, Said said) {
    // Where another host said "later", that host may still take it.
    if (open.getOrDefault(recipient, Optional.empty()).isEmpty() || unfit.containsKey(recipient)) {
      unfit.put(recipient, said);
    }
    open.put(recipient, Optional.of(said));
  }

  /** From now on a host is tried under this policy, which the events tell. */
  void under(HostPolicy other) {
    policy = other.why().finding();
  }

  /** What is said of those of the open of whom nothing was said. */
  void sayFirst(Said words) {
    open.replaceAll((_, said) -> said.or(() -> Optional.of(words)));
  }

  /** One event a recipient; the reasons are the same for all, and stand with the first. */
  void routed(String decision, Why choice, Route route) {
    Why why = new Why(decision, List.of(choice, route.why()));
    Optional<EmailAddress> first = Optional.empty();
    for (Recipient recipient : open.keySet()) {
      EmailAddress address = recipient.address();
      Why ours = first.map(f -> new Why("as for " + f)).orElse(why);
      events.add(new Event.Routed(message.id(), world.now(), address, decision, ours));
      first = Optional.of(first.orElse(address));
    }
  }

  /**
   * Reads what one transaction said.
   *
   * @return those who belong into a further one at once (RFC 5321 section 4.5.3.1.10)
   */
  List<Recipient> digest(
      Target target, Instant began, SmtpSession session, List<Delivery> deliveries) {
    List<String> outcome = new ArrayList<>();
    List<Recipient> again = new ArrayList<>();
    for (Delivery delivery : deliveries) {
      Standing standing =
          Outcomes.standing(target.host(), delivery.outcome(), session.extensions());
      Reply reply = stands(delivery.recipient(), standing);
      if (standing instanceof Standing.Again) {
        again.add(delivery.recipient());
      }
      if (!outcome.contains(reply.toString())) {
        outcome.add(reply.toString());
      }
    }
    attempted(
        target,
        began,
        String.join("; ", outcome),
        session.tls().orElse("in the clear"),
        session.dialogue(),
        deliveries.stream().map(Delivery::recipient).toList());
    return again.size() == deliveries.size() ? List.of() : again;
  }

  /** Notes where a recipient stands; what was said of it. */
  private Reply stands(Recipient recipient, Standing standing) {
    return switch (standing) {
      case Standing.Decided(var fate) -> {
        open.remove(recipient);
        unfit.remove(recipient);
        decided.put(recipient, fate);
        yield replyOf(fate);
      }
      case Standing.Open(var said) -> {
        open.put(recipient, Optional.of(said));
        unfit.remove(recipient);
        yield said.reply();
      }
      case Standing.Unfit(var said) -> {
        sayUnfit(recipient, said);
        yield said.reply();
      }
      case Standing.Again(var said) -> {
        open.put(recipient, Optional.of(said));
        yield said.reply();
      }
    };
  }

  private static Reply replyOf(Fate fate) {
    return switch (fate) {
      case Fate.Relayed(_, var reply, _, _) -> reply;
      case Fate.Refused(_, var reply) -> reply;
      case Fate.Later(_, var reply) -> reply;
      case Fate.LeftAlone(var reply, _) -> reply;
      case Fate.Settled() -> throw new IllegalArgumentException("settled by no host");
    };
  }

  /** A try at an address that concerned all that are open. */
  void attempted(Target target, Instant began, String outcome, List<String> dialogue) {
    attempted(target, began, outcome, "", dialogue, open());
  }

  private void attempted(
      Target target,
      Instant began,
      String outcome,
      String tls,
      List<String> dialogue,
      List<Recipient> recipients) {
    Instant now = world.now();
    events.add(
        new Event.Attempted(
            message.id(),
            now,
            recipients.stream().map(Recipient::address).toList(),
            target.host(),
            Optional.of(target.endpoint()),
            outcome,
            tls.isEmpty() ? policy : tls + "; " + policy,
            Duration.between(began, now),
            dialogue));
  }
}
