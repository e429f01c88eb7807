package mailroad.pop3;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mailroad.mailbox.Message;
import mailroad.mailbox.UidSet;

/**
 * The messages of one session, numbered from 1 in the order of their UIDs, and which of them are marked as deleted. It
 * never changes otherwise: what comes in meanwhile is seen in the next session (RFC 1939 section 4). Belongs to one
 * session's task.
 */
final class Maildrop {
  private final long uidValidity;
  private final List<Message> messages;
  private final BitSet deleted;
  private long octets;

  /**
   * A maildrop, nothing of it marked.
   *
   * @param uidValidity of the mailbox that the messages are in
   */
  Maildrop(long uidValidity, List<Message> messages) {
    this.uidValidity = uidValidity;
    this.messages = List.copyOf(messages);
    this.deleted = new BitSet(messages.size());
    this.octets = total();
  }

  /** A message under its number. */
  record Entry(int number, Message message, String uniqueId) {}

  /** The message of a number; empty if there is none or it is marked as deleted. */
  Optional<Entry> entry(int number) {
    return number >= 1 && number <= messages.size() && !deleted.get(number - 1)
        ? Optional.of(at(number))
        : Optional.empty();
  }

  /** All that are not marked as deleted. */
  Stream<Entry> entries() {
    return IntStream.rangeClosed(1, messages.size())
        .filter(number -> !deleted.get(number - 1))
        .mapToObj(this::at);
  }

  /** How many are not marked as deleted. */
  int count() {
    return messages.size() - deleted.cardinality();
  }

  /** How large those are that are not marked as deleted, together. */
  long octets() {
    return octets;
  }

  /** Marks a message that is not marked yet. */
  void delete(Entry entry) {
    deleted.set(entry.number() - 1);
    octets -= entry.message().octets();
  }

  /** Takes all marks away. */
  void reset() {
    deleted.clear();
    octets = total();
  }

  /** The UIDs of what is marked as deleted. */
  UidSet marked() {
    UidSet.Builder uids = new UidSet.Builder();
    deleted.stream().forEach(i -> uids.add(messages.get(i).uid()));
    return uids.build();
  }

  private long total() {
    return messages.stream().mapToLong(Message::octets).sum();
  }

  private Entry at(int number) {
    Message message = messages.get(number - 1);
    // RFC 1939 section 7: never used again for another message, which both numbers together hold.
    return new Entry(number, message, uidValidity + "." + message.uid());
  }
}
