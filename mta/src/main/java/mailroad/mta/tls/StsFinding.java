package mailroad.mta.tls;

import mailroad.kernel.Domain;
import mailroad.kernel.Why;

/** What a domain's MTA-STS policy is (RFC 8461). */
public sealed interface StsFinding {
  /** How it was found. */
  Why why();

  /** None, as far as we know. */
  record Nothing(Why why) implements StsFinding {}

  /** A policy that holds now. */
  record Found(Domain domain, StsPolicy policy, Why why) implements StsFinding {}
}
