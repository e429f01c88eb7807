package mailroad.mta.delivery;

import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import mailroad.mta.routing.Occupancy;

/** Counts the attempts that talk to each host. Any number of tasks may use it. */
public final class HostUse implements Occupancy {
  private final ConcurrentMap<InetSocketAddress, Integer> sessions = new ConcurrentHashMap<>();

  /** Nobody talks to anybody. */
  public HostUse() {}

  void begin(InetSocketAddress host) {
    sessions.merge(host, 1, Integer::sum);
  }

  void end(InetSocketAddress host) {
    sessions.computeIfPresent(host, (_, count) -> count > 1 ? count - 1 : null);
  }

  @Override
  public int sessions(InetSocketAddress host) {
    return sessions.getOrDefault(host, 0);
  }
}
