package mailroad.smtp;

import java.util.ArrayList;
import java.util.List;
import mailroad.kernel.ReversePath;

/** Who a message is from and for, apart from its content (RFC 5321 section 2.3.1). */
public record Envelope(ReversePath sender, MailParameters parameters, List<Recipient> recipients) {
  /** The record's list does not change. */
  public Envelope {
    recipients = List.copyOf(recipients);
  }

  /** An envelope without recipients as yet. */
  public Envelope(ReversePath sender, MailParameters parameters) {
    this(sender, parameters, List.of());
  }

  /** The same with one more recipient. */
  public Envelope with(Recipient recipient) {
    List<Recipient> more = new ArrayList<>(recipients);
    more.add(recipient);
    return new Envelope(sender, parameters, more);
  }
}
