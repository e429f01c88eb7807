package mailroad.mailbox;

import java.time.Duration;
import mailroad.sasl.ScramKeys;

/**
 * How passwords are kept and checked.
 *
 * @param memoryKib memory that one Argon2id hash takes, in KiB (RFC 9106 section 3.1)
 * @param passes passes over that memory
 * @param lanes lanes of that memory
 * @param scramIterations iterations of PBKDF2 in what is kept for SCRAM (RFC 7677 section 4), at most 65536 for clients by
 *     Cyrus SASL; 0 keeps nothing, and SCRAM is not offered
 * @param hashesAtOnce hashes that are computed at one time; others wait
 * @param waitingMax logins that wait for a hash; more are turned away
 * @param octetsMin shortest new password in octets of UTF-8
 * @param octetsMax longest password in octets of UTF-8
 * @param rememberFor how long a verified password is known again without a new hash
 * @param rememberedMax most verified passwords that are known again
 * @param freeFailures failed logins of one address or for one account that cost no delay
 * @param delayFirst delay after the first failed login that costs one; doubles with each more
 * @param delayMax longest delay
 * @param forgetAfter quiet time after which failures are forgotten
 * @param throttledMax most addresses and accounts whose failures are counted
 * @param knownFor how long an address from which an account was logged in to passes whatever others do to that account
 * @param knownMax most such addresses
 */
public record PasswordConfig(
    int memoryKib,
    int passes,
    int lanes,
    int scramIterations,
    int hashesAtOnce,
    int waitingMax,
    int octetsMin,
    int octetsMax,
    Duration rememberFor,
    int rememberedMax,
    int freeFailures,
    Duration delayFirst,
    Duration delayMax,
    Duration forgetAfter,
    int throttledMax,
    Duration knownFor,
    int knownMax) {
  /**
   * The memory and passes that OWASP asks of Argon2id, and the most iterations that Cyrus SASL computes: its clients break
   * off where a server asks for more.
   */
  public static final PasswordConfig DEFAULT =
      new PasswordConfig(
          19_456,
          2,
          1,
          65_536,
          2,
          200,
          8,
          1_000,
          Duration.ofMinutes(10),
          10_000,
          3,
          Duration.ofSeconds(1),
          Duration.ofSeconds(15),
          Duration.ofMinutes(30),
          20_000,
          Duration.ofDays(30),
          50_000);

  /** Checks that the numbers make sense together. */
  public PasswordConfig {
    require(lanes >= 1 && lanes <= 16, "lanes must be from 1 to 16");
    require(
        memoryKib >= 8 * lanes && memoryKib <= 1 << 20,
        "memory-kib must be from 8 for each lane to 1048576");
    require(passes >= 1 && passes <= 100, "passes must be from 1 to 100");
    require(
        scramIterations == 0 || scramIterations >= ScramKeys.ITERATIONS_MIN,
        "scram-iterations must be 0 or at least 4096");
    require(hashesAtOnce >= 1, "hashes-at-once must be at least 1");
    require(waitingMax >= 1, "waiting-max must be at least 1");
    require(octetsMin >= 1, "octets-min must be at least 1");
    require(octetsMax >= octetsMin && octetsMax >= 64, "octets-max must be at least 64");
    require(!rememberFor.isNegative(), "remember-for must not be negative");
    require(rememberedMax >= 1, "remembered-max must be at least 1");
    require(freeFailures >= 0, "free-failures must not be negative");
    require(delayFirst.isPositive(), "delay-first must be longer than zero");
    require(delayMax.compareTo(delayFirst) >= 0, "delay-max must be at least delay-first");
    require(forgetAfter.compareTo(delayMax) >= 0, "forget-after must be at least delay-max");
    require(throttledMax >= 1, "throttled-max must be at least 1");
    require(!knownFor.isNegative(), "known-for must not be negative");
    require(knownMax >= 1, "known-max must be at least 1");
  }

  /** The same, with hashes that cost more or less, and the least that SCRAM may cost. */
  public PasswordConfig withCost(int otherMemoryKib, int otherPasses) {
    return new PasswordConfig(
        otherMemoryKib,
        otherPasses,
        lanes,
        scramIterations == 0 ? 0 : ScramKeys.ITERATIONS_MIN,
        hashesAtOnce,
        waitingMax,
        octetsMin,
        octetsMax,
        rememberFor,
        rememberedMax,
        freeFailures,
        delayFirst,
        delayMax,
        forgetAfter,
        throttledMax,
        knownFor,
        knownMax);
  }

  /** The same, with other delays after failures. */
  public PasswordConfig withDelays(int free, Duration first, Duration most) {
    return new PasswordConfig(
        memoryKib,
        passes,
        lanes,
        scramIterations,
        hashesAtOnce,
        waitingMax,
        octetsMin,
        octetsMax,
        rememberFor,
        rememberedMax,
        free,
        first,
        most,
        forgetAfter,
        throttledMax,
        knownFor,
        knownMax);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
