package mailroad.mta.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.kernel.Event;
import mailroad.kernel.Reply;
import mailroad.kernel.Why;
import mailroad.kernel.World;
import mailroad.mta.queue.Courier.Feedback;
import mailroad.mta.queue.Fate;
import mailroad.mta.queue.Limits;
import mailroad.mta.queue.QueuedItem.Said;
import mailroad.mta.queue.QueuedMessage;
import mailroad.mta.routing.Route;
import mailroad.mta.routing.Route.Target;
import mailroad.mta.tls.HostPolicy;
import mailroad.mta.tls.TlsPolicies;
import mailroad.mta.tls.report.SessionCounts;
import mailroad.smtp.Recipient;
import mailroad.store.StoreException;

/**
 * One attempt to hand some recipients of a message to one next hop: through its addresses in order, until each
 * recipient's fate is decided or no address is left. Used by one task, once.
 */
final class HopAttempt {
  /** When mail is tried again that found a next hop too busy. */
  private static final Duration CROWD_WAIT = Duration.ofSeconds(5);

  private final Parts parts;
  private final Instant start;
  private final Tally tally;
  private final Conversation conversation;
  private Feedback feedback = new Feedback.Nothing();

  /** What all attempts share. */
  record Parts(
      World world,
      DeliveryConfig config,
      Dialer dialer,
      HostMemory memory,
      WaitingHosts waiting,
      HostUse use,
      SessionPool pool,
      Limits limits,
      BlobReader blobs,
      TlsPolicies policies,
      SessionCounts sessions) {}

  /** Opens a message's content. */
  @FunctionalInterface
  interface BlobReader {
    /** The content of a message. */
    BlobContent of(QueuedMessage message);
  }

  HopAttempt(Parts parts, QueuedMessage message, String hop, List<Recipient> recipients) {
    this.parts = parts;
    this.start = parts.world().now();
    this.tally = new Tally(parts.world(), message, recipients);
    this.conversation = new Conversation(parts, message, hop, tally);
  }

  Map<Recipient, Fate> decided() {
    return tally.decided();
  }

  List<Event> events() {
    return tally.events();
  }

  /** What the attempt tells of the next hop. */
  Feedback feedback() {
    return feedback;
  }

  /** Goes the route. Afterwards every recipient is decided. */
  void run(Route route, Why choice) throws StoreException, InterruptedException {
    switch (route) {
      case Route.Never(var reply, _) -> {
        tally.routed("undeliverable: " + reply, choice, route);
        tally.decideAll(new Fate.Refused("", reply));
      }
      case Route.Later(var reply, _) -> {
        tally.routed("not known now: " + reply, choice, route);
        tally.decideAll(new Fate.Later("", reply));
        feedback = new Feedback.Down(reply.text(), Optional.empty());
      }
      case Route.Local _ ->
          tally.decideAll(
              new Fate.Later("", new Reply(451, "4.3.5", "The domain has just become local here")));
      case Route.Held _ ->
          tally.decideAll(
              new Fate.Later("", new Reply(451, "4.7.0", "An administrator is to decide")));
      case Route.Dropped _ -> {
        tally.routed("dropped", choice, route);
        tally.decideAll(new Fate.Settled());
      }
      case Route.By(var targets, _) -> by(targets, choice, route);
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
    tally.routed("by " + awake.getFirst(), passingOver(resting, choice), route);
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
    tally.decideAll(new Fate.LeftAlone(alone(rest, target).reply(), rest.until()));
    feedback = new Feedback.Down(rest.reason(), Optional.of(rest.until()));
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
    List<Feedback> tries = new ArrayList<>();
    for (Target target : targets) {
      if (tally.open().isEmpty() || isTimeOver()) {
        break;
      }
      tries.add(tryNext(target));
    }
    feedback = best(tries);
    switch (feedback) {
      // What found no room is not tried and refused: it goes as soon as there is some.
      case Feedback.Crowded(var reason) -> putOff(reason, parts.world().now().plus(CROWD_WAIT));
      case Feedback.Paced(var reason, var until) -> putOff(reason, until);
      default -> tally.decideRest();
    }
  }

  /** Tries one address, unless another attempt has just found that nobody is there. */
  private Feedback tryNext(Target target) throws StoreException, InterruptedException {
    HostPolicy policy = conversation.policy(target);
    return switch (policy) {
      case HostPolicy.Use use -> tryNext(target, use);
      case HostPolicy.Avoid(var reply, _) -> {
        tally.under(policy);
        tally.attempted(target, parts.world().now(), "not asked: " + reply, List.of());
        tally.sayAllOfPolicy(target, reply);
        yield new Feedback.Nothing();
      }
    };
  }

  private Feedback tryNext(Target target, HostPolicy.Use use)
      throws StoreException, InterruptedException {
    Optional<HostMemory.Rest> rest = parts.memory().begin(target.endpoint(), parts.world().now());
    if (rest.isPresent()) {
      tally.sayFirst(alone(rest.get(), target));
      return new Feedback.Down(rest.get().reason(), Optional.of(rest.get().until()));
    }
    parts.use().begin(target.endpoint());
    try {
      return conversation.tryOne(target, use);
    } finally {
      parts.use().end(target.endpoint());
    }
  }

  private void putOff(String reason, Instant until) {
    tally.decideAll(new Fate.LeftAlone(new Reply(451, "4.4.5", reason), until));
  }

  private boolean isTimeOver() {
    Duration taken = Duration.between(start, parts.world().now());
    return taken.compareTo(parts.config().attemptTimeMax()) > 0;
  }

  /** One host that answers is enough; otherwise one that is busy, or that we must wait for ourselves. */
  private static Feedback best(List<Feedback> tries) {
    Feedback best = new Feedback.Nothing();
    for (Feedback next : tries) {
      if (rank(next) > rank(best) || isSooner(next, best)) {
        best = next;
      }
    }
    return best;
  }

  private static int rank(Feedback feedback) {
    return switch (feedback) {
      case Feedback.Nothing _ -> 0;
      case Feedback.Down _ -> 1;
      case Feedback.Paced _ -> 2;
      case Feedback.Crowded _ -> 3;
      case Feedback.Worked _ -> 4;
    };
  }

  private static boolean isSooner(Feedback one, Feedback other) {
    return one instanceof Feedback.Down(_, var until)
        && other instanceof Feedback.Down(_, var before)
        && until.filter(u -> before.filter(u::isBefore).isPresent()).isPresent();
  }
}
