package mailroad.mta.routing;

import java.util.Map;
import java.util.Optional;
import mailroad.dns.Answer;
import mailroad.kernel.Domain;

/**
 * What DNS said about a domain: one consistent set of answers for one attempt.
 *
 * @param mx the domain's mail exchangers
 * @param hosts the addresses of those that are host names, and of the domain itself if it has no MX records
 */
public record Facts(Domain domain, Answer mx, Map<String, HostFacts> hosts) {
  /** The record's map does not change. */
  public Facts {
    hosts = Map.copyOf(hosts);
  }

  /**
   * What DNS said about a host.
   *
   * @param a its IPv4 addresses; empty if not asked for
   * @param aaaa its IPv6 addresses; empty if not asked for
   */
  public record HostFacts(Optional<Answer> a, Optional<Answer> aaaa) {}
}
