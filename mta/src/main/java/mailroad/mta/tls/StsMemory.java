package mailroad.mta.tls;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import mailroad.kernel.Domain;
import mailroad.mta.tls.StsRecords.Kept;

/** What this node knows of domains' policies: those used last, up to a bound. Any number of tasks may use it. */
final class StsMemory {
  private final int most;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Domain, Known> domains = new LinkedHashMap<>(16, 0.75f, true);

  StsMemory(int most) {
    this.most = most;
  }

  /**
   * What is known.
   *
   * @param kept the policy that lies in the store, whether it still holds or not
   * @param flaw why the last fetch failed; empty if it did not
   * @param notBefore when to try again after it
   */
  record Known(Optional<Kept> kept, Optional<Flaw> flaw, Instant notBefore) {
    static Known of(Optional<Kept> kept) {
      return new Known(kept, Optional.empty(), Instant.MIN);
    }
  }

  Optional<Known> of(Domain domain) {
    lock.lock();
    try {
      return Optional.ofNullable(domains.get(domain));
    } finally {
      lock.unlock();
    }
  }

  void remember(Domain domain, Known known) {
    lock.lock();
    try {
      domains.put(domain, known);
      if (domains.size() > most) {
        domains.remove(domains.keySet().iterator().next());
      }
    } finally {
      lock.unlock();
    }
  }
}
