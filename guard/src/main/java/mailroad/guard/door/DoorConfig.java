package mailroad.guard.door;

import java.time.Duration;
import java.util.List;

/**
 * Who may come in.
 *
 * @param enabled whether strangers are looked at at all
 * @param firstLook the first look at a stranger
 * @param conduct what bad conduct is worth
 * @param hello what names are worth that clients give
 * @param dnsLists the DNS lists that are asked
 * @param standing who is known, and as what
 * @param greylist who has to come back
 * @param rates how much may come within a time
 * @param countsMax for how many addresses, accounts and so on rates are counted at a time
 * @param tarpit how those are slowed down who behave badly
 * @param bans from where nobody comes in for a while
 * @param flushInterval how often what was learned is written to the store
 */
public record DoorConfig(
    boolean enabled,
    FirstLookConfig firstLook,
    ConductConfig conduct,
    HelloConfig hello,
    DnsListsConfig dnsLists,
    StandingConfig standing,
    GreylistConfig greylist,
    List<RateConfig> rates,
    int countsMax,
    TarpitConfig tarpit,
    BanConfig bans,
    Duration flushInterval) {
  /** For a server on the internet. */
  public static final DoorConfig DEFAULT =
      new DoorConfig(
          true,
          FirstLookConfig.DEFAULT,
          ConductConfig.DEFAULT,
          HelloConfig.DEFAULT,
          DnsListsConfig.DEFAULT,
          StandingConfig.DEFAULT,
          GreylistConfig.DEFAULT,
          List.of(),
          50_000,
          TarpitConfig.DEFAULT,
          BanConfig.DEFAULT,
          Duration.ofSeconds(5));

  /** Bounds that make sense. */
  public DoorConfig {
    rates = List.copyOf(rates);
    if (countsMax < 100) {
      throw new IllegalArgumentException("counts-max must be at least 100");
    }
    if (!flushInterval.isPositive()) {
      throw new IllegalArgumentException("flush-interval must be longer than zero");
    }
  }
}
