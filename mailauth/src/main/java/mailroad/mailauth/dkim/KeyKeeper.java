package mailroad.mailauth.dkim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.dns.Resolver;
import mailroad.kernel.Domain;
import mailroad.kernel.Text;
import mailroad.kernel.Why;
import mailroad.kernel.World;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that keys are published, used, retired and removed in time. {@link #run} is a task of its own; the rest is
 * for administrators' tasks. Both wait for DNS.
 */
public final class KeyKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(KeyKeeper.class);

  private final World world;
  private final KeyRing ring;
  private final Resolver resolver;
  private final SigningConfig config;

  /** Keeps these keys. */
  public KeyKeeper(World world, KeyRing ring, Resolver resolver, SigningConfig config) {
    this.world = world;
    this.ring = ring;
    this.resolver = resolver;
    this.config = config;
  }

  /** How a key stands in DNS. */
  public enum Standing {
    /** DNS has it. */
    PUBLISHED,
    /** DNS has none under its name. */
    MISSING,
    /** DNS has another one, or a broken one. */
    OTHER,
    /** Nobody knows for now. */
    UNKNOWN
  }

  /** A key and how it stands. */
  public record Checked(StoredKey key, Standing standing, Why why) {}

  /** Asks DNS for a key. */
  public Checked check(StoredKey key) throws InterruptedException {
    KeyLookup.Found found =
        new KeyLookup(resolver, KeyLookup.memory(0)).find(key.key().selector(), key.key().domain());
    return switch (found) {
      case KeyLookup.Found.Key(var record, var why) ->
          record.key().equals(key.key().published())
              ? new Checked(key, Standing.PUBLISHED, why)
              : new Checked(
                  key,
                  Standing.OTHER,
                  new Why("%s has another key".formatted(key.key().name()), List.of(why)));
      case KeyLookup.Found.None(var code, var why) ->
          new Checked(
              key,
              code == DkimResult.Code.TEMPERROR
                  ? Standing.UNKNOWN
                  : why.source().isEmpty() ? Standing.MISSING : Standing.OTHER,
              why);
    };
  }

  /** Does what is due, now and then, until it is cancelled. */
  public void run() throws InterruptedException {
    while (true) {
      try {
        keep();
      } catch (StoreException e) {
        LOG.warn(
            "event=dkim-keys-not-kept reason=\"{}\"", Text.visible(String.valueOf(e.getMessage())));
      }
      world.sleep(config.checkInterval());
    }
  }

  /** Does what is due. */
  public void keep() throws StoreException, InterruptedException {
    for (List<StoredKey> keys : groups(Optional.empty())) {
      List<StoredKey> published = published(keys);
      for (Rotation.Step step : Rotation.due(keys, config, world.now(), published::contains)) {
        take(step, keys.getFirst().key());
      }
    }
  }

  /** Those that wait to be used, and are to be had in DNS. */
  private List<StoredKey> published(List<StoredKey> keys) throws InterruptedException {
    List<StoredKey> published = new ArrayList<>();
    for (StoredKey key : keys) {
      if (key.state() == StoredKey.State.NEXT) {
        Standing standing = check(key).standing();
        if (standing == Standing.PUBLISHED) {
          published.add(key);
        } else {
          LOG.info("event=dkim-key-awaited name={} dns={}", key.key().name(), standing);
        }
      }
    }
    return published;
  }

  private void take(Rotation.Step step, SigningKey like) throws StoreException {
    switch (step) {
      case Rotation.Step.Create() -> {
        StoredKey made = ring.create(like.domain(), like.algorithm());
        LOG.warn("event=dkim-key-to-be-published name={}", made.key().name());
      }
      case Rotation.Step.Use(var key) -> ring.use(key);
      case Rotation.Step.Remove(var key) -> ring.remove(key);
    }
  }

  /**
   * Begins or ends a rotation at once: where a next key waits and DNS has it, it is used; where none waits, one is made.
   *
   * @param unchecked whether the next key is used even if DNS does not have it, and so is one that is made now
   * @return what was done, one sentence a line
   */
  public List<String> rotate(Domain domain, boolean unchecked)
      throws StoreException, InterruptedException {
    List<String> done = new ArrayList<>();
    for (List<StoredKey> keys : groups(Optional.of(domain))) {
      Optional<StoredKey> next =
          keys.stream().filter(key -> key.state() == StoredKey.State.NEXT).reduce((_, b) -> b);
      done.add(
          next.isPresent()
              ? use(next.get(), unchecked)
              : begin(domain, keys.getFirst().key().algorithm(), unchecked));
    }
    return done;
  }

  private String begin(Domain domain, Algorithm algorithm, boolean unchecked)
      throws StoreException {
    StoredKey made = ring.create(domain, algorithm);
    if (unchecked) {
      ring.use(made);
      return "%s is made and %s".formatted(made.key().selector(), usedUnpublished(made));
    }
    return "%s is made; publish it, and it will be used: %s"
        .formatted(made.key().selector(), PublishedKey.of(made.key()));
  }

  private String use(StoredKey next, boolean unchecked)
      throws StoreException, InterruptedException {
    Checked checked = check(next);
    String selector = next.key().selector();
    boolean published = checked.standing() == Standing.PUBLISHED;
    if (!published && !unchecked) {
      return "%s is not used yet: %s".formatted(selector, Text.visible(checked.why().finding()));
    }
    ring.use(next);
    return selector + (published ? " is used from now on" : " is " + usedUnpublished(next));
  }

  private static String usedUnpublished(StoredKey key) {
    return "used from now on; its signatures fail until this is published: "
        + PublishedKey.of(key.key());
  }

  /** The keys in the store by domain and algorithm, each group by age. */
  private List<List<StoredKey>> groups(Optional<Domain> domain) throws StoreException {
    record Group(Domain domain, Algorithm algorithm) {}
    Map<Group, List<StoredKey>> groups = new LinkedHashMap<>();
    for (StoredKey key : ring.all()) {
      if (!key.file() && domain.map(key.key().domain()::equals).orElse(true)) {
        groups
            .computeIfAbsent(
                new Group(key.key().domain(), key.key().algorithm()), _ -> new ArrayList<>())
            .add(key);
      }
    }
    groups.values().forEach(keys -> keys.sort(java.util.Comparator.comparing(StoredKey::created)));
    return List.copyOf(groups.values());
  }
}
