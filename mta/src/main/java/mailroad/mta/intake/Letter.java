package mailroad.mta.intake;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.mime.Header;
import mailroad.mta.routing.Mail;
import mailroad.smtp.Envelope;
import mailroad.smtp.Recipient;
import mailroad.store.BlobId;

/**
 * A message that lies on disk and is to be taken over.
 *
 * @param octets size of the blob
 * @param messageIdField empty if it has none
 * @param header its header section
 * @param addressed how its addresses were written anew
 */
record Letter(
    QueueId id,
    Envelope envelope,
    BlobId blob,
    long octets,
    Event.Source source,
    String messageIdField,
    Header header,
    Rewriter.Addressed addressed) {
  /** A letter whose addresses are as they came. */
  Letter(
      QueueId id,
      Envelope envelope,
      BlobId blob,
      long octets,
      Event.Source source,
      String messageIdField,
      Header header) {
    this(
        id,
        envelope,
        blob,
        octets,
        source,
        messageIdField,
        header,
        Rewriter.Addressed.asIs(envelope));
  }

  /** The same to other recipients. */
  Letter to(List<Recipient> others) {
    return new Letter(
        id,
        new Envelope(envelope.sender(), envelope.parameters(), others),
        blob,
        octets,
        source,
        messageIdField,
        header,
        addressed.to(others));
  }

  /** Who handed it in, logged in. */
  Optional<EmailAddress> account() {
    return source instanceof Event.Source.Smtp(_, _, _, _, var login) ? login : Optional.empty();
  }

  /** Whether it may have Return-Path fields: not, as a rule, before its final delivery. */
  boolean bringsReturnPath() {
    return header.cut() || header.count("Return-Path") > 0;
  }

  /** What routes may depend on. */
  Mail mail() {
    return Mail.from(envelope.sender())
        .by(account())
        .sized(OptionalLong.of(octets))
        .with(Optional.of(header));
  }
}
