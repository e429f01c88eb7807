package mailroad.mta.gate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;
import mailroad.kernel.Why;
import mailroad.mime.Octets;
import mailroad.smtp.Envelope;

/**
 * What becomes of a message, and why.
 *
 * @param refusal 4xx or 5xx if it is not taken; then the rest says nothing but why
 * @param envelope from whom to whom, as filters left it; never without recipients
 * @param fields header fields to be put in front, each whole and with its CRLF, the uppermost first
 * @param content what takes the place of the content as it came, where a filter changed it; our Received field at
 *     its head included
 * @param placements where copies go, by recipient or by account
 * @param otherwise where all other copies go
 * @param verdict a few words, such as {@code junk, 8.2 of 6.0}; empty if nobody looked
 * @param why the evidence
 * @param booking what is left in the store
 */
public record Judgement(
    Optional<Reply> refusal,
    Envelope envelope,
    List<String> fields,
    Optional<Octets> content,
    Map<EmailAddress, Placement> placements,
    Placement otherwise,
    String verdict,
    Why why,
    Booking booking) {
  private static final Why UNSEEN = new Why("nobody looked at it");

  /** The record's collections do not change. */
  public Judgement {
    fields = List.copyOf(fields);
    placements = Map.copyOf(placements);
  }

  /** Taken as it is. */
  public static Judgement pass(Envelope envelope) {
    return new Judgement(
        Optional.empty(),
        envelope,
        List.of(),
        Optional.empty(),
        Map.of(),
        Placement.USUAL,
        "",
        UNSEEN,
        Booking.NONE);
  }

  /** Not taken. */
  public static Judgement refuse(Envelope envelope, Reply reply, String verdict, Why why) {
    return new Judgement(
        Optional.of(reply),
        envelope,
        List.of(),
        Optional.empty(),
        Map.of(),
        Placement.USUAL,
        verdict,
        why,
        Booking.NONE);
  }

  /** The same, which leaves something more in the store. */
  public Judgement booking(Booking more) {
    return new Judgement(
        refusal, envelope, fields, content, placements, otherwise, verdict, why, booking.and(more));
  }

  /** Where the copy of a recipient goes. */
  public Placement placement(EmailAddress recipient) {
    return placements.getOrDefault(recipient, otherwise);
  }

  /** Where a copy goes that an account gets which a recipient led to. */
  public Placement placement(EmailAddress recipient, EmailAddress account) {
    Placement named = placements.get(recipient);
    return named != null ? named : placement(account);
  }

  /** Whether the octets on disk are to be others than those that came. */
  public boolean changesContent() {
    return !fields.isEmpty() || content.isPresent();
  }
}
