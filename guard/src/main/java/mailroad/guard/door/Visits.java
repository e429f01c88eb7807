package mailroad.guard.door;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import mailroad.smtp.server.Client;

/** The sessions that are open, by the other end of their connection. Bounded; any number of tasks may use it. */
final class Visits {
  private static final int MOST = 100_000;

  private final Map<InetSocketAddress, Visit> open = Recent.map(MOST); // under its lock

  /** The visit of a client, which begins if there is none. */
  Visit of(Client client) {
    synchronized (open) {
      return open.computeIfAbsent(client.remote(), _ -> new Visit());
    }
  }

  /** The visit of a client that is there. */
  Optional<Visit> find(Client client) {
    synchronized (open) {
      return Optional.ofNullable(open.get(client.remote()));
    }
  }

  void end(Client client) {
    synchronized (open) {
      open.remove(client.remote());
    }
  }
}
