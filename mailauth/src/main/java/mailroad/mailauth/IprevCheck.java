package mailroad.mailauth;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.dns.Answer;
import mailroad.dns.Names;
import mailroad.dns.RecordType;
import mailroad.dns.Resolver;
import mailroad.dns.Rr;
import mailroad.kernel.AddressText;
import mailroad.kernel.Domain;
import mailroad.kernel.Why;

/** Finds the names of an address, and one that leads back to it (RFC 8601 section 3). Any number of tasks may use it. */
public final class IprevCheck {
  private final Resolver resolver;
  private final int namesMax;

  /**
   * A check.
   *
   * @param namesMax most names that are looked up again
   */
  public IprevCheck(Resolver resolver, int namesMax) {
    this.resolver = resolver;
    this.namesMax = namesMax;
  }

  /** The same check by what this resolver says. */
  IprevCheck by(Resolver other) {
    return new IprevCheck(other, namesMax);
  }

  /** Asks about an address; waits for DNS. */
  public Iprev of(InetAddress client) throws InterruptedException {
    return switch (resolver.resolve(Names.reverse(client), RecordType.PTR)) {
      case Answer.Failed failed ->
          unknown(
              List.of(),
              "the name of " + AddressText.of(client) + " cannot be known now",
              List.of(new Why(failed.reason())));
      case Answer.NoData _, Answer.NoDomain _ -> nameless(client);
      case Answer.Found found -> confirm(client, found);
    };
  }

  private static Iprev nameless(InetAddress client) {
    return new Iprev(
        Iprev.Code.PERMERROR,
        Optional.empty(),
        List.of(),
        new Why(AddressText.of(client) + " has no name"));
  }

  static Iprev unknown(List<Domain> names, String finding, List<Why> because) {
    return new Iprev(Iprev.Code.TEMPERROR, Optional.empty(), names, new Why(finding, because));
  }

  private Iprev confirm(InetAddress client, Answer.Found found) throws InterruptedException {
    List<Domain> names = new ArrayList<>();
    for (Rr rr : found.records()) {
      if (rr.data() instanceof Rr.Pointer(_, var target) && names.size() < namesMax) {
        Domain.parse(target).filter(name -> !names.contains(name)).ifPresent(names::add);
      }
    }
    return names.isEmpty() ? nameless(client) : confirm(client, names);
  }

  private Iprev confirm(InetAddress client, List<Domain> names) throws InterruptedException {
    RecordType type = client instanceof Inet4Address ? RecordType.A : RecordType.AAAA;
    List<Why> seen = new ArrayList<>();
    boolean failed = false;
    for (Domain name : names) {
      Answer answer = resolver.resolve(name.name(), type);
      Optional<Rr> back = back(client, answer);
      if (back.isPresent()) {
        Why why = new Why(name + " leads back to " + AddressText.of(client), back.get().text());
        return new Iprev(Iprev.Code.PASS, Optional.of(name), names, why);
      }
      failed |= answer instanceof Answer.Failed;
      seen.add(
          new Why(
              answer instanceof Answer.Failed unknown
                  ? name + ": " + unknown.reason()
                  : name + " does not lead back to it"));
    }
    String finding = "no name of " + AddressText.of(client) + " leads back to it";
    return failed
        ? unknown(names, finding + " for now", seen)
        : new Iprev(Iprev.Code.FAIL, Optional.empty(), names, new Why(finding, seen));
  }

  private static Optional<Rr> back(InetAddress client, Answer answer) {
    return answer instanceof Answer.Found found
        ? found.records().stream()
            .filter(rr -> rr.data() instanceof Rr.Address(var address) && address.equals(client))
            .findFirst()
        : Optional.empty();
  }
}
