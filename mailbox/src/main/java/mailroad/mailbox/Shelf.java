package mailroad.mailbox;

import java.util.ArrayList;
import java.util.List;
import mailroad.kernel.World;
import mailroad.records.DomainRecord;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** What all that works on mailboxes needs. */
record Shelf(
    World world,
    Store store,
    MailboxConfig config,
    Outlines outlines,
    Snapshots snapshots,
    Decoded<Account> accounts,
    Decoded<DomainRecord> domains,
    Tables tables,
    Witness witness) {
  /** Room that a batch leaves for what is not counted by the octets of its records. */
  static final long CHUNK_OCTETS_MAX = 4_000_000;

  private static final int SCAN_ENTRIES = 1_000;

  Shelf(World world, Store store, MailboxConfig config) {
    this(world, store, config, Witness.NONE);
  }

  Shelf(World world, Store store, MailboxConfig config, Witness witness) {
    this(
        world,
        store,
        config,
        new Outlines(store),
        new Snapshots(config.snapshotMessagesMax()),
        new Decoded<>(store, Accounts::of),
        new Decoded<>(store, (key, value) -> Records.parse(key, value, DomainRecord::parseFrom)),
        new Tables(store, config),
        witness);
  }

  /** All entries under a prefix, however many; not as of one moment. */
  List<Store.Entry> all(Key prefix) throws StoreException {
    List<Store.Entry> all = new ArrayList<>();
    Key from = prefix;
    while (true) {
      List<Store.Entry> some = store.range(Store.Range.from(from, prefix, SCAN_ENTRIES));
      all.addAll(some);
      if (some.size() < SCAN_ENTRIES) {
        return all;
      }
      from = some.getLast().key().then(0L); // the first key after it that could be
    }
  }

  /** Counts the tries of one change: a machine that never gets it done has a fault. */
  Tries tries(String what) {
    return new Tries(what, config.triesMax());
  }

  /**
   * Counts down. Each refused commit means that another one got through, so trying again at once makes
   * progress without waiting.
   */
  static final class Tries {
    private final String what;
    private int left;

    private Tries(String what, int left) {
      this.what = what;
      this.left = left;
    }

    void next() throws StoreException {
      if (left-- == 0) {
        throw new StoreException("others changed the same all the time: gave up to " + what);
      }
    }
  }
}
