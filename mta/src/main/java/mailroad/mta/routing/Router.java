package mailroad.mta.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import mailroad.dns.Answer;
import mailroad.dns.RecordType;
import mailroad.dns.Resolver;
import mailroad.dns.Rr;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.ReversePath;
import mailroad.kernel.Why;
import mailroad.kernel.World;
import mailroad.mta.routing.Choice.Hop;
import mailroad.mta.routing.Facts.HostFacts;
import mailroad.mta.routing.RoutingConfig.Families;
import mailroad.smtp.client.Protocol;

/**
 * Finds the way: asks DNS, and has {@link Chooser} and {@link Decision} decide. Any number of tasks may use it
 * at once; only the resolver blocks.
 */
public final class Router {
  private final World world;
  private final Resolver resolver;
  private final RoutingConfig config;
  private final ConfigLines lines;
  private final Self self;
  private final Occupancy occupancy;
  private final Chooser chooser;
  private final Map<String, Spreader> groups;

  /**
   * What a router looks at besides DNS.
   *
   * @param isLocal which domains have their mailboxes here
   */
  public record Sight(
      Self self, Predicate<Domain> isLocal, ConfigLines lines, Occupancy occupancy) {}

  /** A router. */
  public Router(World world, Resolver resolver, RoutingConfig config, Sight sight) {
    this.world = world;
    this.resolver = resolver;
    this.config = config;
    this.lines = sight.lines();
    this.self = sight.self();
    this.occupancy = sight.occupancy();
    this.chooser = new Chooser(config, lines, self, sight.isLocal());
    this.groups =
        config.groups().stream().collect(Collectors.toMap(GroupLine::name, Spreader::new));
  }

  /** A router of a configuration that came from no file, to which all hosts are idle. */
  public Router(
      World world, Resolver resolver, RoutingConfig config, Self self, Predicate<Domain> isLocal) {
    this(world, resolver, config, new Sight(self, isLocal, ConfigLines.NONE, Occupancy.IDLE));
  }

  /** What can be decided without DNS. */
  public Choice choose(Mail mail, EmailAddress to) {
    return chooser.choose(mail, to);
  }

  /** {@link #choose(Mail, EmailAddress)} where only the sender is known. */
  public Choice choose(ReversePath from, EmailAddress to) {
    return choose(Mail.from(from), to);
  }

  /** Whether choices depend on header fields, so that they are worth reading. */
  public boolean readsHeader() {
    return chooser.readsHeader();
  }

  /**
   * The address by which the mailboxes here know a recipient that is ours: where its domain is our own name or
   * address, it is the local domain that our name lies in.
   */
  public EmailAddress here(EmailAddress recipient) {
    return chooser.here(recipient);
  }

  /** How a next hop is reached now; equals in a new random order each time. */
  public Route route(Hop hop) throws InterruptedException {
    return route(hop, true);
  }

  /** How a next hop would be reached now, where no mail is to go there: in a group nobody's turn is over. */
  public Route look(Hop hop) throws InterruptedException {
    return route(hop, false);
  }

  /** What a person asked: would it arrive, and which way? The same decisions as for mail. */
  public Explanation explain(Mail mail, EmailAddress to) throws InterruptedException {
    Choice choice = choose(mail, to);
    return new Explanation(choice, look(choice.hop()));
  }

  /** {@link #explain(Mail, EmailAddress)} where only the sender is known. */
  public Explanation explain(ReversePath from, EmailAddress to) throws InterruptedException {
    return explain(Mail.from(from), to);
  }

  /** Decides; {@code take} where it is for an attempt, so that the hosts of a group take turns. */
  private Route route(Hop hop, boolean take) throws InterruptedException {
    return switch (hop.next()) {
      case NextHop.Here() -> new Route.Local(new Why("it is delivered here"));
      case NextHop.Reject(var reply) ->
          new Route.Never(reply, new Why("a route refuses it: " + reply));
      case NextHop.Hold() -> new Route.Held(new Why("a route holds it"));
      case NextHop.Discard() -> new Route.Dropped(new Why("a route drops it"));
      case NextHop.Own() -> throw new IllegalArgumentException("not a choice: " + hop);
      case NextHop.Carrier carrier -> one(carrier, hop.manner(), isConfigured(carrier));
      case NextHop.Chain(var links) -> {
        List<Several.Part> parts = new ArrayList<>();
        for (NextHop.Carrier link : links) {
          parts.add(new Several.Part(link.toString(), one(link, hop.manner(), true)));
        }
        yield Several.route(hop.toString(), parts, List.of(), config.addressesMax());
      }
      case NextHop.Group(var name) -> group(name, take);
    };
  }

  /** One next hop that mail can be carried to. */
  private Route one(NextHop.Carrier next, Manner manner, boolean configured)
      throws InterruptedException {
    Decision decision = new Decision(config, self, world.random(), manner);
    return switch (next) {
      case NextHop.Exchangers(var domain, var port) ->
          decision.byExchangers(facts(domain), port(port));
      case NextHop.Host(var name, var port) -> decision.byHost(name, host(name.name()), port(port));
      case NextHop.Address(var address, var port) ->
          decision.byAddress(address, port(port), configured);
      case NextHop.Lmtp(var to) -> one(to, manner.with(Protocol.LMTP), true);
    };
  }

  private Route group(String name, boolean take) throws InterruptedException {
    Spreader spreader = Optional.ofNullable(groups.get(name)).orElseThrow();
    List<Several.Part> parts = new ArrayList<>();
    List<Integer> sessions = new ArrayList<>();
    for (GroupLine.Member member : spreader.group().hosts()) {
      Route route = one(member.next(), member.manner(), true);
      parts.add(new Several.Part(member.nextHop(), route));
      sessions.add(sessions(route));
    }
    List<Integer> order = spreader.order(sessions, take);
    Why how =
        new Why(
            howSpread(spreader.group(), sessions),
            lines.cite("mta.routing.groups", config.groups().indexOf(spreader.group())));
    return Several.route(
        "group:" + name,
        order.stream().map(parts::get).toList(),
        List.of(how),
        config.addressesMax());
  }

  private static String howSpread(GroupLine group, List<Integer> sessions) {
    return switch (group.spread()) {
      case IN_ORDER -> "its hosts are tried in their order";
      case ROUND_ROBIN -> "its hosts take turns by their weights";
      case LEAST_BUSY ->
          "the least busy of its hosts comes first; sessions now: "
              + java.util.stream.IntStream.range(0, sessions.size())
                  .mapToObj(i -> group.hosts().get(i) + " " + sessions.get(i))
                  .collect(Collectors.joining(", "));
    };
  }

  private int sessions(Route route) {
    return route instanceof Route.By(var targets, _)
        ? targets.stream().mapToInt(target -> occupancy.sessions(target.endpoint())).sum()
        : 0;
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
