package mailroad.guard.door;

import com.google.protobuf.InvalidProtocolBufferException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import mailroad.kernel.AddressRange;
import mailroad.kernel.World;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From where nobody comes in. All bans are in memory, so that asking costs a look at a table for each length of network
 * that is banned; they are in the store too, and hold over a restart. Any number of tasks may use it.
 */
final class Bans {
  private static final Logger LOG = LoggerFactory.getLogger(Bans.class);
  private static final int DOUBLINGS_MAX = 30;
  private static final Key CHANGES = Key.of("guard", "ban-changes");
  private static final Duration SETTLED = Duration.ofSeconds(10);
  private static final Duration BETWEEN_PRUNINGS = Duration.ofMinutes(1);
  private static final String REASON_FOR_NEIGHBOURS = "many addresses of this network are banned";

  private final World world;
  private final Store store;
  private final BanConfig config;
  private final Exempt exempt;
  private final Book<Ban> book;
  private final Map<Net, Entry> table = new ConcurrentHashMap<>();
  private final Map<Net, Set<Net>> streets = new ConcurrentHashMap<>(); // banned neighbours
  private volatile Instant pruned = Instant.EPOCH;
  private volatile int[] lengths4 = {};
  private volatile int[] lengths6 = {};
  private final AtomicLong seen = new AtomicLong(); // changes in the store that are known here

  /** A ban and how many connections it has refused since the start. */
  private record Entry(Ban ban, LongAdder refused) {}

  /** A ban as administrators see it. */
  record Shown(Ban ban, boolean holds, long refused) {}

  Bans(World world, Store store, BanConfig config, Exempt exempt) {
    this.world = world;
    this.store = store;
    this.config = config;
    this.exempt = exempt;
    this.book =
        new Book<>(store, Key.of("guard", "ban"), new Form(config.remembered()), config.most());
  }

  /** The form of bans; one that ended counts for the length of the next for a while. */
  private record Form(Duration remembered) implements Book.Form<Ban> {
    @Override
    public byte[] write(Ban ban) {
      return Records.write(ban);
    }

    @Override
    public Ban read(byte[] octets) throws InvalidProtocolBufferException {
      return Records.ban(octets);
    }

    @Override
    public Instant ends(Ban ban) {
      return ban.until().map(until -> until.plus(remembered)).orElse(Instant.MAX);
    }
  }

  /**
   * Learns what other nodes have changed since. Costs a look at a counter where they have not, so that it may be called
   * every few seconds.
   */
  void follow() throws StoreException {
    long changes = store.get(CHANGES).map(Store.Value::asLong).orElse(0L);
    if (changes != seen.get() && load()) {
      seen.set(changes);
    }
  }

  /** Tells the other nodes that something is changed. */
  private void tell() throws StoreException {
    Batch batch = new Batch();
    Batch.Slot changes = batch.addAndGet(CHANGES, 1);
    if (store.commit(batch) instanceof Store.Commit.Done done) {
      long now = done.slot(changes);
      seen.compareAndSet(now - 1, now); // or somebody else has changed something, too
    }
  }

  /**
   * Reads what the store knows; what is known here and not there any more was ended elsewhere.
   *
   * @return whether nothing is so young that it may be there in a moment
   */
  boolean load() throws StoreException {
    boolean all = true;
    Instant settled = world.now().minus(SETTLED);
    Set<Net> there = new HashSet<>();
    for (Book.Entry<Ban> entry : book.written(config.most())) {
      Net net = Net.of(entry.value().network());
      there.add(net);
      put(net, entry.value());
    }
    for (Map.Entry<Net, Entry> one : table.entrySet()) {
      Net net = one.getKey();
      if (!there.contains(net) && !book.waits(book.key(net.toString()))) {
        if (one.getValue().ban().since().isBefore(settled)) {
          drop(net);
        } else {
          all = false;
        }
      }
    }
    return all;
  }

  private void put(Net net, Ban ban) {
    table.compute(
        net, (_, before) -> new Entry(ban, before == null ? new LongAdder() : before.refused()));
    street(net).add(net);
    synchronized (this) {
      if (net.six()) {
        lengths6 = with(lengths6, net.bits());
      } else {
        lengths4 = with(lengths4, net.bits());
      }
    }
  }

  /** The banned networks around a network. */
  private Set<Net> street(Net net) {
    Net neighbours = Net.neighbours(net.range().network());
    return streets.computeIfAbsent(neighbours, _ -> ConcurrentHashMap.newKeySet());
  }

  private Optional<Ban> drop(Net net) {
    Set<Net> street = street(net);
    street.remove(net);
    if (street.isEmpty()) {
      streets.remove(Net.neighbours(net.range().network()));
    }
    return Optional.ofNullable(table.remove(net)).map(Entry::ban);
  }

  private static int[] with(int[] lengths, int one) {
    return IntStream.concat(IntStream.of(lengths), IntStream.of(one)).distinct().sorted().toArray();
  }

  /** Whether a connection from there is refused; counts it, if so. */
  boolean bars(InetAddress address) {
    if (table.isEmpty()) {
      return false;
    }
    Optional<Entry> entry = entry(address, world.now());
    if (entry.isEmpty() || exempt.why(address).isPresent()) {
      return false;
    }
    entry.get().refused().increment();
    return true;
  }

  /** The ban that holds for an address, exempt or not. */
  Optional<Ban> of(InetAddress address) {
    return entry(address, world.now()).map(Entry::ban);
  }

  private Optional<Entry> entry(InetAddress address, Instant now) {
    for (int bits : address.getAddress().length == 4 ? lengths4 : lengths6) {
      Entry entry = table.get(Net.of(address, bits));
      if (entry != null && entry.ban().holds(now)) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  /** Bans whoever an address belongs to, and its neighbours with it where that has become a habit there. */
  void ban(InetAddress address, String reason, List<String> evidence) {
    if (exempt.why(address).isPresent() || of(address).isPresent()) {
      return;
    }
    ban(Net.host(address), reason, evidence);
    Net neighbours = Net.neighbours(address);
    if (config.neighbours() > 0 && banned(neighbours).size() >= config.neighbours()) {
      ban(neighbours, REASON_FOR_NEIGHBOURS, banned(neighbours));
    }
  }

  /** Bans all neighbours of an address at once. */
  void banNeighbours(InetAddress address, String reason, List<String> evidence) {
    if (exempt.why(address).isEmpty() && of(address).isEmpty()) {
      ban(Net.neighbours(address), reason, evidence);
    }
  }

  private List<String> banned(Net neighbours) {
    Instant now = world.now();
    return streets.getOrDefault(neighbours, Set.of()).stream()
        .filter(net -> net.bits() > neighbours.bits())
        .flatMap(net -> Optional.ofNullable(table.get(net)).stream())
        .map(Entry::ban)
        .filter(ban -> ban.holds(now))
        .map(ban -> Net.of(ban.network()) + " " + ban.reason())
        .limit(config.neighbours())
        .toList();
  }

  private void ban(Net net, String reason, List<String> evidence) {
    Instant now = world.now();
    int times = Optional.ofNullable(table.get(net)).map(entry -> entry.ban().times()).orElse(0) + 1;
    Instant until = now.plus(length(times));
    keep(net, new Ban(net.range(), reason, now, Optional.of(until), times, evidence, false));
    LOG.warn("event=banned network={} until={} times={} reason=\"{}\"", net, until, times, reason);
  }

  private Duration length(int times) {
    Duration length = config.first().multipliedBy(1L << Math.min(times - 1, DOUBLINGS_MAX));
    return length.compareTo(config.longest()) > 0 ? config.longest() : length;
  }

  private void keep(Net net, Ban ban) {
    if (!table.containsKey(net) && isFull()) {
      LOG.warn("event=too-many-bans network={} most={}", net, config.most());
      return;
    }
    put(net, ban);
    book.note(book.key(net.toString()), ban);
  }

  /** Whether there is no room for one more; now and then those make room that ended. */
  private boolean isFull() {
    Instant now = world.now();
    if (table.size() >= config.most() && !now.isBefore(pruned.plus(BETWEEN_PRUNINGS))) {
      pruned = now;
      table.forEach((net, entry) -> {
        if (!entry.ban().holds(now)) {
          drop(net);
        }
      });
    }
    return table.size() >= config.most();
  }

  /** Bans a network by hand; empty is for as long as nobody ends it. */
  Ban ban(AddressRange network, Optional<Duration> time, String reason) {
    Instant now = world.now();
    Net net = Net.of(network);
    Ban ban = new Ban(net.range(), reason, now, time.map(now::plus), 1, List.of(), true);
    keep(net, ban);
    LOG.info("event=banned network={} by=administrator reason=\"{}\"", net, reason);
    return ban;
  }

  /** Ends all bans of, around and within a network, and forgets that there were any. */
  List<Ban> unban(AddressRange network) throws StoreException {
    Net wanted = Net.of(network);
    List<Ban> ended = new ArrayList<>();
    for (Net net : List.copyOf(table.keySet())) {
      if (net.contains(wanted.range().network()) || wanted.contains(net.range().network())) {
        drop(net).ifPresent(ended::add);
        book.remove(book.key(net.toString()));
      }
    }
    if (!ended.isEmpty()) {
      tell();
    }
    LOG.info("event=unbanned network={} bans={}", wanted, ended.size());
    return ended;
  }

  /** The bans that hold, the newest first; those that ended but are remembered behind them. */
  List<Shown> all() {
    Instant now = world.now();
    return table.values().stream()
        .map(entry -> new Shown(entry.ban(), entry.ban().holds(now), entry.refused().sum()))
        .sorted(
            Comparator.comparing(Shown::holds)
                .thenComparing(shown -> shown.ban().since())
                .reversed())
        .toList();
  }

  void flush() throws StoreException {
    if (book.flush() > 0) {
      tell();
    }
  }

  /** Forgets what ended long ago. */
  int sweep() throws StoreException {
    int removed = book.sweep(world.now(), config.most());
    load();
    return removed;
  }
}
