package mailroad.mime;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A report about a message that somebody else sent us, read: on its delivery (RFC 3464) or on what its reader did with
 * it (RFC 3798, now RFC 8098). All in it is the sender's claim.
 */
public sealed interface ReceivedReport {
  /** The Message-ID field of the message that it is about, as far as it is told. */
  Optional<String> about();

  /**
   * A value that says of which kind it is, such as {@code rfc822; joe@example.org}.
   *
   * @param type in lower case; empty if it does not say
   */
  record Typed(String type, String value) {
    /** Reads {@code type; value}. */
    static Typed parse(String text) {
      int semicolon = text.indexOf(';');
      return semicolon < 0
          ? new Typed("", text.strip())
          : new Typed(
              text.substring(0, semicolon).strip().toLowerCase(Locale.ROOT),
              text.substring(semicolon + 1).strip());
    }
  }

  /**
   * On delivery: {@code message/delivery-status}.
   *
   * @param envelopeId the sender's name for the envelope (RFC 3461 section 4.4)
   * @param reportingMta who reports
   * @param arrivalDate when the message came there, as written
   * @param recipients whom it is about, at least one
   */
  record OfDelivery(
      Optional<String> about,
      Optional<String> envelopeId,
      Optional<Typed> reportingMta,
      Optional<String> arrivalDate,
      List<Fate> recipients)
      implements ReceivedReport {
    /** The record's list does not change. */
    public OfDelivery {
      recipients = List.copyOf(recipients);
    }
  }

  /** What became of a recipient (RFC 3464 section 2.3.3). */
  enum Action {
    /** Given up. */
    FAILED,
    /** Still tried. */
    DELAYED,
    /** In its mailbox. */
    DELIVERED,
    /** Passed on to where no reports come from. */
    RELAYED,
    /** Became several. */
    EXPANDED
  }

  /**
   * One recipient's fate.
   *
   * @param finalRecipient as it was tried
   * @param originalRecipient as the sender named it
   * @param status enhanced status code, such as {@code 5.1.1}
   * @param remoteMta who said so
   * @param diagnostic what was said
   * @param willRetryUntil as written
   */
  record Fate(
      Typed finalRecipient,
      Optional<Typed> originalRecipient,
      Action action,
      String status,
      Optional<Typed> remoteMta,
      Optional<Typed> diagnostic,
      Optional<String> willRetryUntil) {
    /** Whether the address will fail the next time too (RFC 3463 section 3: class 5). */
    public boolean isPermanent() {
      return action == Action.FAILED && status.startsWith("5.");
    }
  }

  /**
   * On what became of it in a mailbox: {@code message/disposition-notification}.
   *
   * @param reportingUa the program that reports
   * @param finalRecipient whose mailbox it was
   * @param originalRecipient as the sender named it
   * @param actionMode {@code manual-action} or {@code automatic-action}, in lower case
   * @param sendingMode {@code mdn-sent-manually} or {@code mdn-sent-automatically}, in lower case
   * @param type {@code displayed}, {@code deleted}, {@code dispatched} or {@code processed}, in lower case
   * @param modifiers such as {@code error}, in lower case
   */
  record OfDisposition(
      Optional<String> about,
      Optional<String> reportingUa,
      Typed finalRecipient,
      Optional<Typed> originalRecipient,
      String actionMode,
      String sendingMode,
      String type,
      List<String> modifiers)
      implements ReceivedReport {
    /** The record's list does not change. */
    public OfDisposition {
      modifiers = List.copyOf(modifiers);
    }
  }
}
