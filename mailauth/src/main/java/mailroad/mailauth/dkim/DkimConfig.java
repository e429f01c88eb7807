package mailroad.mailauth.dkim;

import java.time.Duration;

/**
 * How signatures of domains are verified and made.
 *
 * @param signaturesMax most signatures of one message that are looked at
 * @param headerOctetsMax longest header section whose signatures are looked at
 * @param rsaBitsMin shortest RSA key that is believed
 * @param rsaBitsMax longest RSA key that is looked at
 * @param partialBodies whether a signature counts that leaves out part of the body, so that anybody may have added to
 *     it
 * @param keysMax published keys that are remembered as read, so that reading them again costs nothing
 * @param clockSkew how far others' clocks may be ahead of ours
 * @param sign how mail that begins its way here is signed
 */
public record DkimConfig(
    int signaturesMax,
    int headerOctetsMax,
    int rsaBitsMin,
    int rsaBitsMax,
    boolean partialBodies,
    int keysMax,
    Duration clockSkew,
    SigningConfig sign) {
  /** As RFC 8301 section 3.2 has it. */
  public static final DkimConfig DEFAULT =
      new DkimConfig(
          10, 262_144, 1_024, 8_192, false, 1_000, Duration.ofMinutes(5), SigningConfig.DEFAULT);

  /** Checks the bounds. */
  public DkimConfig {
    require(signaturesMax >= 1 && signaturesMax <= 100, "signatures-max must be between 1 and 100");
    require(headerOctetsMax >= 1_024, "header-octets-max must be at least 1024");
    // RFC 8301 section 3.2: shorter keys must not count as valid.
    require(rsaBitsMin >= 1_024, "rsa-bits-min must be at least 1024");
    require(
        rsaBitsMax >= 4_096 && rsaBitsMax <= 16_384, "rsa-bits-max must be between 4096 and 16384");
    require(rsaBitsMin <= rsaBitsMax, "rsa-bits-min must not be above rsa-bits-max");
    require(keysMax >= 0, "keys-max must not be negative");
    require(!clockSkew.isNegative(), "clock-skew must not be negative");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
