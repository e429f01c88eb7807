package mailroad.lab.scenario;

import java.time.Duration;
import mailroad.lab.sim.Crash;
import mailroad.lab.sim.Link;

/** Something that goes wrong for a while. */
public sealed interface Fault {
  /** When it begins, after the start. */
  Duration at();

  /** How long it lasts; a machine that crashed is down that long. */
  Duration lasts();

  /** A machine goes down. */
  record Down(Duration at, Duration lasts, String host, Crash how) implements Fault {}

  /** A machine goes down at the given number of steps from now on, in the middle of whatever it does. */
  record DownInTheMiddle(Duration at, Duration lasts, String host, Crash how, int steps)
      implements Fault {}

  /** Two machines cannot reach each other. */
  record Partition(Duration at, Duration lasts, String one, String other) implements Fault {}

  /** A machine cannot reach anybody. */
  record Isolation(Duration at, Duration lasts, String host) implements Fault {}

  /** A link between two machines is bad. */
  record BadLink(Duration at, Duration lasts, String one, String other, Link link)
      implements Fault {}

  /** All connections between two machines break, once. */
  record Cut(Duration at, String one, String other) implements Fault {
    @Override
    public Duration lasts() {
      return Duration.ZERO;
    }
  }

  /** A machine's disk is full. */
  record FullDisk(Duration at, Duration lasts, String host) implements Fault {}

  /** A machine's disk fails a number of writes. */
  record FailingDisk(Duration at, String host, int writes) implements Fault {
    @Override
    public Duration lasts() {
      return Duration.ZERO;
    }
  }
}
