package mailroad.mta.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Reply;
import mailroad.smtp.Recipient;

/**
 * The recipients of a message that go to one next hop together and are not done with.
 *
 * @param hop the next hop as configuration writes it, by which attempts at one place are counted
 * @param attempts how many there were
 * @param next when the next one is due
 * @param delayNoticed whether the sender was told of a delay
 * @param expires when it is given up, where its route has a lifetime of its own
 * @param junk whether copies for accounts here go into their mailboxes for junk
 */
public record QueuedItem(
    int number,
    String hop,
    List<Waiting> recipients,
    int attempts,
    Instant next,
    boolean delayNoticed,
    Optional<Instant> expires,
    boolean junk) {
  /** The record's list does not change. */
  public QueuedItem {
    recipients = List.copyOf(recipients);
  }

  /**
   * A recipient that is not done with.
   *
   * @param last what was said at the last attempt; empty before the first
   */
  public record Waiting(Recipient recipient, Optional<Said> last) {}

  /**
   * What was said about a recipient.
   *
   * @param host who said it; empty if nobody could be asked, so that the words are our own
   */
  public record Said(String host, Reply reply) {}

  /** A new item, due at once. */
  static QueuedItem of(
      int number, String hop, List<Recipient> recipients, Instant due, Optional<Instant> expires) {
    return new QueuedItem(
        number,
        hop,
        recipients.stream().map(r -> new Waiting(r, Optional.empty())).toList(),
        0,
        due,
        false,
        expires,
        false);
  }

  QueuedItem withJunk(boolean other) {
    return new QueuedItem(number, hop, recipients, attempts, next, delayNoticed, expires, other);
  }

  QueuedItem withNext(Instant other) {
    return new QueuedItem(number, hop, recipients, attempts, other, delayNoticed, expires, junk);
  }

  /** When things are due for these recipients. */
  public QueuedMessage.Times times(QueuedMessage message) {
    QueuedMessage.Times times = message.times();
    return new QueuedMessage.Times(
        times.arrived(), expires.orElse(times.expires()), times.delayNotice());
  }
}
