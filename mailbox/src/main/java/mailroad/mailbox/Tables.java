package mailroad.mailbox;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.records.TablePageRecord;
import mailroad.records.TableRecord;
import mailroad.store.Batch;
import mailroad.store.Store;
import mailroad.store.StoreException;
import mailroad.store.StoreFullException;

/**
 * The tables of large mailboxes: copies of snapshots in the store, from which the first one who opens a mailbox after a start
 * reads, and then what the log has since. They are written by whoever has read much that no table has. Any number of tasks
 * may use it at once.
 *
 * <p>A table is not written in one batch, and two may write one at once; every page says to which table it belongs, and one
 * that is not whole counts as absent.
 */
final class Tables {
  private static final int PAGE_MESSAGES = 8 * Page.MESSAGES;
  private static final int PAGE_OCTETS_MAX = 95_000;
  private static final int READ_AT_ONCE = 32;
  private static final int WRITTEN_AT_ONCE = 32;
  private static final int REMEMBERED_MAX = 10_000;

  /** A table is written anew when one in so many messages has changed, though not for a few. */
  private static final int FRESH_PART = 20;

  private static final int FRESH_MIN = 100;

  private final Store store;
  private final MailboxConfig config;

  /** How many messages have changed since the table, by mailbox. */
  private final Map<Long, Long> changed =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
          return size() > REMEMBERED_MAX;
        }
      };

  Tables(Store store, MailboxConfig config) {
    this.store = store;
    this.config = config;
  }

  /**
   * The last snapshot that was written of a mailbox; empty if there is none, or the log may not reach back so far.
   *
   * @param modseq the mailbox's now
   */
  Optional<Snapshot> read(Box box, long modseq) throws StoreException {
    Optional<TableRecord> head = head(box);
    if (head.isEmpty() || modseq - head.get().getModseq() > config.logEntriesMin()) {
      return Optional.empty();
    }
    TableRecord table = head.get();
    Roll messages = new Roll(Messages.NONE);
    for (int from = 0; from < table.getPages(); from += READ_AT_ONCE) {
      int to = Math.min(table.getPages(), from + READ_AT_ONCE);
      if (!read(box, table, from, to, messages)) {
        return Optional.empty();
      }
    }
    return Optional.of(new Snapshot(table.getUidNext(), table.getModseq(), messages));
  }

  private Optional<TableRecord> head(Box box) throws StoreException {
    Optional<Store.Value> head = store.get(box.table());
    return head.isEmpty()
        ? Optional.empty()
        : Optional.of(Records.parse(box.table(), head.get(), TableRecord::parseFrom));
  }

  /** Whether all these pages are there and belong to the table. */
  private boolean read(Box box, TableRecord table, int from, int to, Roll into)
      throws StoreException {
    Store.Range range =
        new Store.Range(box.tablePage(from), Optional.of(box.tablePage(to)), READ_AT_ONCE, false);
    List<Store.Entry> pages = store.range(range);
    if (pages.size() < to - from) {
      return false;
    }
    for (Store.Entry entry : pages) {
      try {
        TablePageRecord page = TablePageRecord.parseFrom(entry.value().bytes());
        if (page.getModseq() != table.getModseq() || !TableForm.decode(page, into)) {
          return false;
        }
      } catch (InvalidProtocolBufferException e) {
        return false;
      }
    }
    return true;
  }

  /** Takes note that so many messages have changed that no table has, for the next one who looks. */
  void owe(Box box, long count) {
    synchronized (changed) {
      changed.merge(box.id(), count, Long::sum);
    }
  }

  /**
   * Takes note that so many messages of a snapshot stand in no table or have changed since; where that is much, the table is
   * written.
   */
  void noticed(Box box, Snapshot snapshot, long count) throws StoreException {
    if (!isTime(box, snapshot.messages().size(), count)) {
      return;
    }
    try {
      if (snapshot.messages().size() >= config.tableMessagesMin()) {
        write(box, snapshot);
      } else {
        remove(box);
      }
    } catch (StoreFullException e) {
      return; // it is not needed to read
    }
  }

  private boolean isTime(Box box, int messages, long count) {
    long bound = Math.min(config.logEntriesMin() / 2, Math.max(FRESH_MIN, messages / FRESH_PART));
    boolean small = messages < config.tableMessagesMin();
    synchronized (changed) {
      long all = changed.merge(box.id(), count, Long::sum);
      boolean much = all >= (small ? config.tableMessagesMin() : Math.min(bound, messages));
      if (much) {
        changed.remove(box.id());
      }
      return much;
    }
  }

  private void write(Box box, Snapshot snapshot) throws StoreException {
    List<Message> messages = snapshot.messages();
    int pages = (messages.size() + PAGE_MESSAGES - 1) / PAGE_MESSAGES;
    long before = head(box).map(TableRecord::getPages).orElse(0);
    Batch batch = living(box);
    for (int page = 0; page < pages; page++) {
      int from = page * PAGE_MESSAGES;
      int to = Math.min(messages.size(), from + PAGE_MESSAGES);
      byte[] octets = TableForm.encode(snapshot.modseq(), messages.subList(from, to)).toByteArray();
      if (octets.length > PAGE_OCTETS_MAX) {
        return; // keywords without end
      }
      batch.put(box.tablePage(page), octets);
      if (page % WRITTEN_AT_ONCE == WRITTEN_AT_ONCE - 1) {
        store.commit(batch);
        batch = living(box);
      }
    }
    for (int page = pages; page < before; page++) {
      batch.delete(box.tablePage(page));
    }
    TableRecord head =
        TableRecord.newBuilder()
            .setModseq(snapshot.modseq())
            .setUidNext(snapshot.uidNext())
            .setPages(pages)
            .build();
    store.commit(batch.put(box.table(), head.toByteArray()));
  }

  private void remove(Box box) throws StoreException {
    Optional<TableRecord> head = head(box);
    if (head.isPresent()) {
      Batch batch = living(box).delete(box.table());
      for (int page = 0; page < head.get().getPages(); page++) {
        batch.delete(box.tablePage(page));
      }
      store.commit(batch);
    }
  }

  /** Of a mailbox that is deleted meanwhile nothing stays behind. */
  private static Batch living(Box box) {
    return new Batch().assertEqual(box.live(), Box.LIVE);
  }
}
