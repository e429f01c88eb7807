package mailroad.dns;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import mailroad.kernel.World;
import org.xbill.DNS.Name;

/**
 * What was learned about servers: how fast they are, whether they keep silent, which zones they were named
 * for and do not serve, and what they cannot cope with. Bounded; the longest unused is forgotten first.
 */
final class ServerMemory {
  /** Servers whose round-trip times are alike are chosen from at random, which a forger cannot foresee. */
  private static final long BAND_MILLIS = 100;

  private static final Duration PATIENCE_MIN = Duration.ofMillis(400);
  private static final Duration REST_FIRST = Duration.ofSeconds(2);
  private static final Duration REST_MAX = Duration.ofMinutes(2);
  private static final Duration LAME_FOR = Duration.ofMinutes(5);
  private static final Duration QUIRKS_FOR = Duration.ofHours(1);
  private static final Duration NO_IPV6_FOR = Duration.ofMinutes(1);
  private static final int LAME_ZONES_MAX = 16;

  /** What a server cannot cope with. */
  record Quirks(boolean edns, boolean keepsCase) {}

  private static final class Server {
    boolean heard;
    long rttMillis;
    int failures;
    Instant restsUntil = Instant.MIN;
    Instant noEdnsUntil = Instant.MIN;
    Instant losesCaseUntil = Instant.MIN;
    final LinkedHashMap<Name, Instant> lameUntil = new LinkedHashMap<>();
  }

  private final World world;
  private final int serversMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<InetSocketAddress, Server> servers =
      new LinkedHashMap<>(64, 0.75f, true);
  private Instant noIpv6Until = Instant.MIN;

  ServerMemory(World world, int serversMax) {
    this.world = world;
    this.serversMax = serversMax;
  }

  /** Who to ask first about the zone: able before failing, fast before slow, at random among equals. */
  List<Target> byPromise(List<Target> targets, Name zone) {
    List<Target> order = shuffled(targets);
    Instant now = world.now();
    lock.lock();
    try {
      Map<Target, Long> penalty = new LinkedHashMap<>();
      order.forEach(target -> penalty.put(target, penalty(target.address(), zone, now)));
      order.sort(Comparator.comparingLong(target -> penalty.getOrDefault(target, 0L)));
      return order;
    } finally {
      lock.unlock();
    }
  }

  /** In the order given, but those that failed of late come last. */
  List<Target> byOrder(List<Target> targets) {
    Instant now = world.now();
    lock.lock();
    try {
      List<Target> order = new ArrayList<>(targets);
      order.sort(Comparator.comparing(target -> known(target.address()).restsUntil.isAfter(now)));
      return order;
    } finally {
      lock.unlock();
    }
  }

  private List<Target> shuffled(List<Target> targets) {
    List<Target> order = new ArrayList<>(targets);
    for (int i = order.size() - 1; i > 0; i--) {
      Collections.swap(order, i, world.random().nextInt(i + 1));
    }
    return order;
  }

  private long penalty(InetSocketAddress address, Name zone, Instant now) {
    Server server = known(address);
    long bands = server.rttMillis / BAND_MILLIS;
    if (address.getAddress() instanceof Inet6Address && noIpv6Until.isAfter(now)) {
      bands += 4_000_000;
    }
    if (server.lameUntil.getOrDefault(zone, Instant.MIN).isAfter(now)) {
      bands += 2_000_000;
    }
    return server.restsUntil.isAfter(now) ? bands + 1_000_000 : bands;
  }

  Quirks quirks(InetSocketAddress address) {
    Instant now = world.now();
    lock.lock();
    try {
      Server server = known(address);
      return new Quirks(!server.noEdnsUntil.isAfter(now), !server.losesCaseUntil.isAfter(now));
    } finally {
      lock.unlock();
    }
  }

  /** How long to wait for this server's answer: not much longer than it has been taking, if that is known. */
  Duration patience(InetSocketAddress address, Duration longest) {
    lock.lock();
    try {
      Server server = known(address);
      Duration usual = PATIENCE_MIN.plusMillis(4 * server.rttMillis);
      return server.heard && usual.compareTo(longest) < 0 ? usual : longest;
    } finally {
      lock.unlock();
    }
  }

  void heard(InetSocketAddress address, Duration took) {
    lock.lock();
    try {
      Server server = remembered(address);
      long millis = took.toMillis();
      // RFC 6298 section 2: an eighth of the news at a time.
      server.rttMillis = server.heard ? (7 * server.rttMillis + millis) / 8 : millis;
      server.heard = true;
      server.failures = 0;
      server.restsUntil = Instant.MIN;
    } finally {
      lock.unlock();
    }
  }

  /** It kept silent or could not be reached: each time in a row it is left alone for longer. */
  void silent(InetSocketAddress address) {
    Instant now = world.now();
    lock.lock();
    try {
      Server server = remembered(address);
      Duration rest = REST_FIRST.multipliedBy(1L << Math.min(server.failures, 6));
      server.failures++;
      server.restsUntil = now.plus(rest.compareTo(REST_MAX) < 0 ? rest : REST_MAX);
    } finally {
      lock.unlock();
    }
  }

  /** The zone names it, but it does not serve the zone. */
  void lame(InetSocketAddress address, Name zone) {
    Instant now = world.now();
    lock.lock();
    try {
      LinkedHashMap<Name, Instant> lame = remembered(address).lameUntil;
      lame.put(zone, now.plus(LAME_FOR));
      if (lame.size() > LAME_ZONES_MAX) {
        lame.pollFirstEntry();
      }
    } finally {
      lock.unlock();
    }
  }

  void refusesEdns(InetSocketAddress address) {
    Instant now = world.now();
    lock.lock();
    try {
      remembered(address).noEdnsUntil = now.plus(QUIRKS_FOR);
    } finally {
      lock.unlock();
    }
  }

  void losesCase(InetSocketAddress address) {
    Instant now = world.now();
    lock.lock();
    try {
      remembered(address).losesCaseUntil = now.plus(QUIRKS_FOR);
    } finally {
      lock.unlock();
    }
  }

  /** This machine could not even send to an IPv6 address. */
  void noIpv6() {
    Instant now = world.now();
    lock.lock();
    try {
      noIpv6Until = now.plus(NO_IPV6_FOR);
    } finally {
      lock.unlock();
    }
  }

  boolean ipv6Works() {
    Instant now = world.now();
    lock.lock();
    try {
      return !noIpv6Until.isAfter(now);
    } finally {
      lock.unlock();
    }
  }

  private Server known(InetSocketAddress address) {
    Server server = servers.get(address);
    return server == null ? new Server() : server;
  }

  private Server remembered(InetSocketAddress address) {
    Server server = servers.computeIfAbsent(address, _ -> new Server());
    if (servers.size() > serversMax) {
      servers.pollFirstEntry();
    }
    return server;
  }
}
