package mailroad.mailbox;

import java.time.Duration;

/**
 * How passwords are kept and checked.
 *
 * @param memoryKib memory that one Argon2id hash takes, in KiB (RFC 9106 section 3.1)
 * @param passes passes over that memory
 * @param lanes lanes of that memory
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
 */
public record PasswordConfig(
    int memoryKib,
    int passes,
    int lanes,
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
    int throttledMax) {
  /** The memory and passes that OWASP asks of Argon2id. */
  public static final PasswordConfig DEFAULT =
      new PasswordConfig(
          19_456,
          2,
          1,
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
          20_000);

  /** Checks that the numbers make sense together. */
  public PasswordConfig {
    require(lanes >= 1 && lanes <= 16, "lanes must be from 1 to 16");
    require(
        memoryKib >= 8 * lanes && memoryKib <= 1 << 20,
        "memory-kib must be from 8 for each lane to 1048576");
    require(passes >= 1 && passes <= 100, "passes must be from 1 to 100");
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
  }

  /** The same, with hashes that cost more or less. */
  public PasswordConfig withCost(int otherMemoryKib, int otherPasses) {
    return new PasswordConfig(
        otherMemoryKib,
        otherPasses,
        lanes,
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
        throttledMax);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
