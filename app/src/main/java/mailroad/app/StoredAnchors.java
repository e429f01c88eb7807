package mailroad.app;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import mailroad.dns.AnchorShelf;
import mailroad.dns.TrustAnchor;
import mailroad.dns.TrustPoint;
import mailroad.records.TrustAnchorRecord;
import mailroad.records.TrustAnchorStateRecord;
import mailroad.records.TrustPointRecord;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** Keeps in the store what is known of trust anchors. Any number of tasks, and nodes of one store, may use it. */
final class StoredAnchors implements AnchorShelf {
  private final Store store;

  StoredAnchors(Store store) {
    this.store = store;
  }

  private static Key key(String zone) {
    return Key.of("dns", "anchors", zone);
  }

  @Override
  public Optional<TrustPoint> load(String zone) throws IOException {
    try {
      Optional<Store.Value> value = store.get(key(zone));
      return value.isPresent() ? Optional.of(read(value.get().bytes())) : Optional.empty();
    } catch (StoreException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void save(TrustPoint point) throws IOException {
    try {
      store.commit(new Batch().put(key(point.zone()), write(point)));
    } catch (StoreException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static byte[] write(TrustPoint point) {
    TrustPointRecord.Builder record =
        TrustPointRecord.newBuilder()
            .setZone(point.zone())
            .setSeenMillis(millis(point.seen()))
            .setNextLookMillis(point.nextLook().toEpochMilli())
            .setNote(point.note());
    for (TrustAnchor anchor : point.anchors()) {
      record.addAnchors(
          TrustAnchorRecord.newBuilder()
              .setDs(anchor.ds())
              .setState(
                  switch (anchor.state()) {
                    case PENDING -> TrustAnchorStateRecord.TRUST_ANCHOR_PENDING;
                    case VALID -> TrustAnchorStateRecord.TRUST_ANCHOR_VALID;
                    case MISSING -> TrustAnchorStateRecord.TRUST_ANCHOR_MISSING;
                    case REVOKED -> TrustAnchorStateRecord.TRUST_ANCHOR_REVOKED;
                    case REMOVED -> TrustAnchorStateRecord.TRUST_ANCHOR_REMOVED;
                  })
              .setSinceMillis(anchor.since().toEpochMilli())
              .setUntilMillis(millis(anchor.until()))
              .setConfigured(anchor.configured()));
    }
    return record.build().toByteArray();
  }

  private static TrustPoint read(byte[] octets) throws IOException {
    TrustPointRecord record;
    try {
      record = TrustPointRecord.parseFrom(octets);
    } catch (InvalidProtocolBufferException e) {
      throw new IOException("not a trust point", e);
    }
    return new TrustPoint(
        record.getZone(),
        record.getAnchorsList().stream().map(StoredAnchors::read).toList(),
        instant(record.getSeenMillis()),
        Instant.ofEpochMilli(record.getNextLookMillis()),
        record.getNote());
  }

  private static TrustAnchor read(TrustAnchorRecord record) {
    return new TrustAnchor(
        record.getDs(),
        switch (record.getState()) {
          case TRUST_ANCHOR_PENDING -> TrustAnchor.State.PENDING;
          case TRUST_ANCHOR_VALID -> TrustAnchor.State.VALID;
          case TRUST_ANCHOR_MISSING -> TrustAnchor.State.MISSING;
          case TRUST_ANCHOR_REVOKED -> TrustAnchor.State.REVOKED;
          // What nobody can read is not to be trusted.
          case TRUST_ANCHOR_REMOVED, TRUST_ANCHOR_UNSAID, UNRECOGNIZED -> TrustAnchor.State.REMOVED;
        },
        Instant.ofEpochMilli(record.getSinceMillis()),
        instant(record.getUntilMillis()),
        record.getConfigured());
  }

  private static long millis(Optional<Instant> instant) {
    return instant.map(Instant::toEpochMilli).orElse(0L);
  }

  private static Optional<Instant> instant(long millis) {
    return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
