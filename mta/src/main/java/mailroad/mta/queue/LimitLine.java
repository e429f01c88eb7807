package mailroad.mta.queue;

import java.time.Duration;

/**
 * How much goes to one destination or route, or from one of our addresses, in a time.
 *
 * @param of a destination such as {@code example.org}, {@code .example.org} or {@code *} for each, a route's next hop such as {@code [smart.example.org]:587}, or our own address such as {@code 192.0.2.1}
 * @param messages most messages in that time; 0 for no bound
 * @param connections most new connections in that time; 0 for no bound
 * @param per the time that these count for; a minute if unset
 * @param concurrency most attempts at once; 0 for the bound that all have
 */
public record LimitLine(String of, int messages, int connections, Duration per, int concurrency) {
  /** Checks the bounds. */
  public LimitLine {
    per = per.isZero() ? Duration.ofMinutes(1) : per;
    require(!of.isBlank(), "of must name a destination, a route or an address");
    require(messages >= 0, "messages must not be below zero");
    require(connections >= 0, "connections must not be below zero");
    require(per.isPositive(), "per must be longer than zero");
    require(concurrency >= 0, "concurrency must not be below zero");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
