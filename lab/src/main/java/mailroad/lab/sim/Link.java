package mailroad.lab.sim;

import java.time.Duration;

/**
 * How octets fare between two machines, both ways.
 *
 * @param latencyMin shortest time that a packet is under way
 * @param latencyMax longest time that a packet is under way; datagrams overtake each other within
 *     these bounds, a TCP stream stays in order
 * @param octetsPerSecond bandwidth of each TCP stream; 0 for no bound
 * @param loss part of the datagrams that get lost, 0 to 1; TCP packets that are lost come late
 *     instead
 * @param cut part of the TCP connections that break, 0 to 1
 * @param cutOctetsMax a connection that breaks does so after at most this many octets, both ways
 *     together
 */
public record Link(
    Duration latencyMin,
    Duration latencyMax,
    long octetsPerSecond,
    double loss,
    double cut,
    int cutOctetsMax) {
  /** Between machines of one continent: 5 to 40 ms, nothing lost. */
  public static final Link INTERNET =
      new Link(Duration.ofMillis(5), Duration.ofMillis(40), 0, 0, 0, 65_536);

  /** Within one machine: some microseconds. */
  public static final Link LOOPBACK =
      new Link(Duration.ofNanos(10_000), Duration.ofNanos(50_000), 0, 0, 0, 65_536);

  /** A link of these qualities. */
  public Link {
    require(!latencyMin.isNegative(), "latency-min must not be negative");
    require(latencyMax.compareTo(latencyMin) >= 0, "latency-max must be at least latency-min");
    require(octetsPerSecond >= 0, "octets-per-second must not be negative");
    require(loss >= 0 && loss <= 1, "loss must be from 0 to 1");
    require(cut >= 0 && cut <= 1, "cut must be from 0 to 1");
    require(cutOctetsMax > 0, "cut-octets-max must be positive");
  }

  /** The same with another latency. */
  public Link withLatency(Duration min, Duration max) {
    return new Link(min, max, octetsPerSecond, loss, cut, cutOctetsMax);
  }

  /** The same with a bandwidth. */
  public Link withOctetsPerSecond(long bound) {
    return new Link(latencyMin, latencyMax, bound, loss, cut, cutOctetsMax);
  }

  /** The same with a loss. */
  public Link withLoss(double part) {
    return new Link(latencyMin, latencyMax, octetsPerSecond, part, cut, cutOctetsMax);
  }

  /** The same with connections that break. */
  public Link withCut(double part, int octetsMax) {
    return new Link(latencyMin, latencyMax, octetsPerSecond, loss, part, octetsMax);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
