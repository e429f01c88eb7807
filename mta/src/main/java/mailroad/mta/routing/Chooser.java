package mailroad.mta.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.ReversePath;
import mailroad.kernel.Why;
import mailroad.mta.routing.Choice.DomainClass;
import mailroad.mta.routing.Choice.Hop;
import mailroad.mta.routing.RoutingConfig.RouteLine;

/** Decides what can be decided without DNS: domain class and next hop. Does not block. */
public final class Chooser {
  private final RoutingConfig config;
  private final Self self;
  private final Predicate<Domain> isLocal;
  private final List<Rule> rules;
  private final List<Relay> relays;

  /** A line that makes us a relay for domains. */
  private record Relay(String line, DomainPattern pattern) {
    static Relay of(String line) {
      return new Relay(line, DomainPattern.parse(line).orElseThrow());
    }
  }

  private record Rule(RouteLine line, DomainPattern to, SenderPattern from, NextHop next) {
    static Rule of(RouteLine line) {
      return new Rule(
          line,
          DomainPattern.parse(line.to()).orElseThrow(),
          SenderPattern.parse(line.from()).orElseThrow(),
          NextHop.parse(line.nextHop()).orElseThrow());
    }

    String source() {
      return "routing.routes: " + line;
    }
  }

  /**
   * A chooser.
   *
   * @param isLocal which domains have their mailboxes here
   */
  public Chooser(RoutingConfig config, Self self, Predicate<Domain> isLocal) {
    this.config = config;
    this.self = self;
    this.isLocal = isLocal;
    this.rules = config.routes().stream().map(Rule::of).toList();
    this.relays = config.relayDomains().stream().map(Relay::of).toList();
  }

  /** Where mail from a sender to a recipient goes next. */
  public Choice choose(ReversePath from, EmailAddress to) {
    Domain domain = to.domain();
    Optional<Why> local = whyLocal(domain);
    if (local.isPresent()) {
      return new Choice(DomainClass.LOCAL, new Hop(new NextHop.Here()), local.get());
    }
    Optional<String> relay = relayLine(domain);
    DomainClass domainClass = relay.isPresent() ? DomainClass.RELAY : DomainClass.REMOTE;
    List<Why> because = new ArrayList<>();
    because.add(
        relay
            .map(line -> new Why("%s is a relay domain".formatted(domain), source(line)))
            .orElse(new Why("%s is neither local nor a relay domain".formatted(domain))));
    Hop hop = hop(from, domain, domainClass, because);
    return new Choice(
        domainClass, hop, new Why("mail for %s goes to %s".formatted(domain, hop), because));
  }

  private Optional<String> relayLine(Domain domain) {
    return relays.stream()
        .filter(relay -> relay.pattern().matches(domain))
        .map(Relay::line)
        .findFirst();
  }

  private static String source(String relayLine) {
    return "routing.relay-domains: " + relayLine;
  }

  /**
   * The address by which the mailboxes here know a recipient: where the domain is our own name or address, it is
   * the local domain that our name lies in.
   */
  EmailAddress here(EmailAddress recipient) {
    Domain domain = recipient.domain();
    return isLocal.test(domain)
        ? recipient
        : nearestLocal(self.hostname())
            .map(local -> new EmailAddress(recipient.localPart(), local))
            .orElse(recipient);
  }

  private Optional<Domain> nearestLocal(Domain name) {
    Optional<Domain> at = Optional.of(name);
    while (at.isPresent() && !isLocal.test(at.get())) {
      int dot = at.get().name().indexOf('.');
      at = dot < 0 ? Optional.empty() : Domain.parse(at.get().name().substring(dot + 1));
    }
    return at;
  }

  /** Whether a domain is ours, and what says so. An address literal of ours is ours too. */
  private Optional<Why> whyLocal(Domain domain) {
    if (isLocal.test(domain)) {
      return Optional.of(new Why("%s is a local domain".formatted(domain)));
    }
    if (domain.literal().filter(self::has).isPresent()) {
      // RFC 5321 section 4.1.3: mail for the address literal of a host is mail for that host.
      return Optional.of(new Why("%s is an address of this server".formatted(domain)));
    }
    return domain.equals(self.hostname())
        ? Optional.of(new Why("%s is this server".formatted(domain)))
        : Optional.empty();
  }

  private Hop hop(ReversePath from, Domain domain, DomainClass domainClass, List<Why> because) {
    for (Rule rule : rules) {
      if (rule.to().matches(domain) && rule.from().matches(from)) {
        because.add(new Why("a route names it", rule.source()));
        RouteLine line = rule.line();
        return new Hop(rule.next(), line.tls(), line.login(), line.password());
      }
      if (rule.to().matches(domain)) {
        because.add(new Why("a route is for other senders than " + from, rule.source()));
      }
    }
    if (!config.smarthost().isEmpty() && domainClass == DomainClass.REMOTE) {
      because.add(
          new Why(
              "all other mail goes by the smarthost", "routing.smarthost: " + config.smarthost()));
      return new Hop(
          NextHop.parse(config.smarthost()).orElseThrow(),
          config.smarthostTls(),
          config.smarthostLogin(),
          config.smarthostPassword());
    }
    if (domain.isLiteral()) {
      because.add(new Why("an address literal needs no lookup"));
      return new Hop(new NextHop.Address(domain.literal().orElseThrow(), OptionalInt.empty()));
    }
    because.add(new Why("no route names it, so its mail exchangers are asked for"));
    return new Hop(new NextHop.Exchangers(domain, OptionalInt.empty()));
  }
}
