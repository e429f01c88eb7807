package mailroad.mta.routing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import mailroad.dns.Answer;
import mailroad.dns.RecordType;
import mailroad.dns.Resolver;
import mailroad.dns.Rr;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.ReversePath;
import mailroad.kernel.Why;
import mailroad.kernel.World;
import mailroad.mta.routing.Facts.HostFacts;
import mailroad.mta.routing.RoutingConfig.Families;

/**
 * Finds the way: asks DNS, and has {@link Chooser} and {@link Decision} decide. Any number of tasks may use it
 * at once; only the resolver blocks.
 */
public final class Router {
  private final World world;
  private final Resolver resolver;
  private final RoutingConfig config;
  private final Self self;
  private final Chooser chooser;

  /**
   * A router.
   *
   * @param isLocal which domains have their mailboxes here
   */
  public Router(
      World world, Resolver resolver, RoutingConfig config, Self self, Predicate<Domain> isLocal) {
    this.world = world;
    this.resolver = resolver;
    this.config = config;
    this.self = self;
    this.chooser = new Chooser(config, self, isLocal);
  }

  /** What can be decided without DNS. */
  public Choice choose(ReversePath from, EmailAddress to) {
    return chooser.choose(from, to);
  }

  /**
   * The address by which the mailboxes here know a recipient that is ours: where its domain is our own name or
   * address, it is the local domain that our name lies in.
   */
  public EmailAddress here(EmailAddress recipient) {
    return chooser.here(recipient);
  }

  /** How a next hop is reached now; equals in a new random order each time. */
  public Route route(NextHop next) throws InterruptedException {
    Decision decision = new Decision(config, self, world.random());
    return switch (next) {
      case NextHop.Here() -> new Route.Local(new Why("the mailbox is here"));
      case NextHop.Exchangers(var domain, var port) ->
          decision.byExchangers(facts(domain), port(port));
      case NextHop.Host(var name, var port) -> decision.byHost(name, host(name.name()), port(port));
      case NextHop.Address(var address, var port) ->
          decision.byAddress(address, port(port), isConfigured(next));
    };
  }

  /** What a person asked: would it arrive, and which way? The same decisions as for mail. */
  public Explanation explain(ReversePath from, EmailAddress to) throws InterruptedException {
    Choice choice = choose(from, to);
    return new Explanation(choice, route(choice.hop().next()));
  }

  /** Whether a domain says that it takes no mail at all (RFC 7505 section 4.2). */
  public boolean refusesMail(Domain domain) throws InterruptedException {
    return !domain.isLiteral()
        && resolver.resolve(domain.name(), RecordType.MX) instanceof Answer.Found found
        && !found.records().isEmpty()
        && found.records().stream()
            .allMatch(rr -> rr.data() instanceof Rr.Mx(_, var target) && target.isEmpty());
  }

  private int port(OptionalInt port) {
    return port.orElse(config.deliveryPort());
  }

  /** An address that the configuration names is meant; one that a sender wrote is checked. */
  private boolean isConfigured(NextHop next) {
    return NextHop.parse(config.smarthost()).filter(next::equals).isPresent()
        || config.routes().stream()
            .anyMatch(line -> NextHop.parse(line.nextHop()).filter(next::equals).isPresent());
  }

  private Facts facts(Domain domain) throws InterruptedException {
    Answer mx = resolver.resolve(domain.name(), RecordType.MX);
    Map<String, HostFacts> hosts = new LinkedHashMap<>();
    for (String host : Decision.hostsToAsk(domain, mx, config.exchangersMax())) {
      hosts.put(host, host(host));
    }
    return new Facts(domain, mx, hosts);
  }

  private HostFacts host(String name) throws InterruptedException {
    return new HostFacts(
        config.families() == Families.IPV6
            ? Optional.empty()
            : Optional.of(resolver.resolve(name, RecordType.A)),
        config.families() == Families.IPV4
            ? Optional.empty()
            : Optional.of(resolver.resolve(name, RecordType.AAAA)));
  }
}
