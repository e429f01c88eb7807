package mailroad.lab.sim;

import java.time.Duration;
import java.time.Instant;

/**
 * The bounds of a simulation.
 *
 * @param start what the clocks show at first
 * @param tcpBufferOctets octets that one TCP stream holds, under way and unread together
 * @param backlogMax connections that a port holds before they are accepted
 * @param datagramQueueMax datagrams that a UDP port holds before they are received
 * @param portFirst first port that is given out where none is asked for
 * @param portLast last port that is given out where none is asked for
 * @param retransmitFor how long TCP tries to get octets over a dead link before the connection breaks
 * @param turnsPerInstantMax turns that tasks may take without time going on before that is an error
 * @param watchdog real time that a task may take for one turn before that is an error
 * @param logLinesMax lines that the event log keeps; the oldest go first
 */
public record SimulationConfig(
    Instant start,
    int tcpBufferOctets,
    int backlogMax,
    int datagramQueueMax,
    int portFirst,
    int portLast,
    Duration retransmitFor,
    int turnsPerInstantMax,
    Duration watchdog,
    int logLinesMax) {
  /** What Linux does, as far as that is alike. */
  public static final SimulationConfig DEFAULT =
      new SimulationConfig(
          Instant.parse("2026-03-01T12:00:00Z"),
          65_536,
          128,
          256,
          32_768,
          60_999,
          Duration.ofMinutes(15),
          1_000_000,
          Duration.ofSeconds(60),
          2_000_000);

  /** Bounds that can work. */
  public SimulationConfig {
    require(tcpBufferOctets > 0, "tcp-buffer-octets must be positive");
    require(backlogMax > 0, "backlog-max must be positive");
    require(datagramQueueMax > 0, "datagram-queue-max must be positive");
    require(portFirst > 0 && portLast < 65_536, "ports go from 1 to 65535");
    require(portLast >= portFirst, "port-last must be at least port-first");
    require(retransmitFor.isPositive(), "retransmit-for must be longer than zero");
    require(turnsPerInstantMax > 0, "turns-per-instant-max must be positive");
    require(watchdog.isPositive(), "watchdog must be longer than zero");
    require(logLinesMax > 0, "log-lines-max must be positive");
  }

  /** The same with other ports to give out. */
  public SimulationConfig withPorts(int first, int last) {
    return new SimulationConfig(
        start,
        tcpBufferOctets,
        backlogMax,
        datagramQueueMax,
        first,
        last,
        retransmitFor,
        turnsPerInstantMax,
        watchdog,
        logLinesMax);
  }

  /** The same with another bound on turns and on the real time of each. */
  public SimulationConfig withTurns(int perInstantMax, Duration each) {
    return new SimulationConfig(
        start,
        tcpBufferOctets,
        backlogMax,
        datagramQueueMax,
        portFirst,
        portLast,
        retransmitFor,
        perInstantMax,
        each,
        logLinesMax);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
