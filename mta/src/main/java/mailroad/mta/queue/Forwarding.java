package mailroad.mta.queue;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailroad.kernel.EmailAddress;
import mailroad.smtp.Notify;
import mailroad.smtp.Notify.Occasion;
import mailroad.smtp.OriginalRecipient;
import mailroad.smtp.Recipient;

/** What becomes of a recipient's wishes when it turns into others (RFC 3461 section 5.2.7). Pure. */
public final class Forwarding {
  private Forwarding() {}

  /**
   * The recipients that one turns into. Each keeps the original recipient, so that notices tell the sender of
   * whom it wrote to. One that turns into several has arrived as far as its sender is concerned: success is
   * told at once ({@link #isExpansion}) and not again by each.
   */
  public static List<Recipient> of(Recipient recipient, List<EmailAddress> to) {
    Optional<OriginalRecipient> original =
        recipient.original().or(() -> Optional.of(named(recipient.address())));
    Notify notices = to.size() > 1 ? withoutSuccess(recipient.notices()) : recipient.notices();
    return to.stream().map(address -> new Recipient(address, notices, original)).toList();
  }

  /** Whether the sender is to be told now that the recipient became several. */
  public static boolean isExpansion(Recipient recipient, List<EmailAddress> to) {
    return to.size() > 1 && recipient.notices().wants(Occasion.SUCCESS);
  }

  private static OriginalRecipient named(EmailAddress address) {
    return new OriginalRecipient(address.needsUtf8() ? "utf-8" : "rfc822", address.toString());
  }

  private static Notify withoutSuccess(Notify notices) {
    if (!(notices instanceof Notify.When(var occasions))) {
      return notices;
    }
    Set<Occasion> left = EnumSet.copyOf(occasions);
    left.remove(Occasion.SUCCESS);
    return left.isEmpty() ? new Notify.Never() : new Notify.When(left);
  }
}
