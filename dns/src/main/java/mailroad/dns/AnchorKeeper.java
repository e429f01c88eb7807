package mailroad.dns;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import mailroad.kernel.Text;
import mailroad.kernel.World;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;

/**
 * Keeps the trust anchors up to date (RFC 5011): one task looks at the keys of each trust point when it is time, {@link
 * AnchorLife} decides what follows, and a shelf keeps it over restarts. Several nodes may share a shelf: whoever looks
 * first looks for all. Any number of tasks may ask what is trusted.
 */
final class AnchorKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(AnchorKeeper.class);
  private static final Duration PAUSE_MIN = Duration.ofSeconds(1);

  /** Looks at the keys of a trust point. */
  interface Looker {
    Sighting look(TrustPoint point) throws InterruptedException;
  }

  private final World world;
  private final DnssecConfig.AnchorUpdates config;
  private final TrustAnchors configured;
  private final AnchorLife life;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Name, TrustPoint> points = new LinkedHashMap<>();
  private volatile AnchorShelf shelf = AnchorShelf.NONE;
  private volatile TrustAnchors trusted;

  AnchorKeeper(World world, DnssecConfig.AnchorUpdates config, TrustAnchors configured) {
    this.world = world;
    this.config = config;
    this.configured = configured;
    life = new AnchorLife(config);
    Instant now = world.now();
    configured.zones().forEach((zone, keys) -> points.put(zone, AnchorLife.begin(zone, keys, now)));
    trusted = configured;
  }

  /** What trust may begin with now. */
  TrustAnchors trusted() {
    return trusted;
  }

  /** What is known of each trust point. */
  List<TrustPoint> points() {
    lock.lock();
    try {
      return List.copyOf(points.values());
    } finally {
      lock.unlock();
    }
  }

  /** Goes on from what a shelf knows, and keeps there what follows. Without updates, what is configured counts. */
  void remember(AnchorShelf other) throws IOException {
    if (!config.enabled()) {
      return;
    }
    for (Map.Entry<Name, List<DSRecord>> each : configured.zones().entrySet()) {
      Optional<TrustPoint> kept = other.load(each.getKey().toString());
      if (kept.isPresent()) {
        put(AnchorLife.resume(kept.get(), each.getValue(), world.now()));
      }
    }
    shelf = other;
  }

  /**
   * Looks whenever it is time, until the task is cancelled.
   *
   * @param changed what to do when others are trusted than before
   */
  void keep(Looker looker, Runnable changed) throws InterruptedException {
    while (config.enabled()) {
      Instant next =
          points().stream().map(TrustPoint::nextLook).min(Instant::compareTo).orElse(Instant.MAX);
      Duration wait = Duration.between(world.now(), next);
      world.sleep(wait.compareTo(PAUSE_MIN) < 0 ? PAUSE_MIN : wait);
      lookAtAll(looker, changed);
    }
  }

  /** Looks at all trust points for which it is time. */
  void lookAtAll(Looker looker, Runnable changed) throws InterruptedException {
    for (Map.Entry<Name, List<DSRecord>> each : configured.zones().entrySet()) {
      TrustPoint before = newest(each.getKey(), each.getValue());
      if (world.now().isBefore(before.nextLook())) {
        continue;
      }
      TrustPoint after = life.after(before, looker.look(before), world.now());
      tell(before, after);
      put(after);
      save(after);
      if (!before.trusted().equals(after.trusted())) {
        changed.run();
      }
    }
  }

  /** What another node may have found out since. */
  private TrustPoint newest(Name zone, List<DSRecord> keys) {
    try {
      Optional<TrustPoint> kept = shelf.load(zone.toString());
      if (kept.isPresent()) {
        TrustPoint point = AnchorLife.resume(kept.get(), keys, world.now());
        put(point);
        return point;
      }
    } catch (IOException e) {
      LOG.warn("dnssec anchors zone={} not-read=\"{}\"", zone, Text.visible(e.toString()));
    }
    lock.lock();
    try {
      return points.getOrDefault(zone, AnchorLife.begin(zone, keys, world.now()));
    } finally {
      lock.unlock();
    }
  }

  private void put(TrustPoint point) {
    lock.lock();
    try {
      points.put(Records.name(point.zone()).orElseThrow(), point);
      trusted = TrustAnchors.trustedBy(points);
    } finally {
      lock.unlock();
    }
  }

  private void save(TrustPoint point) {
    try {
      shelf.save(point);
    } catch (IOException e) {
      LOG.warn("dnssec anchors zone={} not-saved=\"{}\"", point.zone(), Text.visible(e.toString()));
    }
  }

  private static void tell(TrustPoint before, TrustPoint after) {
    List<TrustAnchor> gone = new ArrayList<>(before.anchors());
    for (TrustAnchor anchor : after.anchors()) {
      gone.removeIf(old -> old.ds().equals(anchor.ds()));
      if (!before.anchors().contains(anchor)) {
        LOG.warn(
            "dnssec anchor zone={} key={} state={} until={}",
            after.zone(),
            anchor.keyTag(),
            anchor.state(),
            anchor.until().map(Instant::toString).orElse(""));
      }
    }
    for (TrustAnchor anchor : gone) {
      LOG.warn("dnssec anchor zone={} key={} state=FORGOTTEN", after.zone(), anchor.keyTag());
    }
    if (!after.note().isEmpty()) {
      LOG.warn("dnssec anchors zone={} unproven=\"{}\"", after.zone(), Text.visible(after.note()));
    }
    if (after.trusted().isEmpty()) {
      LOG.error(
          "dnssec anchors zone={} all=revoked meaning=\"it counts as unsigned\"", after.zone());
    }
  }
}
