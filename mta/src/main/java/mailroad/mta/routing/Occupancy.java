package mailroad.mta.routing;

import java.net.InetSocketAddress;

/** How busy we keep other hosts. Any number of tasks may ask; does not block. */
@FunctionalInterface
public interface Occupancy {
  /** Where nobody counts. */
  Occupancy IDLE = _ -> 0;

  /** How many attempts talk to a host now. */
  int sessions(InetSocketAddress host);
}
