package mailroad.mta;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import mailroad.kernel.Domain;
import mailroad.kernel.Task;
import mailroad.kernel.Why;
import mailroad.kernel.World;
import mailroad.mta.delivery.DeliveryConfig;
import mailroad.mta.delivery.Dialer;
import mailroad.mta.routing.Choice.Hop;
import mailroad.mta.routing.NextHop;
import mailroad.mta.routing.Route;
import mailroad.mta.routing.Route.Target;
import mailroad.mta.routing.Router;
import mailroad.mta.tls.HostPolicy;
import mailroad.mta.tls.Protection;
import mailroad.mta.tls.TlsPolicies;
import mailroad.smtp.TlsWish;
import mailroad.smtp.client.Extensions;
import mailroad.smtp.client.Opening;
import mailroad.smtp.client.SmtpClient;
import mailroad.store.StoreException;

/**
 * Speaks to each mail exchanger of a domain: greeting, EHLO, STARTTLS, QUIT. An open port says little; a
 * conversation says whether mail could go there. All hosts are spoken to at once, each in its own task.
 */
public final class Probe {
  /** A person waits for the answer: nobody gets the minutes that mail has. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final World world;
  private final Router router;
  private final TlsPolicies policies;
  private final Dialer dialer;

  /** Who knows the way, how hosts are to be met, and whom to believe. */
  record Neighbours(Router router, TlsPolicies policies, Dialer.Credentials credentials) {}

  Probe(World world, DeliveryConfig config, Domain hostname, Neighbours neighbours) {
    this.world = world;
    this.router = neighbours.router();
    this.policies = neighbours.policies();
    SmtpClient client = new SmtpClient(world, config.client().withPatience(PATIENCE), hostname);
    this.dialer =
        new Dialer(world, config.withPatience(PATIENCE), client, neighbours.credentials());
  }

  /**
   * What was found.
   *
   * @param route how mail for the domain would go, or why it would not
   * @param hosts what each address of the route said, in the route's order
   */
  public record Result(Domain domain, Route route, List<Host> hosts) {
    /** The record's list does not change. */
    public Result {
      hosts = List.copyOf(hosts);
    }
  }

  /**
   * One address, and how it answered.
   *
   * @param policy how mail would go there, as far as TLS is concerned, and why
   */
  public record Host(Target target, Why policy, State state, Duration took, List<String> dialogue) {
    /** The record's list does not change. */
    public Host {
      dialogue = List.copyOf(dialogue);
    }
  }

  /** How a host answered. */
  public sealed interface State {
    /**
     * It speaks, and would hear of mail.
     *
     * @param tls the TLS that was agreed on; empty in the clear
     * @param tlsFault why TLS could not be had as the policy asks for it; empty if it could
     */
    record Reachable(Extensions offers, String tls, String tlsFault) implements State {}

    /** It speaks, and wants no mail from us: such as {@code 554} for a greeting. */
    record Unwilling(String reason) implements State {}

    /** Nobody listens, or the way is barred. */
    record Refused(String reason) implements State {}

    /** Nobody answers. */
    record TimedOut(String reason) implements State {}

    /** What answers does not speak SMTP, or stops in the middle. */
    record Broken(String reason) implements State {}
  }

  /** Probes a domain. */
  Result probe(Domain domain) throws StoreException, InterruptedException {
    NextHop next =
        domain
            .literal()
            .<NextHop>map(address -> new NextHop.Address(address, OptionalInt.empty()))
            .orElseGet(() -> new NextHop.Exchangers(domain, OptionalInt.empty()));
    Route route = router.route(new Hop(next));
    return new Result(
        domain, route, route instanceof Route.By(var targets, _) ? speak(targets) : List.of());
  }

  private List<Host> speak(List<Target> targets) throws StoreException, InterruptedException {
    List<AtomicReference<Optional<Host>>> found = new ArrayList<>();
    List<Task> tasks = new ArrayList<>();
    for (Target target : targets) {
      AtomicReference<Optional<Host>> place = new AtomicReference<>(Optional.empty());
      found.add(place);
      HostPolicy policy = policies.of(target, TlsWish.UNSAID);
      tasks.add(
          world.start("probe " + target, () -> place.set(Optional.of(speak(target, policy)))));
    }
    try {
      for (Task task : tasks) {
        task.join();
      }
    } finally {
      tasks.forEach(Task::cancel);
    }
    return found.stream().flatMap(place -> place.get().stream()).toList();
  }

  private Host speak(Target target, HostPolicy policy) throws InterruptedException {
    Instant began = world.now();
    Protection protection =
        switch (policy) {
          case HostPolicy.Use use -> use.protection();
          case HostPolicy.Avoid _ -> new Protection.Offered();
        };
    Answer answer = ask(target, protection, "");
    Duration took = Duration.between(began, world.now());
    return new Host(target, policy.why(), answer.state(), took, answer.dialogue());
  }

  private record Answer(State state, List<String> dialogue) {}

  /** Nothing is sent but the greeting: where TLS fails, the host is heard in the clear. */
  private Answer ask(Target target, Protection protection, String tlsFault)
      throws InterruptedException {
    return switch (dialer.call(target, protection)) {
      case Dialer.Call.Refused(var reason) -> new Answer(new State.Refused(reason), List.of());
      case Dialer.Call.TimedOut(var reason) -> new Answer(new State.TimedOut(reason), List.of());
      case Dialer.Call.Connected(var opening, _) ->
          switch (opening) {
            case Opening.Opened(var session) -> {
              session.quit();
              yield new Answer(
                  new State.Reachable(session.extensions(), session.tls().orElse(""), tlsFault),
                  session.dialogue());
            }
            case Opening.Refused(_, var reply, var dialogue) ->
                new Answer(new State.Unwilling(reply.toString()), dialogue);
            case Opening.TlsFailed(var reason, _, _) -> ask(target, new Protection.Clear(), reason);
            case Opening.NoTls _ ->
                ask(target, new Protection.Clear(), "the host does not offer STARTTLS");
            case Opening.Unfit(var reason, var dialogue) ->
                new Answer(new State.Unwilling(reason), dialogue);
            case Opening.Broken(_, var reason, var dialogue) ->
                new Answer(new State.Broken(reason), dialogue);
          };
    };
  }
}
