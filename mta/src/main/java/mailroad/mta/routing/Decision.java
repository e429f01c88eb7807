package mailroad.mta.routing;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import mailroad.dns.Answer;
import mailroad.dns.Rr;
import mailroad.kernel.Domain;
import mailroad.kernel.Reply;
import mailroad.kernel.Why;
import mailroad.mta.routing.Facts.HostFacts;
import mailroad.mta.routing.Route.Target;

/**
 * Makes a route of what DNS said: RFC 5321 section 5.1. Pure but for the order of equals, which is drawn from
 * the random numbers given.
 *
 * <p>The steps, in order: what the MX answer means; which exchangers are hosts at all; we ourselves and all that
 * are not nearer than we are go; the addresses of the rest; equals in random order, families alternating; the
 * bound on addresses.
 */
final class Decision {
  /** A target that reads as an address: {@code MX 10 192.0.2.1} is a frequent mistake. */
  private static final Pattern NUMERIC = Pattern.compile("[\\d.]+|.*:.*");

  private final RoutingConfig config;
  private final Self self;
  private final RandomGenerator random;
  private final Manner manner;

  /** A decision about hosts that are met in a manner. */
  Decision(RoutingConfig config, Self self, RandomGenerator random, Manner manner) {
    this.config = config;
    this.self = self;
    this.random = random;
    this.manner = manner;
  }

  /** An exchanger by name; its record's text says where it comes from. */
  record Exchanger(int preference, String host, String source) {
    static Exchanger of(Rr.Mx mx, Rr rr) {
      return new Exchanger(mx.preference(), mx.target(), rr.text());
    }
  }

  /** The exchangers that need looking up: for {@link Router}, which asks before it decides. */
  static List<String> hostsToAsk(Domain domain, Answer mx, int most) {
    return switch (mx) {
      case Answer.Found found ->
          exchangers(found).stream()
              .filter(e -> fault(e.host()).isEmpty())
              .map(Exchanger::host)
              .distinct()
              .limit(most)
              .toList();
      case Answer.NoData _ -> List.of(domain.name());
      case Answer.NoDomain _, Answer.Failed _ -> List.of();
    };
  }

  /** In ascending preference, as DNS ordered equals. */
  private static List<Exchanger> exchangers(Answer.Found found) {
    List<Exchanger> out = new ArrayList<>();
    for (Rr rr : found.records()) {
      if (rr.data() instanceof Rr.Mx mx) {
        out.add(Exchanger.of(mx, rr));
      }
    }
    out.sort(java.util.Comparator.comparingInt(Exchanger::preference));
    return out;
  }

  /** Where mail for a domain goes, by its mail exchangers. */
  Route byExchangers(Facts facts, int port) {
    Domain domain = facts.domain();
    List<Why> aliases =
        HostAddresses.aliases(facts.mx()).stream()
            .map(rr -> new Why("%s is an alias".formatted(rr.owner()), rr.text()))
            .toList();
    Why walk = facts.mx().walk();
    return switch (facts.mx()) {
      case Answer.NoDomain _ ->
          new Route.Never(
              new Reply(550, "5.1.2", "Domain %s does not exist".formatted(domain)),
              new Why("%s does not exist".formatted(domain), join(aliases, List.of(walk))));
      case Answer.Failed failed ->
          // Never a reason to fall back on the domain's own address: RFC 5321 section 5.1.
          new Route.Later(
              new Reply(
                  451,
                  "4.4.3",
                  "The mail exchangers of %s cannot be looked up now: %s"
                      .formatted(domain, failed.reason())),
              new Why(
                  "the mail exchangers of %s are not known now: %s"
                      .formatted(domain, failed.reason()),
                  List.of(walk)));
      case Answer.NoData _ -> implicit(facts, port, join(aliases, List.of(walk)));
      case Answer.Found found -> explicit(facts, found, port, join(aliases, List.of(walk)));
    };
  }

  /** RFC 5321 section 5.1: without MX records the domain itself is the host, at preference 0. */
  private Route implicit(Facts facts, int port, List<Why> because) {
    String name = facts.domain().name();
    Exchanger itself = new Exchanger(0, name, "");
    List<Why> all =
        join(because, List.of(new Why(name + " has no MX records, so it is its own mail host")));
    return among(facts, List.of(itself), port, all);
  }

  private Route explicit(Facts facts, Answer.Found found, int port, List<Why> because) {
    List<Exchanger> all = exchangers(found);
    if (!all.isEmpty() && all.stream().allMatch(e -> e.host().isEmpty())) {
      // RFC 7505 section 3: a null MX says that the domain takes no mail.
      return new Route.Never(
          new Reply(556, "5.1.10", "Domain %s does not accept mail".formatted(facts.domain())),
          new Why(
              "%s accepts no mail".formatted(facts.domain()),
              join(because, List.of(new Why("its MX is null", all.getFirst().source())))));
    }
    return among(facts, all, port, because);
  }

  /** What became of one exchanger. */
  private sealed interface Look {
    Why why();

    record Usable(Exchanger exchanger, List<InetAddress> addresses, Why why) implements Look {}

    record Unusable(Why why) implements Look {}

    record Unknown(String reason, Why why) implements Look {}
  }

  private Route among(Facts facts, List<Exchanger> all, int port, List<Why> because) {
    Optional<Exchanger> us = all.stream().filter(e -> isSelf(e, facts)).findFirst();
    List<Look> looks = new ArrayList<>();
    for (Exchanger exchanger : all) {
      looks.add(look(exchanger, facts, us));
    }
    List<Why> findings = join(because, looks.stream().map(Look::why).toList());
    List<Target> targets = targets(facts.domain(), looks, port);
    if (!targets.isEmpty()) {
      return new Route.By(targets, new Why(summary(facts.domain(), targets), findings));
    }
    for (Look look : looks) {
      if (look instanceof Look.Unknown(var reason, _)) {
        return later(facts.domain(), reason, findings);
      }
    }
    return us.isPresent() ? loops(facts.domain(), findings) : none(facts.domain(), all, findings);
  }

  private static Route later(Domain domain, String reason, List<Why> findings) {
    return new Route.Later(
        new Reply(
            451, "4.4.3", "No mail host of %s can be looked up now: %s".formatted(domain, reason)),
        new Why("no mail host of %s is known now".formatted(domain), findings));
  }

  private static Route loops(Domain domain, List<Why> findings) {
    return new Route.Never(
        new Reply(554, "5.4.6", "Mail for %s loops back to this server".formatted(domain)),
        new Why("mail for %s would come back to this server".formatted(domain), findings));
  }

  /** RFC 5321 section 5.1: MX records of which none is usable are an error, not a reason to ignore them. */
  private static Route none(Domain domain, List<Exchanger> all, List<Why> findings) {
    String text =
        all.size() == 1
            ? "The mail host of %s cannot be used".formatted(domain)
            : "None of the %d mail hosts of %s can be used".formatted(all.size(), domain);
    return new Route.Never(
        new Reply(550, "5.4.4", text),
        new Why("%s has no usable mail host".formatted(domain), findings));
  }

  private boolean isSelf(Exchanger exchanger, Facts facts) {
    if (self.isNamed(exchanger.host())) {
      return true;
    }
    HostFacts host = facts.hosts().get(exchanger.host());
    return host != null
        && (HostAddresses.names(host).anyMatch(self::isNamed)
            || HostAddresses.all(host).stream().anyMatch(self::has));
  }

  private Look look(Exchanger exchanger, Facts facts, Optional<Exchanger> us) {
    Optional<String> fault = fault(exchanger.host());
    if (fault.isPresent()) {
      return new Look.Unusable(passedOver(exchanger, fault.get(), List.of()));
    }
    if (us.isPresent() && exchanger.preference() >= us.get().preference()) {
      // RFC 5321 section 5.1: only hosts nearer than ourselves, or mail would go in circles.
      String reason =
          isSelf(exchanger, facts)
              ? "it is this server"
              : "it is no nearer than this server, whose preference is " + us.get().preference();
      return new Look.Unusable(passedOver(exchanger, reason, List.of()));
    }
    HostFacts host = facts.hosts().get(exchanger.host());
    if (host == null) {
      return new Look.Unusable(
          passedOver(
              exchanger, "at most %d are looked up".formatted(config.exchangersMax()), List.of()));
    }
    return switch (HostAddresses.of(host, config.loopbackAllowed())) {
      case HostAddresses.Some some ->
          new Look.Usable(
              exchanger,
              some.addresses(),
              new Why(
                  "%s (preference %d) can be tried"
                      .formatted(exchanger.host(), exchanger.preference()),
                  exchanger.source(),
                  some.why()));
      case HostAddresses.None none ->
          new Look.Unusable(passedOver(exchanger, "it " + none.reason(), none.why()));
      case HostAddresses.Unknown unknown ->
          new Look.Unknown(
              exchanger.host() + ": " + unknown.reason(),
              passedOver(exchanger, "its addresses are not known now", unknown.why()));
    };
  }

  private static Why passedOver(Exchanger exchanger, String reason, List<Why> because) {
    String host = exchanger.host().isEmpty() ? "\".\"" : exchanger.host();
    return new Why(
        "%s (preference %d) is passed over: %s".formatted(host, exchanger.preference(), reason),
        exchanger.source(),
        because);
  }

  /** Why an MX record's target cannot be a host; empty if it can. */
  private static Optional<String> fault(String target) {
    if (target.isEmpty()) {
      return Optional.of("a null MX among others says nothing");
    }
    if (NUMERIC.matcher(target).matches()) {
      return Optional.of("it is an address, and has to be a name");
    }
    return Domain.parse(target).filter(d -> !d.isLiteral()).isPresent()
        ? Optional.empty()
        : Optional.of("it is not a host name");
  }

  private List<Target> targets(Domain domain, List<Look> looks, int port) {
    Map<Integer, List<Look.Usable>> levels = new TreeMap<>();
    for (Look look : looks) {
      if (look instanceof Look.Usable usable) {
        levels.computeIfAbsent(usable.exchanger().preference(), _ -> new ArrayList<>()).add(usable);
      }
    }
    Set<InetAddress> seen = new HashSet<>();
    List<List<Target>> out = new ArrayList<>();
    for (List<Look.Usable> equals : levels.values()) {
      Collections.shuffle(equals, random);
      List<Target> level = new ArrayList<>();
      for (Look.Usable usable : equals) {
        for (InetAddress address : usable.addresses()) {
          if (seen.add(address)) {
            level.add(
                new Target(
                    usable.exchanger().host(),
                    address,
                    port,
                    usable.exchanger().preference(),
                    Optional.of(domain),
                    manner));
          }
        }
      }
      out.add(balanced(level));
    }
    return bounded(out, config.addressesMax());
  }

  /** Families in turn, beginning with that of the first, each in its own order. */
  static List<Target> balanced(List<Target> level) {
    List<Target> six = new ArrayList<>();
    List<Target> four = new ArrayList<>();
    for (Target target : level) {
      (target.address() instanceof Inet6Address ? six : four).add(target);
    }
    boolean sixFirst = !level.isEmpty() && level.getFirst().address() instanceof Inet6Address;
    List<Target> out = new ArrayList<>();
    for (int i = 0; i < Math.max(six.size(), four.size()); i++) {
      takeIf(i, sixFirst ? six : four, out);
      takeIf(i, sixFirst ? four : six, out);
    }
    return out;
  }

  private static void takeIf(int i, List<Target> from, List<Target> out) {
    if (i < from.size()) {
      out.add(from.get(i));
    }
  }

  /** At most so many, but one of each level: a large near host must not hide the backup. */
  static List<Target> bounded(List<List<Target>> levels, int most) {
    int left = most - (int) levels.stream().filter(level -> !level.isEmpty()).count();
    List<Target> out = new ArrayList<>();
    for (List<Target> level : levels) {
      if (!level.isEmpty()) {
        int take = Math.min(level.size(), 1 + Math.max(0, left));
        left -= take - 1;
        out.addAll(level.subList(0, take));
      }
    }
    return out;
  }

  private static String summary(Domain domain, List<Target> targets) {
    return "mail for %s is tried at %s"
        .formatted(domain, String.join(", then ", targets.stream().map(Target::toString).toList()));
  }

  /** The addresses of one host, as a next hop in brackets asks for. */
  Route byHost(Domain name, HostFacts facts, int port) {
    return switch (HostAddresses.of(facts, true)) {
      case HostAddresses.Some some -> {
        List<Target> all =
            some.addresses().stream()
                .map(a -> new Target(name.name(), a, port, 0, Optional.empty(), manner))
                .toList();
        List<Target> targets = bounded(List.of(balanced(all)), config.addressesMax());
        yield new Route.By(targets, new Why(summary(name, targets), some.why()));
      }
      case HostAddresses.None none ->
          // The fault is in our own configuration: the mail must not suffer for it at once.
          new Route.Later(
              new Reply(451, "4.4.4", "The next hop %s %s".formatted(name, none.reason())),
              new Why("the next hop %s %s".formatted(name, none.reason()), none.why()));
      case HostAddresses.Unknown unknown ->
          new Route.Later(
              new Reply(
                  451,
                  "4.4.3",
                  "The next hop %s cannot be looked up now: %s".formatted(name, unknown.reason())),
              new Why("the addresses of %s are not known now".formatted(name), unknown.why()));
    };
  }

  /** An address given as such. */
  Route byAddress(InetAddress address, int port, boolean configured) {
    String literal = Self.literal(address);
    Optional<String> fault =
        configured ? Optional.empty() : HostAddresses.fault(address, config.loopbackAllowed());
    if (fault.isPresent()) {
      return new Route.Never(
          new Reply(550, "5.4.4", "%s cannot be a mail host".formatted(literal)),
          new Why("%s is no mail host: %s".formatted(literal, fault.get())));
    }
    Target target = new Target(literal, address, port, 0, Optional.empty(), manner);
    return new Route.By(
        List.of(target), new Why("mail for %s goes straight there".formatted(literal)));
  }

  private static List<Why> join(List<Why> first, List<Why> second) {
    List<Why> out = new ArrayList<>(first);
    out.addAll(second);
    return out;
  }
}
