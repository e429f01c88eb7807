package mailroad.mailauth.spf;

import static mailroad.mailauth.spf.SpfResult.Code.PERMERROR;
import static mailroad.mailauth.spf.SpfResult.Code.TEMPERROR;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import mailroad.dns.Answer;
import mailroad.dns.RecordType;
import mailroad.dns.Rr;
import mailroad.kernel.AddressRange;
import mailroad.kernel.AddressText;
import mailroad.kernel.Why;
import mailroad.mailauth.spf.Match.No;
import mailroad.mailauth.spf.Match.Stop;
import mailroad.mailauth.spf.Match.Yes;
import mailroad.mailauth.spf.Mechanism.Cidr;

/** Whether mechanisms match a client (RFC 7208 section 5). Used by one task. */
final class Mechanisms {
  private final Check check;
  private final InetAddress client;
  private final Lookups lookups;
  private final SpfConfig config;

  Mechanisms(Check check, InetAddress client, Lookups lookups, SpfConfig config) {
    this.check = check;
    this.client = client;
    this.lookups = lookups;
    this.config = config;
  }

  /** Whether a directive of a domain's record matches. */
  Match match(String domain, Directive directive) throws InterruptedException {
    String text = directive.text();
    return switch (directive.mechanism()) {
      case Mechanism.All() -> new Yes(new Why(text + " matches all"));
      case Mechanism.Ip4(var network) -> network(text, Optional.of(network));
      case Mechanism.Ip6(var network) -> network(text, network);
      case Mechanism.Include _,
          Mechanism.A _,
          Mechanism.Mx _,
          Mechanism.Ptr _,
          Mechanism.Exists _ ->
          lookups.mayAsk() ? asking(domain, directive) : new Stop(PERMERROR, tooMany());
    };
  }

  /** Why a record whose evaluation asks too much is broken. */
  Why tooMany() {
    return new Why("more than " + config.termsMax() + " terms ask DNS");
  }

  private Match network(String text, Optional<AddressRange> network) {
    return network.isPresent() && network.get().contains(client)
        ? new Yes(new Why(text + " has " + AddressText.of(client)))
        : new No(Optional.empty());
  }

  private Match asking(String domain, Directive directive) throws InterruptedException {
    return switch (directive.mechanism()) {
      case Mechanism.All _, Mechanism.Ip4 _, Mechanism.Ip6 _ ->
          throw new IllegalArgumentException("asks nothing: " + directive);
      case Mechanism.Include(var of) -> include(directive.text(), name(Optional.of(of), domain));
      case Mechanism.A(var of, var cidr) -> a(directive.text(), name(of, domain), cidr);
      case Mechanism.Mx(var of, var cidr) -> mx(directive.text(), name(of, domain), cidr);
      case Mechanism.Ptr(var of) -> ptr(directive.text(), name(of, domain));
      case Mechanism.Exists(var of) -> exists(directive.text(), name(Optional.of(of), domain));
    };
  }

  private String name(Optional<MacroString> spec, String domain) throws InterruptedException {
    return spec.isPresent() ? spec.get().expandName(check.macros(domain)) : domain;
  }

  /** RFC 7208 section 5.2. */
  private Match include(String text, String name) throws InterruptedException {
    Outcome other = check.of(name);
    List<Why> because = List.of(other.why());
    return switch (other.code()) {
      case PASS -> new Yes(new Why(text + " lets it pass", because));
      case FAIL, SOFTFAIL, NEUTRAL -> No.because(new Why(text + " does not let it pass", because));
      case TEMPERROR -> new Stop(TEMPERROR, new Why(text + " cannot be known now", because));
      case PERMERROR -> new Stop(PERMERROR, new Why(text + " is broken", because));
      case NONE -> new Stop(PERMERROR, new Why(text + " includes nothing", because));
    };
  }

  /** RFC 7208 section 5.3. */
  private Match a(String text, String name, Cidr cidr) throws InterruptedException {
    return switch (lookups.ask(name, lookups.addressType())) {
      case Answer.Failed failed -> failed(text, name, failed);
      case Answer.NoData _, Answer.NoDomain _ -> nothing(text, name);
      case Answer.Found found -> {
        Optional<Rr> fitting = fitting(found, cidr);
        yield fitting.isPresent()
            ? new Yes(new Why(text + " has " + AddressText.of(client), fitting.get().text()))
            : No.because(new Why(text + " does not have it"));
      }
    };
  }

  private Optional<Rr> fitting(Answer.Found found, Cidr cidr) {
    AddressRange near =
        new AddressRange(client, client instanceof Inet4Address ? cidr.ip4() : cidr.ip6());
    return Lookups.address(found, near::contains);
  }

  /** RFC 7208 section 5.4. */
  private Match mx(String text, String name, Cidr cidr) throws InterruptedException {
    return switch (lookups.ask(name, RecordType.MX)) {
      case Answer.Failed failed -> failed(text, name, failed);
      case Answer.NoData _, Answer.NoDomain _ -> nothing(text, name);
      case Answer.Found found -> {
        List<Rr.Mx> hosts = new ArrayList<>();
        for (Rr rr : found.records()) {
          if (rr.data() instanceof Rr.Mx mx) {
            hosts.add(mx);
          }
        }
        hosts.sort(Comparator.comparingInt(Rr.Mx::preference));
        // RFC 7208 section 4.6.4: more of them are an error, not to be left out.
        yield hosts.size() > config.namesMax()
            ? new Stop(
                PERMERROR, new Why(name + " has more than " + config.namesMax() + " exchangers"))
            : anyOf(text, hosts, cidr);
      }
    };
  }

  private Match anyOf(String text, List<Rr.Mx> hosts, Cidr cidr) throws InterruptedException {
    for (Rr.Mx host : hosts) {
      if (host.target().isEmpty()) {
        continue; // RFC 7505: there is no exchanger
      }
      Answer answer = lookups.known(host.target(), lookups.addressType());
      if (answer instanceof Answer.Failed failed) {
        return failed(text, host.target(), failed);
      }
      if (answer instanceof Answer.Found found) {
        Optional<Rr> fitting = fitting(found, cidr);
        if (fitting.isPresent()) {
          return new Yes(new Why(text + " has " + AddressText.of(client), fitting.get().text()));
        }
      }
    }
    return No.because(new Why(text + " does not have it"));
  }

  /** RFC 7208 section 5.5; what DNS fails at is passed over. */
  private Match ptr(String text, String name) throws InterruptedException {
    List<String> names =
        lookups.names(client -> HostName.isWithin(client, HostName.plain(name)), 1);
    return names.isEmpty()
        ? No.because(new Why(text + ": no name of " + AddressText.of(client) + " is within it"))
        : new Yes(new Why(text + " has " + names.getFirst()));
  }

  /** RFC 7208 section 5.7: of IPv4, whatever the client's family is. */
  private Match exists(String text, String name) throws InterruptedException {
    return switch (lookups.ask(name, RecordType.A)) {
      case Answer.Failed failed -> failed(text, name, failed);
      case Answer.NoData _, Answer.NoDomain _ -> nothing(text, name);
      case Answer.Found found ->
          new Yes(new Why(text + ": " + name + " exists", found.records().getFirst().text()));
    };
  }

  private static Match failed(String text, String name, Answer.Failed failed) {
    return new Stop(
        TEMPERROR,
        new Why(text + ": " + name + " cannot be known now", List.of(new Why(failed.reason()))));
  }

  private Match nothing(String text, String name) {
    return lookups.mayFindNothing()
        ? No.because(new Why(text + ": " + name + " has none"))
        : new Stop(
            PERMERROR, new Why("more than " + config.voidsMax() + " questions found nothing"));
  }
}
