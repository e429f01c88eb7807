package mailroad.mta.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Why;
import mailroad.mta.routing.Choice.DomainClass;
import mailroad.mta.routing.Choice.Hop;

/**
 * Decides what can be decided without DNS: domain class and next hop. Does not block.
 *
 * <p>The first rule that fits decides. For a local domain only rules count that name it: {@code to = "*"} means all
 * that goes elsewhere.
 */
public final class Chooser {
  private static final String KEY = "mta.routing.";

  private final RoutingConfig config;
  private final ConfigLines lines;
  private final Self self;
  private final Predicate<Domain> isLocal;
  private final List<Rule> rules;
  private final List<Relay> relays;

  /** A line that makes us a relay for domains. */
  private record Relay(DomainPattern pattern, String source) {}

  /**
   * A chooser.
   *
   * @param isLocal which domains have their mailboxes here
   */
  public Chooser(RoutingConfig config, ConfigLines lines, Self self, Predicate<Domain> isLocal) {
    this.config = config;
    this.lines = lines;
    this.self = self;
    this.isLocal = isLocal;
    List<Rule> compiled = new ArrayList<>();
    for (RouteLine line : config.routes()) {
      String at = lines.cite(KEY + "routes", compiled.size());
      compiled.add(Rule.of(line, at + ": " + line));
    }
    rules = List.copyOf(compiled);
    List<Relay> domains = new ArrayList<>();
    for (String domain : config.relayDomains()) {
      String at = lines.cite(KEY + "relay-domains", domains.size());
      domains.add(new Relay(DomainPattern.parse(domain).orElseThrow(), at + ": " + domain));
    }
    relays = List.copyOf(domains);
  }

  /** Whether any route depends on header fields, so that they are worth reading. */
  boolean readsHeader() {
    return rules.stream().anyMatch(rule -> rule.field().isPresent());
  }

  /** Where a message goes next on its way to a recipient. */
  public Choice choose(Mail mail, EmailAddress to) {
    Domain domain = to.domain();
    Optional<Why> local = whyLocal(domain);
    Optional<Relay> relay =
        relays.stream().filter(line -> line.pattern().matches(domain)).findFirst();
    DomainClass domainClass =
        local.isPresent()
            ? DomainClass.LOCAL
            : relay.isPresent() ? DomainClass.RELAY : DomainClass.REMOTE;
    List<Why> because = new ArrayList<>();
    because.add(
        local
            .or(() -> relay.map(line -> new Why(domain + " is a relay domain", line.source())))
            .orElseGet(() -> new Why(domain + " is neither local nor a relay domain")));
    Optional<Rule> rule = firstFitting(mail, to, local.isPresent(), because);
    if (local.isPresent() && rule.isEmpty()) {
      Why why = because.size() == 1 ? local.get() : new Why(domain + " is local", because);
      return new Choice(domainClass, new Hop(new NextHop.Here()), Optional.empty(), why);
    }
    Hop hop =
        rule.isPresent()
            ? by(rule.get(), domain, because)
            : otherwise(domain, domainClass, because);
    return new Choice(
        domainClass,
        hop,
        rule.flatMap(Rule::lifetime),
        new Why("mail for %s goes to %s".formatted(domain, hop), because));
  }

  /** The first rule that fits; those that speak of the recipient and do not fit are told. */
  private Optional<Rule> firstFitting(
      Mail mail, EmailAddress to, boolean local, List<Why> because) {
    int others = 0;
    for (Rule rule : rules) {
      if (!rule.speaksOf(to, local)) {
        others++;
        continue;
      }
      Optional<String> misfit = rule.misfit(mail);
      if (misfit.isEmpty()) {
        tellOthers(others, because);
        because.add(new Why("a route names it", rule.source()));
        return Optional.of(rule);
      }
      because.add(new Why(misfit.get(), rule.source()));
    }
    tellOthers(others, because);
    return Optional.empty();
  }

  private static void tellOthers(int others, List<Why> because) {
    if (others > 0) {
      because.add(
          new Why(
              others == 1
                  ? "a route is for other recipients"
                  : "%d routes are for other recipients".formatted(others)));
    }
  }

  private static Hop by(Rule rule, Domain domain, List<Why> because) {
    if (rule.next() instanceof NextHop.Own) {
      because.add(new Why("the route has its own mail exchangers asked for"));
      return new Hop(own(domain), rule.manner());
    }
    return new Hop(rule.next(), rule.manner());
  }

  private Hop otherwise(Domain domain, DomainClass domainClass, List<Why> because) {
    if (!config.smarthost().isEmpty() && domainClass == DomainClass.REMOTE) {
      because.add(
          new Why(
              "all other mail goes by the smarthost",
              lines.cite(KEY + "smarthost") + ": " + config.smarthost()));
      return new Hop(NextHop.parse(config.smarthost()).orElseThrow(), config.smarthostManner());
    }
    because.add(
        new Why(
            domain.isLiteral()
                ? "an address literal needs no lookup"
                : "no route names it, so its mail exchangers are asked for"));
    return new Hop(own(domain));
  }

  /** RFC 5321 section 4.1.3: an address literal is gone to straight. */
  private static NextHop own(Domain domain) {
    return domain
        .literal()
        .<NextHop>map(address -> new NextHop.Address(address, OptionalInt.empty()))
        .orElseGet(() -> new NextHop.Exchangers(domain, OptionalInt.empty()));
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
}
