package mailroad.journal;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.records.EventRecord;
import mailroad.records.EventsRecord;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;
import mailroad.store.ValueForm;

/**
 * What one change did to one message, on its way into values: as many events in each as fit, since each key costs
 * more than what stands there.
 */
final class Pages {
  /** What an event needs beside its octets: its tag and length, and its UID. */
  private static final int EVENT_OCTETS = 24;

  private record Page(EventsRecord.Builder events, List<Batch.Slot> uids) {}

  private final Key key;
  private final List<Page> pages = new ArrayList<>();
  private int octets;

  /**
   * No events yet.
   *
   * @param key nobody else's
   */
  Pages(Key key) {
    this.key = key;
    turn();
  }

  private void turn() {
    pages.add(new Page(EventsRecord.newBuilder(), new ArrayList<>()));
    octets = 0;
  }

  /** Adds a record of an event. */
  void add(EventRecord event) {
    int needed = event.getSerializedSize() + EVENT_OCTETS;
    if (octets > 0 && octets + needed > Batch.VALUE_OCTETS_MAX) {
      turn();
    }
    octets += needed;
    pages.getLast().events().addEvents(event);
  }

  /** Says which slot will have the UID of the filing that was added last. */
  void number(Batch.Slot uid) {
    pages.getLast().uids().add(uid);
  }

  /** Puts all into a batch. */
  void put(Batch batch) {
    int part = 0;
    for (Page page : pages) {
      ValueForm value = ValueForm.of(page.events().build().toByteArray());
      page.uids().forEach(uid -> value.fixed64(EventsRecord.UIDS_FIELD_NUMBER, uid));
      batch.put(key.then(part++).form(), value);
    }
  }

  /** Reads what was put, in the order of the keys. */
  static final class Reading {
    private final QueueId message;
    private final List<Event> events = new ArrayList<>();

    /** The event that is being read, and more addresses of it. */
    private final List<EventRecord> records = new ArrayList<>();

    Reading(QueueId message) {
      this.message = message;
    }

    /** Reads a page. */
    void read(Store.Entry entry) throws StoreException {
      EventsRecord page = parse(entry);
      Iterator<Long> uids = page.getUidsList().iterator();
      for (EventRecord record : page.getEventsList()) {
        if (!record.hasMoreAddresses()) {
          finish();
        }
        boolean numbered = record.hasFiled() && record.getUid() == 0 && uids.hasNext();
        records.add(numbered ? record.toBuilder().setUid(uids.next()).build() : record);
      }
    }

    private static EventsRecord parse(Store.Entry entry) throws StoreException {
      try {
        return EventsRecord.parseFrom(entry.value().bytes());
      } catch (InvalidProtocolBufferException e) {
        throw new StoreException("damaged events at " + entry.key(), e);
      }
    }

    private void finish() throws StoreException {
      if (records.isEmpty()) {
        return;
      }
      try {
        EventReader.read(message, records).ifPresent(events::add);
      } catch (IllegalArgumentException e) {
        throw new StoreException("damaged event of " + message, e);
      }
      records.clear();
    }

    /** How many events were read. */
    int size() {
      return events.size();
    }

    /** The events, by time; those of one moment as they were read. */
    List<Event> events() throws StoreException {
      finish();
      events.sort(Comparator.comparing(Event::at));
      return events;
    }
  }
}
