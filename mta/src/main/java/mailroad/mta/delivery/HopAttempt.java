package mailroad.mta.delivery;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.Reply;
import mailroad.kernel.Why;
import mailroad.kernel.World;
import mailroad.mta.delivery.Outcomes.Standing;
import mailroad.mta.delivery.SessionPool.Kept;
import mailroad.mta.delivery.SessionPool.Line;
import mailroad.mta.queue.Fate;
import mailroad.mta.queue.QueuedItem.Said;
import mailroad.mta.queue.QueuedMessage;
import mailroad.mta.routing.Route;
import mailroad.mta.routing.Route.Target;
import mailroad.mta.routing.RoutingConfig.TlsDemand;
import mailroad.smtp.Envelope;
import mailroad.smtp.Recipient;
import mailroad.smtp.client.Delivery;
import mailroad.smtp.client.Opening;
import mailroad.smtp.client.Outcome;
import mailroad.smtp.client.SmtpSession;
import mailroad.smtp.client.Stage;
import mailroad.store.StoreException;

/**
 * One attempt to hand some recipients of a message to one next hop: through its addresses in order, until each
 * recipient's fate is decided or no address is left. Used by one task, once.
 */
final class HopAttempt {
  private final Parts parts;
  private final QueuedMessage message;
  private final Instant start;

  /** Whose fate is open, and what was said of them last. */
  private final Map<Recipient, Optional<Said>> open = new LinkedHashMap<>();

  /** Those of the open that some host could not take, while none said "later". */
  private final Map<Recipient, Said> unfit = new HashMap<>();

  private final Map<Recipient, Fate> decided = new HashMap<>();
  private final List<Event> events = new ArrayList<>();
  private Optional<Instant> aloneUntil = Optional.empty();

  /** What all attempts share. */
  record Parts(
      World world,
      DeliveryConfig config,
      Dialer dialer,
      HostMemory memory,
      HostUse use,
      SessionPool pool,
      BlobReader blobs) {}

  /** Opens a message's content. */
  @FunctionalInterface
  interface BlobReader {
    /** The content of a message. */
    BlobContent of(QueuedMessage message);
  }

  HopAttempt(Parts parts, QueuedMessage message, List<Recipient> recipients) {
    this.parts = parts;
    this.message = message;
    this.start = parts.world().now();
    recipients.forEach(recipient -> open.put(recipient, Optional.empty()));
  }

  Map<Recipient, Fate> decided() {
    return decided;
  }

  List<Event> events() {
    return events;
  }

  /** Until when the next hop is to be left alone, if nobody there answered. */
  Optional<Instant> aloneUntil() {
    return aloneUntil;
  }

  /** Goes the route. Afterwards every recipient is decided. */
  void run(Route route, Why choice) throws StoreException, InterruptedException {
    switch (route) {
      case Route.Never(var reply, _) -> {
        routed("undeliverable: " + reply, choice, route);
        decideAll(new Fate.Refused("", reply));
      }
      case Route.Later(var reply, _) -> {
        routed("not known now: " + reply, choice, route);
        decideAll(new Fate.Later("", reply));
      }
      case Route.Local _ ->
          decideAll(
              new Fate.Later("", new Reply(451, "4.3.5", "The domain has just become local here")));
      case Route.Held _ ->
          decideAll(new Fate.Later("", new Reply(451, "4.7.0", "An administrator is to decide")));
      case Route.Dropped _ -> {
        routed("dropped", choice, route);
        decideAll(new Fate.Settled());
      }
      case Route.By(var targets, _) -> by(targets, choice, route);
    }
  }

  private void decideAll(Fate fate) {
    open.keySet().forEach(recipient -> decided.put(recipient, fate));
    open.clear();
  }

  /** One event a recipient; the reasons are the same for all, and stand with the first. */
  private void routed(String decision, Why choice, Route route) {
    Why why = new Why(decision, List.of(choice, route.why()));
    Optional<EmailAddress> first = Optional.empty();
    for (Recipient recipient : open.keySet()) {
      EmailAddress address = recipient.address();
      Why ours = first.map(f -> new Why("as for " + f)).orElse(why);
      events.add(new Event.Routed(message.id(), parts.world().now(), address, decision, ours));
      first = Optional.of(first.orElse(address));
    }
  }

  private void by(List<Target> targets, Why choice, Route route)
      throws StoreException, InterruptedException {
    List<Target> awake = new ArrayList<>();
    List<Why> resting = new ArrayList<>();
    Optional<HostMemory.Rest> first = Optional.empty();
    for (Target target : targets) {
      Optional<HostMemory.Rest> rest =
          parts.memory().restOf(target.endpoint(), parts.world().now());
      if (rest.isEmpty()) {
        awake.add(target);
      } else {
        resting.add(
            new Why(
                target
                    + " is left alone until "
                    + rest.get().until()
                    + ": "
                    + rest.get().reason()));
        first = first.filter(f -> f.until().isBefore(rest.get().until())).or(() -> rest);
      }
    }
    if (awake.isEmpty()) {
      leaveAlone(first.orElseThrow(), targets.getFirst());
      return;
    }
    routed("by " + awake.getFirst(), passingOver(resting, choice), route);
    tryAll(awake);
  }

  private static Why passingOver(List<Why> resting, Why choice) {
    if (resting.isEmpty()) {
      return choice;
    }
    List<Why> because = new ArrayList<>(resting);
    because.add(choice);
    return new Why("hosts that failed lately are passed over", because);
  }

  private void leaveAlone(HostMemory.Rest rest, Target target) {
    decideAll(new Fate.LeftAlone(alone(rest, target).reply(), rest.until()));
    aloneUntil = Optional.of(rest.until());
  }

  private static Said alone(HostMemory.Rest rest, Target target) {
    return new Said(
        "",
        new Reply(
            451,
            "4.4.1",
            "%s did not answer a short while ago: %s".formatted(target.host(), rest.reason())));
  }

  private void tryAll(List<Target> targets) throws StoreException, InterruptedException {
    boolean answered = false;
    Optional<Instant> earliest = Optional.empty();
    for (Target target : targets) {
      if (open.isEmpty() || isTimeOver()) {
        break;
      }
      Optional<Instant> until = tryNext(target);
      answered |= until.isEmpty();
      earliest = earliest.filter(e -> until.isEmpty() || e.isBefore(until.get())).or(() -> until);
    }
    if (!answered) {
      aloneUntil = earliest;
    }
    open.forEach((recipient, said) -> decided.put(recipient, inTheEnd(recipient, said)));
    open.clear();
  }

  private boolean isTimeOver() {
    Duration taken = Duration.between(start, parts.world().now());
    return taken.compareTo(parts.config().attemptTimeMax()) > 0;
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

  /** Tries one address, unless another attempt has just found that nobody is there. */
  private Optional<Instant> tryNext(Target target) throws StoreException, InterruptedException {
    Optional<HostMemory.Rest> rest = parts.memory().begin(target.endpoint(), parts.world().now());
    if (rest.isPresent()) {
      open.replaceAll((_, said) -> said.or(() -> Optional.of(alone(rest.get(), target))));
      return Optional.of(rest.get().until());
    }
    parts.use().begin(target.endpoint());
    try {
      return tryOne(target, target.manner().tls());
    } finally {
      parts.use().end(target.endpoint());
    }
  }

  /**
   * Tries one address.
   *
   * @return until when it is left alone, if it did not answer
   */
  private Optional<Instant> tryOne(Target target, TlsDemand tls)
      throws StoreException, InterruptedException {
    Instant began = parts.world().now();
    Line line = new Line(target.endpoint(), tls, target.manner());
    Optional<Kept> kept = parts.pool().take(line);
    if (kept.isPresent() && talk(target, began, kept.get(), true)) {
      return Optional.empty();
    }
    Dialer.Call call = parts.dialer().call(target, tls);
    return switch (call) {
      case Dialer.Call.Refused(var reason) -> unreached(target, began, reason);
      case Dialer.Call.TimedOut(var reason) -> unreached(target, began, reason);
      case Dialer.Call.Connected(var opening) -> opened(target, began, tls, opening);
    };
  }

  private Optional<Instant> unreached(Target target, Instant began, String reason) {
    attempted(target, began, reason, "", List.of());
    sayAll(target, new Reply(451, "4.4.1", "Cannot connect to %s: %s".formatted(target, reason)));
    return rest(target, reason);
  }

  private Optional<Instant> rest(Target target, String reason) {
    Set<Domain> domains =
        open.keySet().stream()
            .map(recipient -> recipient.address().domain())
            .collect(Collectors.toSet());
    return Optional.of(
        parts.memory().failed(target.endpoint(), reason, parts.world().now(), domains));
  }

  private Optional<Instant> opened(Target target, Instant began, TlsDemand tls, Opening opening)
      throws StoreException, InterruptedException {
    return switch (opening) {
      case Opening.Opened(var session) -> {
        parts.memory().worked(target.endpoint());
        Line line = new Line(target.endpoint(), tls, target.manner());
        talk(target, began, Kept.fresh(line, session, parts.world().now()), false);
        yield Optional.empty();
      }
      case Opening.Refused(var stage, var reply, var dialogue) -> {
        attempted(
            target, began, "refused %s: %s".formatted(Outcomes.at(stage), reply), "", dialogue);
        sayAll(target, reply);
        if (stage == Stage.GREETING || stage == Stage.HELLO) {
          yield rest(target, "it said " + reply);
        }
        parts.memory().worked(target.endpoint());
        yield Optional.empty();
      }
      case Opening.Broken(var stage, var reason, var dialogue) -> {
        String what = "lost %s: %s".formatted(Outcomes.at(stage), reason);
        attempted(target, began, what, "", dialogue);
        sayAll(
            target, new Reply(451, "4.4.2", "The connection to %s was %s".formatted(target, what)));
        yield rest(target, what);
      }
      case Opening.Unfit(var reason, var dialogue) -> {
        parts.memory().worked(target.endpoint());
        attempted(target, began, reason, "", dialogue);
        sayAll(target, new Reply(451, "4.7.4", "%s is of no use: %s".formatted(target, reason)));
        yield Optional.empty();
      }
      case Opening.TlsFailed(var reason, var dialogue) -> {
        parts.memory().worked(target.endpoint());
        attempted(target, began, "TLS failed: " + reason, "", dialogue);
        sayAll(target, new Reply(451, "4.7.5", "TLS with %s failed: %s".formatted(target, reason)));
        // RFC 7435 section 3: mail that asked for no protection goes without rather than not at
        // all.
        yield tls == TlsDemand.OPPORTUNISTIC && target.manner().login().isEmpty()
            ? tryOne(target, TlsDemand.NONE)
            : Optional.empty();
      }
    };
  }

  private void sayAll(Target target, Reply reply) {
    open.replaceAll((_, _) -> Optional.of(new Said(target.host(), reply)));
    unfit.clear();
  }

  /**
   * Hands the recipients over.
   *
   * @param reused whether the session has waited, so that the other side may have ended it meanwhile
   * @return whether the session was alive; otherwise nothing was said or decided
   */
  private boolean talk(Target target, Instant began, Kept kept, boolean reused)
      throws StoreException, InterruptedException {
    SmtpSession session = kept.session();
    boolean usable = false;
    boolean first = reused;
    try {
      List<Recipient> now = List.copyOf(open.keySet());
      while (!now.isEmpty() && session.usable()) {
        Envelope envelope = new Envelope(message.sender(), message.parameters(), now);
        List<Delivery> deliveries = session.send(envelope, parts.blobs().of(message));
        if (first && isDead(deliveries)) {
          return false;
        }
        first = false;
        now = digest(target, began, session, deliveries);
      }
      usable = session.usable();
    } catch (IOException e) {
      throw new StoreException("cannot read the content of " + message.id(), e);
    } finally {
      if (!usable) {
        session.close();
      }
    }
    if (usable) {
      parts.pool().giveBack(kept);
    }
    return true;
  }

  /** Whether a session had ended before it was used again: what it says then is no answer to this message. */
  private static boolean isDead(List<Delivery> deliveries) {
    return deliveries.stream()
        .map(Delivery::outcome)
        .allMatch(outcome ->
            outcome instanceof Outcome.Lost(var stage, _) && stage == Stage.MAIL
                || outcome instanceof Outcome.Refused(var at, var reply)
                    && at == Stage.MAIL
                    && reply.code() == 421);
  }

  /**
   * Reads what one transaction said.
   *
   * @return those who belong into a further one at once (RFC 5321 section 4.5.3.1.10)
   */
  private List<Recipient> digest(
      Target target, Instant began, SmtpSession session, List<Delivery> deliveries) {
    List<String> outcome = new ArrayList<>();
    List<Recipient> again = new ArrayList<>();
    for (Delivery delivery : deliveries) {
      Recipient recipient = delivery.recipient();
      switch (Outcomes.standing(target.host(), delivery.outcome(), session.extensions())) {
        case Standing.Decided(var fate) -> {
          open.remove(recipient);
          unfit.remove(recipient);
          decided.put(recipient, fate);
          note(outcome, fate);
        }
        case Standing.Open(var said) -> {
          open.put(recipient, Optional.of(said));
          unfit.remove(recipient);
          note(outcome, said.reply());
        }
        case Standing.Unfit(var said) -> {
          // Where another host said "later", that host may still take it.
          if (open.getOrDefault(recipient, Optional.empty()).isEmpty()
              || unfit.containsKey(recipient)) {
            unfit.put(recipient, said);
          }
          open.put(recipient, Optional.of(said));
          note(outcome, said.reply());
        }
        case Standing.Again(var said) -> {
          open.put(recipient, Optional.of(said));
          again.add(recipient);
          note(outcome, said.reply());
        }
      }
    }
    attempted(
        target,
        began,
        String.join("; ", outcome),
        session.tls().orElse(""),
        session.dialogue(),
        deliveries.stream().map(Delivery::recipient).toList());
    return again.size() == deliveries.size() ? List.of() : again;
  }

  private static void note(List<String> outcome, Fate fate) {
    switch (fate) {
      case Fate.Relayed(_, var reply, _, _) -> note(outcome, reply);
      case Fate.Refused(_, var reply) -> note(outcome, reply);
      case Fate.Later(_, var reply) -> note(outcome, reply);
      case Fate.LeftAlone(var reply, _) -> note(outcome, reply);
      case Fate.Settled() -> {}
    }
  }

  private static void note(List<String> outcome, Reply reply) {
    if (!outcome.contains(reply.toString())) {
      outcome.add(reply.toString());
    }
  }

  private void attempted(
      Target target, Instant began, String outcome, String tls, List<String> dialogue) {
    attempted(target, began, outcome, tls, dialogue, List.copyOf(open.keySet()));
  }

  private void attempted(
      Target target,
      Instant began,
      String outcome,
      String tls,
      List<String> dialogue,
      List<Recipient> recipients) {
    Instant now = parts.world().now();
    events.add(
        new Event.Attempted(
            message.id(),
            now,
            recipients.stream().map(Recipient::address).toList(),
            target.host(),
            Optional.of(target.endpoint()),
            outcome,
            tls,
            Duration.between(began, now),
            dialogue));
  }
}
