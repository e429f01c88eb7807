package mailroad.mta.queue;

import java.util.Locale;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.mta.queue.QueuedItem.Waiting;

/**
 * What of the queue is meant. All that is given must fit; case does not count.
 *
 * @param domain of a recipient
 * @param hop the next hop
 * @param sender the envelope sender, {@code <>} for notices, or a domain with {@code @} in front
 * @param error part of the last reply
 */
public record QueueQuery(
    Optional<Domain> domain,
    Optional<String> hop,
    Optional<String> sender,
    Optional<String> error) {
  /** All. */
  public static final QueueQuery ALL =
      new QueueQuery(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Mail with recipients in a domain. */
  public static QueueQuery domain(Optional<Domain> domain) {
    return new QueueQuery(domain, Optional.empty(), Optional.empty(), Optional.empty());
  }

  boolean fits(QueuedItem item) {
    return hop.filter(h -> !h.equalsIgnoreCase(item.hop())).isEmpty()
        && item.recipients().stream().anyMatch(this::fits);
  }

  boolean fits(Waiting waiting) {
    return domain.filter(d -> !d.equals(waiting.recipient().address().domain())).isEmpty()
        && error.filter(text -> !says(waiting, text)).isEmpty();
  }

  private static boolean says(Waiting waiting, String text) {
    return waiting
        .last()
        .filter(said -> lower(said.reply().toString()).contains(lower(text)))
        .isPresent();
  }

  boolean asksForSender() {
    return sender.isPresent();
  }

  boolean fits(QueuedMessage message) {
    String of = lower(message.sender().mailbox().map(Object::toString).orElse("<>"));
    return sender
        .map(QueueQuery::lower)
        .filter(wanted -> wanted.startsWith("@") ? !of.endsWith(wanted) : !of.equals(wanted))
        .isEmpty();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
