package mailroad.mailbox;

import java.time.Instant;
import java.util.Arrays;

/** A few messages of a list, column by column. Changes only as long as one {@link Roll} alone has it. */
final class Page {
  /** How many messages a whole one has, as a power of two. */
  static final int SHIFT = 8;

  static final int MESSAGES = 1 << SHIFT;

  final long[] uids;
  final long[] modseqs;
  final Flags[] flags;
  final long[] millis;
  final long[] octets;

  /** An empty one. */
  Page(int room) {
    this.uids = new long[room];
    this.modseqs = new long[room];
    this.flags = new Flags[room];
    this.millis = new long[room];
    this.octets = new long[room];
  }

  private Page(Page other, int room) {
    this.uids = Arrays.copyOf(other.uids, room);
    this.modseqs = Arrays.copyOf(other.modseqs, room);
    this.flags = Arrays.copyOf(other.flags, room);
    this.millis = Arrays.copyOf(other.millis, room);
    this.octets = Arrays.copyOf(other.octets, room);
  }

  /** The same with room for so many messages. */
  Page copy(int room) {
    return new Page(this, room);
  }

  int room() {
    return uids.length;
  }

  Message message(int at) {
    return new Message(
        uids[at], modseqs[at], flags[at], Instant.ofEpochMilli(millis[at]), octets[at]);
  }

  void put(int at, Message message) {
    uids[at] = message.uid();
    modseqs[at] = message.modseq();
    flags[at] = message.flags();
    millis[at] = message.internalDate().toEpochMilli();
    octets[at] = message.octets();
  }

  void put(int at, Page other, int from) {
    uids[at] = other.uids[from];
    modseqs[at] = other.modseqs[from];
    flags[at] = other.flags[from];
    millis[at] = other.millis[from];
    octets[at] = other.octets[from];
  }
}
