package mailroad.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import mailroad.kernel.Bell;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import mailroad.store.Key;
import mailroad.store.StoreException;
import mailroad.store.engine.Watches;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells other nodes what changed here, and rings for what changed there. Two tasks: one gathers keys and tells
 * them after their commits, one listens on a connection of its own, and polls.
 */
final class Announcer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
  private static final int LISTEN_MILLIS_MAX = 10_000;
  private static final Duration RECONNECT_WAIT = Duration.ofSeconds(1);
  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final int GATHERED_MAX = 10_000;

  private final World world;
  private final Database database;
  private final Watches watches;
  private final String channel;
  private final Duration pollInterval;
  private final String node;
  private final Bell toTell;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Key> gathered = new LinkedHashSet<>();
  private final Task teller;
  private final Task listener;
  private final AtomicReference<@Nullable Connection> listening = new AtomicReference<>();
  private volatile boolean closed;

  Announcer(World world, Database database, Watches watches, PostgresStoreConfig config) {
    this.world = world;
    this.database = database;
    this.watches = watches;
    this.channel = "mailroad_" + config.schema();
    this.pollInterval = config.pollInterval();
    this.node = HexFormat.of().toHexDigits(world.random().nextLong());
    this.toTell = world.bell();
    this.teller = world.start("store announcer", this::tell);
    this.listener = world.startDedicated("store listener", this::listen);
  }

  /** Says that keys have changed: at once here, soon to others. */
  void changed(Collection<Key> keys) {
    if (keys.isEmpty()) {
      return;
    }
    watches.touched(keys);
    lock.lock();
    try {
      if (gathered.size() < GATHERED_MAX) { // beyond that, the others poll
        gathered.addAll(keys);
      }
    } finally {
      lock.unlock();
    }
    toTell.ring();
  }

  private void tell() throws InterruptedException {
    while (!closed) {
      long seen = toTell.rings();
      Set<Key> keys = takeGathered();
      if (keys.isEmpty()) {
        toTell.await(seen, IDLE);
        continue;
      }
      Script script = new Script().add("SET LOCAL synchronous_commit = off");
      for (String text : Announcements.of(node, keys)) {
        script.add("SELECT pg_notify(?, ?)", channel, text);
      }
      try {
        database.transact(connection -> {
          script.run(connection);
          return true;
        });
      } catch (StoreException e) {
        LOG.debug("announcement=lost reason=\"{}\"", e.getMessage()); // a hint; the others poll
      }
    }
  }

  private Set<Key> takeGathered() {
    lock.lock();
    try {
      Set<Key> taken = new LinkedHashSet<>(gathered);
      gathered.clear();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private void listen() throws InterruptedException {
    while (!closed) {
      try (Connection connection = database.connect()) {
        listening.set(connection);
        hear(connection);
      } catch (SQLException e) {
        if (!closed) {
          LOG.warn("listening=interrupted reason=\"{}\"", e.getMessage());
          watches.ringAll(); // who knows what was said meanwhile
          world.sleep(RECONNECT_WAIT);
        }
      }
    }
  }

  private void hear(Connection connection) throws SQLException {
    new Script().add("LISTEN " + channel).run(connection);
    watches.ringAll();
    PGConnection notices = connection.unwrap(PGConnection.class);
    int listenMillis = (int) Math.min(pollInterval.toMillis(), LISTEN_MILLIS_MAX);
    long last = lastNumber(connection);
    Instant polled = world.now();
    while (!closed) {
      for (PGNotification notification : notices.getNotifications(listenMillis)) {
        Announcements.Heard heard = Announcements.read(node, notification.getParameter());
        if (heard.all()) {
          watches.ringAll();
        }
        watches.touched(heard.keys());
      }
      if (!world.now().isBefore(polled.plus(pollInterval))) {
        polled = world.now();
        long number = lastNumber(connection);
        if (number != last) {
          last = number;
          watches.ringAll();
        }
      }
    }
  }

  /** Nothing but the end of its connection wakes one who listens. */
  private void stopListening() {
    Connection connection = listening.get();
    if (connection != null) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException e) {
        LOG.debug("listening=not-stopped reason=\"{}\"", e.getMessage());
      }
    }
  }

  private static long lastNumber(Connection connection) throws SQLException {
    long[] last = new long[1];
    new Script()
        .add("SELECT last_value FROM numbers", row -> last[0] = row.getLong(1))
        .run(connection);
    return last[0];
  }

  @Override
  public void close() {
    closed = true;
    toTell.ring();
    stopListening();
    boolean interrupted = false;
    for (Task task : new Task[] {teller, listener}) {
      try {
        task.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
