package mailroad.guard.door;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import mailroad.kernel.World;

/** Counts the connections of each network within the minute. Bounded in memory; any number of tasks may use it. */
final class Flood {
  private static final int NETWORKS_MAX = 50_000;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final World world;
  private final Map<Net, Minute> minutes = Recent.map(NETWORKS_MAX); // under its lock

  private static final class Minute {
    Instant began = Instant.EPOCH;
    int connections;
  }

  Flood(World world) {
    this.world = world;
  }

  /** Counts one more connection, and gives how many there were within the minute. */
  int count(Net net) {
    Instant now = world.now();
    synchronized (minutes) {
      Minute minute = minutes.computeIfAbsent(net, _ -> new Minute());
      if (Duration.between(minute.began, now).compareTo(MINUTE) >= 0) {
        minute.began = now;
        minute.connections = 0;
      }
      return ++minute.connections;
    }
  }
}
