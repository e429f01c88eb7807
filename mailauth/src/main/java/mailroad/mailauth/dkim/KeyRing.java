package mailroad.mailauth.dkim;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.Text;
import mailroad.kernel.World;
import mailroad.records.DkimKeyRecord;
import mailroad.records.DkimKeyState;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of all domains: those in the store, which live and are replaced, and those that the configuration names. Any
 * number of tasks may use it; what another node changed in the store is seen after {@value #FRESH_SECONDS} seconds.
 */
public final class KeyRing {
  private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);
  private static final long FRESH_SECONDS = 10;
  private static final int KEYS_MAX = 100_000;
  private static final int TRIES_MAX = 8;
  private static final Key KEYS = Key.of("dkim", "key");
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final World world;
  private final Store store;
  private final SigningConfig config;
  private final List<StoredKey> files;
  private volatile Known known = new Known(List.of(), Map.of(), Instant.MIN);

  /** The keys as read at some moment. */
  private record Known(List<StoredKey> all, Map<Domain, List<SigningKey>> signing, Instant until) {}

  /**
   * The keys in a store and those in files.
   *
   * @param files those that the configuration names, read already
   */
  public KeyRing(World world, Store store, SigningConfig config, List<SigningKey> files) {
    this.world = world;
    this.store = store;
    this.config = config;
    this.files = files.stream().map(StoredKey::ofFile).toList();
  }

  /** The keys by which mail of a domain is signed: its own, or where it has none, those of the nearest domain above. */
  public List<SigningKey> signing(Domain domain) {
    Map<Domain, List<SigningKey>> signing = known().signing();
    String name = domain.name();
    while (!domain.isLiteral()) {
      List<SigningKey> keys = Domain.parse(name).map(signing::get).orElse(null);
      int dot = name.indexOf('.');
      if (keys != null || dot < 0 || !config.subdomains()) {
        return keys == null ? List.of() : keys;
      }
      name = name.substring(dot + 1);
    }
    return List.of();
  }

  /** All keys, by domain and age. */
  public List<StoredKey> all() throws StoreException {
    return read().all();
  }

  /** All keys of a domain, by age. */
  public List<StoredKey> of(Domain domain) throws StoreException {
    return all().stream().filter(key -> key.key().domain().equals(domain)).toList();
  }

  /** Makes a key, which is to be published before it is used. */
  public StoredKey create(Domain domain, Algorithm algorithm) throws StoreException {
    for (int i = 0; i < TRIES_MAX; i++) {
      String selector = selector(domain, algorithm);
      StoredKey key =
          StoredKey.ofNew(
              KeyMaterial.create(domain, selector, algorithm, config.rsaBits()), world.now());
      Batch batch = new Batch().assertAbsent(place(key)).put(place(key), encode(key));
      if (store.commit(batch) instanceof Store.Commit.Done) {
        LOG.info("event=dkim-key-created domain={} selector={}", domain, selector);
        forget();
        return key;
      }
    }
    throw new StoreException("the keys of %s change too fast".formatted(domain));
  }

  /** Such as {@code r20260301}, with a letter behind it for further ones of that day. */
  private String selector(Domain domain, Algorithm algorithm) throws StoreException {
    String first = algorithm.keyType().charAt(0) + DAY.format(world.now());
    List<String> taken = of(domain).stream().map(key -> key.key().selector()).toList();
    String selector = first;
    for (int i = 0; taken.contains(selector); i++) {
      selector = first + (i < 26 ? String.valueOf((char) ('a' + i)) : "-" + i);
    }
    return selector;
  }

  /** Puts a key to use in the place of those of its domain and algorithm that are in use. */
  public void use(StoredKey next) throws StoreException {
    Instant now = world.now();
    Batch batch = new Batch();
    change(batch, next, next.used(now));
    for (StoredKey other : of(next.key().domain())) {
      if (other.state() == StoredKey.State.IN_USE
          && !other.file()
          && !other.key().selector().equals(next.key().selector())
          && other.key().algorithm() == next.key().algorithm()) {
        change(batch, other, other.retired(now));
        LOG.info("event=dkim-key-retired {}", show(other));
      }
    }
    commit(batch);
    LOG.info("event=dkim-key-used {}", show(next));
  }

  /** Lets a key sign no more. */
  public void retire(StoredKey key) throws StoreException {
    Batch batch = new Batch();
    change(batch, key, key.retired(world.now()));
    commit(batch);
    LOG.info("event=dkim-key-retired {}", show(key));
  }

  /** Forgets a key for good: its record need not be published any more. */
  public void remove(StoredKey key) throws StoreException {
    commit(new Batch().delete(place(key)));
    LOG.info("event=dkim-key-removed {}", show(key));
  }

  private static String show(StoredKey key) {
    return "domain=%s selector=%s".formatted(key.key().domain(), key.key().selector());
  }

  private static void change(Batch batch, StoredKey from, StoredKey to) {
    batch.assertEqual(place(from), encode(from)).put(place(to), encode(to));
  }

  private void commit(Batch batch) throws StoreException {
    Store.Commit commit = store.commit(batch);
    forget();
    if (!(commit instanceof Store.Commit.Done)) {
      throw new StoreException("somebody else changed the key meanwhile");
    }
  }

  private void forget() {
    known = new Known(known.all(), known.signing(), Instant.MIN);
  }

  private Known known() {
    Known now = known;
    if (world.now().isBefore(now.until())) {
      return now;
    }
    try {
      return read();
    } catch (StoreException e) {
      LOG.warn(
          "event=dkim-keys-not-read reason=\"{}\"", Text.visible(String.valueOf(e.getMessage())));
      return now;
    }
  }

  private Known read() throws StoreException {
    List<StoredKey> all = new ArrayList<>(files);
    for (Store.Entry entry : store.range(Store.Range.under(KEYS, KEYS_MAX))) {
      decode(entry).ifPresent(all::add);
    }
    Map<Domain, List<SigningKey>> signing = new HashMap<>();
    for (StoredKey key : all) {
      if (key.state() == StoredKey.State.IN_USE) {
        signing.computeIfAbsent(key.key().domain(), _ -> new ArrayList<>()).add(key.key());
      }
    }
    signing.replaceAll((_, keys) -> List.copyOf(keys));
    Instant until = world.now().plus(Duration.ofSeconds(FRESH_SECONDS));
    known = new Known(List.copyOf(all), Map.copyOf(signing), until);
    return known;
  }

  private static Key place(StoredKey key) {
    return KEYS.then(key.key().domain().name(), key.key().selector());
  }

  private static byte[] encode(StoredKey key) {
    return DkimKeyRecord.newBuilder()
        .setState(
            switch (key.state()) {
              case NEXT -> DkimKeyState.DKIM_KEY_NEXT;
              case IN_USE -> DkimKeyState.DKIM_KEY_IN_USE;
              case RETIRED -> DkimKeyState.DKIM_KEY_RETIRED;
            })
        .setSecret(ByteString.copyFrom(key.key().secret().getEncoded()))
        .setCreatedMillis(key.created().toEpochMilli())
        .setUsedMillis(key.used().map(Instant::toEpochMilli).orElse(0L))
        .setRetiredMillis(key.retired().map(Instant::toEpochMilli).orElse(0L))
        .build()
        .toByteArray();
  }

  /** A key that cannot be read is left alone, and said to be so: the others go on signing. */
  private static Optional<StoredKey> decode(Store.Entry entry) {
    Key.Reader place = entry.key().after(KEYS);
    String domain = place.text();
    String selector = place.text();
    try {
      DkimKeyRecord record = DkimKeyRecord.parseFrom(entry.value().bytes());
      SigningKey key =
          KeyMaterial.decode(new Domain(domain), selector, record.getSecret().toByteArray());
      return Optional.of(
          new StoredKey(
              key,
              switch (record.getState()) {
                case DKIM_KEY_IN_USE -> StoredKey.State.IN_USE;
                case DKIM_KEY_RETIRED -> StoredKey.State.RETIRED;
                case DKIM_KEY_NEXT, UNRECOGNIZED -> StoredKey.State.NEXT;
              },
              Instant.ofEpochMilli(record.getCreatedMillis()),
              moment(record.getUsedMillis()),
              moment(record.getRetiredMillis()),
              false));
    } catch (InvalidProtocolBufferException | KeyException e) {
      LOG.error("event=dkim-key-damaged domain={} selector={}", domain, selector);
      return Optional.empty();
    }
  }

  private static Optional<Instant> moment(long millis) {
    return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
