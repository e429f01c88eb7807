package mailroad.mailbox;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import mailroad.kernel.World;

/**
 * Counts failed logins for each peer, for each account and for each pair of them, and says how long the next try has to
 * wait. A try counts as failed from its beginning until it has succeeded, so that many at once gain nothing.
 *
 * <p>Whoever guesses at an account from everywhere makes all strangers wait at it, but not its owner: a peer from which the
 * account was logged in to before waits for its own failures there alone.
 */
final class Throttle {
  private static final int IPV6_NETWORK_OCTETS = 8; // who has one address of a /64 has all
  private static final int DOUBLINGS_MAX = 30;

  private final World world;
  private final PasswordConfig config;
  private final Map<String, Failures> table;
  private final Map<String, Instant> known;

  private record Failures(int count, Instant last) {}

  Throttle(World world, PasswordConfig config) {
    this.world = world;
    this.config = config;
    this.table = bounded(config.throttledMax());
    this.known = bounded(config.knownMax());
  }

  /** Forgets what nobody has asked about for the longest time. */
  private static <V> Map<String, V> bounded(int sizeMax) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > sizeMax;
      }
    };
  }

  /** Counts a try, and gives the time that it has to wait first. */
  Duration begin(InetAddress peer, String login) {
    Instant now = world.now();
    synchronized (table) {
      int atPair = count(pair(peer, login), now);
      int anywhere = Math.max(count(peer(peer), now), count(login(login), now));
      return delay(isKnown(peer, login, now) ? atPair : anywhere);
    }
  }

  /** Whether an account was logged in to from there not long ago. */
  boolean isKnown(InetAddress peer, String login) {
    Instant now = world.now();
    synchronized (table) {
      return isKnown(peer, login, now);
    }
  }

  private boolean isKnown(InetAddress peer, String login, Instant now) {
    Instant last = known.get(pair(peer, login));
    return last != null && now.isBefore(last.plus(config.knownFor()));
  }

  /**
   * Takes back what a try that succeeded had counted, and what the same peer had failed at this account before: what others
   * have failed there stays.
   */
  void succeeded(InetAddress peer, String login) {
    synchronized (table) {
      Failures own = table.remove(pair(peer, login));
      takeBack(login(login), own == null ? 1 : own.count());
      takeBack(peer(peer), 1);
      known.put(pair(peer, login), world.now());
    }
  }

  private void takeBack(String whom, int tries) {
    table.computeIfPresent(
        whom,
        (_, failures) ->
            failures.count() <= tries
                ? null
                : new Failures(failures.count() - tries, failures.last()));
  }

  private int count(String whom, Instant now) {
    Failures before = table.get(whom);
    int failures = before == null || isOld(before, now) ? 0 : before.count();
    table.put(whom, new Failures(Math.min(failures, Integer.MAX_VALUE - 1) + 1, now));
    return failures;
  }

  private boolean isOld(Failures failures, Instant now) {
    return failures.last().plus(config.forgetAfter()).isBefore(now);
  }

  private Duration delay(int failures) {
    int over = failures - config.freeFailures();
    if (over < 0 || failures == 0) {
      return Duration.ZERO;
    }
    if (over > DOUBLINGS_MAX) {
      return config.delayMax();
    }
    Duration delay = config.delayFirst().multipliedBy(1L << over);
    return delay.compareTo(config.delayMax()) > 0 ? config.delayMax() : delay;
  }

  private static String peer(InetAddress peer) {
    return "peer " + network(peer);
  }

  /** Whom an address belongs to, as far as can be told. */
  static String network(InetAddress peer) {
    byte[] octets = peer.getAddress();
    byte[] network = octets.length > 4 ? Arrays.copyOf(octets, IPV6_NETWORK_OCTETS) : octets;
    return HexFormat.of().formatHex(network);
  }

  private static String pair(InetAddress peer, String login) {
    return peer(peer) + ' ' + login;
  }

  private static String login(String login) {
    return "login " + login;
  }
}
