package mailroad.mta.tls;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import mailroad.kernel.Bell;
import mailroad.kernel.Domain;
import mailroad.kernel.Why;
import mailroad.kernel.World;
import mailroad.mta.tls.StsMemory.Known;
import mailroad.mta.tls.StsRecords.Kept;
import mailroad.mta.tls.StsSource.Announced;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MTA-STS policies of domains (RFC 8461): kept in the store for as long as they say, with those in use in memory.
 * DNS is asked each time, which costs little, and tells when a policy is new or has changed; it is fetched then, and
 * again once it is old, meanwhile the known one counts. Nothing but a sound policy replaces a policy before its
 * time is over (R43). Any number of tasks may ask; for one domain at most one fetches at a time.
 */
final class StsPolicies {
  private static final Logger LOG = LoggerFactory.getLogger(StsPolicies.class);
  private static final Key POLICIES = Key.of("tls", "sts");
  private static final int PAGE = 500;

  private final World world;
  private final Store store;
  private final TlsPolicyConfig config;
  private final StsSource source;
  private final StsMemory memory;
  private final Map<Domain, Bell> fetching = new ConcurrentHashMap<>();

  StsPolicies(World world, Store store, TlsPolicyConfig config, StsSource source) {
    this.world = world;
    this.store = store;
    this.config = config;
    this.source = source;
    this.memory = new StsMemory(config.policiesRememberedMax());
  }

  /** The policy that counts for a domain now. */
  StsFinding find(Domain domain) throws StoreException, InterruptedException {
    return switch (source.announced(domain)) {
      case Announced.Silence(var reason) -> unannounced(domain, reason);
      case Announced.Here(var id, var record) -> announced(domain, id, record);
    };
  }

  /** RFC 8461 section 3.1: a record that is gone, or kept back, does not end a policy. */
  private StsFinding unannounced(Domain domain, String reason) throws StoreException {
    Known known = known(domain);
    return valid(known)
        .map(kept -> found(domain, kept, Optional.empty(), reason))
        .orElseGet(() -> new StsFinding.Nothing(new Why("no MTA-STS policy: " + reason)));
  }

  private StsFinding announced(Domain domain, String id, String record)
      throws StoreException, InterruptedException {
    Known known = known(domain);
    Optional<Kept> valid = valid(known);
    boolean same = valid.filter(kept -> kept.policy().id().equals(id)).isPresent();
    if (!same && isTimeToTry(known)) {
      fetchOnce(domain, id, known);
      known = known(domain);
      valid = valid(known);
    } else if (same && isOld(valid.orElseThrow()) && isTimeToTry(known)) {
      Known old = known;
      world.start("mta-sts " + domain, () -> refresh(domain, id, old));
    }
    Optional<Flaw> flaw = known.flaw();
    return valid
        .map(kept -> found(domain, kept, flaw, record))
        .orElseGet(() ->
            new StsFinding.Nothing(
                flaw,
                new Why(
                    "the MTA-STS policy of %s is not known: %s"
                        .formatted(domain, flaw.map(Flaw::reason).orElse("")),
                    record)));
  }

  private static StsFinding found(Domain domain, Kept kept, Optional<Flaw> flaw, String source) {
    StsPolicy policy = kept.policy();
    String what =
        "the MTA-STS policy of %s (%s, id %s, until %s) names %s"
            .formatted(
                domain,
                policy.mode().name().toLowerCase(Locale.ROOT),
                policy.id(),
                kept.until(),
                policy.patterns());
    return policy.mode() == StsPolicy.Mode.NONE
        ? new StsFinding.Nothing(
            flaw, new Why("%s says that it has no MTA-STS policy".formatted(domain), source))
        : new StsFinding.Found(domain, policy, flaw, new Why(what, source));
  }

  private Optional<Kept> valid(Known known) {
    return known.kept().filter(kept -> world.now().isBefore(kept.until()));
  }

  private boolean isTimeToTry(Known known) {
    return !world.now().isBefore(known.notBefore());
  }

  private boolean isOld(Kept kept) {
    return !world.now().isBefore(kept.fetched().plus(config.policyRefreshAfter()));
  }

  private Known known(Domain domain) throws StoreException {
    Optional<Known> there = memory.of(domain);
    if (there.isPresent()) {
      return there.get();
    }
    Optional<Store.Value> value = store.get(key(domain));
    Known known =
        Known.of(
            value.isPresent()
                ? Optional.of(StsRecords.read(value.get().bytes()))
                : Optional.empty());
    memory.remember(domain, known);
    return known;
  }

  private static Key key(Domain domain) {
    return POLICIES.then(domain.name());
  }

  /** Fetches, unless more is known by now than was; or waits for the task that does. */
  private void fetchOnce(Domain domain, String id, Known was)
      throws StoreException, InterruptedException {
    Bell mine = world.bell();
    Bell other = fetching.putIfAbsent(domain, mine);
    if (other == null) {
      try {
        if (known(domain).equals(was)) {
          fetch(domain, id);
        }
      } finally {
        fetching.remove(domain);
        mine.ring();
      }
      return;
    }
    long seen = other.rings();
    if (fetching.get(domain) == other) {
      other.await(seen, config.policyFetchTimeout());
    }
  }

  private void refresh(Domain domain, String id, Known old) throws InterruptedException {
    try {
      fetchOnce(domain, id, old);
    } catch (StoreException e) {
      LOG.warn("event=mta-sts-refresh-failed domain={} reason=\"{}\"", domain, e.getMessage());
    }
  }

  private void fetch(Domain domain, String id) throws StoreException, InterruptedException {
    Optional<Kept> before = known(domain).kept();
    switch (source.fetch(domain, id)) {
      case StsPolicy.Reading.Faulty(var flaw) -> {
        LOG.warn("event=mta-sts-fetch-failed domain={} reason=\"{}\"", domain, flaw.reason());
        Instant again = world.now().plus(config.policyRetryAfter());
        memory.remember(domain, new Known(before, Optional.of(flaw), again));
      }
      case StsPolicy.Reading.Sound(var policy) -> {
        StsPolicy bounded = bounded(policy);
        Kept kept = StsRecords.kept(bounded, world.now());
        store.commit(new Batch().put(key(domain), StsRecords.write(bounded, kept.fetched())));
        memory.remember(domain, Known.of(Optional.of(kept)));
        LOG.info(
            "event=mta-sts-policy domain={} mode={} id={} max-age={}",
            domain,
            bounded.mode(),
            id,
            bounded.maxAge());
      }
    }
  }

  private StsPolicy bounded(StsPolicy policy) {
    Duration age = policy.maxAge();
    return age.compareTo(config.policyAgeMax()) <= 0
        ? policy
        : new StsPolicy(policy.id(), policy.mode(), policy.patterns(), config.policyAgeMax());
  }

  int sweep() throws StoreException {
    int removed = 0;
    Key from = POLICIES;
    while (true) {
      List<Store.Entry> page = store.range(Store.Range.from(from, POLICIES, PAGE));
      Batch batch = new Batch();
      int over = 0;
      for (Store.Entry entry : page) {
        if (!world.now().isBefore(StsRecords.read(entry.value().bytes()).until())) {
          batch.assertVersion(entry.key(), entry.value().version()).delete(entry.key());
          over++;
        }
      }
      if (over > 0 && store.commit(batch) instanceof Store.Commit.Done) {
        removed += over;
      }
      if (page.size() < PAGE) {
        return removed;
      }
      from = page.getLast().key().after();
    }
  }
}
