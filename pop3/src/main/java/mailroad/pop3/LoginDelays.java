package mailroad.pop3;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import mailroad.kernel.World;
import mailroad.mailbox.Account;

/**
 * When accounts have logged in last, for as long as that matters (RFC 2449 section 6.5). Any number of tasks may use it at
 * once.
 */
final class LoginDelays {
  private static final int KEPT_MAX = 100_000;

  private final World world;
  private final Duration delay;
  private final LinkedHashMap<Long, Instant> last = new LinkedHashMap<>(); // the oldest first

  LoginDelays(World world, Duration delay) {
    this.world = world;
    this.delay = delay;
  }

  /** Whether the account may come in now; if so, that is noted. */
  boolean admit(Account account) {
    if (delay.isZero()) {
      return true;
    }
    Instant now = world.now();
    synchronized (last) {
      forget(now);
      if (last.containsKey(account.id())) {
        return false;
      }
      last.put(account.id(), now);
      return true;
    }
  }

  private void forget(Instant now) {
    var oldest = last.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<Long, Instant> entry = oldest.next();
      if (entry.getValue().plus(delay).isAfter(now) && last.size() < KEPT_MAX) {
        return;
      }
      oldest.remove();
    }
  }
}
