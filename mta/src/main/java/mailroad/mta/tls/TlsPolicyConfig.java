package mailroad.mta.tls;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Domain;

/**
 * Which policies of other domains about TLS are followed.
 *
 * @param dane whether TLSA records that DNSSEC secures are followed (RFC 7672); needs a resolver that validates
 * @param mtaSts whether the MTA-STS policies of domains are followed (RFC 8461)
 * @param exemptDomains domains whose own policies, DANE and MTA-STS, are ignored, for as long as they are broken;
 *     {@code .example.org} stands for all below it
 * @param policyFetchTimeout how long fetching an MTA-STS policy may take
 * @param policyOctetsMax largest MTA-STS policy that is read
 * @param policyAgeMax longest time that an MTA-STS policy is believed, whatever it says
 * @param policyRefreshAfter how old an MTA-STS policy may be before it is fetched again
 * @param policyRetryAfter how long to wait after a failed fetch of an MTA-STS policy
 * @param policiesRememberedMax most domains whose MTA-STS policy, or lack of one, is kept in memory
 * @param reports what domains are told of TLS, and where their reports are read
 */
public record TlsPolicyConfig(
    boolean dane,
    boolean mtaSts,
    List<String> exemptDomains,
    Duration policyFetchTimeout,
    int policyOctetsMax,
    Duration policyAgeMax,
    Duration policyRefreshAfter,
    Duration policyRetryAfter,
    int policiesRememberedMax,
    TlsReportConfig reports) {
  /** All are followed, with the bounds of RFC 8461 sections 3.2 and 3.3. */
  public static final TlsPolicyConfig DEFAULT =
      new TlsPolicyConfig(
          true,
          true,
          List.of(),
          Duration.ofSeconds(30),
          65_536,
          Duration.ofSeconds(31_557_600),
          Duration.ofDays(1),
          Duration.ofMinutes(5),
          10_000,
          TlsReportConfig.DEFAULT);

  /** Checks the bounds. */
  public TlsPolicyConfig {
    require(policyFetchTimeout.isPositive(), "policy-fetch-timeout must be longer than zero");
    require(
        policyOctetsMax >= 512 && policyOctetsMax <= 90_000,
        "policy-octets-max must be between 512 and 90000");
    require(policyAgeMax.isPositive(), "policy-age-max must be longer than zero");
    require(policyRefreshAfter.isPositive(), "policy-refresh-after must be longer than zero");
    require(
        policyRetryAfter.compareTo(Duration.ofMinutes(1)) >= 0,
        "policy-retry-after must be at least 1m");
    require(policiesRememberedMax >= 100, "policies-remembered-max must be at least 100");
    for (String domain : exemptDomains) {
      require(
          Domain.parse(domain.startsWith(".") ? domain.substring(1) : domain).isPresent(),
          "exempt-domains must be domains, not \"%s\"".formatted(domain));
    }
    exemptDomains = List.copyOf(exemptDomains);
  }

  /** The same with other exempt domains. */
  public TlsPolicyConfig withExempt(List<String> domains) {
    return copy(domains, reports);
  }

  /** The same with other reports. */
  public TlsPolicyConfig with(TlsReportConfig other) {
    return copy(exemptDomains, other);
  }

  /** A copy in which these differ. */
  private TlsPolicyConfig copy(List<String> domains, TlsReportConfig others) {
    return new TlsPolicyConfig(
        dane,
        mtaSts,
        domains,
        policyFetchTimeout,
        policyOctetsMax,
        policyAgeMax,
        policyRefreshAfter,
        policyRetryAfter,
        policiesRememberedMax,
        others);
  }

  /** The entry that exempts a domain; empty if none does. */
  Optional<String> exemption(Domain domain) {
    return exemptDomains.stream().filter(entry -> isMeant(entry, domain)).findFirst();
  }

  private static boolean isMeant(String entry, Domain domain) {
    boolean below = entry.startsWith(".");
    Domain named = Domain.parse(below ? entry.substring(1) : entry).orElseThrow();
    return below ? domain.isWithin(named) && !domain.equals(named) : domain.equals(named);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
