package mailroad.store.postgres;

import static mailroad.store.contract.UnderTest.octets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import mailroad.kernel.RealWorld;
import mailroad.kernel.World;
import mailroad.store.Batch;
import mailroad.store.BlobId;
import mailroad.store.Blobs;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;
import mailroad.store.StoreFullException;
import mailroad.store.contract.StoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresStoreTest implements StoreContract {
  private static final Key KEY = Key.of("a");
  private static final AtomicInteger SCHEMAS = new AtomicInteger();
  private static PostgresServer server;

  private final World world =
      new RealWorld((name, e) -> {
        throw new AssertionError(name, e);
      });
  private PostgresStoreConfig config;
  private PostgresStore store;

  @BeforeAll
  static void startServer() throws Exception {
    assumeTrue(
        PostgresServer.whyNot().isEmpty(), () -> PostgresServer.whyNot().orElse("PostgreSQL runs"));
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() throws Exception {
    if (server != null) {
      server.stop();
    }
  }

  @BeforeEach
  void open() throws StoreException {
    config = server.config("test_" + SCHEMAS.incrementAndGet());
    store = PostgresStore.open(world, config);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public World world() {
    return world;
  }

  private static byte[] random(long seed, int length) {
    byte[] content = new byte[length];
    new SplittableRandom(seed).nextBytes(content);
    return content;
  }

  @Test
  void keepsAllOverAReopening() throws StoreException {
    byte[] content = random(1, 600_000);
    BlobId blob = blob(content);
    done(new Batch().put(KEY, octets("x")).schedule("q", KEY, Instant.EPOCH).reference(blob, KEY));
    Store.Claim claim =
        store.claimDue("q", "me", Instant.EPOCH, Duration.ofMinutes(1), 1).getFirst();
    store.close();
    store = PostgresStore.open(world, config);
    assertThat(text(KEY)).isEqualTo("x");
    assertThat(content(blob)).isEqualTo(content);
    done(new Batch().assertClaim(claim));
  }

  @Test
  void letsTwoNodesWorkOnOneStore() throws Exception {
    try (PostgresStore other = PostgresStore.open(world, config)) {
      TreeSet<Long> numbers = new TreeSet<>();
      inTasks(
          4,
          task -> {
            Store mine = task % 2 == 0 ? store : other;
            for (int i = 0; i < 25; i++) {
              Batch batch = new Batch();
              Batch.Slot slot = batch.addAndGet(COUNTER, 1);
              Store.Commit.Done done = (Store.Commit.Done) mine.commit(batch);
              synchronized (numbers) {
                numbers.add(done.slot(slot));
              }
            }
          });
      assertThat(numbers).hasSize(100).last().isEqualTo(100L);
    }
  }

  @Test
  void tellsOtherNodesWhatChanged() throws Exception {
    try (PostgresStore other = PostgresStore.open(world, config);
        Store.Watch watch = other.watch(Key.of("box"));
        Store.Watch elsewhere = other.watch(Key.of("elsewhere"))) {
      // The first change may come before the other node listens; then its poll or the next one
      // tells.
      long seen = watch.bell().rings();
      long rings = elsewhere.bell().rings();
      for (int i = 0; watch.bell().rings() == seen && i < 100; i++) {
        done(new Batch().put(Key.of("box", i), octets("x")));
        watch.bell().await(seen, Duration.ofMillis(300));
      }
      assertThat(watch.bell().rings()).isGreaterThan(seen);
      assertThat(elsewhere.bell().rings() - rings).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void removesWhatADeadWriterLeft() throws Exception {
    PostgresStoreConfig hasty =
        new PostgresStoreConfig(
            config.url(),
            config.user(),
            config.password(),
            config.schema(),
            2,
            config.connectTimeout(),
            config.answerTimeout(),
            3,
            config.retryWait(),
            config.pollInterval(),
            1024,
            Duration.ofNanos(1));
    try (PostgresStore other = PostgresStore.open(world, hasty)) {
      Blobs.Writer dead = other.blobs().write();
      dead.write(random(2, 10_000), 0, 10_000);
      world.sleep(Duration.ofMillis(2));
      assertThat(other.blobs().sweep(world.now())).isZero();
      assertThatThrownBy(dead::finish).isInstanceOf(StoreException.class);
    }
  }

  @Test
  void survivesACrashOfTheServerUnderLoad() throws Exception {
    AtomicLong acknowledged = new AtomicLong();
    AtomicLong unknown = new AtomicLong();
    CountDownLatch back = new CountDownLatch(1);
    inTasks(
        5,
        task -> {
          if (task == 0) {
            while (acknowledged.get() < 40) {
              world.sleep(Duration.ofMillis(1));
            }
            server.crash();
            server.launch();
            back.countDown();
            return;
          }
          for (int i = 0; i < 60; i++) {
            try {
              BlobId blob = blob(random(task * 1000L + i, 2_000));
              done(
                  new Batch()
                      .add(COUNTER, 1)
                      .put(Key.of("made", task, i), octets(blob.value()))
                      .reference(blob, Key.of("made", task, i)));
              acknowledged.incrementAndGet();
            } catch (StoreException e) {
              unknown.incrementAndGet();
              back.await(); // however long it takes to start again
            }
          }
        });
    assertThat(number(COUNTER)).isBetween(acknowledged.get(), acknowledged.get() + unknown.get());
    long made = 0;
    for (Store.Entry entry : store.range(Store.Range.under(Key.of("made"), 1000))) {
      Key.Reader key = entry.key().after(Key.of("made"));
      byte[] expected = random(key.number() * 1000L + key.number(), 2_000);
      assertThat(content(new BlobId(new String(entry.value().bytes(), UTF_8)))).isEqualTo(expected);
      made++;
    }
    assertThat(made).isEqualTo(number(COUNTER));
    assertThat(acknowledged.get()).isGreaterThan(200);
  }

  @Test
  void saysThatADatabaseCannotBeReached() {
    PostgresStoreConfig wrong = config.at(config.url(), "mailroad", "wrong");
    assertThatThrownBy(() -> PostgresStore.open(world, wrong))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("cannot reach jdbc:postgresql://127.0.0.1:")
        .hasMessageNotContaining("wrong");
  }

  @Test
  void refusesTablesOfALaterVersion() throws Exception {
    store.close();
    try (Database database = new Database(world, config)) {
      database.transact(connection -> {
        new Script().add("UPDATE format SET number = 1000").run(connection);
        return true;
      });
    }
    assertThatThrownBy(() -> PostgresStore.open(world, config))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("has format 1000; this version knows up to 2");
  }

  @Test
  void tellsAFullDiskFromOtherErrors() {
    assertThat(SqlFault.exception("x", new SQLException("could not extend file", "53100")))
        .isInstanceOf(StoreFullException.class);
    assertThat(SqlFault.exception("x", new SQLException("syntax", "42601")))
        .isExactlyInstanceOf(StoreException.class);
    assertThat(SqlFault.of(new SQLException("deadlock", "40P01"))).isEqualTo(SqlFault.CONFLICT);
    assertThat(SqlFault.of(new SQLException("gone", "08006"))).isEqualTo(SqlFault.LOST);
  }
}
