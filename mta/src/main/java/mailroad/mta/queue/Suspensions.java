package mailroad.mta.queue;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.records.SuspensionRecord;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** The next hops that administrators have suspended, on disk. */
record Suspensions(Store store) {
  private static final Key SUSPENDED = Key.of("queue", "suspended");
  private static final int MOST = 10_000;

  void put(Suspension suspension) throws StoreException {
    SuspensionRecord.Builder out =
        SuspensionRecord.newBuilder()
            .setReason(suspension.reason())
            .setBy(suspension.by())
            .setSinceMillis(suspension.since().toEpochMilli());
    suspension.until().ifPresent(until -> out.setUntilMillis(until.toEpochMilli()));
    store.commit(new Batch().put(SUSPENDED.then(suspension.hop()), out.build().toByteArray()));
  }

  /** Takes one back; whether there was one. */
  boolean remove(String hop) throws StoreException {
    boolean was = store.get(SUSPENDED.then(hop)).isPresent();
    if (was) {
      store.commit(new Batch().delete(SUSPENDED.then(hop)));
    }
    return was;
  }

  List<Suspension> all() throws StoreException {
    List<Suspension> out = new ArrayList<>();
    for (Store.Entry entry : store.range(Store.Range.under(SUSPENDED, MOST))) {
      out.add(read(entry));
    }
    return out;
  }

  private static Suspension read(Store.Entry entry) throws StoreException {
    try {
      SuspensionRecord found = SuspensionRecord.parseFrom(entry.value().bytes());
      return new Suspension(
          entry.key().after(SUSPENDED).text(),
          found.getReason(),
          found.getBy(),
          Instant.ofEpochMilli(found.getSinceMillis()),
          Optional.of(found.getUntilMillis())
              .filter(millis -> millis != 0)
              .map(Instant::ofEpochMilli));
    } catch (InvalidProtocolBufferException e) {
      throw new StoreException("damaged record at " + entry.key(), e);
    }
  }
}
