package mailroad.mailbox;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts who is here: how many sessions each account has, and how many of them from each address. Who is beyond the limits does
 * not come in, with the right password either; others are not touched by it. Any number of tasks may use it at once.
 */
public final class Presence {
  private final SessionLimits limits;
  private final Map<String, Integer> sessions = new HashMap<>();

  /** Nobody is here. */
  public Presence(SessionLimits limits) {
    this.limits = limits;
  }

  /** A session that is counted until it is closed. */
  public interface Stay extends AutoCloseable {
    @Override
    void close();
  }

  /** Counts one more session of an account; empty if that is too many. */
  public Optional<Stay> enter(Account account, InetAddress peer) {
    String user = String.valueOf(account.id());
    String pair = user + ' ' + Throttle.network(peer);
    synchronized (sessions) {
      boolean full =
          sessions.getOrDefault(user, 0) >= limits.perUserMax()
              || sessions.getOrDefault(pair, 0) >= limits.perUserAndAddressMax();
      if (full) {
        return Optional.empty();
      }
      sessions.merge(user, 1, Integer::sum);
      sessions.merge(pair, 1, Integer::sum);
    }
    return Optional.of(new Counted(user, pair));
  }

  private final class Counted implements Stay {
    private final String user;
    private final String pair;
    private boolean over;

    Counted(String user, String pair) {
      this.user = user;
      this.pair = pair;
    }

    @Override
    public void close() {
      synchronized (sessions) {
        if (!over) {
          over = true;
          leave(user);
          leave(pair);
        }
      }
    }

    private void leave(String whose) {
      sessions.computeIfPresent(whose, (_, count) -> count == 1 ? null : count - 1);
    }
  }
}
