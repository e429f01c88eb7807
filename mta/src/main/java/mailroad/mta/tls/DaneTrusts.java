package mailroad.mta.tls;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import mailroad.kernel.World;
import mailroad.wire.ClientTrust;

/**
 * Whom to believe by which TLSA records: one trust for each set of them, so that sessions are resumed only with hosts
 * that these same records have proven. Those used last are kept, up to a bound. Any number of tasks may use it.
 */
public final class DaneTrusts {
  private static final int MOST = 1000;

  private final World world;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Protection.Dane, ClientTrust> trusts = new LinkedHashMap<>(16, 0.75f, true);

  /** None yet. */
  public DaneTrusts(World world) {
    this.world = world;
  }

  /** Whom to believe. */
  public ClientTrust of(Protection.Dane wanted) {
    lock.lock();
    try {
      ClientTrust trust = trusts.computeIfAbsent(wanted, this::trust);
      if (trusts.size() > MOST) {
        trusts.remove(trusts.keySet().iterator().next());
      }
      return trust;
    } finally {
      lock.unlock();
    }
  }

  private ClientTrust trust(Protection.Dane wanted) {
    return ClientTrust.checked(chain -> DaneCheck.fault(wanted, chain, world.now()));
  }
}
