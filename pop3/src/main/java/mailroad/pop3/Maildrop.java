package mailroad.pop3;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.Message;
import mailroad.mailbox.UidSet;
import mailroad.store.StoreException;

/**
 * The messages of one session, numbered from 1 in the order of their UIDs, and which of them are marked as deleted. It
 * never changes otherwise: what comes in meanwhile is seen in the next session (RFC 1939 section 4). Two numbers a
 * message are all that is kept, so that a hundred thousand of them take two megabytes. Belongs to one session's task.
 */
final class Maildrop {
  private final long uidValidity;
  private final long[] uids;
  private final long[] sizes;
  private final BitSet deleted;
  private long octets;

  private Maildrop(long uidValidity, long[] uids, long[] sizes) {
    this.uidValidity = uidValidity;
    this.uids = uids;
    this.sizes = sizes;
    this.deleted = new BitSet(uids.length);
    this.octets = total();
  }

  /** The messages of a mailbox as they are now, nothing of them marked. */
  static Maildrop of(Mailbox mailbox) throws StoreException {
    Gathering gathering = new Gathering();
    mailbox.each(gathering::add);
    return gathering.maildrop(mailbox.uidValidity());
  }

  /** The same of messages at hand. */
  static Maildrop of(long uidValidity, Iterable<Message> messages) {
    Gathering gathering = new Gathering();
    messages.forEach(gathering::add);
    return gathering.maildrop(uidValidity);
  }

  /** Collects numbers. */
  private static final class Gathering {
    private long[] uids = new long[64];
    private long[] sizes = new long[64];
    private int count;

    void add(Message message) {
      if (count == uids.length) {
        uids = Arrays.copyOf(uids, 2 * count);
        sizes = Arrays.copyOf(sizes, 2 * count);
      }
      uids[count] = message.uid();
      sizes[count++] = message.octets();
    }

    Maildrop maildrop(long uidValidity) {
      return new Maildrop(uidValidity, Arrays.copyOf(uids, count), Arrays.copyOf(sizes, count));
    }
  }

  /**
   * A message under its number.
   *
   * @param octets its size
   * @param uniqueId never the same for two messages
   */
  record Entry(int number, long uid, long octets, String uniqueId) {}

  /** The message of a number; empty if there is none or it is marked as deleted. */
  Optional<Entry> entry(int number) {
    return number >= 1 && number <= uids.length && !deleted.get(number - 1)
        ? Optional.of(at(number))
        : Optional.empty();
  }

  /** All that are not marked as deleted. */
  Stream<Entry> entries() {
    return IntStream.rangeClosed(1, uids.length)
        .filter(number -> !deleted.get(number - 1))
        .mapToObj(this::at);
  }

  /** How many are not marked as deleted. */
  int count() {
    return uids.length - deleted.cardinality();
  }

  /** How large those are that are not marked as deleted, together. */
  long octets() {
    return octets;
  }

  /** Marks a message that is not marked yet. */
  void delete(Entry entry) {
    deleted.set(entry.number() - 1);
    octets -= entry.octets();
  }

  /** Takes all marks away. */
  void reset() {
    deleted.clear();
    octets = total();
  }

  /** The UIDs of what is marked as deleted. */
  UidSet marked() {
    UidSet.Builder marked = new UidSet.Builder();
    deleted.stream().forEach(i -> marked.add(uids[i]));
    return marked.build();
  }

  private long total() {
    return Arrays.stream(sizes).sum();
  }

  private Entry at(int number) {
    long uid = uids[number - 1];
    // RFC 1939 section 7: never used again for another message, which both numbers together hold.
    return new Entry(number, uid, sizes[number - 1], uidValidity + "." + uid);
  }
}
