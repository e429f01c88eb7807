package mailroad.mta.queue;

import mailroad.store.Key;

/**
 * An item in hand.
 *
 * @param lane where it lies in the store
 */
record Load(QueuedMessage message, QueuedItem item, LaneName lane) {
  private static final long OCTETS_LEAST = 2_000;

  Key key() {
    return QueueShelf.scheduleKey(message.id(), item.number());
  }

  /** Who its turn is counted for. */
  String sender() {
    return SenderKey.of(message.sender());
  }

  /** What its transfer takes, in octets. */
  long cost() {
    return Math.max(message.octets(), OCTETS_LEAST);
  }

  /** RFC 6710 section 4. */
  int priority() {
    return message.parameters().handling().priority();
  }
}
