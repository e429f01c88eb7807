package mailroad.mta.dsn;

import java.time.Instant;
import java.util.List;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.QueueId;

/**
 * All that a notice is made of, but for the message that it is about.
 *
 * @param reportingMta this server
 * @param about the message, by its id here
 * @param arrived when it came
 * @param to its sender, who is told
 * @param envelopeId the sender's name for the envelope (RFC 3461 section 4.4); empty for none
 * @param fullReturn whether a failure gives the whole message back: RET=FULL
 * @param recipients whom the notice is about, at least one, all with the same action
 */
public record ReportFacts(
    Domain reportingMta,
    QueueId about,
    Instant arrived,
    EmailAddress to,
    String envelopeId,
    boolean fullReturn,
    List<ReportedRecipient> recipients) {
  /** At least one recipient, and one action. */
  public ReportFacts {
    recipients = List.copyOf(recipients);
    if (recipients.stream().map(ReportedRecipient::action).distinct().count() != 1) {
      throw new IllegalArgumentException("a notice is about recipients with one action");
    }
  }

  /** What became of them all. */
  public Action action() {
    return recipients.getFirst().action();
  }

  /** Whether the notice must be written in UTF-8 (RFC 6533). */
  public boolean needsUtf8() {
    return to.needsUtf8() || recipients.stream().anyMatch(r -> r.finalRecipient().needsUtf8());
  }
}
