package mailroad.mailbox;

import mailroad.store.Store;
import mailroad.store.StoreException;

/** What all that works on mailboxes needs. */
record Shelf(Store store, MailboxConfig config) {
  /** Room that a batch leaves for what is not counted by the octets of its records. */
  static final long CHUNK_OCTETS_MAX = 4_000_000;

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
