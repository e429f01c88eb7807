package mailroad.mta.tls;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import mailroad.dns.Answer;
import mailroad.dns.RecordType;
import mailroad.dns.Resolver;
import mailroad.dns.Rr;

/**
 * Where web servers are that strangers' DNS names (A18): none of our own networks is asked. Blocks its caller; any
 * number of tasks may use it.
 */
public final class WebHosts {
  private static final int ADDRESSES_MAX = 4;

  private final Resolver resolver;
  private final boolean privateAllowed;

  /**
   * Web servers as this resolver knows them.
   *
   * @param privateAllowed whether they may be at private addresses, as in a test network
   */
  public WebHosts(Resolver resolver, boolean privateAllowed) {
    this.resolver = resolver;
    this.privateAllowed = privateAllowed;
  }

  /**
   * Looks a server up.
   *
   * @param out gets its addresses
   * @return why there is none to be asked at
   */
  public Optional<String> find(String host, List<InetAddress> out) throws InterruptedException {
    Optional<String> fault = Optional.empty();
    for (RecordType type : List.of(RecordType.AAAA, RecordType.A)) {
      switch (resolver.resolve(host, type)) {
        case Answer.Found found ->
            found.records().stream()
                .flatMap(rr ->
                    rr.data() instanceof Rr.Address(var address)
                        ? Optional.of(address).stream()
                        : Optional.<InetAddress>empty().stream())
                .limit(ADDRESSES_MAX / 2)
                .forEach(out::add);
        case Answer.Failed failed ->
            fault = Optional.of("%s cannot be looked up: %s".formatted(host, failed.reason()));
        case Answer.NoData _, Answer.NoDomain _ -> {}
      }
    }
    if (out.isEmpty()) {
      return fault.or(() -> Optional.of(host + " has no address"));
    }
    out.removeIf(address -> !privateAllowed && !PublicAddresses.contain(address));
    return out.isEmpty()
        ? Optional.of(host + " has only addresses of private networks")
        : Optional.empty();
  }
}
