package mailroad.mta.tls;

import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.Why;

/** What a domain's MTA-STS policy is (RFC 8461). */
public sealed interface StsFinding {
  /** How it was found. */
  Why why();

  /** What the domain is told: that the policy which it announces cannot be had. */
  Optional<Flaw> flaw();

  /** None, as far as we know. */
  record Nothing(Optional<Flaw> flaw, Why why) implements StsFinding {
    /** None, and that is as it should be. */
    public Nothing(Why why) {
      this(Optional.empty(), why);
    }
  }

  /** A policy that holds now; with a flaw, one from before. */
  record Found(Domain domain, StsPolicy policy, Optional<Flaw> flaw, Why why)
      implements StsFinding {}
}
