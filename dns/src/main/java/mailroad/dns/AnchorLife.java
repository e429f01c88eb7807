package mailroad.dns;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import mailroad.dns.TrustAnchor.State;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;

/**
 * How trust anchors come and go, as functions of values (RFC 5011 section 4): a key that the trusted ones present for the
 * whole hold-down time is trusted itself; one that is revoked by itself never is again.
 */
final class AnchorLife {
  /** RFC 5011 section 2.3: never more often than this. */
  private static final Duration LOOK_MIN = Duration.ofHours(1);

  private static final Duration LOOK_MAX = Duration.ofDays(15);

  private final DnssecConfig.AnchorUpdates config;

  AnchorLife(DnssecConfig.AnchorUpdates config) {
    this.config = config;
  }

  /** A trust point of which nothing is known but what is configured. */
  static TrustPoint begin(Name zone, List<DSRecord> configured, Instant now) {
    return new TrustPoint(
        zone.toString(),
        texts(configured).stream().map(ds -> named(ds, now)).toList(),
        Optional.empty(),
        now,
        "");
  }

  /**
   * What was known, and what is configured now. Keys that are no longer configured go, new ones are trusted, revoked
   * ones stay so. Where nothing is left of the keys that all began with, what was learned from them goes too.
   */
  static TrustPoint resume(TrustPoint kept, List<DSRecord> configured, Instant now) {
    Set<String> named = texts(configured);
    if (kept.anchors().stream().noneMatch(anchor -> named.contains(anchor.ds()))) {
      return begin(zone(kept), configured, now);
    }
    List<TrustAnchor> anchors = new ArrayList<>();
    for (TrustAnchor anchor : kept.anchors()) {
      if (named.remove(anchor.ds())) {
        boolean awaited = anchor.state() == State.PENDING;
        anchors.add(awaited ? named(anchor.ds(), now) : anchor.configured(true));
      } else if (!anchor.configured()) {
        anchors.add(anchor);
      }
    }
    named.forEach(ds -> anchors.add(named(ds, now)));
    return new TrustPoint(kept.zone(), anchors, kept.seen(), kept.nextLook(), kept.note());
  }

  private static TrustAnchor named(String ds, Instant now) {
    return new TrustAnchor(ds, State.VALID, now, Optional.empty(), true);
  }

  private static Set<String> texts(List<DSRecord> configured) {
    return configured.stream()
        .map(DSRecord::rdataToString)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Name zone(TrustPoint point) {
    return Records.name(point.zone()).orElseThrow();
  }

  /** What is known after a look. */
  TrustPoint after(TrustPoint before, Sighting sighting, Instant now) {
    List<TrustAnchor> anchors = new ArrayList<>();
    for (TrustAnchor anchor : before.anchors()) {
      next(before, anchor, sighting, now).ifPresent(anchors::add);
    }
    return switch (sighting.proof()) {
      case Sighting.Unproven(var why) ->
          new TrustPoint(before.zone(), anchors, before.seen(), now.plus(LOOK_MIN), why);
      case Sighting.Proven proven -> {
        anchors.addAll(arrivals(before, sighting, proven, now));
        yield new TrustPoint(
            before.zone(), bounded(anchors), Optional.of(now), now.plus(wait(proven, now)), "");
      }
    };
  }

  /** One row of the table of RFC 5011 section 4.2; empty where the key is forgotten. */
  private Optional<TrustAnchor> next(
      TrustPoint point, TrustAnchor anchor, Sighting sighting, Instant now) {
    DSRecord ds = TrustAnchors.ds(zone(point), anchor.ds());
    boolean proven = sighting.proof() instanceof Sighting.Proven;
    boolean there = sighting.has(ds);
    boolean over = anchor.until().filter(until -> !now.isBefore(until)).isPresent();
    boolean revoked = sighting.hasRevoked(ds);
    return switch (anchor.state()) {
      case PENDING -> {
        if (revoked || (proven && !there)) {
          yield Optional.empty();
        }
        yield Optional.of(
            proven && over ? anchor.become(State.VALID, now, Optional.empty()) : anchor);
      }
      case VALID, MISSING -> {
        if (revoked) {
          Instant end = now.plus(config.removeHoldDown());
          yield Optional.of(anchor.become(State.REVOKED, now, Optional.of(end)));
        }
        State state = there ? State.VALID : State.MISSING;
        yield Optional.of(
            proven && state != anchor.state()
                ? anchor.become(state, now, Optional.empty())
                : anchor);
      }
      case REVOKED ->
          Optional.of(over ? anchor.become(State.REMOVED, now, Optional.empty()) : anchor);
      case REMOVED -> Optional.of(anchor);
    };
  }

  /** Keys that were not known before: those that sign keys alone (RFC 5011 section 2.4). */
  private List<TrustAnchor> arrivals(
      TrustPoint before, Sighting sighting, Sighting.Proven proven, Instant now) {
    Name zone = zone(before);
    List<DSRecord> known =
        before.anchors().stream().map(anchor -> TrustAnchors.ds(zone, anchor.ds())).toList();
    // RFC 5011 section 2.4.1: the longer of 30 days and the time to live.
    Duration wait =
        proven.ttl().compareTo(config.addHoldDown()) > 0 ? proven.ttl() : config.addHoldDown();
    List<TrustAnchor> out = new ArrayList<>();
    for (DNSKEYRecord key : sighting.keys()) {
      boolean entry = (key.getFlags() & DNSKEYRecord.Flags.SEP_KEY) != 0;
      if (entry && known.stream().noneMatch(ds -> Signatures.speaksOf(ds, key))) {
        String ds = Sighting.ds(zone, key).rdataToString();
        out.add(new TrustAnchor(ds, State.PENDING, now, Optional.of(now.plus(wait)), false));
      }
    }
    return out;
  }

  /** Those revoked longest ago are forgotten first, then those that came last are not taken. */
  private List<TrustAnchor> bounded(List<TrustAnchor> anchors) {
    List<TrustAnchor> left = new ArrayList<>(anchors);
    drop(left, anchors, State.REMOVED);
    drop(left, anchors.reversed(), State.PENDING);
    return left;
  }

  private void drop(List<TrustAnchor> from, List<TrustAnchor> inOrder, State state) {
    for (TrustAnchor anchor : inOrder) {
      // What is configured and revoked has to be known, or it would be trusted anew.
      if (from.size() > config.keysMax() && anchor.state() == state && !anchor.configured()) {
        from.remove(anchor);
      }
    }
  }

  /** RFC 5011 section 2.3: half the time to live, or half the time that the signature still lasts. */
  private static Duration wait(Sighting.Proven proven, Instant now) {
    Duration half =
        shorter(proven.ttl().dividedBy(2), Duration.between(now, proven.until()).dividedBy(2));
    Duration wait = shorter(half, LOOK_MAX);
    return wait.compareTo(LOOK_MIN) < 0 ? LOOK_MIN : wait;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
