package mailroad.guard.door;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailroad.dns.Answer;
import mailroad.dns.RecordType;
import mailroad.dns.Resolver;
import mailroad.guard.verdict.Evidence;
import mailroad.kernel.AddressRange;
import mailroad.kernel.Domain;
import mailroad.kernel.Text;
import mailroad.kernel.Why;

/** What the name shows that a client gives by EHLO or HELO (RFC 5321 section 4.1.4). Any number of tasks may use it. */
final class HelloCheck {
  private final Resolver resolver;
  private final HelloConfig config;
  private final Domain hostname;
  private final Set<InetAddress> own;

  HelloCheck(Resolver resolver, HelloConfig config, Domain hostname, Set<InetAddress> own) {
    this.resolver = resolver;
    this.config = config;
    this.hostname = hostname;
    this.own = own;
  }

  /** Whether a client is refused for its name, and why; a matter of names alone, not of DNS. */
  Optional<Evidence> refusal(InetAddress client, String helo) {
    return named(client, helo)
        .filter(found -> config.refuse().contains(found.name().substring("helo-".length())));
  }

  /** What the name shows. Asks DNS about one that seems good. */
  Optional<Evidence> evidence(InetAddress client, String helo) throws InterruptedException {
    Optional<Evidence> named = named(client, helo);
    return named.isPresent() || helo.isEmpty() ? named : resolved(helo);
  }

  private Optional<Evidence> named(InetAddress client, String helo) {
    if (helo.isEmpty()) {
      return Optional.empty();
    }
    if (AddressRange.address(helo).isPresent()) {
      return found("bare-address", config.bareAddress(), helo, "an address in place of a name");
    }
    Optional<Domain> domain = Domain.parse(helo);
    if (domain.isEmpty()) {
      return found("invalid", config.invalid(), helo, "no name at all");
    }
    Optional<InetAddress> literal = domain.get().literal();
    if (domain.get().equals(hostname) || literal.filter(own::contains).isPresent()) {
      return found("ourselves", config.ourselves(), helo, "this server's own");
    }
    if (literal.isPresent()) {
      return literal.get().equals(client)
          ? found("literal", config.literal(), helo, "its address in place of a name")
          : found("wrong-literal", config.wrongLiteral(), helo, "an address that is not its own");
    }
    return domain.get().name().indexOf('.') < 0
        ? found("unqualified", config.unqualified(), helo, "a name without a domain")
        : Optional.empty();
  }

  private Optional<Evidence> resolved(String helo) throws InterruptedException {
    String name = new Domain(helo).name();
    Answer four = resolver.resolve(name, RecordType.A);
    if (!isNothing(four)) {
      return Optional.empty();
    }
    Answer six = resolver.resolve(name, RecordType.AAAA);
    return isNothing(six)
        ? Optional.of(
            new Evidence(
                "helo-unresolvable",
                config.unresolvable(),
                new Why(
                    "the sending server calls itself %s, which has no address"
                        .formatted(Text.visible(helo)),
                    List.of(four.walk(), six.walk()))))
        : Optional.empty();
  }

  private static boolean isNothing(Answer answer) {
    return answer instanceof Answer.NoData || answer instanceof Answer.NoDomain;
  }

  private static Optional<Evidence> found(String kind, double score, String helo, String what) {
    return Optional.of(
        new Evidence(
            "helo-" + kind,
            score,
            "the sending server calls itself %s: %s".formatted(Text.visible(helo), what)));
  }
}
